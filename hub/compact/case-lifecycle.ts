import type { Fact } from './activity-facts.ts';
import type { CaseState, Side } from './case-state.ts';
import { type Guard, LIFECYCLE, type LifecycleRow } from './lifecycle-rows.ts';

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
  const rows = LIFECYCLE.filter(
    ({ type, when }) => type === move.type && (when === undefined || move.facts.includes(when)),
  );
  const row = rows.find((candidate) => isBy(candidate, move.by));
  if (row === undefined) {
    const [forbids] = rows;
    return forbids === undefined
      ? { kind: 'refused', row: undefined, region: 'type' }
      : { kind: 'refused', row: forbids.row, region: 'by' };
  }
  const region = standsInTheWay(state, row.anyOf);
  if (region !== undefined) return { kind: 'refused', row: row.row, region };
  const reason =
    move.instructionsReason === undefined ? {} : { instructionsReason: move.instructionsReason };
  return { kind: 'moves', row: row.row, state: { ...state, ...row.effect, ...reason } };
}

/** Activity types that some row allows to this side now. */
export function allowedNow(state: CaseState, by: Side): string[] {
  const allowed = LIFECYCLE.filter(
    (row) => isBy(row, by) && standsInTheWay(state, row.anyOf) === undefined,
  );
  return [...new Set(allowed.map((row) => row.type))];
}

/** Whether the case is as the guard asks. */
export function meets(state: CaseState, guard: Guard): boolean {
  return firstUnmet(state, guard) === undefined;
}

function isBy(row: LifecycleRow, side: Side): boolean {
  return row.by === 'either' || row.by === side;
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
