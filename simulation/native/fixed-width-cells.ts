import { NativeError } from './meaning.ts';

/** What stands in a column: text, a day or moment, digits, a count of segments, escaped text. */
type ColumnKind = 'text' | 'day' | 'digits' | 'count' | 'escaped';

/** A column, or with `times` one that occurs so often. */
export interface Column {
  readonly name: string;
  readonly width: number;
  readonly kind: ColumnKind;
  readonly times?: number;
}

const KINDS: Readonly<Record<string, ColumnKind>> = {
  '': 'text',
  d: 'day',
  n: 'digits',
  c: 'count',
  e: 'escaped',
};

/** Reads columns from text such as `SUBJ-SURNAME:80 SUBJ-BIRTH:8d SUBJ-CITIZEN:2x3`. */
export function columnsFrom(text: string): Column[] {
  return (text.match(/\S+/g) ?? []).map((token) => {
    const parts = /^(.+):(\d+)([dnce]?)(?:x(\d+))?$/.exec(token);
    const [, name = token, width, kind = '', times] = parts ?? [];
    return {
      name,
      width: Number(width),
      kind: KINDS[kind] ?? 'text',
      ...(times === undefined ? {} : { times: Number(times) }),
    };
  });
}

/** The width of a column filled with a value, or with what stands for none. */
export function fill({ name, width, kind }: Column, value: string | undefined): string {
  if (value === undefined) return (kind === 'day' ? '0' : ' ').repeat(width);
  const text = kind === 'escaped' ? escaped(value) : value;
  const missing = width - Array.from(text).length;
  if (missing < 0) throw new NativeError(`${name} is too narrow`);
  const isNumber = kind === 'digits' || kind === 'count';
  return isNumber ? '0'.repeat(missing) + text : text + ' '.repeat(missing);
}

/** What a column says; undefined for nothing. */
export function strip({ kind }: Column, cell: string): string | undefined {
  const text = cell.replace(/ +$/, '');
  if (text === '' || (kind === 'day' && /^0+$/.test(text))) return undefined;
  if (kind === 'escaped') return unescaped(text);
  return kind === 'digits' || kind === 'count' ? text.replace(/^0+(?=\d)/, '') : text;
}

/** The cells of a line behind the tag; blanks at the end of a line may be missing. */
export function cellsOf(line: string, widths: readonly number[]): string[] {
  const characters = Array.from(line);
  let at = 0;
  const cells = widths.map((width) => {
    const from = at;
    at += width;
    return characters.slice(from, at).join('').padEnd(width, ' ');
  });
  if (characters.slice(at).some((character) => character !== ' ')) {
    throw new NativeError('a line is longer than its columns');
  }
  return cells;
}

/** An escaped text in pieces of the width, the last of them filled. */
export function piecesOf(value: string, width: number): string[] {
  const characters = Array.from(escaped(value));
  const count = Math.ceil(characters.length / width);
  return Array.from({ length: count }, (_, index) =>
    characters.slice(index * width, (index + 1) * width).join(''),
  );
}

export function joinPieces(pieces: readonly string[]): string {
  return unescaped(pieces.join('').replace(/ +$/, ''));
}

const LETTERS: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  s: ' ',
  '^': '^',
};

/** `^n`, `^r` and `^t` for line ends and tabs, `^s` for a blank at either end, `^^` for `^`. */
function escaped(value: string): string {
  const marks: Readonly<Record<string, string>> = { '\n': '^n', '\r': '^r', '\t': '^t', '^': '^^' };
  return value
    .replace(/[\n\r\t^]/g, (character) => marks[character] ?? character)
    .replace(/^ | $/g, '^s');
}

function unescaped(text: string): string {
  return text.replace(/\^(.?)/gs, (_, letter: string) => {
    const character = LETTERS[letter];
    if (character === undefined) throw new NativeError('an escape is none');
    return character;
  });
}
