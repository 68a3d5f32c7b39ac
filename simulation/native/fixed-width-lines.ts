import { asText } from './block.ts';
import {
  type Column,
  cellsOf,
  columnsFrom,
  fill,
  joinPieces,
  piecesOf,
  strip,
} from './fixed-width-cells.ts';
import { PIECE, RECORDS, RECORD_HEAD, SEGMENTS } from './fixed-width-columns.ts';
import { isObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { NativeError } from './meaning.ts';

/** A type of line, its columns read. */
interface LineType {
  readonly name: string;
  readonly tag: string;
  readonly columns: readonly Column[];
  /** Empty for a record. */
  readonly under: readonly string[];
  readonly holds: 'fields' | 'value' | 'pieces';
}

export const TAG_WIDTH = 3;
const NUMBER: Column = { name: 'SEG-NO', width: 4, kind: 'digits' };
const PIECE_COLUMN: Column = { name: 'TEXT-PIECE', width: PIECE, kind: 'text' };

const RECORD_TYPES: readonly LineType[] = Object.entries(RECORDS).map(([name, line]) => ({
  name,
  tag: line.tag,
  columns: columnsFrom(`${RECORD_HEAD} ${line.columns}`),
  under: [],
  holds: 'fields',
}));
const SEGMENT_TYPES: readonly LineType[] = Object.entries(SEGMENTS).map(([name, line]) => ({
  name,
  tag: line.tag,
  columns: line.holds === 'pieces' ? [PIECE_COLUMN] : columnsFrom(line.columns),
  under: line.under.split(' '),
  holds: line.holds,
}));
const BY_TAG = new Map([...RECORD_TYPES, ...SEGMENT_TYPES].map((type) => [type.tag, type]));

/** The line type with the tag of this line. */
function typeOfLine(line: string): LineType {
  const type = BY_TAG.get(line.slice(0, TAG_WIDTH));
  if (type === undefined) throw new NativeError('a line has an unknown tag');
  return type;
}

/** Whether a record begins with this line. */
export function isRecord(line: string): boolean {
  return typeOfLine(line).under.length === 0;
}

/** The lines of a record: its own, then its segments and texts with what is below them. */
export function linesOf(name: string, local: JsonObject): string[] {
  const type = RECORD_TYPES.find((each) => each.name === name);
  if (type === undefined) throw new NativeError(`${name} is no record`);
  return [type.tag + cellsFor(type, local), ...below(type, local)];
}

function below(parent: LineType, local: JsonObject): string[] {
  const kind = parent.under.length === 0 ? 'record' : parent.name;
  return SEGMENT_TYPES.filter(({ under }) => under.includes(kind)).flatMap((type) => {
    const held = local[type.name];
    return held === undefined ? [] : segmentLines(type, held);
  });
}

function segmentLines(type: LineType, held: Json): string[] {
  const begin = (index: number): string => type.tag + fill(NUMBER, `${index + 1}`);
  if (type.holds === 'pieces') {
    const pieces = piecesOf(asText(held), PIECE);
    return pieces.map((piece, index) => begin(index) + fill(PIECE_COLUMN, piece));
  }
  return (held as readonly Json[]).flatMap((item, index) => {
    if (isObject(item)) return [begin(index) + cellsFor(type, item), ...below(type, item)];
    const [column] = type.columns;
    return column === undefined ? [] : [begin(index) + fill(column, asText(item))];
  });
}

function cellsFor({ columns }: LineType, local: JsonObject): string {
  return columns
    .map((column) => {
      if (column.times !== undefined) return occurrences(column, column.times, local[column.name]);
      const value = column.kind === 'count' ? countIn(column, local) : local[column.name];
      return fill(column, value === undefined ? undefined : asText(value));
    })
    .join('');
}

function occurrences(column: Column, times: number, held: Json | undefined): string {
  const items = (held ?? []) as readonly Json[];
  if (items.length > times) throw new NativeError(`${column.name} occurs too often`);
  return Array.from({ length: times }, (_, index) => {
    const item = items[index];
    return fill(column, item === undefined ? undefined : asText(item));
  }).join('');
}

/** `MATE-COUNT` counts the segments `MATE-SEG`. */
function countedBy({ name }: Column): string {
  return name.replace(/-COUNT$/, '-SEG');
}

function countIn(column: Column, local: JsonObject): string | undefined {
  const items = local[countedBy(column)];
  return Array.isArray(items) ? `${items.length}` : undefined;
}

/** A line that others may stand below. */
interface Open {
  readonly type: LineType;
  readonly local: JsonObject;
  readonly seen: Map<LineType, number>;
  readonly pieces: Map<string, string[]>;
}

/** The record of these lines, by its name; throws where they do not belong together. */
export function localOf(lines: readonly string[]): { record: string; local: JsonObject } {
  const [first = '', ...others] = lines;
  const type = typeOfLine(first);
  if (type.under.length > 0) throw new NativeError('a record begins with a segment');
  const record = opened(type, fieldsOf(type, first.slice(TAG_WIDTH)));
  const all = [record];
  let stack = [record];
  for (const line of others) {
    stack = parentsFor(stack, typeOfLine(line));
    const made = addLine(stack, line);
    if (made === undefined) continue;
    stack.push(made);
    all.push(made);
  }
  for (const open of all) finish(open);
  return { record: type.name, local: record.local };
}

function opened(type: LineType, local: JsonObject): Open {
  return { type, local, seen: new Map(), pieces: new Map() };
}

/** The open lines down to the nearest one that the type may stand below. */
function parentsFor(stack: readonly Open[], { under }: LineType): Open[] {
  const last = stack.findLastIndex(({ type }) =>
    under.includes(type.under.length === 0 ? 'record' : type.name),
  );
  if (last < 0) throw new NativeError('a segment has nothing to stand below');
  return stack.slice(0, last + 1);
}

/** Adds a line below the last open one; what others may now stand below, if anything. */
function addLine(stack: readonly Open[], line: string): Open | undefined {
  const type = typeOfLine(line);
  const parent = stack.at(-1);
  if (parent === undefined) throw new NativeError('a segment has nothing to stand below');
  const number = (parent.seen.get(type) ?? 0) + 1;
  parent.seen.set(type, number);
  const stated = strip(NUMBER, line.slice(TAG_WIDTH, TAG_WIDTH + NUMBER.width));
  if (stated !== `${number}`) throw new NativeError('segments are not numbered from 1');
  const rest = line.slice(TAG_WIDTH + NUMBER.width);
  if (type.holds === 'pieces') {
    parent.pieces.set(type.name, [
      ...(parent.pieces.get(type.name) ?? []),
      ...cellsOf(rest, [PIECE]),
    ]);
    return undefined;
  }
  const fields = fieldsOf(type, rest);
  const [value] = Object.values(fields);
  const before = (parent.local[type.name] ?? []) as readonly Json[];
  parent.local[type.name] = [...before, type.holds === 'value' ? (value ?? '') : fields];
  return type.holds === 'value' ? undefined : opened(type, fields);
}

function fieldsOf({ columns }: LineType, rest: string): JsonObject {
  const cells = cellsOf(
    rest,
    columns.map(({ width, times = 1 }) => width * times),
  );
  const local: JsonObject = {};
  columns.forEach((column, index) => {
    const { name, width, times } = column;
    const cell = cells[index] ?? '';
    if (times === undefined) {
      const value = strip(column, cell);
      if (value !== undefined) local[name] = value;
      return;
    }
    const each = cellsOf(cell, new Array<number>(times).fill(width));
    const values = each.flatMap((one) => strip(column, one) ?? []);
    if (values.length > 0) local[name] = values;
  });
  return local;
}

/** When all lines are read: texts from their pieces, and counts. */
function finish({ type, local, pieces }: Open): void {
  for (const [name, parts] of pieces) local[name] = joinPieces(parts);
  for (const column of type.columns.filter(({ kind }) => kind === 'count')) {
    const stated = local[column.name];
    const list = countedBy(column);
    if (stated === '0' && local[list] === undefined) local[list] = [];
    if (stated !== countIn(column, local)) {
      throw new NativeError(`${column.name} is not the number of segments`);
    }
  }
}
