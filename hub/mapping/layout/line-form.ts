import type { LineType } from './layout.ts';
import type { LayoutProblems } from './layout-problem.ts';

/** The texts of cells, in the order of their line type. */
export interface CellTexts {
  readonly texts: readonly string[];
  /** Which of them may be something, ascending: all others are nothing, whatever their columns. */
  readonly filled: readonly number[];
}

/** How the lines of a document of one form show their tag and their cells; lines count from 0. */
export interface LineForm<Lines> {
  readonly tagOf: (lines: Lines, index: number) => string;
  /** Undefined after a problem was added. */
  readonly textsOf: (
    lines: Lines,
    index: number,
    type: LineType,
    problems: LayoutProblems,
  ) => CellTexts | undefined;
}
