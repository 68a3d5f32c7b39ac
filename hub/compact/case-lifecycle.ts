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

/** What stands in the way, and the answers that the row takes; `by`: whose activity it is. */
export interface Need {
  readonly region: keyof CaseState | 'by';
  readonly values: readonly string[];
}

export interface Refusal {
  readonly kind: 'refused';
  readonly row: string;
  /** For each way in which the row lets it pass what is missing; without a way it never passes. */
  readonly needs: readonly (readonly Need[])[];
}

/** The row that lets it pass, and the case after it. */
export interface CaseMoved {
  readonly kind: 'moves';
  readonly row: string;
  readonly state: CaseState;
}

export type LifecycleVerdict = CaseMoved | Refusal;

const ROWS_OF_TYPE = groupByType(LIFECYCLE);

/**
 * Whether the activity may follow now, and the case after it. A refusal names the row that forbids
 * it and what the row needs. Throws for facts that no activity of the type states.
 */
export function moveCase(state: CaseState, move: LifecycleMove): LifecycleVerdict {
  const rows = rowsFor(move);
  const mine = rows.filter((row) => isBy(row, move.by));
  const row = mine.find(({ anyOf }) => holdsAny(state, anyOf));
  if (row !== undefined) return moved(state, move, row);
  const [forbids] = mine.length > 0 ? mine : rows;
  if (forbids === undefined) throw new Error('the lifecycle has no row for this activity');
  const needs =
    mine.length > 0
      ? mine.flatMap(({ anyOf }) => anyOf.map((guard) => unmet(state, guard)))
      : [[{ region: 'by' as const, values: [forbids.by] }]];
  return { kind: 'refused', row: forbids.row, needs };
}

/** The case as the row leaves it, with the reason for instructions that the activity states. */
export function moved(
  state: CaseState,
  { instructionsReason }: LifecycleMove,
  { row, effect }: Pick<LifecycleRow, 'row' | 'effect'>,
): CaseMoved {
  const reason = instructionsReason === undefined ? {} : { instructionsReason };
  return { kind: 'moves', row, state: { ...state, ...effect, ...reason } };
}

/** Activity types that some row allows to this side now. */
export function allowedNow(state: CaseState, by: Side): string[] {
  const allowed = LIFECYCLE.filter((row) => isBy(row, by) && holdsAny(state, row.anyOf));
  return [...new Set(allowed.map((row) => row.type))];
}

/** Whether the case answers each question that the guard asks as it demands. */
export function holds(state: CaseState, guard: Guard): boolean {
  return regionsOf(guard).every((region) => answers(state, guard, region));
}

/** The rows for what the activity says, whoever sends it. */
export function rowsFor({ type, facts }: LifecycleMove): readonly LifecycleRow[] {
  const rows = ROWS_OF_TYPE.get(type) ?? [];
  return rows.filter(({ when }) => when === undefined || facts.includes(when));
}

/** Whether the row is for this side. */
export function isBy(row: LifecycleRow, side: Side): boolean {
  return row.by === 'either' || row.by === side;
}

function holdsAny(state: CaseState, anyOf: readonly Guard[]): boolean {
  return anyOf.some((guard) => holds(state, guard));
}

function unmet(state: CaseState, guard: Guard): Need[] {
  return regionsOf(guard)
    .filter((region) => !answers(state, guard, region))
    .map((region) => ({ region, values: guard[region] ?? [] }));
}

function answers(state: CaseState, guard: Guard, region: keyof CaseState): boolean {
  const values: readonly (string | undefined)[] = guard[region] ?? [];
  return values.includes(state[region]);
}

function regionsOf(guard: Guard): (keyof CaseState)[] {
  return Object.keys(guard) as (keyof CaseState)[];
}

function groupByType(rows: readonly LifecycleRow[]): ReadonlyMap<string, readonly LifecycleRow[]> {
  const groups = new Map<string, LifecycleRow[]>();
  for (const row of rows) groups.set(row.type, [...(groups.get(row.type) ?? []), row]);
  return groups;
}
