import { expect } from 'chai';
import { admittedRoles } from '../../../hub/access/admitted-roles.ts';
import type { SessionStage } from '../../../hub/access/session-stage.ts';
import { sessionStanding } from '../../../hub/access/session-standing.ts';

const MINUTE = 60_000;
const AT = Date.parse('2026-11-29T12:00:00Z');

/** Stage, minutes since the opening, minutes since it was last seen, and what it is then. */
// prettier-ignore
const CASES: readonly (readonly [SessionStage, number, number, string])[] = [
  ['complete',        0,      0,      'live'],
  ['complete',       29.99,  29.99,   'live'],
  ['complete',       30,     30,      'idle'],
  ['complete',      600,    100,      'idle'],
  ['complete',      719.99,   1,      'live'],
  ['complete',      719.99, 100,      'idle'],
  ['complete',      720,      0,      'over'],
  ['complete',      720,    100,      'over'],
  ['complete',       10,     -0.05,   'live'], // another process's clock is a little ahead
  ['complete',       10,     -1,      'over'], // the clock went back
  ['complete',     -100,   -100,      'over'],
  ['second-factor',  19.99,   0,      'live'],
  ['second-factor',  20,      0,      'over'],
  ['enrol',          20,      0,      'over'],
  ['policy',         20,      0,      'over'],
  ['policy',         19,     19,      'live'],
];

describe('the standing of a session', () => {
  for (const [stage, opened, seen, expected] of CASES) {
    it(`at the stage ${stage}, ${opened} minutes old and seen ${seen} ago, is ${expected}`, () => {
      const times = {
        stage,
        created_at: new Date(AT - opened * MINUTE),
        last_seen_at: new Date(AT - seen * MINUTE),
      };
      expect(sessionStanding(times, new Date(AT))).to.equal(expected);
    });
  }
});

describe('the roles that a member admits', () => {
  it('are its compact office and administrators, unless its profile says more', () => {
    expect(admittedRoles('OR', undefined)).to.have.members([
      'state-administrator',
      'compact-office',
    ]);
    expect(admittedRoles('OR', {})).to.have.members(['state-administrator', 'compact-office']);
    const roles = ['officer', 'system', 'national-office'];
    expect(admittedRoles('OR', { roles })).to.have.members(['state-administrator', 'officer']);
  });

  it('are at the national office its own', () => {
    expect(admittedRoles('national', undefined)).to.have.members(['national-office', 'auditor']);
  });
});
