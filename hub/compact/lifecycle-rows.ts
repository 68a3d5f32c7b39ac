import type { Fact } from './activity-facts.ts';
import type { CaseRegions, CaseState, Location, Side } from './case-state.ts';

/** What a row demands: each named region in one of the listed values. */
export type Guard = {
  readonly [Region in keyof CaseState]?: readonly NonNullable<CaseState[Region]>[];
};

export interface LifecycleRow {
  /** Number of the row in docs/compact-rules.md, which is made from this table. */
  readonly row: string;
  readonly type: string;
  /** The row is for activities that say this; absent: for every activity of the type. */
  readonly when?: Fact;
  readonly by: Side | 'either';
  /** The rules of the Interstate Commission that it comes from, where one is known. */
  readonly rule?: string;
  /** Any one of these must hold whole; where there is none, the row never lets an activity pass. */
  readonly anyOf: readonly Guard[];
  readonly effect: Partial<CaseRegions>;
}

/** The statuses of a case that is not history. */
export const OPEN = ['pending', 'accepted', 'rejected'] as const;
const NEVER_ARRIVED: readonly Location[] = ['sending', 'departed', 'failed-to-arrive'];
const RETURNING: readonly Location[] = ['return-departed', 'failed-to-return'];
const UNDER_REPORT = ['reported', 'responded'] as const;
/** What the arrival back ends: nobody answers for, retakes or returns who is there again. */
const BACK = { violation: 'none', retaking: 'none', returning: 'none' } as const;
/** Where a case may be closed: in the receiving state, or on the way from it and after. */
const CLOSABLE: readonly Location[] = [
  'receiving',
  ...RETURNING,
  'returned',
  'subsequent-departed',
];
/** Where a rule may require a warrant: anywhere but where the person has not left from. */
const AWAY: readonly Location[] = ['departed', 'failed-to-arrive', ...CLOSABLE];

/** The guard, for a case that the other state knows: some request of it was transmitted. */
const known = (guard: Guard): readonly Guard[] => [
  { ...guard, reportingInstructions: ['requested', 'granted', 'denied', 'withdrawn'] },
  { ...guard, transfer: ['requested', 'accepted', 'rejected', 'withdrawn'] },
];

