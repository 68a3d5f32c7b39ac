import { expect } from 'chai';
import fc from 'fast-check';
import { factsOf } from '../../../hub/compact/activity-facts.ts';
import { correctCase, correctableNow } from '../../../hub/compact/case-correction.ts';
import { type LifecycleMove, moveCase } from '../../../hub/compact/case-lifecycle.ts';
import {
  type CaseState,
  NEW_CASE,
  REGION_NAMES,
  type Side,
} from '../../../hub/compact/case-state.ts';
import { LIFECYCLE, type LifecycleRow } from '../../../hub/compact/lifecycle-rows.ts';
import { type CaseGraph, EVERY_MOVE, caseGraph } from '../../../scripts/case-graph.ts';

type Step = readonly [by: Side, name: string, data?: Readonly<Record<string, unknown>>];

function moveOf([by, name, data = {}]: Step): LifecycleMove {
  const type = `compact.${name}.v1`;
  const { reason } = data;
  const asked = typeof reason === 'string' ? { instructionsReason: reason } : {};
  return { type, facts: factsOf(type, data), by, ...asked };
}

function after(steps: readonly Step[]): CaseState {
  let state = NEW_CASE;
  for (const step of steps) {
    const verdict = moveCase(state, moveOf(step));
    if (verdict.kind === 'refused') throw new Error(`${step[1]} may not follow`);
    ({ state } = verdict);
  }
  return state;
}

const ASK: Step = [
  'sending',
  'reporting-instructions-request',
  { reason: 'LIVING_IN_RS_AT_SENTENCING' },
];
const ASK_OTHERWISE: Step = [
  'sending',
  'reporting-instructions-request',
  { reason: 'MILITARY_MEMBER' },
];
const GRANTED: Step = ['receiving', 'reporting-instructions-reply', { decision: 'GRANTED' }];
const DENIED: Step = ['receiving', 'reporting-instructions-reply', { decision: 'DENIED' }];
const REQUEST: Step = ['sending', 'transfer-request'];
const ACCEPTED: Step = ['receiving', 'transfer-reply', { decision: 'ACCEPTED' }];
const REJECTED: Step = ['receiving', 'transfer-reply', { decision: 'REJECTED' }];
const DEPARTED: Step = ['sending', 'departure-notice', { direction: 'OUTBOUND' }];
const ARRIVED: Step = ['receiving', 'arrival-notice'];
const NOT_ARRIVED: Step = ['receiving', 'failure-to-arrive-notice'];
const REPORT: Step = ['receiving', 'progress-report'];
const VIOLATION: Step = ['receiving', 'violation-report'];
const responds = (action: string): Step => ['sending', 'violation-response', { action }];
const adds = (action?: string): Step => [
  'sending',
  'violation-response-addendum',
  action === undefined ? {} : { action },
];
const closing = (closureReason: string): Step => [
  'receiving',
  'case-closure-notice',
  { closureReason },
];
const ABSCONDED = closing('ABSCONDED');
const DISCHARGED = closing('DISCHARGE_EXPIRATION');
const VALID: Step = ['sending', 'case-closure-reply', { outcome: 'VALID' }];
const INVALID: Step = ['sending', 'case-closure-reply', { outcome: 'INVALID' }];
const RETAKES: Step = ['sending', 'discretionary-retaking-notice'];
const RETURN_ASKED: Step = ['receiving', 'return-instructions-request'];
const RETURN_GRANTED: Step = ['sending', 'return-instructions-reply'];
const RETURNS: Step = ['receiving', 'departure-notice', { direction: 'RETURN' }];
const GONE_ON: Step = ['receiving', 'departure-notice', { direction: 'SUBSEQUENT' }];
const BACK: Step = ['sending', 'arrival-notice'];
const NOT_BACK: Step = ['sending', 'failure-to-arrive-notice'];
const CASE_WITHDRAWN: Step = ['sending', 'case-withdrawal'];
const REOPENED: Step = ['receiving', 'case-reopening'];
const withdraws = (by: Side, activity: string): Step => [
  by,
  'activity-withdrawal',
  { withdrawn: { activity, id: '1' } },
];
const THERE = [REQUEST, ACCEPTED, DEPARTED, ARRIVED];
const RETURNING = [...THERE, RETURN_ASKED, RETURN_GRANTED, RETURNS];

