import {
  type LifecycleMove,
  type LifecycleVerdict,
  type Refusal,
  moveCase,
} from '../../../hub/compact/case-lifecycle.ts';
import type { CaseState } from '../../../hub/compact/case-state.ts';
import { LIFECYCLE, type LifecycleRow } from '../../../hub/compact/lifecycle-rows.ts';
import { type CaseGraph, EVERY_MOVE, keyOf } from '../../../scripts/case-graph.ts';

/** What the walk over every state and every activity came to. */
export interface CellWalk {
  readonly cells: number;
  readonly allowed: number;
  readonly refused: number;
  /** Cells that are decided otherwise than the rows say, read anew; a refusal that names another's row too. */
  readonly wrong: readonly string[];
  readonly wrongRefusals: number;
}

/** Tries every activity of either side in every state that a case can be in. */
export function walkCells({ states }: CaseGraph): CellWalk {
  const wrong: string[] = [];
  let refused = 0;
  let wrongRefusals = 0;
  for (const state of states) {
    for (const move of EVERY_MOVE) {
      const verdict = moveCase(state, move);
      const fault = faultOf(state, move, verdict);
      if (verdict.kind === 'refused') refused += 1;
      if (fault === undefined) continue;
      if (verdict.kind === 'refused') wrongRefusals += 1;
      wrong.push(`${fault}: ${keyOf(state)} ${JSON.stringify(move)}`);
    }
  }
  const cells = states.length * EVERY_MOVE.length;
  return { cells, allowed: cells - refused, refused, wrong, wrongRefusals };
}

const isFor = (row: LifecycleRow, { type, facts }: LifecycleMove): boolean =>
  row.type === type && (row.when === undefined || facts.includes(row.when));

function isMet(state: CaseState, row: LifecycleRow): boolean {
  return row.anyOf.some((guard) =>
    Object.entries(guard).every(([region, values]) =>
      (values as readonly unknown[]).includes(state[region as keyof CaseState]),
    ),
  );
}

/** What is wrong with the verdict, read against the rows anew; undefined for a right one. */
function faultOf(
  state: CaseState,
  move: LifecycleMove,
  verdict: LifecycleVerdict,
): string | undefined {
  const rows = LIFECYCLE.filter((row) => isFor(row, move));
  const mine = rows.filter(({ by }) => by === 'either' || by === move.by);
  const passing = mine.filter((row) => isMet(state, row));
  if (passing.length > 1) return 'two rows let it pass';
  const [row] = passing;
  if (verdict.kind === 'refused') return row ? 'refused' : refusalFault(state, verdict, mine, rows);
  if (row?.row !== verdict.row) return 'another row';
  const reason =
    move.instructionsReason === undefined ? {} : { instructionsReason: move.instructionsReason };
  const expected = { ...state, ...row.effect, ...reason };
  return JSON.stringify(expected) === JSON.stringify(verdict.state) ? undefined : 'another effect';
}

function refusalFault(
  state: CaseState,
  { row, needs }: Refusal,
  mine: readonly LifecycleRow[],
  rows: readonly LifecycleRow[],
): string | undefined {
  if (mine.length === 0) {
    const [[need] = []] = needs;
    return need?.region === 'by' && rows.some((one) => one.row === row) ? undefined : 'not by';
  }
  if (!mine.some((one) => one.row === row)) return 'the row of another';
  const ways = mine.flatMap(({ anyOf }) => anyOf);
  if (needs.length !== ways.length) return 'not every way';
  const isTrue = needs.every(
    (way, at) => way.length > 0 && way.every((need) => isOf(ways[at], need)),
  );
  const isUnmet = needs.flat().every(({ region, values }) => {
    const value = region === 'by' ? undefined : state[region];
    return value === undefined || !values.includes(value);
  });
  return isTrue && isUnmet ? undefined : 'another guard';
}

function isOf(
  guard: LifecycleRow['anyOf'][number] | undefined,
  { region, values }: Refusal['needs'][number][number],
): boolean {
  if (region === 'by') return false;
  return JSON.stringify(guard?.[region]) === JSON.stringify(values);
}
