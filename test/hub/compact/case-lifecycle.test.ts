import { expect } from 'chai';
import fc from 'fast-check';
import { factsOf } from '../../../hub/compact/activity-facts.ts';
import {
  type CaseState,
  LIFECYCLE,
  NEW_CASE,
  type Side,
  allowedNow,
  moveCase,
} from '../../../hub/compact/case-lifecycle.ts';

type Step = readonly [by: Side, name: string, data?: Readonly<Record<string, string>>];

function play(steps: readonly Step[]): { state: CaseState; rows: (string | undefined)[] } {
  let state = NEW_CASE;
  const rows = steps.map(([by, name, data = {}]) => {
    const verdict = move(state, [by, name, data]);
    if (verdict.kind === 'moves') ({ state } = verdict);
    return verdict.kind === 'moves'
      ? verdict.row
      : `refused ${verdict.row ?? ''} ${verdict.region}`;
  });
  return { state, rows };
}

function move(state: CaseState, [by, name, data = {}]: Step) {
  const type = `compact.${name}.v1`;
  const reason = data['reason'];
  return moveCase(state, {
    type,
    facts: factsOf(type, data),
    by,
    ...(reason === undefined ? {} : { instructionsReason: reason }),
  });
}

const REQUEST: Step = ['sending', 'transfer-request'];
const ACCEPTED: Step = ['receiving', 'transfer-reply', { decision: 'ACCEPTED' }];
const REJECTED: Step = ['receiving', 'transfer-reply', { decision: 'REJECTED' }];
const DEPARTED: Step = ['sending', 'departure-notice', { direction: 'OUTBOUND' }];
const ARRIVED: Step = ['receiving', 'arrival-notice'];
const NOT_ARRIVED: Step = ['receiving', 'failure-to-arrive-notice'];
const REPORT: Step = ['receiving', 'progress-report'];
const CLOSING: Step = ['receiving', 'case-closure-notice'];
const VALID: Step = ['sending', 'case-closure-reply', { outcome: 'VALID' }];
const INVALID: Step = ['sending', 'case-closure-reply', { outcome: 'INVALID' }];
const ASK: Step = ['sending', 'reporting-instructions-request'];
const ASK_LIVING: Step = [
  'sending',
  'reporting-instructions-request',
  { reason: 'LIVING_IN_RS_AT_SENTENCING' },
];
const GRANTED: Step = ['receiving', 'reporting-instructions-reply', { decision: 'GRANTED' }];
const DENIED: Step = ['receiving', 'reporting-instructions-reply', { decision: 'DENIED' }];

const STORIES: readonly { name: string; steps: readonly Step[]; rows: readonly string[] }[] = [
  {
    name: 'an ordinary transfer to its closure',
    steps: [REQUEST, ACCEPTED, DEPARTED, ARRIVED, REPORT, REPORT, CLOSING, VALID],
    rows: ['5', '6', '9', '10', '12', '12', '17', '18'],
  },
  {
    name: 'reporting instructions first',
    steps: [ASK, GRANTED, DEPARTED, ARRIVED, REQUEST, ACCEPTED],
    rows: ['3', '4a', '9', '10', '5', '6'],
  },
  {
    name: 'a person living there may depart before the reply (Rule 3.103)',
    steps: [ASK_LIVING, DEPARTED, GRANTED],
    rows: ['3', '9', '4a'],
  },
  {
    name: 'nobody else may depart before the reply (Rule 3.102)',
    steps: [ASK, DEPARTED],
    rows: ['3', 'refused 9 status'],
  },
  {
    name: 'denied instructions may be asked for again',
    steps: [ASK, DENIED, ASK],
    rows: ['3', '4b', '3'],
  },
  {
    name: 'a rejection and a new request',
    steps: [REQUEST, REJECTED, DEPARTED, REQUEST, ACCEPTED],
    rows: ['5', '7', 'refused 9 status', '5', '6'],
  },
  {
    name: 'a failure to arrive, then the arrival',
    steps: [REQUEST, ACCEPTED, DEPARTED, NOT_ARRIVED, NOT_ARRIVED, ARRIVED],
    rows: ['5', '6', '9', '11', 'refused 11 location', '10'],
  },
  {
    name: 'no arrival without a departure',
    steps: [REQUEST, ACCEPTED, ARRIVED],
    rows: ['5', '6', 'refused 10 location'],
  },
  {
    name: 'an invalid closure stays open and may be noticed again',
    steps: [
      REQUEST,
      ACCEPTED,
      DEPARTED,
      ARRIVED,
      CLOSING,
      CLOSING,
      INVALID,
      CLOSING,
      VALID,
      REPORT,
    ],
    rows: ['5', '6', '9', '10', '17', 'refused 17 closure', '19', '17', '18', 'refused 12 status'],
  },
  {
    name: 'each side does its own part',
    steps: [REQUEST, ['sending', 'transfer-reply', { decision: 'ACCEPTED' }]],
    rows: ['5', 'refused 6 by'],
  },
  {
    name: 'a return is no part of this table yet',
    steps: [['sending', 'departure-notice', { direction: 'RETURN' }]],
    rows: ['refused  type'],
  },
];

describe('case lifecycle', () => {
  for (const { name, steps, rows } of STORIES) {
    it(name, () => {
      expect(play(steps).rows).to.deep.equal(rows);
    });
  }

  it('hands supervision over on arrival', () => {
    expect(play([REQUEST, ACCEPTED, DEPARTED]).state.supervising).to.equal('sending');
    expect(play([REQUEST, ACCEPTED, DEPARTED, ARRIVED]).state.supervising).to.equal('receiving');
  });

  it('allows what it says that it allows, and refuses the rest, after any story', () => {
    const steps = [REQUEST, ACCEPTED, REJECTED, DEPARTED, ARRIVED, NOT_ARRIVED, REPORT, CLOSING];
    const any = fc.constantFrom<Step>(...steps, VALID, INVALID, ASK, ASK_LIVING, GRANTED, DENIED);
    fc.assert(
      fc.property(fc.array(any, { maxLength: 25 }), (story) => {
        const { state } = play(story);
        for (const side of ['sending', 'receiving'] as const) {
          const allowed = allowedNow(state, side);
          for (const row of LIFECYCLE.filter(({ by }) => by === side)) {
            const verdict = moveCase(state, {
              type: row.type,
              facts: row.when === undefined ? [] : [row.when],
              by: side,
            });
            expect(verdict.kind === 'moves').to.equal(allowed.includes(row.type), row.row);
          }
        }
      }),
      { seed: 2026, numRuns: 300 },
    );
  });
});
