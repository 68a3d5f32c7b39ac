import { csvCell, csvLine } from './csv-lines.ts';
import type { CellPlaces, Layout, LineType, NameTable } from './layout.ts';
import type { CsvForm, FixedForm } from './layout-document.ts';

/** A line as it is written. */
export interface WrittenLine {
  readonly type: LineType;
  readonly texts: readonly string[];
}

/** The lines of a document by their place in it. */
export interface WrittenLines {
  readonly header?: WrittenLine;
  readonly details: readonly WrittenLine[];
  readonly trailer?: WrittenLine;
}

/** The bytes of these lines; with names, columns that a type has not stay empty. */
export function writeLines({ document, nameTable }: Layout, lines: WrittenLines): Buffer {
  const { csv, fixed } = document;
  if (fixed !== undefined) return Buffer.from(fixedText(lines, fixed));
  if (csv === undefined) throw new Error('the layout was not checked');
  if (nameTable === undefined) return Buffer.from(csvText(lines, csv));
  return namedCsv(lines, csv, nameTable);
}

const ENDS = { crlf: '\r\n', lf: '\n', none: '' } as const;

function fixedText({ header, details, trailer }: WrittenLines, { lineEnd }: FixedForm): string {
  const end = ENDS[lineEnd];
  let text = header === undefined ? '' : fixedLine(header) + end;
  for (const line of details) text += fixedLine(line) + end;
  return trailer === undefined ? text : text + fixedLine(trailer) + end;
}

/** Each cell fills its width. */
function fixedLine({ type, texts }: WrittenLine): string {
  return texts.join('') + type.columns.rest;
}

function csvText({ header, details, trailer }: WrittenLines, csv: CsvForm): string {
  const end = ENDS[csv.lineEnd ?? 'crlf'];
  let text = header === undefined ? '' : csvLine(header.texts, csv) + end;
  for (const { texts } of details) text += csvLine(texts, csv) + end;
  return trailer === undefined ? text : text + csvLine(trailer.texts, csv) + end;
}

function namedCsv(
  { header, details, trailer }: WrittenLines,
  csv: CsvForm,
  table: NameTable,
): Buffer {
  const end = ENDS[csv.lineEnd ?? 'crlf'];
  const before = header === undefined ? '' : csvLine(header.texts, csv) + end;
  let after = end;
  for (const line of details) {
    const isSpread = csv.quote === 'always';
    after += (isSpread ? csvLine(spread(line, table), csv) : namedLine(line, table, csv)) + end;
  }
  if (trailer !== undefined) after += csvLine(trailer.texts, csv) + end;
  return Buffer.concat([Buffer.from(before), table.line.bytes, Buffer.from(after)]);
}

/** Only the cells that hold something, and between them the delimiters of the others. */
function namedLine(
  { type, texts }: WrittenLine,
  { empty, placesByType }: NameTable,
  { delimiter }: CsvForm,
): string {
  const { cells, places } = placesByType.get(type) ?? NO_PLACES;
  const code = delimiter.charCodeAt(0);
  let line = '';
  let at = 0;
  for (let index = 0; index < cells.length; index += 1) {
    const text = texts[cells[index] ?? -1] ?? '';
    if (text === '') continue;
    const place = places[index] ?? 0;
    line += empty.slice(at, place) + csvCell(text, code);
    at = place;
  }
  return line + empty.slice(at + 1);
}

const NO_PLACES: CellPlaces = {
  cellAt: new Int16Array(),
  cells: new Int16Array(),
  places: new Int16Array(),
};

function spread({ type, texts }: WrittenLine, { line, placesByType }: NameTable): string[] {
  const { cells, places } = placesByType.get(type) ?? NO_PLACES;
  const all = new Array<string>(line.row.width).fill('');
  cells.forEach((cell, index) => {
    all[places[index] ?? -1] = texts[cell] ?? '';
  });
  return all;
}
