import {
  type CaseMoved,
  type LifecycleMove,
  holds,
  isBy,
  moved,
  rowsFor,
} from './case-lifecycle.ts';
import { type CaseState, REGION_NAMES, type Side } from './case-state.ts';
import { type Guard, LIFECYCLE, type LifecycleRow } from './lifecycle-rows.ts';

/**
 * The case after an activity that no row lets pass, and that says what the case shows already: it may
 * cross where the latest of its type by its sender failed, and moves no answer of the case
 * (docs/compact-rules.md, corrections). Undefined where it says anything else.
 */
export function correctCase(state: CaseState, move: LifecycleMove): CaseMoved | undefined {
  const row = rowsFor(move).find((each) => isBy(each, move.by) && mayCorrect(state, each));
  return row && moved(state, move, { row: row.row, effect: {} });
}

/** Of the types of this side that failed, those of which a correction may be sent now. */
export function correctableNow(state: CaseState, by: Side, failed: readonly string[]): string[] {
  const rows = LIFECYCLE.filter((row) => isBy(row, by) && mayCorrect(state, row));
  return failed.filter((type) => rows.some((row) => row.type === type));
}

function mayCorrect(state: CaseState, row: LifecycleRow): boolean {
  return shows(state, row) && ASKED_AGAIN.get(row)?.some((guard) => holds(state, guard)) === true;
}

function shows(state: CaseState, { effect }: LifecycleRow): boolean {
  return REGION_NAMES.every(
    (region) => effect[region] === undefined || effect[region] === state[region],
  );
}

/**
 * What is left of a row's guards. As the failed activity passed them, that is nothing; but a case may show
 * what a row makes though another of its type let that activity pass, for no more than the type is known
 * of it. Such a row asks again what it does not answer itself, lest a closure notice cross with another
 * reason while a retaking is pending (Rule 4.112(b)). A row without a guard has let nothing pass.
 */
const ASKED_AGAIN: ReadonlyMap<LifecycleRow, readonly Guard[]> = new Map(
  LIFECYCLE.map((row) => {
    const isMistaken = LIFECYCLE.some((other) => isMistakable(row, other));
    return [row, row.anyOf.map((guard) => (isMistaken ? withoutOwn(row, guard) : {}))];
  }),
);

function withoutOwn({ effect }: LifecycleRow, guard: Guard): Guard {
  return Object.fromEntries(Object.entries(guard).filter(([region]) => !(region in effect)));
}

function isMistakable(row: LifecycleRow, other: LifecycleRow): boolean {
  const isOtherSaying = row.type === other.type && row.when !== other.when;
  const isSameSide = row.by === 'either' || isBy(other, row.by);
  return isOtherSaying && isSameSide && !areOpposed(row, other);
}

/** Whether a case cannot show what both make. */
function areOpposed(row: LifecycleRow, other: LifecycleRow): boolean {
  return REGION_NAMES.some((region) => {
    const [mine, theirs] = [row.effect[region], other.effect[region]];
    return mine !== undefined && theirs !== undefined && mine !== theirs;
  });
}
