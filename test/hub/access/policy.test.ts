import { expect } from 'chai';
import { type Actor, MEMBER_ROLES, NATIONAL_ROLES, type Role } from '../../../hub/access/actor.ts';
import {
  type Decision,
  POLICY,
  ROUTES,
  type Route,
  asksFreshFactor,
  decide,
  openReason,
} from '../../../hub/access/policy.ts';
import { FRESH_ROUTES, MATRIX, OPEN_ROUTES, STATE_COLUMNS } from './policy-matrix.ts';

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

  it('asks for a fresh second factor where that stands beside it by hand, and nowhere else', () => {
    expect(ROUTES.filter(asksFreshFactor)).to.have.members(FRESH_ROUTES);
  });

  it('allows nothing to an actor without a role, and nothing by a role in the wrong place', () => {
    const misplaced = [
      actor('OR', []),
      ...NATIONAL_ROLES.map((role) => actor('OR', [role])),
      actor('national', ['system']),
      ...MEMBER_ROLES.map((role) => actor('national', [role])),
      { ...actor('OR', ['system']), kind: 'person' as const },
      ...MEMBER_ROLES.map((role) => ({ ...actor('OR', [role]), kind: 'system' as const })),
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
        ...STATE_COLUMNS.flatMap(([role, column]) =>
          ['OR', 'TX', 'WA'].map((member, side): [string, Actor, string] => [
            `${role} of ${member}`,
            actor(member, [role]),
            rights[column][side]!,
          ]),
        ),
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

  it('lets each role call the lists that the matrix gives it, and no other', () => {
    let cells = 0;
    for (const [route, rights] of Object.entries(MATRIX) as [Route, (typeof MATRIX)[Route]][]) {
      if (rights?.kind !== 'list') continue;
      const callers: [Actor, string][] = [
        ...STATE_COLUMNS.map(([role, column]): [Actor, string] => [
          actor('OR', [role]),
          rights[column],
        ]),
        [actor('national', ['national-office']), rights.national],
        [actor('national', ['auditor']), rights.auditor],
      ];
      for (const [caller, letter] of callers) {
        expect(decide(route, caller), `${route} by ${caller.roles.join()}`).to.equal(
          MEANING[letter],
        );
        cells += 1;
      }
    }
    console.log(`      ${cells} cells of lists`);
  });

  it('hides what was not transmitted from its destination', () => {
    const receiver = actor('TX', ['system']);
    for (const [route, rights] of Object.entries(MATRIX) as [Route, (typeof MATRIX)[Route]][]) {
      if (rights === undefined || rights.kind === 'list') continue;
      expect(decide(route, receiver, WAITING), route).to.not.equal('allowed');
    }
    expect(decide('GET /v1/messages/{transmissionId}', receiver, WAITING)).to.equal('hidden');
  });

  it('lets nobody but a compact office release, return, replay, skip, supersede or cancel', () => {
    const acts = ROUTES.filter((route) =>
      /\/(release|return|replay|skip|supersede|cancel)$/.test(route),
    );
    for (const route of acts) {
      for (const role of MEMBER_ROLES) {
        const decision = decide(route, actor('OR', [role]), PARTIES);
        expect(decision === 'allowed', `${route} by ${role}`).to.equal(role === 'compact-office');
      }
    }
  });

  it('never lets a system release, return, replay, skip, supersede or cancel', () => {
    const acts = ROUTES.filter((route) =>
      /\/(release|return|replay|skip|supersede|cancel)$/.test(route),
    );
    expect(acts).to.have.length(7);
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
      if (!('rows' in access)) continue;
      for (const { role, relation } of access.rows) {
        expect(['system', ...MEMBER_ROLES, ...NATIONAL_ROLES], route).to.include(role);
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
