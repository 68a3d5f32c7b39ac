import { NativeError } from './meaning.ts';

/** The cells of delimited text, line by line (RFC 4180); a cell in quotes may have line ends. */
export function readCsv(text: string, delimiter: string): string[][] {
  const lines: string[][] = [];
  let cells: string[] = [];
  let rest = 0;
  while (rest < text.length) {
    const { cell, end } =
      text[rest] === '"' ? quotedCell(text, rest) : bareCell(text, rest, delimiter);
    cells.push(cell);
    const lineEnd = /\r?\n/y;
    lineEnd.lastIndex = end;
    if (text[end] === delimiter) {
      rest = end + 1;
      if (rest < text.length) continue;
      cells.push('');
    } else if (lineEnd.test(text)) {
      rest = lineEnd.lastIndex;
    } else if (end < text.length) {
      throw new NativeError(`line ${lines.length + 1}: a quote stands within a cell`);
    } else rest = end;
    lines.push(cells);
    cells = [];
  }
  return lines;
}

/** Delimited text of these cells, each line ended by CRLF. */
export function writeCsv(lines: readonly (readonly string[])[], delimiter: string): string {
  const quoted = (cell: string): string =>
    /["\r\n]|^\s|\s$/.test(cell) || cell.includes(delimiter)
      ? `"${cell.replaceAll('"', '""')}"`
      : cell;
  return lines.map((cells) => `${cells.map(quoted).join(delimiter)}\r\n`).join('');
}

interface Cell {
  readonly cell: string;
  /** Where the text goes on. */
  readonly end: number;
}

function bareCell(text: string, from: number, delimiter: string): Cell {
  let end = from;
  for (; end < text.length; end += 1) {
    const character = text[end];
    if (character === delimiter || character === '\n' || character === '\r') break;
  }
  return { cell: text.slice(from, end), end };
}

function quotedCell(text: string, from: number): Cell {
  const body = /"([^"]*(?:""[^"]*)*)"/y;
  body.lastIndex = from;
  const found = body.exec(text);
  if (found === null) throw new NativeError('a quoted cell has no end');
  return { cell: (found[1] ?? '').replaceAll('""', '"'), end: body.lastIndex };
}
