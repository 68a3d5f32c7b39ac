import { expect } from 'chai';
import { factsOf } from '../../../hub/compact/activity-facts.ts';
import { moveCase } from '../../../hub/compact/case-lifecycle.ts';
import { type CaseState, NEW_CASE, type Side } from '../../../hub/compact/case-state.ts';

type Step = readonly [by: Side, name: string, data?: Readonly<Record<string, unknown>>];

function play(steps: readonly Step[]): { state: CaseState; rows: (string | undefined)[] } {
  let state = NEW_CASE;
  const rows = steps.map(([by, name, data = {}]) => {
    const verdict = move(state, [by, name, data]);
    if (verdict.kind === 'moves') ({ state } = verdict);
    return verdict.kind === 'moves'
      ? verdict.row
      : `refused ${verdict.row} ${verdict.needs[0]?.[0]?.region ?? 'never'}`;
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
    ...(typeof reason === 'string' ? { instructionsReason: reason } : {}),
  });
}

const REQUEST: Step = ['sending', 'transfer-request'];
const ACCEPTED: Step = ['receiving', 'transfer-reply', { decision: 'ACCEPTED' }];
const REJECTED: Step = ['receiving', 'transfer-reply', { decision: 'REJECTED' }];
const DEPARTED: Step = ['sending', 'departure-notice', { direction: 'OUTBOUND' }];
const ARRIVED: Step = ['receiving', 'arrival-notice'];
const NOT_ARRIVED: Step = ['receiving', 'failure-to-arrive-notice'];
const REPORT: Step = ['receiving', 'progress-report'];
const closing = (closureReason: string): Step => [
  'receiving',
  'case-closure-notice',
  { closureReason },
];
const CLOSING = closing('DISCHARGE_EXPIRATION');
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
const VIOLATION: Step = ['receiving', 'violation-report'];
const responds = (action: string): Step => ['sending', 'violation-response', { action }];
const adds = (action?: string): Step => [
  'sending',
  'violation-response-addendum',
  action === undefined ? {} : { action },
];
const VIOLATION_ADDED: Step = ['receiving', 'violation-report-addendum'];
const DISCRETIONARY: Step = ['sending', 'discretionary-retaking-notice'];
const RETURN_ASKED: Step = ['receiving', 'return-instructions-request'];
const RETURN_GRANTED: Step = ['sending', 'return-instructions-reply'];
const RETURN_DEPARTED: Step = ['receiving', 'departure-notice', { direction: 'RETURN' }];
const RETURN_ARRIVED: Step = ['sending', 'arrival-notice'];
const NOT_RETURNED: Step = ['sending', 'failure-to-arrive-notice'];
const GONE_ON: Step = ['receiving', 'departure-notice', { direction: 'SUBSEQUENT' }];
const warrant = (warrantStatus: string, duty?: string): Step => [
  'sending',
  'warrant-status',
  duty === undefined ? { warrantStatus } : { warrantStatus, duty },
];
const WARRANT = warrant('ACTIVE');
const CASE_WITHDRAWN: Step = ['sending', 'case-withdrawal'];
const REOPENED: Step = ['receiving', 'case-reopening'];
const THERE = [REQUEST, ACCEPTED, DEPARTED, ARRIVED];
const ROWS_THERE = ['5', '6', '9', '10'];
const RETURNING = [RETURN_ASKED, RETURN_GRANTED, RETURN_DEPARTED];
const ROWS_RETURNING = ['14', '14a', '15'];

const withdraws = (by: Side, activity: string): Step => [
  by,
  'activity-withdrawal',
  { withdrawn: { activity, id: '1' } },
];
const changes = (by: Side, ...names: string[]): Step => [
  by,
  'profile-update',
  { changes: Object.fromEntries(names.map((name) => [name, true])) },
];

