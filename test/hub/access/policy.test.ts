import { expect } from 'chai';
import type { Actor, Role } from '../../../hub/access/actor.ts';
import {
  type Decision,
  POLICY,
  ROUTES,
  type Route,
  decide,
  openReason,
} from '../../../hub/access/policy.ts';
import { MATRIX, OPEN_ROUTES } from './policy-matrix.ts';

const actor = (member: string, roles: readonly Role[]): Actor => ({
  principalId: 'p',
  kind: roles.includes('system') ? 'system' : 'person',
  member,
  roles,
  reference: 'X',
});

const PARTIES = { from_member: 'OR', to_member: 'TX' };
const WAITING = { from_member: 'OR', to_member: null };

describe('policy', () => {
  it('lists every open route with its reason, and no other', () => {
    const open = ROUTES.filter((route) => openReason(route) !== undefined);
    expect(open).to.have.members(OPEN_ROUTES);
    for (const route of open) expect(openReason(route)).to.have.length.above(20);
  });

  it('says of every other route who may', () => {
    const closed = ROUTES.filter((route) => openReason(route) === undefined);
    expect(Object.keys(MATRIX)).to.have.members(closed);
  });

  it('allows nothing to an actor without a role, and nothing by a role in the wrong place', () => {
    const misplaced = [
      actor('OR', []),
      actor('OR', ['national-office']),
      actor('OR', ['auditor']),
      actor('national', ['system']),
      actor('national', ['compact-office']),
      { ...actor('OR', ['system']), kind: 'person' as const },
      { ...actor('OR', ['compact-office']), kind: 'system' as const },
    ];
    let cells = 0;
    for (const route of Object.keys(MATRIX) as Route[]) {
      for (const nobody of misplaced) {
        expect(decide(route, nobody), `${route} by ${nobody.roles.join()}`).to.equal('forbidden');
        cells += 1;
      }
    }
    console.log(`      ${cells} cells of misplaced roles`);
  });

  it('does with a record what the matrix says, for every route, role and relation', () => {
    let cells = 0;
    for (const [route, rights] of Object.entries(MATRIX) as [Route, (typeof MATRIX)[Route]][]) {
      if (rights === undefined || rights.kind === 'list') continue;
      const columns: [string, Actor, string][] = [
        ['system of the sender', actor('OR', ['system']), rights.system[0]!],
        ['system of the receiver', actor('TX', ['system']), rights.system[1]!],
        ['system of a third', actor('WA', ['system']), rights.system[2]!],
        ['office of the sender', actor('OR', ['compact-office']), rights.office[0]!],
        ['office of the receiver', actor('TX', ['compact-office']), rights.office[1]!],
        ['office of a third', actor('WA', ['compact-office']), rights.office[2]!],
        ['national office', actor('national', ['national-office']), rights.national],
        ['auditor', actor('national', ['auditor']), rights.auditor],
      ];
      for (const [who, caller, letter] of columns) {
        expect(decide(route, caller, PARTIES), `${route} by ${who}`).to.equal(MEANING[letter]);
        cells += 1;
      }
    }
    console.log(`      ${cells} cells with a record`);
  });

  it('hides what was not transmitted from its destination', () => {
    const receiver = actor('TX', ['system']);
    for (const [route, rights] of Object.entries(MATRIX) as [Route, (typeof MATRIX)[Route]][]) {
      if (rights === undefined || rights.kind === 'list') continue;
      expect(decide(route, receiver, WAITING), route).to.not.equal('allowed');
    }
    expect(decide('GET /v1/messages/{transmissionId}', receiver, WAITING)).to.equal('hidden');
  });

  it('never lets a system release, return, replay or cancel', () => {
    const acts = ROUTES.filter((route) => /\/(release|return|replay|cancel)$/.test(route));
    expect(acts).to.have.length(4);
    for (const route of acts) {
      expect(decide(route, actor('OR', ['system']), PARTIES)).to.equal('forbidden');
    }
  });

  it('gives one person with two roles both rights', () => {
    const both = actor('national', ['national-office', 'auditor']);
    expect(decide('GET /v1/ledger/tile/entries/{bundle}', both)).to.equal('allowed');
  });

  it('is frozen in its shape: every row has a role and a relation of the closed lists', () => {
    for (const [route, access] of Object.entries(POLICY)) {
      if ('open' in access) continue;
      for (const { role, relation } of access.rows) {
        expect(['system', 'compact-office', 'national-office', 'auditor'], route).to.include(role);
        expect(['own-state', 'sender', 'receiver', 'party', 'any'], route).to.include(relation);
      }
    }
  });
});

const MEANING: Readonly<Record<string, Decision>> = {
  '+': 'allowed',
  '-': 'forbidden',
  '0': 'hidden',
};
