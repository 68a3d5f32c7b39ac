import { isAscii } from 'node:buffer';
import { MAX_LINES } from './csv-lines.ts';
import { SURROGATE } from './column-codec.ts';
import type { FixedForm } from './layout-document.ts';
import { unreadable } from './layout-problem.ts';

/** Only line ends stand outside the columns. */
const FORBIDDEN = /[^\n\r\u0020-\u007e\u0080-\ufefe\uff00-\uffff]/;

interface SplitText {
  readonly lines: readonly string[];
  /** Whether each character is one unit of the text, so that it stands where it is counted. */
  readonly isPlain: boolean;
}

/**
 * The lines of fixed-width text in UTF-8, without their ends: LF or CRLF, one of them throughout, the
 * last may have none; without line ends pieces of the record length. Throws a MappingError.
 */
export function splitFixed(bytes: Buffer, { lineEnd, length = 1 }: FixedForm): SplitText {
  const isOnlyAscii = isAscii(bytes);
  const text = bytes.toString(isOnlyAscii ? 'latin1' : 'utf8');
  if (FORBIDDEN.test(text)) throw unreadable('CHARACTER_FORBIDDEN');
  const lines = lineEnd === 'none' ? cutLines(text, length) : splitLines(text);
  return { lines, isPlain: isOnlyAscii || !SURROGATE.test(text) };
}

function splitLines(text: string): string[] {
  const lines = text.split('\n', MAX_LINES + 2);
  const isWhole = lines.at(-1) === '';
  if (isWhole) lines.pop();
  if (lines.length > MAX_LINES) throw unreadable('LINES_TOO_MANY');
  if (!text.includes('\r')) return lines;
  const isCrlf = lines[0]?.endsWith('\r') === true;
  return lines.map((line, index) => {
    const isCut = !isWhole && index === lines.length - 1;
    const ends = isCrlf && !isCut;
    const own = ends ? line.slice(0, -1) : line;
    if (own.includes('\r') || (ends && !line.endsWith('\r'))) {
      throw unreadable('LINE_END_MIXED', index + 1);
    }
    return own;
  });
}

function cutLines(text: string, length: number): string[] {
  if (text.includes('\n') || text.includes('\r')) throw unreadable('CHARACTER_FORBIDDEN');
  const characters = SURROGATE.test(text) ? Array.from(text) : text;
  const lines: string[] = [];
  for (let at = 0; at < characters.length; at += length) {
    if (lines.length >= MAX_LINES) throw unreadable('LINES_TOO_MANY');
    const piece = characters.slice(at, at + length);
    lines.push(typeof piece === 'string' ? piece : piece.join(''));
  }
  return lines;
}
