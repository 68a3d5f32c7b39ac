import { HALF_A_PAIR } from '../../message/half-a-pair.ts';
import { NOT_IN_CSV } from './csv-lines.ts';
import type { ColumnDocument } from './layout-document.ts';

/** One column between its value and the text of its cell. */
export interface ColumnCodec {
  /** The value; undefined for nothing, null when the text is not escaped as it should be. */
  readonly read: (text: string) => string | undefined | null;
  /** The text; null when the column cannot hold the value, or would give another one back. */
  readonly write: (value: string | undefined) => string | null;
  /** Of a piece of a long text: the texts of the cells that `read` takes together. */
  readonly cut: (value: string) => readonly string[] | null;
}

interface CodecOptions {
  /** Fixed width; CSV has cells of any length. */
  readonly isFixed: boolean;
  readonly escape: string | undefined;
}

/**
 * Line ends and tabs stand in a CSV value between quotes; in fixed width nothing of the kind, nor a
 * mark of byte order, which at the beginning would be taken for one.
 */
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const NOT_IN_FIXED = /[\u0000-\u001f\u007f\ufeff]/;

/**
 * The codec of a column. Blanks or zeros fill a fixed width; text and cell are compared by reading
 * back what is written, so that nothing is held that would come back as something else.
 */
export function columnCodec(column: ColumnDocument, options: CodecOptions): ColumnCodec {
  const { isFixed, escape } = options;
  const escaping = column.escaped === true && escape !== undefined ? escape : undefined;
  const fill = isFixed ? fillOf(column) : undefined;
  const nothing = column.empty ?? '';
  const forbidden = isFixed ? NOT_IN_FIXED : NOT_IN_CSV;
  const read = (text: string): string | undefined | null => {
    const bare = fill === undefined ? text : strip(text, fill);
    if (bare === '' || bare === nothing || text === nothing) return undefined;
    return escaping === undefined ? bare : unescapeText(bare, escaping);
  };
  const put = (text: string): string | null => (fill === undefined ? text : toWidth(text, fill));
  const empty = put(nothing);
  const textOf = (value: string): string | null => {
    const text = escaping === undefined ? value : escapeText(value, escaping);
    const isBroken = SURROGATE.test(text) && HALF_A_PAIR.test(text);
    return isBroken || forbidden.test(text) ? null : text;
  };
  const escapeCode = escaping?.charCodeAt(0) ?? -1;
  return {
    read,
    write: (value) => {
      if (value === undefined) return empty;
      if (isPlain(value, escapeCode) && (fill === undefined || !isFilling(value, fill))) {
        const written = fill === undefined ? value : padded(value, value.length, fill);
        return value === nothing || written === nothing ? null : written;
      }
      const text = textOf(value);
      const written = text === null ? null : put(text);
      return written !== null && read(written) === value ? written : null;
    },
    cut: (value) => {
      const text = textOf(value);
      const pieces = text === null ? [] : piecesOf(text, pieceWidth(column));
      const last = put(pieces.pop() ?? '');
      if (last === null) return null;
      pieces.push(last);
      return read(pieces.join('')) === value ? pieces : null;
    },
  };
}

const BLANK = 0x20;
const DELETE = 0x7f;

/** Whether a value is written as it is: it has nothing to escape or forbid, and no blank at an end. */
function isPlain(value: string, escape: number): boolean {
  for (let at = 0; at < value.length; at += 1) {
    const code = value.charCodeAt(at);
    if (code < BLANK || code === DELETE || code === escape || code >= 0xd800) return false;
  }
  return (
    value !== '' && value.charCodeAt(0) !== BLANK && value.charCodeAt(value.length - 1) !== BLANK
  );
}

/** Characters of one piece of a text. */
export function pieceWidth({ width, maxLength }: ColumnDocument): number {
  return width ?? maxLength ?? 1;
}

function piecesOf(text: string, width: number): string[] {
  const characters = SURROGATE.test(text) ? Array.from(text) : undefined;
  const pieces: string[] = [];
  for (let at = 0; at < (characters ?? text).length; at += width) {
    pieces.push(characters?.slice(at, at + width).join('') ?? text.slice(at, at + width));
  }
  return pieces;
}

