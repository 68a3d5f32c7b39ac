import type { JsonObject, JsonValue } from '../../message/json.ts';
import type { Block, Cell, LineType, ListMember } from './layout.ts';
import type { LineTexts } from './layout-lines.ts';
import { type LayoutProblems, lineAt } from './layout-problem.ts';

/** One line while its cells become fields: a walk over those that are filled. */
export interface LineWalk {
  readonly line: LineTexts;
  readonly problems: LayoutProblems;
  readonly positions: Positions;
  /** Which of the filled cells is next. */
  next: number;
}

/** Where the objects of a tree came from, so that a pointer into it can name line and column. */
export type Positions = Position[];

export interface Position {
  readonly object: JsonObject;
  readonly type: LineType;
  readonly number: number;
  readonly block: Block;
}

/** The value of a cell; a problem and nothing when it cannot be read. */
function readCell({ line, problems }: LineWalk, index: number): string | undefined {
  const cell = line.type.cells[index];
  const value = cell?.codec.read(line.texts[index] ?? '');
  if (value !== null) return value;
  problems.add('ESCAPE_INVALID', cellAt(line.number, cell));
  return undefined;
}

export function cellAt(number: number, cell: Cell | undefined): string {
  return `${lineAt(number)}/${cell?.name ?? ''}`;
}

/** The next cell that is filled, if it stands before `to`; -1 for none. */
function nextBefore({ line: { filled }, next }: LineWalk, to: number): number {
  const cell = filled[next];
  return cell === undefined || cell >= to ? -1 : cell;
}

/** Adds the fields of a line to its object; false when all of them are empty. */
export function readMembers(walk: LineWalk, block: Block, target: JsonObject): boolean {
  let found = false;
  for (;;) {
    const cell = nextBefore(walk, block.to);
    if (cell < 0) break;
    const member = block.memberAt[cell - block.from];
    if (member?.kind === 'list') {
      const items = readList(walk, member);
      if (items.length === 0) continue;
      target[member.name] = items;
      found = true;
      continue;
    }
    walk.next += 1;
    const value = member?.kind === 'value' ? readCell(walk, cell) : undefined;
    if (member?.kind !== 'value' || value === undefined) continue;
    target[member.name] = value;
    found = true;
  }
  const { type, number } = walk.line;
  walk.positions.push({ object: target, type, number, block });
  return found;
}

/** The items in the numbered places of a line (a repeat has one), without a gap between them. */
function readList(walk: LineWalk, list: ListMember): JsonValue[] {
  const items: JsonValue[] = [];
  for (;;) {
    const cell = nextBefore(walk, list.to);
    if (cell < 0) return items;
    const index = Math.floor((cell - list.from) / list.size);
    const place = list.places[index];
    if (place === undefined) return items;
    const item = list.isScalar ? readScalar(walk, place) : readItem(walk, place);
    if (item === undefined) continue;
    if (items.length < index) walk.problems.add('GROUP_GAP', placeAt(walk.line, place));
    items.push(item);
  }
}

/** The items of one list of a line, whatever else the line has. */
export function readPlaces(walk: LineWalk, list: ListMember): JsonValue[] {
  const { filled } = walk.line;
  walk.next = 0;
  while ((filled[walk.next] ?? list.from) < list.from) walk.next += 1;
  return readList(walk, list);
}

function readScalar(walk: LineWalk, { from, members: [only] }: Block): string | undefined {
  walk.next += 1;
  return only?.kind === 'value' ? readCell(walk, from) : undefined;
}

function readItem(walk: LineWalk, place: Block): JsonObject | undefined {
  const item: JsonObject = {};
  return readMembers(walk, place, item) ? item : undefined;
}

function placeAt({ type, number }: LineTexts, { members: [first] }: Block): string {
  const cell = first?.kind === 'list' || first === undefined ? undefined : type.cells[first.cell];
  return cell === undefined ? lineAt(number) : cellAt(number, cell);
}

/** What names line and column for a pointer into one of the objects. */
export function locator(positions: Positions): (tree: JsonObject, pointer: string) => string {
  let byObject: ReadonlyMap<JsonObject, Position> | undefined;
  return (tree, pointer) => {
    byObject ??= new Map(positions.map((position) => [position.object, position]));
    return locate(byObject, tree, pointer);
  };
}

/** `/lines/12/CHARGE1_STATUTE` for a JSON Pointer into the tree. */
function locate(
  positions: ReadonlyMap<JsonObject, Position>,
  tree: JsonObject,
  pointer: string,
): string {
  let value: JsonValue | undefined = tree;
  let at: Position | undefined;
  let list: ListMember | undefined;
  let name: string | undefined;
  for (const token of pointer.split('/').slice(1)) {
    value = memberOf(value, token);
    const position = isObject(value) ? positions.get(value) : undefined;
    if (position !== undefined) {
      at = position;
      list = undefined;
      name = undefined;
    } else if (list === undefined) {
      const member = at?.block.memberNamed.get(token);
      name = member?.kind === 'value' ? nameAt(at, member.cell) : token;
      list = member?.kind === 'list' ? member : undefined;
    } else {
      const [place] = list.places[Number(token)]?.members ?? [];
      if (list.isScalar && place?.kind === 'value') name = nameAt(at, place.cell);
    }
  }
  if (at === undefined) return pointer;
  return lineAt(at.number) + (name === undefined ? '' : `/${name}`);
}

function nameAt(at: Position | undefined, cell: number): string | undefined {
  return at?.type.cells[cell]?.name;
}

function memberOf(value: JsonValue | undefined, token: string): JsonValue | undefined {
  if (Array.isArray(value)) return value[Number(token)];
  return isObject(value) && Object.hasOwn(value, token) ? value[token] : undefined;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
