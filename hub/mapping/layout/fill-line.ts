import { type JsonObject, type JsonValue, isJsonObject } from '../../message/json.ts';
import type { Block, LineType, ListMember } from './layout.ts';
import type { LayoutProblemCode, LayoutProblems } from './layout-problem.ts';
import { type Pointer, pointerText } from './pointer.ts';

/** The object of one line, or of its first when its columns repeat. */
export interface Source {
  readonly object: JsonObject;
  /** Where it stands in the record. */
  readonly at: Pointer;
  /** Which of its kind in its parent, from 1. */
  readonly number: number;
  /** The parent's line. */
  readonly above?: FilledLine | undefined;
}

/** A line to be written, by its cells. */
export interface FilledLine {
  readonly type: LineType;
  readonly texts: readonly string[];
  readonly values: readonly (string | undefined)[];
  /** Whether its cells hold all that it was given. */
  readonly isHeld: boolean;
}

interface Filling {
  readonly type: LineType;
  readonly texts: string[];
  readonly values: (string | undefined)[];
  readonly row: number;
  /** Whether fields are taken in the order of the columns, in which problems are told. */
  readonly isOrdered: boolean;
  readonly wrong: Wrong[];
  /** Cells that cannot hold their value. */
  readonly unheld: Unheld[];
}

interface Wrong {
  readonly code: LayoutProblemCode;
  readonly at: Pointer;
}

interface Unheld {
  readonly cell: number;
  readonly at: Pointer;
}

/** The line of an object, or one of its rows from 0; what it cannot hold is added to the problems. */
export function fillLine(
  problems: LayoutProblems,
  type: LineType,
  source: Source,
  row: number,
): FilledLine {
  const filling = fillCells(type, source, row, false);
  const isHeld = filling.wrong.length === 0 && filling.unheld.length === 0;
  if (!isHeld) report(problems, fillCells(type, source, row, true));
  const { texts, values } = filling;
  return { type, texts, values, isHeld };
}

function fillCells(type: LineType, source: Source, row: number, isOrdered: boolean): Filling {
  const { columns, block } = type;
  const texts = columns.texts.slice();
  const values = columns.values.slice();
  const filling: Filling = { type, texts, values, row, isOrdered, wrong: [], unheld: [] };
  fill(filling, block, source.object, source.at);
  fillRest(filling, source);
  return filling;
}

function report(problems: LayoutProblems, { wrong, unheld }: Filling): void {
  for (const { code, at } of wrong) problems.add(code, pointerText(at));
  unheld.sort((a, b) => a.cell - b.cell);
  for (const { at } of unheld) problems.add('VALUE_NOT_HELD', pointerText(at));
}

/** A further row of an object whose first is held: only what repeats is not the same again. */
export function fillRow(
  problems: LayoutProblems,
  first: FilledLine,
  source: Source,
  row: number,
): readonly string[] {
  const { type } = first;
  const texts = first.texts.slice();
  const values = first.values.slice();
  const filling: Filling = { type, texts, values, row, isOrdered: true, wrong: [], unheld: [] };
  for (const list of type.lists) {
    if (!list.isRepeat) continue;
    clear(filling, list);
    const value = source.object[list.name];
    if (value !== undefined) fillList(filling, list, value, source.at);
  }
  fillRest(filling, source);
  report(problems, filling);
  return texts;
}

function clear({ type: { columns }, texts, values }: Filling, { from, to }: ListMember): void {
  for (let cell = from; cell < to; cell += 1) {
    texts[cell] = columns.texts[cell] ?? '';
    values[cell] = columns.values[cell];
  }
}

/** What the engine writes, and what stands for nothing where that does not fit. */
function fillRest(filling: Filling, source: Source): void {
  const { type, values, unheld } = filling;
  fillVarying(filling, source);
  for (const cell of type.columns.unfit) {
    if (values[cell] === type.columns.values[cell]) unheld.push({ cell, at: source.at });
  }
}

function fillVarying({ type, texts, values, unheld }: Filling, source: Source): void {
  for (const cell of type.columns.varying) {
    const column = type.cells[cell];
    if (column === undefined) continue;
    const value = varyingValue(column.column, source);
    const text = column.codec.write(value);
    if (text === null) unheld.push({ cell, at: source.at });
    values[cell] = value;
    texts[cell] = text ?? '';
  }
}

