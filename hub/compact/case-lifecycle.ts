import type { Fact } from './activity-facts.ts';

/** A case as five questions, each answered apart (docs/compact-rules.md, lifecycle). */
export interface CaseState {
  readonly status: 'pending' | 'accepted' | 'rejected' | 'withdrawn' | 'closed';
  readonly reportingInstructions: 'none' | 'requested' | 'granted' | 'denied' | 'withdrawn';
  readonly transfer: 'none' | 'requested' | 'accepted' | 'rejected' | 'withdrawn';
  readonly location: 'sending' | 'departed' | 'receiving' | 'failed-to-arrive';
  readonly closure: 'none' | 'noticed' | 'valid' | 'invalid';
  /** Why reporting instructions were asked for; a person who already lives there may depart first. */
  readonly instructionsReason?: string;
  readonly supervising: Side;
}

export type Side = 'sending' | 'receiving';

/** What a row demands: each named region in one of the listed values. */
type Guard = { readonly [Region in keyof CaseState]?: readonly CaseState[Region][] };

export interface LifecycleRow {
  /** Number of the row in docs/compact-rules.md. */
  readonly row: string;
  readonly type: string;
  /** The row is for activities that say this; absent: for every activity of the type. */
  readonly when?: Fact;
  readonly by: Side;
  /** Any one of these must hold whole. */
  readonly anyOf: readonly Guard[];
  readonly effect: Partial<CaseState>;
}

const OPEN = ['pending', 'accepted', 'rejected'] as const;

/** The case before its first activity is transmitted. */
export const NEW_CASE: CaseState = {
  status: 'pending',
  reportingInstructions: 'none',
  transfer: 'none',
  location: 'sending',
  closure: 'none',
  supervising: 'sending',
};

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
  { row: '17', type: 'compact.case-closure-notice.v1', by: 'receiving',
    anyOf: [{ status: OPEN, location: ['receiving'], closure: ['none', 'invalid'] }],
    effect: { closure: 'noticed' } },
  { row: '18', type: 'compact.case-closure-reply.v1', when: 'valid', by: 'sending',
    anyOf: [{ status: OPEN, closure: ['noticed'] }],
    effect: { status: 'closed', closure: 'valid' } },
  { row: '19', type: 'compact.case-closure-reply.v1', when: 'invalid', by: 'sending',
    anyOf: [{ status: OPEN, closure: ['noticed'] }],
    effect: { closure: 'invalid' } },
];

export interface LifecycleMove {
  readonly type: string;
  readonly facts: readonly Fact[];
  readonly by: Side;
  /** Taken into the case by rows that ask for reporting instructions. */
  readonly instructionsReason?: string;
}

export type LifecycleVerdict =
  | { readonly kind: 'moves'; readonly row: string; readonly state: CaseState }
  | { readonly kind: 'refused'; readonly row: string | undefined; readonly region: string };

/**
 * Whether the activity may follow now, and the case after it. A refusal names the row that forbids
 * it and the first region of the case that stands in the way (`by` when the other side must act,
 * `type` when no row of the table is for this activity).
 */
export function moveCase(state: CaseState, move: LifecycleMove): LifecycleVerdict {
  const row = LIFECYCLE.find(
    (candidate) =>
      candidate.type === move.type &&
      (candidate.when === undefined || move.facts.includes(candidate.when)),
  );
  if (row === undefined) return { kind: 'refused', row: undefined, region: 'type' };
  if (row.by !== move.by) return { kind: 'refused', row: row.row, region: 'by' };
  const region = standsInTheWay(state, row.anyOf);
  if (region !== undefined) return { kind: 'refused', row: row.row, region };
  const reason =
    move.instructionsReason === undefined ? {} : { instructionsReason: move.instructionsReason };
  return { kind: 'moves', row: row.row, state: { ...state, ...row.effect, ...reason } };
}

/** Activity types that some row allows to this side now. */
export function allowedNow(state: CaseState, by: Side): string[] {
  const allowed = LIFECYCLE.filter(
    (row) => row.by === by && standsInTheWay(state, row.anyOf) === undefined,
  );
  return [...new Set(allowed.map((row) => row.type))];
}

function standsInTheWay(state: CaseState, anyOf: readonly Guard[]): string | undefined {
  const failures = anyOf.map((guard) => firstUnmet(state, guard));
  return failures.includes(undefined) ? undefined : failures[0];
}

function firstUnmet(state: CaseState, guard: Guard): string | undefined {
  const regions = Object.keys(guard) as (keyof CaseState)[];
  return regions.find((region) => {
    const allowed: readonly (string | undefined)[] | undefined = guard[region];
    return allowed !== undefined && !allowed.includes(state[region]);
  });
}
