import { expect } from 'chai';
import { type CaseState, NEW_CASE, type Side } from '../../../hub/compact/case-state.ts';
import { type CaseEvent, startDeadlines } from '../../../hub/compact/deadlines.ts';
import { dueDay, remindersOf } from '../../../hub/compact/due-day.ts';
import { endDuties } from '../../../hub/compact/end-duties.ts';
import { factsOf } from '../../../hub/compact/activity-facts.ts';
import { DEADLINE_RULES } from '../../../hub/compact/deadline-rules.ts';
import { DUTIES } from '../../../hub/compact/duties.ts';
import { jurisdictionOf } from '../../../hub/compact/jurisdiction.ts';

const EASTERN = jurisdictionOf({ timeZone: 'America/New_York' });
const BOTH = { sending: EASTERN, receiving: EASTERN };
const THERE: Partial<CaseState> = {
  status: 'accepted',
  transfer: 'accepted',
  location: 'receiving',
};

function event(
  name: string,
  by: Side,
  data: Record<string, unknown> = {},
  before: Partial<CaseState> = THERE,
): CaseEvent {
  const type = `compact.${name}.v1`;
  return {
    type,
    facts: factsOf(type, data),
    data,
    by,
    before: { ...NEW_CASE, ...before },
    at: new Date('2026-06-01T15:00:00Z'),
    messageId: 'm-1',
  };
}

/** What an activity ends: `duty kind`, or `started-by id kind`. */
const ends = (of: CaseEvent): string[] =>
  endDuties(of).map((ending) =>
    'duty' in ending
      ? `${ending.duty} ${ending.kind}${ending.about === null ? '' : ` about ${ending.about}`}`
      : `started by ${ending.startedBy} ${ending.kind}`,
  );

const ENDINGS: readonly [string, CaseEvent, readonly string[]][] = [
  [
    'a transfer reply',
    event('transfer-reply', 'receiving', { decision: 'ACCEPTED' }),
    ['transfer-reply answered'],
  ],
  [
    'a rejection',
    event('transfer-reply', 'receiving', { decision: 'REJECTED' }),
    ['transfer-reply answered', 'report-after-release moot', 'arrival moot', 'closure-notice moot'],
  ],
  [
    'a new request after a rejection',
    event('transfer-request', 'sending'),
    ['transfer-request answered', 'return-request moot'],
  ],
  [
    'an arrival',
    event('arrival-notice', 'receiving'),
    ['report-after-departure answered', 'report-after-release answered', 'arrival answered'],
  ],
  [
    'a failure to arrive',
    event('failure-to-arrive-notice', 'receiving'),
    ['report-after-departure moot', 'report-after-release moot', 'arrival answered'],
  ],
  [
    'an arrival back',
    event('arrival-notice', 'sending'),
    ['retaking answered', 'return-arrival answered', 'warrant moot'],
  ],
  [
    'a failure to return',
    event('failure-to-arrive-notice', 'sending'),
    ['return-arrival answered'],
  ],
  [
    'a report that nobody asked for',
    event('progress-report', 'receiving', { requested: false }),
    [],
  ],
  [
    'one that was asked for',
    event('progress-report', 'receiving', { requested: true }),
    ['progress-report answered'],
  ],
  [
    'a response with a warrant',
    event('violation-response', 'sending', {
      action: 'WARRANT_ISSUED_WILL_RETAKE',
      violationReport: { activity: 'OVR', id: 'v-1' },
    }),
    [
      'violation-response answered about v-1',
      'warrant answered',
      'probable-cause-decision answered',
      'ordered-return moot',
    ],
  ],
  [
    'an order to return',
    event('violation-response', 'sending', { action: 'ORDER_RETURN_IN_LIEU' }),
    [
      'violation-response answered',
      'probable-cause-decision answered',
      'warrant moot',
      'retaking moot',
    ],
  ],
  [
    'a response that announces a warrant',
    event('violation-response', 'sending', { action: 'WILL_ISSUE_WARRANT' }),
    ['violation-response answered', 'probable-cause-decision answered'],
  ],
  [
    'a warrant',
    event('warrant-status', 'sending', { warrantStatus: 'ACTIVE' }),
    ['warrant answered'],
  ],
  ['a warrant taken back', event('warrant-status', 'sending', { warrantStatus: 'WITHDRAWN' }), []],
  [
    'a withdrawal of a request',
    event('activity-withdrawal', 'sending', { withdrawn: { activity: 'TREQ', id: 't-1' } }),
    ['started by t-1 withdrawn'],
  ],
  [
    'documents sent',
    event('action-request', 'sending', {
      specialization: 'DOCUMENT_TRANSMITTAL',
      about: { activity: 'CAR', id: 'c-1' },
    }),
    ['documents answered about c-1'],
  ],
];

describe('what an activity ends', () => {
  for (const [name, of, expected] of ENDINGS) {
    it(`${name}: ${expected.length === 0 ? 'nothing' : expected.join(', ')}`, () => {
      expect(ends(of)).to.have.members(expected);
    });
  }

  it('a closed or withdrawn case: everything but the warrant and the arrival back', () => {
    for (const of of [
      event('case-closure-reply', 'sending', { outcome: 'VALID' }),
      event('case-withdrawal', 'sending'),
    ]) {
      const ended = new Set(
        endDuties(of).flatMap((ending) => ('duty' in ending ? [ending.duty] : [])),
      );
      const left = DUTIES.map(({ name }) => name).filter((name) => !ended.has(name));
      expect(left).to.deep.equal(['warrant', 'return-arrival']);
    }
    expect(ends(event('case-closure-reply', 'sending', { outcome: 'INVALID' }))).to.deep.equal([
      'closure-reply answered',
    ]);
  });
});