const STORIES: readonly { name: string; steps: readonly Step[]; rows: readonly string[] }[] = [
  {
    name: 'an ordinary transfer to its closure',
    steps: [REQUEST, ACCEPTED, DEPARTED, ARRIVED, REPORT, REPORT, CLOSING, VALID],
    rows: ['5', '6', '9', '10', '12', '12', '17a', '18'],
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
    rows: ['3', 'refused 9 transfer'],
  },
  {
    name: 'denied instructions may be asked for again',
    steps: [ASK, DENIED, ASK],
    rows: ['3', '4b', '3'],
  },
  {
    name: 'an accepted transfer stays accepted when instructions are asked for and denied',
    steps: [REQUEST, ACCEPTED, ASK, DENIED, DEPARTED],
    rows: ['5', '6', '3a', '4b', '9'],
  },
  {
    name: 'no new request for a person who is on the way back or there',
    steps: [ASK, GRANTED, DEPARTED, ARRIVED, REQUEST, REJECTED, ...RETURNING, REQUEST],
    rows: ['3', '4a', '9', '10', '5', '7', ...ROWS_RETURNING, 'refused 5 location'],
  },
  {
    name: 'a rejection and a new request',
    steps: [REQUEST, REJECTED, DEPARTED, REQUEST, ACCEPTED],
    rows: ['5', '7', 'refused 9 transfer', '5', '6'],
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
    rows: [
      '5',
      '6',
      '9',
      '10',
      '17a',
      'refused 17a closure',
      '19',
      '17a',
      '18',
      'refused 12 status',
    ],
  },
  {
    name: 'each side does its own part',
    steps: [REQUEST, ['sending', 'transfer-reply', { decision: 'ACCEPTED' }]],
    rows: ['5', 'refused 6 by'],
  },
  {
    name: 'a violation, the response, what is added to either, and the retaking',
    steps: [
      ...THERE,
      responds('WILL_ISSUE_WARRANT'),
      VIOLATION,
      adds(),
      VIOLATION_ADDED,
      responds('WILL_ISSUE_WARRANT'),
      adds(),
      VIOLATION_ADDED,
      adds(),
      responds('AWAIT_DISPOSITION'),
      WARRANT,
      CLOSING,
      closing('RETAKEN'),
      VALID,
      WARRANT,
    ],
    rows: [
      ...ROWS_THERE,
      'refused 13a violation',
      '12a',
      'refused 13h violation',
      '12b',
      '13a',
      '13h',
      '12b',
      'refused 13h violation',
      '13d',
      '27',
      'refused 17a retaking',
      '17',
      '18',
      '27',
    ],
  },
  {
    name: 'a retaking ends by the response, its addendum, its withdrawal and the warrant (Rule 4.112(b))',
    steps: [
      ...THERE,
      DISCRETIONARY,
      CLOSING,
      warrant('WITHDRAWN', 'FAILURE_TO_ARRIVE'),
      CLOSING,
      warrant('EXECUTED', 'DISCRETIONARY_RETAKING'),
      CLOSING,
      withdraws('receiving', 'CCN'),
      DISCRETIONARY,
      withdraws('sending', 'DRT'),
      VIOLATION,
      responds('WARRANT_ISSUED_WILL_RETAKE'),
      CLOSING,
      adds('CONTINUE_SUPERVISION'),
      adds('WILL_ISSUE_WARRANT'),
      withdraws('sending', 'RVR'),
      responds('DISCHARGED'),
      CLOSING,
    ],
    rows: [
      ...ROWS_THERE,
      '13i',
      'refused 17a retaking',
      '27',
      'refused 17a retaking',
      '27a',
      '17a',
      '25d',
      '13i',
      '25j',
      '12a',
      '13a',
      'refused 17a retaking',
      '13g',
      '13e',
      '25h',
      '13c',
      '17a',
    ],
  },
  {
    name: 'no violation of a person who has not arrived',
    steps: [REQUEST, ACCEPTED, VIOLATION, DEPARTED, VIOLATION],
    rows: ['5', '6', 'refused 12a location', '9', 'refused 12a location'],
  },
  {
    name: 'a return, the closure agreed on before the person is back',
    steps: [
      ...THERE,
      RETURN_ASKED,
      RETURN_GRANTED,
      RETURN_DEPARTED,
      closing('RETURNED_TO_SENDING_STATE'),
      VALID,
      RETURN_ARRIVED,
    ],
    rows: [...ROWS_THERE, '14', '14a', '15', '17', '18', '16'],
  },
  {
    name: 'a return, the closure noticed late; nobody departs again on this case',
    steps: [...THERE, ...RETURNING, RETURN_ARRIVED, DEPARTED, CLOSING, VALID],
    rows: [...ROWS_THERE, ...ROWS_RETURNING, '16', 'refused 9 location', '17a', '18'],
  },
  {
    name: 'a failure to return, then the arrival',
    steps: [...THERE, ...RETURNING, NOT_RETURNED, NOT_RETURNED, WARRANT, RETURN_ARRIVED],
    rows: [...ROWS_THERE, ...ROWS_RETURNING, '16a', 'refused 16a location', '27', '16'],
  },
  {
    name: 'each side tells of its own arrivals only',
    steps: [REQUEST, ACCEPTED, DEPARTED, RETURN_ARRIVED, ARRIVED, ...RETURNING, ARRIVED],
    rows: ['5', '6', '9', 'refused 16 location', '10', ...ROWS_RETURNING, 'refused 10 location'],
  },
  {
    name: 'on to a third state (Rule 4.110)',
    steps: [...THERE, GONE_ON, REPORT, CLOSING, VALID],
    rows: [...ROWS_THERE, '23', 'refused 12 location', '17a', '18'],
  },
  {
    name: 'a withdrawal of the case before the arrival, and never after',
    steps: [CASE_WITHDRAWN, REQUEST, ACCEPTED, DEPARTED, NOT_ARRIVED, CASE_WITHDRAWN, REQUEST],
    rows: ['refused 20 reportingInstructions', '5', '6', '9', '11', '20', 'refused 5 status'],
  },
  {
    name: 'no withdrawal of a case after the arrival, nor after the return',
    steps: [...THERE, CASE_WITHDRAWN, ...RETURNING, RETURN_ARRIVED, CASE_WITHDRAWN],
    rows: [...ROWS_THERE, 'refused 20 location', ...ROWS_RETURNING, '16', 'refused 20 location'],
  },
  {
    name: 'a closed case is opened again and closed again',
    steps: [...THERE, REOPENED, CLOSING, VALID, REPORT, REOPENED, REPORT, CLOSING],
    rows: [...ROWS_THERE, 'refused 21 status', '17a', '18', 'refused 12 status', '21', '12', '17a'],
  },
  {
    name: 'requests of action at any time once the other state knows the case',
    steps: [
      ['sending', 'action-request'],
      REQUEST,
      ['sending', 'action-request'],
      ['receiving', 'action-reply'],
      CASE_WITHDRAWN,
      ['receiving', 'action-request'],
    ],
    rows: ['refused 22 reportingInstructions', '5', '22', '22a', '20', '22'],
  },
  {
    name: 'what was asked and noticed is taken back before it is answered',
    steps: [
      ASK,
      withdraws('sending', 'RFRI'),
      ASK,
      GRANTED,
      withdraws('sending', 'RFRI'),
      REQUEST,
      withdraws('receiving', 'TREQ'),
      withdraws('sending', 'TREQ'),
      REQUEST,
      ACCEPTED,
      withdraws('sending', 'TREQ'),
    ],
    rows: [
      '3',
      '25a',
      '3',
      '4a',
      'refused 25a reportingInstructions',
      '5',
      'refused 25c by',
      '25c',
      '5',
      '6',
      'refused 25c transfer',
    ],
  },
  {
    name: 'an acceptance is taken back before the arrival (Rule 3.104-1), instructions too',
    steps: [
      ...THERE.slice(0, 2),
      withdraws('receiving', 'TREP'),
      DEPARTED,
      ASK,
      GRANTED,
      withdraws('receiving', 'RFRI_REPLY'),
      REQUEST,
      ...THERE.slice(1),
      withdraws('receiving', 'TREP'),
    ],
    rows: [
      '5',
      '6',
      '8',
      'refused 9 transfer',
      '3',
      '4a',
      '25b',
      '5',
      '6',
      '9',
      '10',
      'refused 8 location',
    ],
  },
  {
    name: 'a closure notice and its reply are taken back, notices of moves never',
    steps: [
      ...THERE,
      CLOSING,
      withdraws('receiving', 'CCN'),
      CLOSING,
      INVALID,
      withdraws('sending', 'CCN_REPLY'),
      VALID,
      withdraws('receiving', 'NOA'),
    ],
    rows: [...ROWS_THERE, '17a', '25d', '17a', '19', '25e', '18', 'refused 25n never'],
  },
  {
    name: 'each side takes back its own, before it is answered',
    steps: [
      ...THERE,
      VIOLATION,
      withdraws('sending', 'OVR'),
      withdraws('receiving', 'OVR'),
      VIOLATION,
      VIOLATION_ADDED,
      withdraws('receiving', 'AVR'),
      responds('CONTINUE_SUPERVISION'),
      withdraws('receiving', 'OVR'),
      adds(),
      withdraws('sending', 'ARVR'),
      withdraws('sending', 'RVR'),
      withdraws('receiving', 'OVR'),
      RETURN_ASKED,
      withdraws('receiving', 'R2SS_RFRI'),
      RETURN_ASKED,
      RETURN_GRANTED,
      withdraws('receiving', 'R2SS_RFRI'),
      withdraws('sending', 'R2SS_REPLY'),
      RETURN_DEPARTED,
      withdraws('receiving', 'CAR'),
      withdraws('receiving', 'PR'),
    ],
    rows: [
      ...ROWS_THERE,
      '12a',
      'refused 25f by',
      '25f',
      '12a',
      '12b',
      '25g',
      '13c',
      'refused 25f violation',
      '13h',
      '25i',
      '25h',
      '25f',
      '14',
      '25k',
      '14',
      '14a',
      'refused 25k returning',
      '25l',
      'refused 15 returning',
      '25m',
      'refused 25n never',
    ],
  },
  {
    name: 'the supervising state tells where the person lives, the sending state how long it lasts',
    steps: [
      changes('sending', 'residence'),
      REQUEST,
      changes('sending', 'intendedDepartureDate'),
      changes('sending', 'tolling'),
      changes('receiving', 'residence'),
      ACCEPTED,
      changes('sending', 'supervision', 'phones'),
      DEPARTED,
      ARRIVED,
      changes('receiving', 'residence', 'newPhoto'),
      changes('sending', 'residence'),
      changes('sending', 'tolling'),
      changes('receiving', 'tolling'),
    ],
    rows: [
      'refused 26b reportingInstructions',
      '5',
      '26b',
      'refused 26a status',
      'refused 26c supervising',
      '6',
      '26d',
      '9',
      '10',
      '26c',
      'refused 26b supervising',
      '26a',
      'refused 26a by',
    ],
  },
  {
    name: 'a warrant of a person who never left is not of the compact',
    steps: [REQUEST, ACCEPTED, WARRANT],
    rows: ['5', '6', 'refused 27 location'],
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
    expect(play(THERE).state.supervising).to.equal('receiving');
    expect(play([...THERE, ...RETURNING]).state.supervising).to.equal('receiving');
    expect(play([...THERE, ...RETURNING, RETURN_ARRIVED]).state.supervising).to.equal('sending');
  });
});
