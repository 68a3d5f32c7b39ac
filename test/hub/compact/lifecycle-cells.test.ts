import { expect } from 'chai';
import { factsOf } from '../../../hub/compact/activity-facts.ts';
import { type LifecycleVerdict, moveCase } from '../../../hub/compact/case-lifecycle.ts';
import type { CaseState } from '../../../hub/compact/case-state.ts';
import { type CellLine, CELL_LINES, NAMED_STATES } from './lifecycle-cells.ts';

describe('the lifecycle as it is stated by hand', () => {
  it('states each cell once', () => {
    const widths = new Set(CELL_LINES.map(({ cells }) => cells.length));
    expect([...widths]).to.deep.equal([NAMED_STATES.length]);
    const cells = CELL_LINES.length * NAMED_STATES.length;
    console.log(
      `      ${cells} cells: ${NAMED_STATES.length} states, ${CELL_LINES.length} activities`,
    );
    expect(cells).to.be.at.least(200);
  });

  for (const [column, { name, state }] of NAMED_STATES.entries()) {
    it(`holds for a case that is ${name}`, () => {
      const stated = CELL_LINES.map((line) => statedCell(line, state, line.cells.charAt(column)));
      const decided = CELL_LINES.map((line) => saidOf(line, decide(line, state)));
      expect(decided).to.deep.equal(stated);
    });
  }
});

interface Cell {
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