/** What an activity starts: `duty rule owes`. */
const starts = (of: CaseEvent): string[] =>
  startDeadlines(of, BOTH).map(({ duty, rule, owes }) => `${duty} ${rule} ${owes}`);

const STARTS: readonly [string, CaseEvent, readonly string[]][] = [
  [
    'a registrable person’s request for instructions has five days, whatever its reason',
    event('reporting-instructions-request', 'sending', {
      reason: 'EXPEDITED_EMERGENCY',
      registrable: true,
    }),
    ['instructions-reply 3.103-3 receiving'],
  ],
  [
    'granted instructions, where a transfer is requested already',
    event(
      'reporting-instructions-reply',
      'receiving',
      { decision: 'GRANTED', reportingInstructions: { reportDate: '2026-06-10' } },
      { instructionsReason: 'LIVING_IN_RS_AT_SENTENCING', transfer: 'requested' },
    ),
    ['arrival 4.105 receiving'],
  ],
  [
    'denied instructions',
    event('reporting-instructions-reply', 'receiving', { decision: 'DENIED' }, {}),
    [],
  ],
  [
    'an acceptance of who is there by instructions',
    event('transfer-reply', 'receiving', {
      decision: 'ACCEPTED',
      reportingInstructions: { reportDate: '2026-06-10' },
    }),
    [],
  ],
  [
    'a rejection of who is there by instructions',
    event('transfer-reply', 'receiving', { decision: 'REJECTED' }),
    ['return-request 4.111 receiving'],
  ],
  [
    'a rejection of who is not',
    event('transfer-reply', 'receiving', { decision: 'REJECTED' }, {}),
    [],
  ],
  [
    'an addendum before the response',
    event('violation-report-addendum', 'receiving', {}, { ...THERE, violation: 'reported' }),
    [],
  ],
  [
    'an addendum after it',
    event('violation-report-addendum', 'receiving', {}, { ...THERE, violation: 'responded' }),
    ['violation-response 4.109 sending'],
  ],
  [
    'supervision without an end',
    event('transfer-request', 'sending', { supervision: { periods: [{ indefinite: true }] } }, {}),
    ['transfer-reply 3.104 receiving'],
  ],
  [
    'supervision that ends twice: the last counts',
    event(
      'transfer-request',
      'sending',
      { supervision: { periods: [{ endDate: '2027-01-31' }, { endDate: '2028-01-31' }] } },
      {},
    ),
    ['transfer-reply 3.104 receiving', 'closure-notice 4.112 receiving'],
  ],
  ['a progress report', event('progress-report', 'receiving'), []],
];

describe('what an activity starts', () => {
  for (const [name, of, expected] of STARTS) {
    it(`${name}: ${expected.length === 0 ? 'nothing' : expected.join(', ')}`, () => {
      expect(starts(of)).to.have.members(expected);
    });
  }

  it('is never surprised by data of another form', () => {
    for (const odd of [null, 7, 'x', [], [[]], {}, { path: null }, [null, 3]]) {
      for (const { type, trigger, where } of DEADLINE_RULES) {
        const data: Record<string, unknown> = {};
        for (const { path } of where ?? []) data[path.split('.')[0] ?? ''] = odd;
        if (typeof trigger !== 'string') data[trigger.path.split('.')[0] ?? ''] = odd;
        const name = type.replace(/^compact\.|\.v1$/g, '');
        expect(() => starts(event(name, 'sending', data))).to.not.throw();
      }
    }
  });
});

describe('reminders', () => {
  const timesOf = (duty: string, startedOn: '2026-06-01' | '2026-12-21'): string[] => {
    const rule = DEADLINE_RULES.find((row) => row.duty === duty)!;
    const day = dueDay(rule, startedOn, EASTERN);
    return remindersOf(rule.reminders, day, EASTERN).map((moment) => moment.toISOString());
  };

  it('of a transfer reply come on days 30, 44, 45, 46, 75 and 105', () => {
    expect(timesOf('transfer-reply', '2026-06-01')).to.deep.equal([
      '2026-07-01T04:00:00.000Z',
      '2026-07-15T04:00:00.000Z',
      '2026-07-16T04:00:00.000Z',
      '2026-07-17T04:00:00.000Z',
      '2026-08-15T04:00:00.000Z',
      '2026-09-14T04:00:00.000Z',
    ]);
  });

  it('of a closure reply come on business days 5, 10 and 17, and when it is overdue', () => {
    // Over Christmas and New Year: 22, 23, 24, 28, 29 | 30, 31, 4, 5, 6 | 7, 8, 11, 12, 13, 14, 15.
    expect(timesOf('closure-reply', '2026-12-21')).to.deep.equal([
      '2026-12-29T05:00:00.000Z',
      '2027-01-06T05:00:00.000Z',
      '2027-01-07T05:00:00.000Z',
      '2027-01-15T05:00:00.000Z',
    ]);
  });

  it('of a closure come a month before its day, on it, and at last four months after', () => {
    // Ten business days after Monday 1 June, none of them a holiday: Monday the 15th.
    expect(timesOf('closure-notice', '2026-06-01')).to.deep.equal([
      '2026-05-16T04:00:00.000Z',
      '2026-06-15T04:00:00.000Z',
      '2026-06-16T04:00:00.000Z',
      '2026-06-25T04:00:00.000Z',
      '2026-07-15T04:00:00.000Z',
      '2026-08-14T04:00:00.000Z',
      '2026-09-13T04:00:00.000Z',
      '2026-10-13T04:00:00.000Z',
    ]);
  });
});