/** A number, a key or a count. */
export function varyingValue(
  { is, key, count }: LineType['cells'][number]['column'],
  { object, number, above }: Source,
): string | undefined {
  if (is === 'sequence') return String(number);
  if (key !== undefined) return above?.values[above.type.cellNamed.get(key) ?? -1];
  const list = object[count ?? ''];
  return Array.isArray(list) ? String(list.length) : undefined;
}

/** Puts the fields of an object into the cells of a line; whether any had a value. */
function fill(filling: Filling, block: Block, from: JsonObject, at: Pointer): boolean {
  let found = false;
  const names = Object.keys(from);
  for (const name of filling.isOrdered ? inOrder(block, names) : names) {
    const member = block.memberNamed.get(name);
    const value = from[name];
    if (member === undefined) {
      if (!isBelow(filling, block, name)) addWrong(filling, 'FIELD_NOT_HELD', at, name);
      continue;
    }
    if (value === undefined) continue;
    if (member.kind === 'value') put(filling, member.cell, value, at, name);
    else fillList(filling, member, value, at);
    found = true;
  }
  return found;
}

/** The names without a column first, then the others by their columns. */
function inOrder({ memberNamed }: Block, names: readonly string[]): string[] {
  const placeOf = (name: string): number => {
    const member = memberNamed.get(name);
    if (member === undefined) return -1;
    return member.kind === 'list' ? member.from : member.cell;
  };
  return [...names].sort((a, b) => placeOf(a) - placeOf(b));
}

/** Whether further lines hold the field, or the first row has told that none does. */
function isBelow({ type, row }: Filling, block: Block, name: string): boolean {
  return block === type.block && (row > 0 || type.fields.has(name));
}

function addWrong(
  { wrong }: Filling,
  code: LayoutProblemCode,
  above: Pointer,
  token: string | number,
): void {
  wrong.push({ code, at: { above, token } });
}

function put(
  filling: Filling,
  cell: number,
  value: JsonValue,
  above: Pointer,
  token: string | number,
): void {
  if (typeof value !== 'string' || value === '') {
    addWrong(filling, 'VALUE_NOT_HELD', above, token);
    return;
  }
  const text = filling.type.cells[cell]?.codec.write(value) ?? null;
  if (text === null) filling.unheld.push({ cell, at: { above, token } });
  filling.values[cell] = value;
  filling.texts[cell] = text ?? '';
}

function fillList(filling: Filling, list: ListMember, value: JsonValue, above: Pointer): void {
  const { name, places, isScalar, isRepeat } = list;
  if (!Array.isArray(value)) {
    addWrong(filling, 'VALUE_NOT_HELD', above, name);
    return;
  }
  if (value.length === 0 && !isCounted(filling.type, name)) {
    addWrong(filling, 'LIST_EMPTY', above, name);
  }
  if (value.length > Math.min(list.most, places.length) && value.length > roomOf(filling, list)) {
    addWrong(filling, 'ITEMS_TOO_MANY', above, name);
  }
  const at = { above, token: name };
  const first = isRepeat ? filling.row : 0;
  for (let index = 0; index < places.length; index += 1) {
    const item = value[first + index];
    const place = places[index];
    if (place === undefined || item === undefined) continue;
    if (isScalar) fillScalar(filling, place, item, at, first + index);
    else fillItem(filling, place, item, at, first + index);
  }
}

/** Whether a count tells an empty list from none. */
export function isCounted({ columns }: LineType, name: string): boolean {
  return columns.counts.some(({ list }) => list === name);
}

/** Items that the line and those that continue it hold. */
function roomOf({ type }: Filling, { name, isRepeat, most, places }: ListMember): number {
  const isContinued = type.children.some(
    (child) => child.kind === 'continuation' && child.fields.has(name),
  );
  return isContinued || isRepeat ? most : places.length;
}

function fillScalar(
  filling: Filling,
  place: Block,
  item: JsonValue,
  above: Pointer,
  index: number,
): void {
  const [only] = place.members;
  if (only?.kind === 'value') put(filling, only.cell, item, above, index);
  else fillItem(filling, place, item, above, index);
}

function fillItem(
  filling: Filling,
  place: Block,
  item: JsonValue,
  above: Pointer,
  index: number,
): void {
  if (!isJsonObject(item)) addWrong(filling, 'VALUE_NOT_HELD', above, index);
  else if (!fill(filling, place, item, { above, token: index })) {
    addWrong(filling, 'ITEM_EMPTY', above, index);
  }
}