/** Which activity may follow on what, by whom, and what it makes of the case. */
// prettier-ignore
export const LIFECYCLE: readonly LifecycleRow[] = [
  { row: '3', type: 'compact.reporting-instructions-request.v1', by: 'sending',
    anyOf: [{ status: OPEN, transfer: ['none', 'requested', 'rejected', 'withdrawn'], reportingInstructions: ['none', 'denied', 'withdrawn'], location: ['sending'] }],
    effect: { status: 'pending', reportingInstructions: 'requested' } },
  { row: '3a', type: 'compact.reporting-instructions-request.v1', by: 'sending',
    anyOf: [{ status: OPEN, transfer: ['accepted'], reportingInstructions: ['none', 'denied', 'withdrawn'], location: ['sending'] }],
    effect: { reportingInstructions: 'requested' } },
  { row: '4a', type: 'compact.reporting-instructions-reply.v1', when: 'granted', by: 'receiving',
    anyOf: [{ status: OPEN, reportingInstructions: ['requested'] }],
    effect: { reportingInstructions: 'granted' } },
  { row: '4b', type: 'compact.reporting-instructions-reply.v1', when: 'denied', by: 'receiving',
    anyOf: [{ status: OPEN, reportingInstructions: ['requested'] }],
    effect: { reportingInstructions: 'denied' } },
  { row: '5', type: 'compact.transfer-request.v1', by: 'sending',
    anyOf: [{ status: OPEN, transfer: ['none', 'rejected', 'withdrawn'], location: [...NEVER_ARRIVED, 'receiving'] }],
    effect: { status: 'pending', transfer: 'requested' } },
  { row: '6', type: 'compact.transfer-reply.v1', when: 'accepted', by: 'receiving', rule: '3.104',
    anyOf: [{ status: OPEN, transfer: ['requested'] }],
    effect: { status: 'accepted', transfer: 'accepted' } },
  { row: '7', type: 'compact.transfer-reply.v1', when: 'rejected', by: 'receiving', rule: '3.104',
    anyOf: [{ status: OPEN, transfer: ['requested'] }],
    effect: { status: 'rejected', transfer: 'rejected' } },
  { row: '8', type: 'compact.activity-withdrawal.v1', when: 'withdraws-transfer-reply', by: 'receiving', rule: '3.104-1',
    anyOf: [{ status: OPEN, transfer: ['accepted'], location: NEVER_ARRIVED }],
    effect: { status: 'rejected', transfer: 'rejected' } },
  // Rule 3.103: a person living in the receiving state at sentencing may depart before the reply.
  { row: '9', type: 'compact.departure-notice.v1', when: 'outbound', by: 'sending', rule: '3.103, 4.105',
    anyOf: [{ status: OPEN, transfer: ['accepted'], location: ['sending'] },
            { status: OPEN, reportingInstructions: ['granted'], location: ['sending'] },
            { status: OPEN, reportingInstructions: ['requested'], instructionsReason: ['LIVING_IN_RS_AT_SENTENCING'], location: ['sending'] }],
    effect: { location: 'departed' } },
  { row: '10', type: 'compact.arrival-notice.v1', by: 'receiving', rule: '4.105',
    anyOf: [{ status: OPEN, location: ['departed', 'failed-to-arrive'] }],
    effect: { location: 'receiving', supervising: 'receiving' } },
  { row: '11', type: 'compact.failure-to-arrive-notice.v1', by: 'receiving', rule: '4.105',
    anyOf: [{ status: OPEN, location: ['departed'] }],
    effect: { location: 'failed-to-arrive' } },
  { row: '12', type: 'compact.progress-report.v1', by: 'receiving', rule: '4.106',
    anyOf: [{ status: OPEN, location: ['receiving'] }],
    effect: {} },
  { row: '12a', type: 'compact.violation-report.v1', by: 'receiving', rule: '4.109',
    anyOf: [{ status: OPEN, location: ['receiving'] }],
    effect: { violation: 'reported' } },
  { row: '12b', type: 'compact.violation-report-addendum.v1', by: 'receiving', rule: '4.109',
    anyOf: [{ status: OPEN, location: ['receiving'], violation: UNDER_REPORT }],
    effect: { violation: 'reported' } },
  { row: '13a', type: 'compact.violation-response.v1', when: 'retakes', by: 'sending', rule: '4.109, 5.103',
    anyOf: [{ status: OPEN, violation: UNDER_REPORT }],
    effect: { violation: 'responded', retaking: 'pending' } },
  // Rule 5.103: the order to return stands in place of the retaking.
  { row: '13b', type: 'compact.violation-response.v1', when: 'orders-return', by: 'sending', rule: '4.109, 5.103',
    anyOf: [{ status: OPEN, violation: UNDER_REPORT }],
    effect: { violation: 'responded', retaking: 'none' } },
  { row: '13c', type: 'compact.violation-response.v1', when: 'drops-retaking', by: 'sending', rule: '4.109',
    anyOf: [{ status: OPEN, violation: UNDER_REPORT }],
    effect: { violation: 'responded', retaking: 'none' } },
  { row: '13d', type: 'compact.violation-response.v1', when: 'leaves-retaking', by: 'sending', rule: '4.109',
    anyOf: [{ status: OPEN, violation: UNDER_REPORT }],
    effect: { violation: 'responded' } },
  { row: '13e', type: 'compact.violation-response-addendum.v1', when: 'retakes', by: 'sending', rule: '4.109, 5.103',
    anyOf: [{ status: OPEN, violation: ['responded'] }],
    effect: { retaking: 'pending' } },
  { row: '13f', type: 'compact.violation-response-addendum.v1', when: 'orders-return', by: 'sending', rule: '4.109, 5.103',
    anyOf: [{ status: OPEN, violation: ['responded'] }],
    effect: { retaking: 'none' } },
  { row: '13g', type: 'compact.violation-response-addendum.v1', when: 'drops-retaking', by: 'sending', rule: '4.109',
    anyOf: [{ status: OPEN, violation: ['responded'] }],
    effect: { retaking: 'none' } },
  { row: '13h', type: 'compact.violation-response-addendum.v1', when: 'leaves-retaking', by: 'sending', rule: '4.109',
    anyOf: [{ status: OPEN, violation: ['responded'] }],
    effect: {} },
  { row: '13i', type: 'compact.discretionary-retaking-notice.v1', by: 'sending', rule: '5.101',
    anyOf: [{ status: OPEN, location: ['receiving'] }],
    effect: { retaking: 'pending' } },
  // Instructions that were granted may be asked for anew, for another day; the old ones hold no more.
  { row: '14', type: 'compact.return-instructions-request.v1', by: 'receiving', rule: '4.111',
    anyOf: [{ status: OPEN, location: ['receiving'], returning: ['none', 'granted'] }],
    effect: { returning: 'requested' } },
  { row: '14a', type: 'compact.return-instructions-reply.v1', by: 'sending', rule: '4.111',
    anyOf: [{ status: OPEN, location: ['receiving'], returning: ['requested'] }],
    effect: { returning: 'granted' } },
  { row: '15', type: 'compact.departure-notice.v1', when: 'return', by: 'receiving', rule: '4.105, 4.111',
    anyOf: [{ status: OPEN, location: ['receiving'], returning: ['granted'] }],
    effect: { location: 'return-departed' } },
  // The closure may be agreed on before the person is back.
  { row: '16', type: 'compact.arrival-notice.v1', by: 'sending', rule: '4.105',
    anyOf: [{ status: [...OPEN, 'closed'], location: RETURNING }],
    effect: { location: 'returned', supervising: 'sending', ...BACK } },
  { row: '16a', type: 'compact.failure-to-arrive-notice.v1', by: 'sending', rule: '4.105',
    anyOf: [{ status: [...OPEN, 'closed'], location: ['return-departed'] }],
    effect: { location: 'failed-to-return' } },
  { row: '17', type: 'compact.case-closure-notice.v1', when: 'ends-with-absence', by: 'receiving', rule: '4.112',
    anyOf: [{ status: OPEN, location: CLOSABLE, closure: ['none', 'invalid'] }],
    effect: { closure: 'noticed' } },
  // Rule 4.112(b): a retaking under way keeps the case open.
  { row: '17a', type: 'compact.case-closure-notice.v1', when: 'ends-otherwise', by: 'receiving', rule: '4.112(b)',
    anyOf: [{ status: OPEN, location: CLOSABLE, retaking: ['none'], closure: ['none', 'invalid'] }],
    effect: { closure: 'noticed' } },
  { row: '18', type: 'compact.case-closure-reply.v1', when: 'valid', by: 'sending', rule: '4.112',
    anyOf: [{ status: OPEN, closure: ['noticed'] }],
    effect: { status: 'closed', closure: 'valid' } },
  { row: '19', type: 'compact.case-closure-reply.v1', when: 'invalid', by: 'sending', rule: '4.112',
    anyOf: [{ status: OPEN, closure: ['noticed'] }],
    effect: { closure: 'invalid' } },
  { row: '20', type: 'compact.case-withdrawal.v1', by: 'sending',
    anyOf: known({ status: OPEN, location: NEVER_ARRIVED }),
    effect: { status: 'withdrawn' } },
  { row: '21', type: 'compact.case-reopening.v1', by: 'receiving',
    anyOf: [{ status: ['closed'] }],
    effect: { status: 'accepted', closure: 'none' } },
  { row: '22', type: 'compact.action-request.v1', by: 'either',
    anyOf: known({}),
    effect: {} },
  { row: '22a', type: 'compact.action-reply.v1', by: 'either',
    anyOf: known({}),
    effect: {} },
  { row: '23', type: 'compact.departure-notice.v1', when: 'subsequent', by: 'receiving', rule: '4.110',
    anyOf: [{ status: OPEN, location: ['receiving'] }],
    effect: { location: 'subsequent-departed' } },
  { row: '25a', type: 'compact.activity-withdrawal.v1', when: 'withdraws-instructions-request', by: 'sending',
    anyOf: [{ status: OPEN, reportingInstructions: ['requested'] }],
    effect: { reportingInstructions: 'withdrawn' } },
  { row: '25b', type: 'compact.activity-withdrawal.v1', when: 'withdraws-instructions-reply', by: 'receiving',
    anyOf: [{ status: OPEN, reportingInstructions: ['granted'], location: NEVER_ARRIVED }],
    effect: { reportingInstructions: 'withdrawn' } },
  { row: '25c', type: 'compact.activity-withdrawal.v1', when: 'withdraws-transfer-request', by: 'sending', rule: '3.105',
    anyOf: [{ status: OPEN, transfer: ['requested'] }],
    effect: { transfer: 'withdrawn' } },
  { row: '25d', type: 'compact.activity-withdrawal.v1', when: 'withdraws-closure-notice', by: 'receiving',
    anyOf: [{ status: OPEN, closure: ['noticed'] }],
    effect: { closure: 'none' } },
  { row: '25e', type: 'compact.activity-withdrawal.v1', when: 'withdraws-closure-reply', by: 'sending',
    anyOf: [{ status: OPEN, closure: ['invalid'] }],
    effect: { closure: 'noticed' } },
  // What was answered is not taken back. Where several reports are open, the case tells them not apart.
  { row: '25f', type: 'compact.activity-withdrawal.v1', when: 'withdraws-violation-report', by: 'receiving',
    anyOf: [{ status: OPEN, violation: ['reported'] }],
    effect: { violation: 'none' } },
  { row: '25g', type: 'compact.activity-withdrawal.v1', when: 'withdraws-violation-report-addendum', by: 'receiving',
    anyOf: [{ status: OPEN, violation: ['reported'] }],
    effect: {} },
  { row: '25h', type: 'compact.activity-withdrawal.v1', when: 'withdraws-violation-response', by: 'sending',
    anyOf: [{ status: OPEN, violation: ['responded'] }],
    effect: { violation: 'reported', retaking: 'none' } },
  { row: '25i', type: 'compact.activity-withdrawal.v1', when: 'withdraws-violation-response-addendum', by: 'sending',
    anyOf: [{ status: OPEN, violation: ['responded'] }],
    effect: {} },
  { row: '25j', type: 'compact.activity-withdrawal.v1', when: 'withdraws-retaking-notice', by: 'sending',
    anyOf: [{ status: OPEN, retaking: ['pending'] }],
    effect: { retaking: 'none' } },
  { row: '25k', type: 'compact.activity-withdrawal.v1', when: 'withdraws-return-request', by: 'receiving',
    anyOf: [{ status: OPEN, returning: ['requested'] }],
    effect: { returning: 'none' } },
  // Rule 4.111: the sending state cannot deny, so the request stands again.
  { row: '25l', type: 'compact.activity-withdrawal.v1', when: 'withdraws-return-reply', by: 'sending',
    anyOf: [{ status: OPEN, location: ['receiving'], returning: ['granted'] }],
    effect: { returning: 'requested' } },
  { row: '25m', type: 'compact.activity-withdrawal.v1', when: 'withdraws-letter', by: 'either',
    anyOf: known({}),
    effect: {} },
  { row: '25n', type: 'compact.activity-withdrawal.v1', when: 'withdraws-what-stands', by: 'either',
    anyOf: [],
    effect: {} },
  { row: '26a', type: 'compact.profile-update.v1', when: 'changes-term', by: 'sending',
    anyOf: [{ status: ['accepted'] }],
    effect: {} },
  { row: '26b', type: 'compact.profile-update.v1', when: 'changes-life', by: 'sending',
    anyOf: known({ status: OPEN, supervising: ['sending'] }),
    effect: {} },
  { row: '26c', type: 'compact.profile-update.v1', when: 'changes-life', by: 'receiving',
    anyOf: [{ status: OPEN, supervising: ['receiving'] }],
    effect: {} },
  { row: '26d', type: 'compact.profile-update.v1', when: 'changes-both', by: 'sending',
    anyOf: [{ status: ['accepted'], supervising: ['sending'] }],
    effect: {} },
  { row: '27', type: 'compact.warrant-status.v1', when: 'leaves-retaking', by: 'sending', rule: '5.101, 5.102, 5.103',
    anyOf: [{ location: AWAY }],
    effect: {} },
  { row: '27a', type: 'compact.warrant-status.v1', when: 'drops-retaking', by: 'sending', rule: '5.101, 5.102, 5.103',
    anyOf: [{ location: AWAY }],
    effect: { retaking: 'none' } },
];
