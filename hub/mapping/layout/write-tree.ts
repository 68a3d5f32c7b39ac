import { type JsonObject, type JsonValue, isJsonObject } from '../../message/json.ts';
import {
  type FilledLine,
  type Source,
  fillLine,
  fillRow,
  isCounted,
  varyingValue,
} from './fill-line.ts';
import type { LineType } from './layout.ts';
import type { LayoutProblems } from './layout-problem.ts';
import { type Pointer, pointerText } from './pointer.ts';
import type { WrittenLine } from './written-lines.ts';

/** A document while its lines are written. */
export interface Writing {
  readonly problems: LayoutProblems;
  readonly lines: WrittenLine[];
  /** What must be told apart: activities by the columns that hold them together, parents by keys. */
  readonly keys: Set<string>;
}

/** Adds the lines of an object and of all below it. */
export function writeTree(writing: Writing, type: LineType, source: Source): void {
  const line =
    type.together.length > 0 ? writeRows(writing, type, source) : addLine(writing, type, source);
  takeKeys(writing, line, source);
  if (type.children.length === 0) return;
  const { object, at, number } = source;
  const below: Source = { object, at, number, above: line };
  for (const child of type.children) writeBelow(writing, child, type, below);
}

function addLine({ problems, lines }: Writing, type: LineType, source: Source): FilledLine {
  const line = fillLine(problems, type, source, 0);
  lines.push(line);
  return line;
}

/** The rows of an object, one for each item of what repeats and at least one; the first. */
function writeRows(writing: Writing, type: LineType, { object, at, above }: Source): FilledLine {
  const { problems, lines } = writing;
  const first = addLine(writing, type, { object, at, number: 1, above });
  const rows = rowsOf(type, object);
  for (let row = 1; row < rows; row += 1) {
    const source: Source = { object, at, number: row + 1, above };
    if (!first.isHeld) lines.push(fillLine(problems, type, source, row));
    else lines.push({ type, texts: fillRow(problems, first, source, row) });
  }
  return first;
}

function rowsOf({ lists }: LineType, object: JsonObject): number {
  let rows = 1;
  for (const { isRepeat, name } of lists) {
    if (isRepeat) rows = Math.max(rows, itemsOf(object, name).length);
  }
  return rows;
}

function itemsOf(object: JsonObject, name: string): readonly JsonValue[] {
  const list = object[name];
  return Array.isArray(list) ? list : [];
}

/** Two activities, or two parents, that a reader could not tell apart. */
function takeKeys(writing: Writing, line: FilledLine, { at }: Source): void {
  const { type, values } = line;
  const { together, childrenByKey } = type;
  if (together.length > 0) {
    take(writing, ['', type.name, ...together.map((cell) => values[cell])], at);
  }
  for (const child of childrenByKey) {
    const own = child.keys.map(({ of }) => values[type.cellNamed.get(of) ?? -1]);
    take(writing, [child.name, type.name, ...own], at);
  }
}

function take(
  { problems, keys }: Writing,
  parts: readonly (string | undefined)[],
  at: Pointer,
): void {
  const key = parts.map((part) => part ?? '').join('\u0000');
  if (keys.has(key)) problems.add('KEY_REPEATED', pointerText(at));
  keys.add(key);
}

function writeBelow(writing: Writing, type: LineType, parent: LineType, source: Source): void {
  if (type.kind === 'continuation') writeContinuation(writing, type, parent, source);
  else {
    const value = source.object[type.field];
    if (value === undefined) return;
    const at = { above: source.at, token: type.field };
    if (type.kind === 'text') writeText(writing, type, source, { value, at });
    else writeChildren(writing, type, parent, source, { value, at });
  }
}

/** The value of a field of the parent that has lines of its own. */
interface Below {
  readonly value: JsonValue;
  readonly at: Pointer;
}

function writeChildren(
  writing: Writing,
  type: LineType,
  parent: LineType,
  { above }: Source,
  { value: list, at }: Below,
): void {
  const { problems } = writing;
  if (!Array.isArray(list)) {
    problems.add('VALUE_NOT_HELD', pointerText(at));
    return;
  }
  if (list.length === 0 && !isCounted(parent, type.field)) {
    problems.add('LIST_EMPTY', pointerText(at));
  }
  if (list.length > type.most) problems.add('ITEMS_TOO_MANY', pointerText(at));
  const only = type.isScalar ? type.values[0] : undefined;
  for (const [index, item] of list.entries()) {
    const own = only === undefined ? item : { [only.name]: item };
    const place = { above: at, token: index };
    if (!isJsonObject(own)) problems.add('VALUE_NOT_HELD', pointerText(place));
    else writeTree(writing, type, { object: own, at: place, number: index + 1, above });
  }
}

/** What of numbered groups the parent's line has no place for. */
function writeContinuation(
  writing: Writing,
  type: LineType,
  parent: LineType,
  source: Source,
): void {
  const lines = continuationLines(type, parent, source.object);
  for (let line = 0; line < lines; line += 1) {
    const object: JsonObject = {};
    for (const { name, places } of type.lists) {
      const from = placesIn(parent, name) + line * places.length;
      const items = itemsOf(source.object, name).slice(from, from + places.length);
      if (items.length > 0) object[name] = items;
    }
    addLine(writing, type, { ...source, object, number: line + 1 });
  }
}

function continuationLines({ lists }: LineType, parent: LineType, object: JsonObject): number {
  let lines = 0;
  for (const { name, places } of lists) {
    const rest = itemsOf(object, name).length - placesIn(parent, name);
    if (rest > 0) lines = Math.max(lines, Math.ceil(rest / places.length));
  }
  return lines;
}

function placesIn({ block }: LineType, list: string): number {
  const member = block.memberNamed.get(list);
  return member?.kind === 'list' ? member.places.length : 0;
}

/** A long text in pieces; all but the last fill their column. */
function writeText(writing: Writing, type: LineType, source: Source, { value, at }: Below): void {
  const pieces = typeof value === 'string' ? type.cells[type.piece]?.codec.cut(value) : undefined;
  if (pieces === undefined || pieces === null || pieces.length > type.most) {
    writing.problems.add('VALUE_NOT_HELD', pointerText(at));
    return;
  }
  for (const [index, piece] of pieces.entries()) {
    const { object, above } = source;
    const own: Source = { object, at, number: index + 1, above };
    writing.lines.push({ type, texts: pieceLine(writing, type, own, piece) });
  }
}

function pieceLine({ problems }: Writing, type: LineType, source: Source, piece: string): string[] {
  const { texts: blank, varying, unfit } = type.columns;
  const texts = blank.slice();
  for (const cell of varying) {
    const column = type.cells[cell];
    if (column === undefined) continue;
    const text = column.codec.write(varyingValue(column.column, source));
    if (text === null) problems.add('VALUE_NOT_HELD', pointerText(source.at));
    texts[cell] = text ?? '';
  }
  unfit.forEach(() => {
    problems.add('VALUE_NOT_HELD', pointerText(source.at));
  });
  texts[type.piece] = piece;
  return texts;
}
