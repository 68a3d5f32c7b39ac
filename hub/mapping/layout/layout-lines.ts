import { isUtf8 } from 'node:buffer';
import { MappingError } from '../mapping-error.ts';
import { CSV_FORM, csvLines } from './csv-form.ts';
import { splitCsv } from './csv-lines.ts';
import { FIXED_FORM, fixedLines } from './fixed-form.ts';
import type { Layout, LineType } from './layout.ts';
import { type LayoutProblems, lineAt } from './layout-problem.ts';
import type { CellTexts, LineForm } from './line-form.ts';

/** One line of a type. */
export interface LineTexts extends CellTexts {
  readonly type: LineType;
  /** From 1; the line with the names of the columns counts. */
  readonly number: number;
}

/** The lines of a document by their place in it; undefined what is missing or could not be read. */
export interface DocumentLines {
  readonly header: LineTexts | undefined;
  readonly details: readonly LineTexts[];
  readonly trailer: LineTexts | undefined;
}

/**
 * Takes bytes apart into lines of known types and their cells. Throws `DOCUMENT_UNREADABLE` where no
 * lines can be told, else adds a problem for each that is of no type or has other columns.
 */
export function readLines(layout: Layout, bytes: Buffer, problems: LayoutProblems): DocumentLines {
  if (!isUtf8(bytes)) throw new MappingError('DOCUMENT_UNREADABLE');
  const isMarked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const own = isMarked ? bytes.subarray(3) : bytes;
  const { csv, fixed } = layout.document;
  if (csv !== undefined) {
    const rows = splitCsv(own, csv.delimiter, layout.nameTable?.line);
    const lines = csvLines(layout, rows, problems);
    return placeLines({ layout, lines, count: rows.length, form: CSV_FORM }, problems);
  }
  if (fixed === undefined) throw new Error('the layout was not checked');
  const lines = fixedLines(layout, own, fixed);
  return placeLines({ layout, lines, count: lines.texts.length, form: FIXED_FORM }, problems);
}

interface Placing<Lines> {
  readonly layout: Layout;
  readonly lines: Lines;
  readonly count: number;
  readonly form: LineForm<Lines>;
}

function placeLines<Lines>(placing: Placing<Lines>, problems: LayoutProblems): DocumentLines {
  const { layout, lines, count, form } = placing;
  const { header, trailer, names } = layout;
  const before = (header === undefined ? 0 : 1) + (names.length > 0 ? 1 : 0);
  const after = trailer === undefined ? 0 : 1;
  if (count < before + after) {
    problems.add('LINE_MISSING', '');
    return { header: undefined, details: [], trailer: undefined };
  }
  const details: LineTexts[] = [];
  for (let index = before; index < count - after; index += 1) {
    const type = layout.untagged ?? layout.byTag.get(form.tagOf(lines, index));
    const line = lineAs(placing, type, index, problems);
    if (type === undefined) problems.add('LINE_UNKNOWN', lineAt(index + 1));
    else if (line !== undefined) details.push(line);
  }
  return {
    header: lineAs(placing, header, 0, problems),
    details,
    trailer: lineAs(placing, trailer, count - 1, problems),
  };
}

/** The line as one of that type; undefined without one, and after a problem was added. */
function lineAs<Lines>(
  { lines, form }: Placing<Lines>,
  type: LineType | undefined,
  index: number,
  problems: LayoutProblems,
): LineTexts | undefined {
  const read = type && form.textsOf(lines, index, type, problems);
  return type && read && { type, number: index + 1, texts: read.texts, filled: read.filled };
}