/** An activity after what crossed, and the row by which it may correct; none: it may not. */
const CASES: readonly [what: string, crossed: readonly Step[], Step, row: string | undefined][] = [
  ['a request for instructions', [ASK], ASK, '3'],
  ['one after the acceptance', [REQUEST, ACCEPTED, ASK], ASK, '3a'],
  ['one whose case was accepted since', [ASK, REQUEST, ACCEPTED], ASK, '3a'],
  ['one that was answered', [ASK, GRANTED], ASK, undefined],
  ['granted instructions', [ASK, GRANTED], GRANTED, '4a'],
  ['granted instructions, after the request', [ASK, GRANTED, REQUEST], GRANTED, '4a'],
  ['denied instructions', [ASK, DENIED], DENIED, '4b'],
  ['instructions, now the other way', [ASK, DENIED], GRANTED, undefined],
  ['a transfer request', [REQUEST], REQUEST, '5'],
  ['a request that was accepted', [REQUEST, ACCEPTED], REQUEST, undefined],
  ['a request that was withdrawn', [REQUEST, withdraws('sending', 'TREQ')], REQUEST, undefined],
  ['an acceptance', [REQUEST, ACCEPTED], ACCEPTED, '6'],
  ['a rejection', [REQUEST, REJECTED], REJECTED, '7'],
  ['a rejection in place of an acceptance', [REQUEST, ACCEPTED], REJECTED, undefined],
  ['an acceptance in place of a rejection', [REQUEST, REJECTED], ACCEPTED, undefined],
  [
    'an acceptance by the other side',
    [REQUEST, ACCEPTED],
    ['sending', ...tail(ACCEPTED)],
    undefined,
  ],
  [
    'an acceptance taken back',
    [REQUEST, ACCEPTED, withdraws('receiving', 'TREP')],
    withdraws('receiving', 'TREP'),
    '8',
  ],
  ['a departure', [REQUEST, ACCEPTED, DEPARTED], DEPARTED, '9'],
  [
    'a departure whose acceptance was taken back since',
    [REQUEST, ACCEPTED, DEPARTED, withdraws('receiving', 'TREP')],
    DEPARTED,
    '9',
  ],
  ['a departure after the arrival', THERE, DEPARTED, undefined],
  ['an arrival', THERE, ARRIVED, '10'],
  ['an arrival before it is told', [REQUEST, ACCEPTED, DEPARTED], ARRIVED, undefined],
  ['a failure to arrive', [REQUEST, ACCEPTED, DEPARTED, NOT_ARRIVED], NOT_ARRIVED, '11'],
  ['a progress report of a person who left since', [...THERE, GONE_ON], REPORT, '12'],
  ['a progress report of a case closed since', [...THERE, DISCHARGED, VALID], REPORT, '12'],
  [
    'a violation report of a person who left since',
    [...THERE, VIOLATION, GONE_ON],
    VIOLATION,
    '12a',
  ],
  [
    'one that was taken back',
    [...THERE, VIOLATION, withdraws('receiving', 'OVR'), GONE_ON],
    VIOLATION,
    undefined,
  ],
  [
    'an addendum that says another thing',
    [...THERE, VIOLATION, responds('AWAIT_DISPOSITION'), VIOLATION],
    adds(),
    undefined,
  ],
  ['a return that is asked for', [...THERE, RETURN_ASKED], RETURN_ASKED, '14'],
  ['return instructions', [...THERE, RETURN_ASKED, RETURN_GRANTED], RETURN_GRANTED, '14a'],
  ['a departure on return', RETURNING, RETURNS, '15'],
  ['a departure on, in place of one on return', RETURNING, GONE_ON, undefined],
  ['an arrival back', [...RETURNING, BACK], BACK, '16'],
  ['a failure to return', [...RETURNING, NOT_BACK], NOT_BACK, '16a'],
  ['a closure notice', [...THERE, DISCHARGED], DISCHARGED, '17a'],
  ['a closure notice with another reason', [...THERE, DISCHARGED], ABSCONDED, '17'],
  ['a closure notice while a retaking is pending', [...THERE, RETAKES, ABSCONDED], ABSCONDED, '17'],
  [
    'one with a reason that a retaking forbids',
    [...THERE, RETAKES, ABSCONDED],
    DISCHARGED,
    undefined,
  ],
  ['a valid reply to it', [...THERE, DISCHARGED, VALID], VALID, '18'],
  ['an invalid reply to it', [...THERE, DISCHARGED, INVALID], INVALID, '19'],
  ['an invalid reply in place of a valid one', [...THERE, DISCHARGED, VALID], INVALID, undefined],
  ['a withdrawal of the case', [REQUEST, CASE_WITHDRAWN], CASE_WITHDRAWN, '20'],
  ['a request of a case withdrawn since', [REQUEST, CASE_WITHDRAWN], REQUEST, undefined],
  ['a reopening', [...THERE, DISCHARGED, VALID, REOPENED], REOPENED, '21'],
  ['a move on', [...THERE, GONE_ON], GONE_ON, '23'],
  [
    'a request taken back',
    [REQUEST, withdraws('sending', 'TREQ')],
    withdraws('sending', 'TREQ'),
    '25c',
  ],
  ['a notice taken back that never is', THERE, withdraws('receiving', 'NOA'), undefined],
];