/** How a text fills its width. */
interface Fill {
  readonly code: number;
  readonly isLeft: boolean;
  readonly width: number;
  /** A width of it, and one of blanks. */
  readonly whole: string;
  readonly blanks: string;
}

function fillOf({ type, width = 0, align, pad }: ColumnDocument): Fill {
  const character = pad ?? (type === 'digits' ? '0' : ' ');
  const side = align ?? (type === 'digits' ? 'right' : 'left');
  return {
    code: character.charCodeAt(0),
    isLeft: side === 'left',
    width,
    whole: character.repeat(width),
    blanks: ' '.repeat(width),
  };
}

/** Null when the text is longer than the width. */
function toWidth(text: string, fill: Fill): string | null {
  return padded(text, lengthOf(text), fill);
}

function padded(
  text: string,
  length: number,
  { isLeft, width, whole, blanks }: Fill,
): string | null {
  const missing = width - length;
  if (missing <= 0) return missing === 0 ? text : null;
  const filling = (text === '' ? blanks : whole).slice(0, missing);
  return isLeft ? text + filling : filling + text;
}

function strip(text: string, { isLeft, code }: Fill): string {
  return isLeft ? stripEnd(text, code) : stripStart(text, code);
}

/** Whether the text ends, where it is filled, with what would be taken for filling. */
function isFilling(text: string, { isLeft, code }: Fill): boolean {
  return text.charCodeAt(isLeft ? text.length - 1 : 0) === code;
}

function stripEnd(text: string, code: number): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === code) end -= 1;
  return text.slice(0, end);
}

/** Whether there is nothing but what fills a width: other white space is content. */
export function isBlank(text: string): boolean {
  return passBlanks(text, 0, text.length) === text.length;
}

/** Where the blanks from `at` end, at most `end`. */
export function passBlanks(text: string, at: number, end: number): number {
  let next = at;
  while (next < end && text.charCodeAt(next) === BLANK) next += 1;
  return next;
}

const ZERO = 0x30;

/** Of zeros the last stays; a width of blanks is nothing whatever fills it. */
function stripStart(text: string, code: number): string {
  if (isBlank(text)) return '';
  const last = code === ZERO ? text.length - 1 : text.length;
  let start = 0;
  while (start < last && text.charCodeAt(start) === code) start += 1;
  return text.slice(start);
}

/** Characters as Unicode code points, the unit of widths and of lengths in the schemas. */
export function lengthOf(text: string): number {
  let length = text.length;
  if (!SURROGATE.test(text)) return length;
  for (const character of text) length -= character.length - 1;
  return length;
}

export const SURROGATE = /[\ud800-\udfff]/;

const LETTERS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', s: ' ' };
const MARKS = new Map(Object.entries(LETTERS).map(([letter, character]) => [character, letter]));

const NEEDS_ESCAPE = /[\n\r\t]|^ | $/;

/** Line feeds, carriage returns, tabs, the escape itself, and blanks at either end. */
export function escapeText(value: string, escape: string): string {
  const isPlain = !NEEDS_ESCAPE.test(value) && !value.includes(escape);
  if (isPlain) return value;
  let text = '';
  const last = value.length - 1;
  for (let at = 0; at <= last; at += 1) {
    const character = value[at] ?? '';
    const mark = MARKS.get(character);
    const isInner = character === ' ' && at > 0 && at < last;
    if (character === escape) text += escape + escape;
    else text += mark === undefined || isInner ? character : escape + mark;
  }
  return text;
}

/** What `escapeText` was given; null when no such text exists. */
export function unescapeText(text: string, escape: string): string | null {
  let at = text.indexOf(escape);
  if (at < 0) return text;
  let value = '';
  let from = 0;
  while (at >= 0) {
    const mark = text[at + 1] ?? '';
    const character = mark === escape ? escape : LETTERS[mark];
    if (character === undefined) return null;
    value += text.slice(from, at) + character;
    from = at + 2;
    at = text.indexOf(escape, from);
  }
  return value + text.slice(from);
}
