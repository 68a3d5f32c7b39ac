import { isDeepStrictEqual } from 'node:util';
import { caseGraph } from '../../scripts/case-graph.ts';
import { cellColumns } from '../hub/compact/compare-cells.ts';
import { countedForNothing, countedRules } from '../hub/compact/counted-days.ts';
import { walkCells } from '../hub/compact/walk-cells.ts';
import { type EvidenceLine, type EvidenceOptions, evidenceLine, linesOf } from './evidence.ts';

const LEAST_OF_A_RULE = 12;
const LEAST_CELLS = 200;

/** The lifecycle walked and held against what a person stated of it; due days counted by hand. */
export async function showRuleTables({ progress }: EvidenceOptions): Promise<EvidenceLine[]> {
  progress('every activity in every state of a case');
  return [
    ...(await linesOf({ line: 'the lifecycle walked', bar: 'every cell' }, () =>
      Promise.resolve(walkLines()),
    )),
    await evidenceLine(
      { line: 'cells of the lifecycle stated by hand', bar: `≥ ${LEAST_CELLS}, 0 otherwise` },
      () => Promise.resolve(cellFigure()),
    ),
    await evidenceLine(
      {
        line: 'due days counted by hand, each rule over holidays, month ends and time zones',
        bar: `0 otherwise, ≥ ${LEAST_OF_A_RULE} of each rule`,
      },
      () => Promise.resolve(dayFigure()),
    ),
  ];
}

type Figure = Omit<EvidenceLine, 'line' | 'bar'>;

function walkLines(): EvidenceLine[] {
  const graph = caseGraph();
  const { cells, allowed, refused, wrong, wrongRefusals } = walkCells(graph);
  return [
    {
      line: 'cells of the lifecycle: each activity of either side in each state that a case can be in',
      bar: 'each decided as its row says',
      figure: `${cells - wrong.length} of ${cells}; ${graph.states.length} states, ${allowed} allowed`,
      cases: cells,
      holds: wrong.length === 0 && allowed > 0,
    },
    {
      line: 'of those refused: named by their own row, with what it needs',
      bar: 'all',
      figure: `${refused - wrongRefusals} of ${refused}`,
      cases: refused,
      holds: wrongRefusals === 0 && refused > 0,
    },
  ];
}

function cellFigure(): Figure {
  const columns = cellColumns();
  const cells = columns.flatMap(({ stated, decided }) =>
    stated.map((cell, place) => isDeepStrictEqual(cell, decided[place])),
  );
  const otherwise = cells.filter((isEqual) => !isEqual).length;
  return {
    figure: `${cells.length} in ${columns.length} states, ${otherwise} decided otherwise`,
    cases: cells.length,
    holds: cells.length >= LEAST_CELLS && otherwise === 0,
  };
}

function dayFigure(): Figure {
  const rules = countedRules();
  const days = rules.flatMap(({ lines }) => lines);
  const otherwise = days.filter(({ due, computed }) => due !== computed).length;
  const least = Math.min(...rules.map(({ lines }) => lines.length));
  return {
    figure: `${days.length} counted, ${otherwise} otherwise; ${rules.length} rules, the least of one ${least}`,
    cases: days.length,
    holds: otherwise === 0 && least >= LEAST_OF_A_RULE && countedForNothing().length === 0,
  };
}