function tail([, name, data]: Step): [string, Readonly<Record<string, unknown>>] {
  return [name, data ?? {}];
}

const regionsOf = (state: CaseState): unknown[] => REGION_NAMES.map((region) => state[region]);

describe('what corrects an activity that failed', function () {
  this.timeout(120_000);

  for (const [what, crossed, step, row] of CASES) {
    it(`${row === undefined ? 'may not be' : `is, by row ${row},`} ${what}`, () => {
      const state = after(crossed);
      expect(correctCase(state, moveOf(step))?.row).to.equal(row);
    });
  }

  it('takes the reason that it states for instructions, and moves nothing', () => {
    const state = after([ASK]);
    const { instructionsReason, ...regions } = correctCase(state, moveOf(ASK_OTHERWISE))!.state;
    expect(instructionsReason).to.equal('MILITARY_MEMBER');
    expect(regionsOf(regions)).to.deep.equal(regionsOf(state));
  });

  it('is named among what may be sent, once, for the types that failed and the side that sent them', () => {
    const state = after([REQUEST, ACCEPTED]);
    const reply = moveOf(ACCEPTED).type;
    const failed = [reply, moveOf(DEPARTED).type];
    expect(correctableNow(state, 'receiving', failed)).to.deep.equal([reply]);
    expect(correctableNow(state, 'sending', failed)).to.deep.equal([]);
    expect(correctableNow(state, 'receiving', [])).to.deep.equal([]);
  });

  describe('in any state that a case can be in', () => {
    let graph: CaseGraph;
    before(() => {
      graph = caseGraph();
    });
    /** By its place: there are too many to be arguments. */
    const anyOf = <T>(all: readonly T[]): fc.Arbitrary<T> =>
      fc.nat(all.length - 1).map((at) => all[at]!);
    const runs = { numRuns: 50_000 };
    const rowOf = (name: string): LifecycleRow => LIFECYCLE.find(({ row }) => row === name)!;

    it('moves no answer of the case, by a row for what the activity says that lets something pass', () => {
      fc.assert(
        fc.property(anyOf(graph.states), anyOf(EVERY_MOVE), (state, move) => {
          const corrected = correctCase(state, move);
          if (corrected === undefined) return;
          expect(regionsOf(corrected.state)).to.deep.equal(regionsOf(state));
          const row = rowOf(corrected.row);
          expect(isFor(row, move)).to.equal(true);
          expect(row.anyOf).to.not.deep.equal([]);
        }),
        runs,
      );
    });

    it('may cross right behind whatever crossed, but with another outcome never', () => {
      fc.assert(
        fc.property(anyOf(graph.steps), ({ row, from, to }) => {
          const crossed = rowOf(row);
          const again = EVERY_MOVE.filter((move) => isFor(crossed, move));
          for (const move of again) {
            const verdict = moveCase(from, move);
            if (verdict.kind === 'refused' || moveCase(to, move).kind === 'moves') continue;
            expect(correctCase(to, move), `${row} again`).to.not.equal(undefined);
          }
          for (const other of EVERY_MOVE.filter(({ type }) => type === crossed.type)) {
            if (crossed.by !== 'either' && other.by !== crossed.by) continue;
            const corrected = correctCase(to, other);
            if (corrected === undefined) continue;
            expect(
              areOpposed(rowOf(corrected.row), crossed),
              `${corrected.row} for ${row}`,
            ).to.equal(false);
          }
        }),
        runs,
      );
    });
  });
});

function isFor(row: LifecycleRow, { type, facts, by }: LifecycleMove): boolean {
  const isSaid = row.when === undefined || facts.includes(row.when);
  return row.type === type && isSaid && (row.by === 'either' || row.by === by);
}

function areOpposed({ effect }: LifecycleRow, other: LifecycleRow): boolean {
  const theirs: Readonly<Record<string, unknown>> = other.effect;
  return Object.entries(effect).some(
    ([region, value]) => region in theirs && theirs[region] !== value,
  );
}
