import { lengthOf, passBlanks } from './column-codec.ts';
import { splitFixed } from './fixed-lines.ts';
import type { Layout, LineType } from './layout.ts';
import type { FixedForm } from './layout-document.ts';
import { type LayoutProblems, lineAt } from './layout-problem.ts';
import type { CellTexts, LineForm } from './line-form.ts';

/** The lines of fixed width, and where they have their tag. */
export interface FixedLines {
  readonly texts: readonly string[];
  /** Whether each character is one unit of the text, so that it stands where it is counted. */
  readonly isPlain: boolean;
  /** Whether blanks at the end may be missing. */
  readonly short: boolean;
  readonly tagStart: number;
  readonly tagWidth: number;
}

/** The lines of a document in the form of the layout. */
export function fixedLines(
  { tagStart, tagWidth }: Layout,
  bytes: Buffer,
  fixed: FixedForm,
): FixedLines {
  const { lines, isPlain } = splitFixed(bytes, fixed);
  return { texts: lines, isPlain, short: fixed.short === true, tagStart, tagWidth };
}

export const FIXED_FORM: LineForm<FixedLines> = { tagOf, textsOf };

/** As far as the line reaches, without blanks around it. */
function tagOf({ texts, isPlain, tagStart, tagWidth }: FixedLines, index: number): string {
  const line = texts[index] ?? '';
  const from = isPlain ? tagStart : passCharacters(line, 0, tagStart);
  const to = isPlain ? from + tagWidth : passCharacters(line, from, tagWidth);
  const tag = line.slice(from, to);
  return tag.startsWith(' ') || tag.endsWith(' ') ? tag.replace(/^ +| +$/g, '') : tag;
}

function textsOf(
  { texts, isPlain, short }: FixedLines,
  index: number,
  type: LineType,
  problems: LayoutProblems,
): CellTexts | undefined {
  const line = texts[index] ?? '';
  const missing = type.length - (isPlain ? line.length : lengthOf(line));
  const isWhole = missing === 0 || (missing > 0 && short);
  const cells = isWhole ? cutColumns(line, type, isPlain) : undefined;
  if (cells === undefined) problems.add('WIDTH_WRONG', lineAt(index + 1));
  return cells;
}

/** The columns stand without a gap. What stands behind them must be blank: undefined if it is not. */
function cutColumns(
  line: string,
  { cells, columns }: LineType,
  isPlain: boolean,
): CellTexts | undefined {
  const texts = columns.blanks.slice();
  const filled: number[] = [];
  const mayHold = columns.neverEmpty.size > 0;
  let at = 0;
  for (let index = 0; index < cells.length; index += 1) {
    const width = cells[index]?.width ?? 0;
    const end = isPlain ? at + width : passCharacters(line, at, width);
    const last = Math.min(end, line.length);
    if (passBlanks(line, at, last) < last) {
      const text = line.slice(at, last);
      texts[index] = end > last ? text + ' '.repeat(end - last) : text;
      filled.push(index);
    } else if (mayHold && columns.neverEmpty.has(index)) filled.push(index);
    at = end;
  }
  return passBlanks(line, at, line.length) < line.length ? undefined : { texts, filled };
}

/** Where `count` characters from `at` end. */
export function passCharacters(text: string, at: number, count: number): number {
  let end = at;
  for (let passed = 0; passed < count; passed += 1) {
    const code = text.charCodeAt(end);
    end += code >= 0xd800 && code <= 0xdbff ? 2 : 1;
  }
  return end;
}
