import { factsOf } from '../../../hub/compact/activity-facts.ts';
import { type LifecycleVerdict, moveCase } from '../../../hub/compact/case-lifecycle.ts';
import type { CaseState } from '../../../hub/compact/case-state.ts';
import { type CellLine, CELL_LINES, NAMED_STATES } from './lifecycle-cells.ts';

/** A column of the cells that are stated by hand: a state, what was stated of it, and what is decided. */
export interface CellColumn {
  readonly name: string;
  readonly stated: readonly Cell[];
  readonly decided: readonly Cell[];
}

/** Every column; without a difference the two lists of each are equal. */
export function cellColumns(): CellColumn[] {
  return NAMED_STATES.map(({ name, state }, column) => ({
    name,
    stated: CELL_LINES.map((line) => statedCell(line, state, line.cells.charAt(column))),
    decided: CELL_LINES.map((line) => saidOf(line, decide(line, state))),
  }));
}

/** Which activity, and what refuses it or what it makes of the case. */
export interface Cell {
  readonly activity: string;
  readonly refusedBy?: string;
  readonly state?: CaseState;
}

function statedCell(line: CellLine, state: CaseState, mark: string): Cell {
  if (mark === '.') return { activity: nameOf(line), refusedBy: line.row };
  const changes = mark === '*' ? (line.otherwise ?? {}) : line.changes;
  return { activity: nameOf(line), state: { ...state, ...changes } };
}

function decide({ type, data, by }: CellLine, state: CaseState): LifecycleVerdict {
  const { reason } = data;
  const asked = typeof reason === 'string' ? { instructionsReason: reason } : {};
  return moveCase(state, { type, facts: factsOf(type, data), by, ...asked });
}

function saidOf(line: CellLine, verdict: LifecycleVerdict): Cell {
  const activity = nameOf(line);
  return verdict.kind === 'moves'
    ? { activity, state: verdict.state }
    : { activity, refusedBy: verdict.row };
}

const nameOf = ({ type, by, data }: CellLine): string => `${by} ${type} ${JSON.stringify(data)}`;
