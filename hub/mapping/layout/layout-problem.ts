import type { Problem } from '../../errors.ts';
import { MappingError } from '../mapping-error.ts';

/** What lines may have wrong, as far as their layout says; values are for shape-check.ts. */
export type LayoutProblemCode = keyof typeof DETAIL;

const DETAIL = {
  QUOTE_UNCLOSED: 'a quote is opened and never closed',
  QUOTE_MISPLACED: 'a quote stands where none may be',
  LINE_END_MIXED: 'the line ends are neither LF nor CRLF throughout',
  LINES_TOO_MANY: 'the document has too many lines',
  COLUMNS_TOO_MANY: 'the line has too many columns',
  CHARACTER_FORBIDDEN: 'the document holds a control character',
  COLUMNS_WRONG: 'the line has not the columns of its type',
  COLUMN_NAMES_WRONG: 'the names of the columns are not those of the layout',
  COLUMN_FOREIGN: 'the line has a value in a column of another type',
  WIDTH_WRONG: 'the line has not the length of its type',
  LINE_MISSING: 'the header, the trailer or the names of the columns are missing',
  LINE_UNKNOWN: 'the line is of no type of the layout',
  PARENT_MISSING: 'the line belongs to none before it',
  KEY_DIFFERS: 'the key is not that of the line it belongs to',
  KEY_REPEATED: 'the key stands in two places',
  ROW_DIFFERS: 'the line does not repeat what the line before it says',
  CONSTANT_DIFFERS: 'the column does not hold what the layout says',
  SEQUENCE_WRONG: 'the number is not the next one',
  COUNT_DIFFERS: 'the count is not what the document holds',
  SAME_DIFFERS: 'the value is not the same in all activities',
  GROUP_GAP: 'an item stands behind an empty place',
  ITEMS_TOO_MANY: 'there are more items than the layout holds',
  ITEM_EMPTY: 'an empty item cannot be told from none',
  LIST_EMPTY: 'an empty list cannot be told from none',
  ESCAPE_INVALID: 'the value is not escaped as the layout says',
  VALUE_NOT_HELD: 'the column cannot hold this value',
  FIELD_NOT_HELD: 'the layout has no column for this',
} as const;

/** As many as a document is told. */
const MAX_PROBLEMS = 100;

/** Problems of one document, at most 100. */
export interface LayoutProblems {
  readonly add: (code: LayoutProblemCode, pointer: string) => void;
  readonly list: readonly Problem[];
}

export function createProblems(): LayoutProblems {
  const list: Problem[] = [];
  return {
    list,
    add: (code, pointer) => {
      if (list.length < MAX_PROBLEMS) list.push({ pointer, code, detail: DETAIL[code] });
    },
  };
}

/** `/lines/12`: lines count from 1 as an editor shows them; a quoted line break begins none. */
export function lineAt(number: number): string {
  return `/lines/${number}`;
}

/** The refusal of bytes that are no lines of cells at all. */
export function unreadable(code: LayoutProblemCode, line?: number): MappingError {
  const pointer = line === undefined ? '' : lineAt(line);
  const refusal = code === 'LINES_TOO_MANY' ? 'DOCUMENT_TOO_LARGE' : 'DOCUMENT_UNREADABLE';
  return new MappingError(refusal, { problems: [{ pointer, code, detail: DETAIL[code] }] });
}
