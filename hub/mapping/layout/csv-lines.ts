import { unreadable } from './layout-problem.ts';
import type { CsvForm } from './layout-document.ts';

/** The largest batches of a state have some ten thousand; 8 MiB hold no more of any use. */
export const MAX_LINES = 100_000;
/** The widest layouts have some hundred. */
export const MAX_COLUMNS = 2_000;

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
const TAB = 0x09;
const BLANK = 0x20;
const DELETE = 0x7f;
const ORDER_MARK = 0xfeff;
/** CRLF, LF, a tab and text; nothing else is in any value of the compact. */
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
export const NOT_IN_CSV = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** A line by its cells that are not empty: most of a wide one are. */
export interface CsvRow {
  /** How many cells there are. */
  readonly width: number;
  /** Which of them are not empty, ascending from 0, and their texts. */
  readonly places: readonly number[];
  readonly texts: readonly string[];
}

/** A line that most documents have alike, by its place from 0: as long as a message, and not read again. */
export interface KnownLine {
  readonly index: number;
  /** Without the line end. */
  readonly bytes: Buffer;
  readonly row: CsvRow;
}

/**
 * How far a document is read. What takes it apart is ASCII, which in UTF-8 is never within another
 * character; bytes are looked at in a third of the time of characters.
 */
interface Scan {
  readonly bytes: Buffer;
  /** Each byte as a character: what is ASCII stands in it as it is, at the same place. */
  readonly text: string;
  readonly delimiter: number;
  at: number;
  line: number;
  /** The line end that the document uses: the first one decides. */
  lineEnd: 'crlf' | 'lf' | undefined;
}

/**
 * The lines of CSV (RFC 4180) in UTF-8. Lines end with CRLF or LF, one of them throughout; the last
 * may have none. Quotes stand around a whole cell or nowhere. One pass, linear in the bytes; throws a
 * MappingError with the number of the line. The very row of the known line stands where that does.
 */
export function splitCsv(
  bytes: Buffer,
  delimiter: CsvForm['delimiter'],
  known?: KnownLine,
): readonly CsvRow[] {
  const scan: Scan = {
    bytes,
    text: bytes.toString('latin1'),
    delimiter: delimiter.charCodeAt(0),
    at: 0,
    line: 1,
    lineEnd: undefined,
  };
  const rows: CsvRow[] = [];
  while (scan.at < bytes.length) {
    if (rows.length >= MAX_LINES) throw unreadable('LINES_TOO_MANY');
    rows.push(rows.length === known?.index ? readKnown(scan, known) : readLine(scan));
    scan.line += 1;
  }
  return rows;
}

/** The very row of the known line where it stands there, else what stands there. */
function readKnown(scan: Scan, { bytes: known, row }: KnownLine): CsvRow {
  const { bytes, at } = scan;
  const end = at + known.length;
  const next = bytes[end];
  const isThere = next === CR || next === LF;
  if (!isThere || bytes.compare(known, 0, known.length, at, end) !== 0) return readLine(scan);
  scan.at = end;
  passLineEnd(scan);
  return row;
}

function readLine(scan: Scan): CsvRow {
  const { bytes, delimiter } = scan;
  const places: number[] = [];
  const texts: string[] = [];
  let place = passEmpty(scan);
  for (;;) {
    if (place >= MAX_COLUMNS) throw unreadable('COLUMNS_TOO_MANY', scan.line);
    const cell = bytes[scan.at] === QUOTE ? readQuoted(scan) : readBare(scan);
    if (cell !== '') {
      places.push(place);
      texts.push(cell);
    }
    place += 1;
    if (bytes[scan.at] !== delimiter) break;
    scan.at += 1;
    place += passEmpty(scan);
  }
  if (scan.at < bytes.length) passLineEnd(scan);
  return { width: place, places, texts };
}

/** Passes delimiters, before each of which a cell is empty; how many. */
function passEmpty(scan: Scan): number {
  const { bytes, delimiter, at } = scan;
  let end = at;
  while (end < bytes.length && bytes[end] === delimiter) end += 1;
  scan.at = end;
  return end - at;
}

function readBare(scan: Scan): string {
  const { bytes, delimiter } = scan;
  const from = scan.at;
  let at = from;
  let all = 0;
  for (; at < bytes.length; at += 1) {
    const code = bytes[at] ?? 0;
    if (code === delimiter || code === LF || code === CR) break;
    if (code === QUOTE) throw unreadable('QUOTE_MISPLACED', scan.line);
    if ((code < BLANK && code !== TAB) || code === DELETE) throw unreadable('CHARACTER_FORBIDDEN');
    all |= code;
  }
  scan.at = at;
  return all > DELETE ? bytes.toString('utf8', from, at) : scan.text.slice(from, at);
}

function readQuoted(scan: Scan): string {
  const { bytes, text } = scan;
  const from = scan.at + 1;
  let end = text.indexOf('"', from);
  let hasQuotes = false;
  while (end >= 0 && bytes[end + 1] === QUOTE) {
    hasQuotes = true;
    end = text.indexOf('"', end + 2);
  }
  if (end < 0) throw unreadable('QUOTE_UNCLOSED', scan.line);
  scan.at = end + 1;
  const next = bytes[scan.at];
  const ends = next === undefined || next === scan.delimiter || next === LF || next === CR;
  if (!ends) throw unreadable('QUOTE_MISPLACED', scan.line);
  const cell = bytes.toString('utf8', from, end);
  if (NOT_IN_CSV.test(cell)) throw unreadable('CHARACTER_FORBIDDEN');
  return hasQuotes ? cell.replaceAll('""', '"') : cell;
}

function passLineEnd(scan: Scan): void {
  const { bytes, at } = scan;
  const isCrlf = bytes[at] === CR && bytes[at + 1] === LF;
  if (!isCrlf && bytes[at] === CR) throw unreadable('LINE_END_MIXED', scan.line);
  const kind = isCrlf ? 'crlf' : 'lf';
  scan.lineEnd ??= kind;
  if (scan.lineEnd !== kind) throw unreadable('LINE_END_MIXED', scan.line);
  scan.at = at + (isCrlf ? 2 : 1);
}

/** All the cells of a line, the empty ones too. */
export function cellsOf({ width, places, texts }: CsvRow): string[] {
  const cells = new Array<string>(width).fill('');
  places.forEach((place, index) => {
    cells[place] = texts[index] ?? '';
  });
  return cells;
}

/** One line of CSV, without its end. The same cells give the same text; reading it gives the cells. */
export function csvLine(
  cells: readonly string[],
  { delimiter, quote = 'needed' }: CsvForm,
): string {
  if (quote === 'always') return cells.map(quoted).join(delimiter);
  return cells.map((cell) => csvCell(cell, delimiter.charCodeAt(0))).join(delimiter);
}

/** A cell as it is written where quotes stand only where they are needed. */
export function csvCell(cell: string, delimiter: number): string {
  return needsQuotes(cell, delimiter) ? quoted(cell) : cell;
}

function quoted(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}

/** RFC 4180 section 2.6; and blanks at an end, which careless readers take away. */
function needsQuotes(cell: string, delimiter: number): boolean {
  for (let at = 0; at < cell.length; at += 1) {
    const code = cell.charCodeAt(at);
    if (code === delimiter || code === QUOTE || code === LF || code === CR || code === ORDER_MARK) {
      return true;
    }
  }
  return isWhite(cell.charCodeAt(0)) || isWhite(cell.charCodeAt(cell.length - 1));
}

function isWhite(code: number): boolean {
  return code === BLANK || code === TAB;
}
