import { fixedLines, passCharacters } from './fixed-form.ts';
import type { CsvForm, FixedForm } from './layout-document.ts';
import type { Layout, LineType } from './layout.ts';
import { lineAt } from './layout-problem.ts';

/** Where one cell that is not empty stands in the text of a document, and where its line names it. */
export interface CellPlace {
  /** `/lines/12/CHARGE1_STATUTE`, as `readLayout` locates values. */
  readonly pointer: string;
  /** Characters (UTF-16 units) from the beginning of the text; of CSV without the quotes. */
  readonly from: number;
  readonly to: number;
}

const BYTE_ORDER_MARK = '\ufeff';

/**
 * The cells of a document that `readLayout` read, in their order: for whoever shows the document beside
 * what was made of it. It holds no value.
 */
export function cellPlaces(layout: Layout, bytes: Buffer): CellPlace[] {
  const text = bytes.toString('utf8');
  const begin = text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
  const { csv, fixed } = layout.document;
  if (csv !== undefined) return csvPlaces(layout, csv, text, begin);
  return fixed === undefined ? [] : fixedPlaces(layout, fixed, { bytes, text, begin });
}

type Span = Pick<CellPlace, 'from' | 'to'>;

function csvPlaces(layout: Layout, csv: CsvForm, text: string, begin: number): CellPlace[] {
  const rows = csvSpans(text, begin, csv.delimiter);
  const nameLine = layout.names.length === 0 ? -1 : layout.header === undefined ? 0 : 1;
  const names = (rows[nameLine] ?? []).map(({ from, to }) => text.slice(from, to));
  return rows.flatMap((row, index) => {
    if (index === nameLine) return [];
    const end = endTypeAt(layout, index, rows.length);
    const isNamed = nameLine >= 0 && end === undefined;
    const tag = row[layout.tagCell];
    const type = end ?? typeOf(layout, tag === undefined ? '' : text.slice(tag.from, tag.to));
    return row.flatMap(({ from, to }, place) => {
      const name = isNamed ? names[place] : type?.cells[place]?.name;
      return name === undefined || from === to
        ? []
        : [{ pointer: `${lineAt(index + 1)}/${name}`, from, to }];
    });
  });
}

/** The cells of each line, of text that was read already: quotes stand around a whole cell or nowhere. */
function csvSpans(text: string, begin: number, delimiter: string): Span[][] {
  const rows: Span[][] = [];
  let row: Span[] = [];
  let at = begin;
  while (at < text.length) {
    const isQuoted = text[at] === '"';
    const from = isQuoted ? at + 1 : at;
    const to = isQuoted ? quoteEnd(text, from) : cellEnd(text, from, delimiter);
    row.push({ from, to });
    at = isQuoted ? to + 1 : to;
    if (text[at] === delimiter) {
      at += 1;
      // A delimiter at the end of the text has an empty cell behind it.
      if (at < text.length) continue;
      row.push({ from: at, to: at });
    }
    at += text[at] === '\r' ? 2 : 1;
    rows.push(row);
    row = [];
  }
  return rows;
}

function quoteEnd(text: string, from: number): number {
  let end = text.indexOf('"', from);
  while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
  return end < 0 ? text.length : end;
}

function cellEnd(text: string, from: number, delimiter: string): number {
  let end = from;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\r' && text[end] !== '\n') {
    end += 1;
  }
  return end;
}

interface FixedText {
  readonly bytes: Buffer;
  readonly text: string;
  readonly begin: number;
}

function fixedPlaces(
  layout: Layout,
  fixed: FixedForm,
  { bytes, text, begin }: FixedText,
): CellPlace[] {
  const { texts } = fixedLines(layout, begin === 0 ? bytes : bytes.subarray(3), fixed);
  const endLength = fixed.lineEnd === 'none' ? 0 : text.includes('\r') ? 2 : 1;
  let start = begin;
  return texts.flatMap((line, index) => {
    const from = start;
    start += line.length + endLength;
    const type =
      endTypeAt(layout, index, texts.length) ??
      typeOf(layout, cut(line, layout.tagStart, layout.tagWidth).text.trim());
    return (type?.cells ?? []).flatMap(({ name, start: column, width }) => {
      const { at, text: cell } = cut(line, column, width);
      const isEmpty = cell.trim() === '';
      const place = { from: from + at, to: from + at + cell.length };
      return isEmpty ? [] : [{ pointer: `${lineAt(index + 1)}/${name}`, ...place }];
    });
  });
}

/** A column of a line, which counts characters, by its place among the units of the text. */
function cut(line: string, column: number, width: number): { at: number; text: string } {
  const at = passCharacters(line, 0, column);
  return { at, text: line.slice(at, passCharacters(line, at, width)) };
}

function endTypeAt(
  { header, trailer }: Layout,
  index: number,
  count: number,
): LineType | undefined {
  if (index === 0 && header !== undefined) return header;
  return index === count - 1 ? trailer : undefined;
}

const typeOf = ({ untagged, byTag }: Layout, tag: string): LineType | undefined =>
  untagged ?? byTag.get(tag);
