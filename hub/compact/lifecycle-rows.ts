import type { Fact } from './activity-facts.ts';
import type { CaseState, Location, Side } from './case-state.ts';

/** What a row demands: each named region in one of the listed values. */
export type Guard = { readonly [Region in keyof CaseState]?: readonly CaseState[Region][] };

export interface LifecycleRow {
  /** Number of the row in docs/compact-rules.md. */
  readonly row: string;
  readonly type: string;
  /** The row is for activities that say this; absent: for every activity of the type. */
  readonly when?: Fact;
  readonly by: Side | 'either';
  /** Any one of these must hold whole. */
  readonly anyOf: readonly Guard[];
  readonly effect: Partial<CaseState>;
}

const OPEN = ['pending', 'accepted', 'rejected'] as const;
const NEVER_ARRIVED: readonly Location[] = ['sending', 'departed', 'failed-to-arrive'];
const RETURNING: readonly Location[] = ['return-departed', 'failed-to-return'];
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
    anyOf: [{ status: OPEN, reportingInstructions: ['none', 'denied', 'withdrawn'], location: ['sending'] }],
    effect: { status: 'pending', reportingInstructions: 'requested' } },
  { row: '4a', type: 'compact.reporting-instructions-reply.v1', when: 'granted', by: 'receiving',
    anyOf: [{ status: OPEN, reportingInstructions: ['requested'] }],
    effect: { reportingInstructions: 'granted' } },
  { row: '4b', type: 'compact.reporting-instructions-reply.v1', when: 'denied', by: 'receiving',
    anyOf: [{ status: OPEN, reportingInstructions: ['requested'] }],
    effect: { reportingInstructions: 'denied' } },
  { row: '5', type: 'compact.transfer-request.v1', by: 'sending',
    anyOf: [{ status: OPEN, transfer: ['none', 'rejected', 'withdrawn'] }],
    effect: { status: 'pending', transfer: 'requested' } },
  { row: '6', type: 'compact.transfer-reply.v1', when: 'accepted', by: 'receiving',
    anyOf: [{ status: OPEN, transfer: ['requested'] }],
    effect: { status: 'accepted', transfer: 'accepted' } },
  { row: '7', type: 'compact.transfer-reply.v1', when: 'rejected', by: 'receiving',
    anyOf: [{ status: OPEN, transfer: ['requested'] }],
    effect: { status: 'rejected', transfer: 'rejected' } },
  { row: '8', type: 'compact.activity-withdrawal.v1', when: 'withdraws-transfer-reply', by: 'receiving',
    anyOf: [{ status: OPEN, transfer: ['accepted'], location: NEVER_ARRIVED }],
    effect: { status: 'rejected', transfer: 'rejected' } },
  // Rule 3.103: a person living in the receiving state at sentencing may depart before the reply.
  { row: '9', type: 'compact.departure-notice.v1', when: 'outbound', by: 'sending',
    anyOf: [{ status: ['accepted'], location: ['sending'] },
            { status: OPEN, reportingInstructions: ['granted'], location: ['sending'] },
            { status: OPEN, reportingInstructions: ['requested'], instructionsReason: ['LIVING_IN_RS_AT_SENTENCING'], location: ['sending'] }],
    effect: { location: 'departed' } },
  { row: '10', type: 'compact.arrival-notice.v1', by: 'receiving',
    anyOf: [{ status: OPEN, location: ['departed', 'failed-to-arrive'] }],
    effect: { location: 'receiving', supervising: 'receiving' } },
  { row: '11', type: 'compact.failure-to-arrive-notice.v1', by: 'receiving',
    anyOf: [{ status: OPEN, location: ['departed'] }],
    effect: { location: 'failed-to-arrive' } },
  { row: '12', type: 'compact.progress-report.v1', by: 'receiving',
    anyOf: [{ status: OPEN, location: ['receiving'] }],
    effect: {} },
  { row: '12a', type: 'compact.violation-report.v1', by: 'receiving',
    anyOf: [{ status: OPEN, location: ['receiving'] }],
    effect: {} },
  { row: '12b', type: 'compact.violation-report-addendum.v1', by: 'receiving',
    anyOf: [{ status: OPEN, location: ['receiving'] }],
    effect: {} },
  { row: '13', type: 'compact.violation-response.v1', by: 'sending',
    anyOf: [{ status: OPEN, location: ['receiving', ...RETURNING] }],
    effect: {} },
  { row: '13a', type: 'compact.violation-response-addendum.v1', by: 'sending',
    anyOf: [{ status: OPEN, location: ['receiving', ...RETURNING] }],
    effect: {} },
  { row: '13b', type: 'compact.discretionary-retaking-notice.v1', by: 'sending',
    anyOf: [{ status: OPEN, location: ['receiving'] }],
    effect: {} },
  { row: '14', type: 'compact.return-instructions-request.v1', by: 'receiving',
    anyOf: [{ status: OPEN, location: ['receiving'] }],
    effect: {} },
  { row: '14a', type: 'compact.return-instructions-reply.v1', by: 'sending',
    anyOf: [{ status: OPEN, location: ['receiving'] }],
    effect: {} },
  { row: '15', type: 'compact.departure-notice.v1', when: 'return', by: 'receiving',
    anyOf: [{ status: OPEN, location: ['receiving'] }],
    effect: { location: 'return-departed' } },
  // The closure may be agreed on before the person is back.
  { row: '16', type: 'compact.arrival-notice.v1', by: 'sending',
    anyOf: [{ status: [...OPEN, 'closed'], location: RETURNING }],
    effect: { location: 'returned', supervising: 'sending' } },
  { row: '16a', type: 'compact.failure-to-arrive-notice.v1', by: 'sending',
    anyOf: [{ status: [...OPEN, 'closed'], location: ['return-departed'] }],
    effect: { location: 'failed-to-return' } },
  { row: '17', type: 'compact.case-closure-notice.v1', by: 'receiving',
    anyOf: [{ status: OPEN, location: CLOSABLE, closure: ['none', 'invalid'] }],
    effect: { closure: 'noticed' } },
  { row: '18', type: 'compact.case-closure-reply.v1', when: 'valid', by: 'sending',
    anyOf: [{ status: OPEN, closure: ['noticed'] }],
    effect: { status: 'closed', closure: 'valid' } },
  { row: '19', type: 'compact.case-closure-reply.v1', when: 'invalid', by: 'sending',
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
  { row: '23', type: 'compact.departure-notice.v1', when: 'subsequent', by: 'receiving',
    anyOf: [{ status: OPEN, location: ['receiving'] }],
    effect: { location: 'subsequent-departed' } },
  { row: '25a', type: 'compact.activity-withdrawal.v1', when: 'withdraws-instructions-request', by: 'sending',
    anyOf: [{ status: OPEN, reportingInstructions: ['requested'] }],
    effect: { reportingInstructions: 'withdrawn' } },
  { row: '25b', type: 'compact.activity-withdrawal.v1', when: 'withdraws-instructions-reply', by: 'receiving',
    anyOf: [{ status: OPEN, reportingInstructions: ['granted'], location: NEVER_ARRIVED }],
    effect: { reportingInstructions: 'withdrawn' } },
  { row: '25c', type: 'compact.activity-withdrawal.v1', when: 'withdraws-transfer-request', by: 'sending',
    anyOf: [{ status: OPEN, transfer: ['requested'] }],
    effect: { transfer: 'withdrawn' } },
  { row: '25d', type: 'compact.activity-withdrawal.v1', when: 'withdraws-closure-notice', by: 'receiving',
    anyOf: [{ status: OPEN, closure: ['noticed'] }],
    effect: { closure: 'none' } },
  { row: '25e', type: 'compact.activity-withdrawal.v1', when: 'withdraws-closure-reply', by: 'sending',
    anyOf: [{ status: OPEN, closure: ['invalid'] }],
    effect: { closure: 'noticed' } },
  { row: '25f', type: 'compact.activity-withdrawal.v1', when: 'withdraws-of-sending', by: 'sending',
    anyOf: [{ status: OPEN, location: CLOSABLE }],
    effect: {} },
  { row: '25g', type: 'compact.activity-withdrawal.v1', when: 'withdraws-of-receiving', by: 'receiving',
    anyOf: [{ status: OPEN, location: CLOSABLE }],
    effect: {} },
  { row: '25h', type: 'compact.activity-withdrawal.v1', when: 'withdraws-of-either', by: 'either',
    anyOf: known({}),
    effect: {} },
  { row: '26a', type: 'compact.profile-update.v1', when: 'changes-term', by: 'sending',
    anyOf: [{ status: ['accepted'] }],
    effect: {} },
  { row: '26b', type: 'compact.profile-update.v1', when: 'changes-life', by: 'sending',
    anyOf: known({ status: OPEN, supervising: ['sending'] }),
    effect: {} },
  { row: '26b', type: 'compact.profile-update.v1', when: 'changes-life', by: 'receiving',
    anyOf: [{ status: OPEN, supervising: ['receiving'] }],
    effect: {} },
  { row: '26c', type: 'compact.profile-update.v1', when: 'changes-both', by: 'sending',
    anyOf: [{ status: ['accepted'], supervising: ['sending'] }],
    effect: {} },
  { row: '27', type: 'compact.warrant-status.v1', by: 'sending',
    anyOf: [{ location: AWAY }],
    effect: {} },
];
