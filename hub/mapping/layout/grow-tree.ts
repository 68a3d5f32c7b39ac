import type { JsonObject, JsonValue } from '../../message/json.ts';
import { isBlank } from './column-codec.ts';
import type { Layout, LineType } from './layout.ts';
import { checkDerived, numberIn, valueAt } from './derived-cells.ts';
import type { LineTexts } from './layout-lines.ts';
import { type LayoutProblems, lineAt } from './layout-problem.ts';
import { type LineWalk, type Positions, cellAt, readMembers, readPlaces } from './line-members.ts';

/** A line that others may belong to. */
interface Open {
  readonly type: LineType;
  readonly object: JsonObject;
  readonly line: LineTexts;
  /** How many lines say the same again, with one item more each. */
  rows: number;
  /** Lines below it, by type: what sequences count and limits bound. */
  lines: Map<LineType, number> | undefined;
  /** Pieces of its texts, as they stand in the cells. */
  pieces: Map<LineType, string[]> | undefined;
}

interface Growth {
  readonly layout: Layout;
  readonly problems: LayoutProblems;
  readonly positions: Positions;
  readonly records: JsonObject[];
  readonly all: Open[];
  /** The last activity and what below it may still get lines, innermost last. */
  readonly stack: Open[];
  /** Lines by what their children repeat: the child's type, their own, the values of the keys. */
  readonly byKey: Map<string, Open>;
  readonly seen: Set<string>;
}

/** The activities that lines make: children in lists below their parents, in the order of the lines. */
export function growTree(
  layout: Layout,
  lines: readonly LineTexts[],
  { problems, positions }: Pick<Growth, 'problems' | 'positions'>,
): JsonObject[] {
  const growth: Growth = {
    layout,
    problems,
    positions,
    records: [],
    all: [],
    stack: [],
    byKey: new Map(),
    seen: new Set(),
  };
  for (const line of lines) {
    if (line.type.kind === 'activity') addActivity(growth, line);
    else addBelow(growth, line);
  }
  for (const open of growth.all) finish(growth, open);
  return growth.records;
}

function walkOf({ problems, positions }: Growth, line: LineTexts): LineWalk {
  return { line, problems, positions, next: 0 };
}

function addActivity(growth: Growth, line: LineTexts): void {
  const { type } = line;
  const isOfRows = type.together.length > 0;
  if (isOfRows && isFurtherRow(growth, line)) return;
  const object: JsonObject = {};
  readMembers(walkOf(growth, line), type.block, object);
  growth.records.push({ [type.name]: object });
  growth.stack.length = 0;
  open(growth, line, object);
  checkDerived(growth.problems, line, { sequence: isOfRows ? 1 : growth.records.length });
}

/** Whether the line belongs to the activity before it; then it is added to that. */
function isFurtherRow(growth: Growth, line: LineTexts): boolean {
  const key = keyOfRow(line);
  const last = growth.stack[0];
  if (last?.type === line.type && keyOfRow(last.line) === key) {
    addRow(growth, last, line);
    return true;
  }
  const whole = `${line.type.name}\u0000${key}`;
  if (growth.seen.has(whole)) growth.problems.add('KEY_REPEATED', lineAt(line.number));
  growth.seen.add(whole);
  return false;
}

function keyOfRow({ type, texts }: LineTexts): string {
  return type.together.map((cell) => texts[cell] ?? '').join('\u0000');
}

/** A further line of an activity whose columns repeat: one more item, the rest as it was. */
function addRow(growth: Growth, activity: Open, line: LineTexts): void {
  const { problems } = growth;
  const { type, object } = activity;
  activity.rows += 1;
  const row = activity.rows;
  for (const index of type.columns.repeated) {
    if (line.texts[index] !== activity.line.texts[index]) {
      problems.add('ROW_DIFFERS', cellAt(line.number, type.cells[index]));
    }
  }
  let found = false;
  for (const list of type.lists) {
    if (!list.isRepeat) continue;
    const items = readPlaces(walkOf(growth, line), list);
    if (items.length === 0) continue;
    found = true;
    const before = listAt(object, list.name);
    if (before.length !== row - 1) problems.add('GROUP_GAP', lineAt(line.number));
    before.push(...items);
    if (before.length > list.most) problems.add('ITEMS_TOO_MANY', lineAt(line.number));
  }
  if (!found) problems.add('ITEM_EMPTY', lineAt(line.number));
  checkDerived(problems, line, { sequence: row });
}

function listAt(object: JsonObject, name: string): JsonValue[] {
  const present = object[name];
  if (Array.isArray(present)) return present;
  const made: JsonValue[] = [];
  object[name] = made;
  return made;
}

function addBelow(growth: Growth, line: LineTexts): void {
  const { type, number } = line;
  const { problems } = growth;
  const parent = type.byKey ? parentByKey(growth, line) : parentBefore(growth, type);
  if (parent === undefined) {
    problems.add('PARENT_MISSING', lineAt(number));
    return;
  }
  parent.lines ??= new Map();
  const count = (parent.lines.get(type) ?? 0) + 1;
  parent.lines.set(type, count);
  if (count > type.most) problems.add('ITEMS_TOO_MANY', lineAt(number));
  checkDerived(problems, line, { parent: parent.line, sequence: count });
  if (type.kind === 'text') addPiece(parent, line);
  else if (type.kind === 'continuation') continueLists(growth, parent, line);
  else addChild(growth, parent, line);
}

/** The nearest open line of a parent type; what is below it gets no more lines. */
function parentBefore({ stack }: Growth, { parents }: LineType): Open | undefined {
  while (stack.length > 0) {
    const last = stack.at(-1);
    if (last !== undefined && parents.includes(last.type.name)) return last;
    stack.pop();
  }
  return undefined;
}

function parentByKey({ byKey }: Growth, { type, texts }: LineTexts): Open | undefined {
  const values = type.keys.map(({ cell }) => type.cells[cell]?.codec.read(texts[cell] ?? '') ?? '');
  const key = values.join('\u0000');
  for (const name of type.parents) {
    const found = byKey.get(`${type.name}\u0000${name}\u0000${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function addChild(growth: Growth, parent: Open, line: LineTexts): void {
  const { type } = line;
  const object: JsonObject = {};
  const found = readMembers(walkOf(growth, line), type.block, object);
  const value = type.isScalar ? object[type.values[0]?.name ?? ''] : object;
  if (type.isScalar && !found) growth.problems.add('ITEM_EMPTY', lineAt(line.number));
  listAt(parent.object, type.field).push(value ?? null);
  open(growth, line, object);
}

/** A line that others may name from now on. */
function open(growth: Growth, line: LineTexts, object: JsonObject): void {
  const { type } = line;
  const made: Open = { type, object, line, rows: 1, lines: undefined, pieces: undefined };
  growth.all.push(made);
  growth.stack.push(made);
  for (const child of type.childrenByKey) {
    const values = child.keys.map(({ of }) => valueAt(line, of) ?? '');
    const key = [child.name, type.name, ...values].join('\u0000');
    if (growth.byKey.has(key)) growth.problems.add('KEY_REPEATED', lineAt(line.number));
    growth.byKey.set(key, made);
  }
}

function addPiece(parent: Open, { type, texts }: LineTexts): void {
  parent.pieces ??= new Map();
  const piece = texts[type.piece] ?? '';
  const pieces = parent.pieces.get(type);
  if (pieces === undefined) parent.pieces.set(type, [piece]);
  else pieces.push(piece);
}

/** More items of numbered groups: only behind a line whose places are all taken. */
function continueLists(growth: Growth, parent: Open, line: LineTexts): void {
  const { problems } = growth;
  let found = false;
  for (const list of line.type.lists) {
    const items = readPlaces(walkOf(growth, line), list);
    if (items.length === 0) continue;
    found = true;
    const own = parent.type.lists.find(({ name }) => name === list.name);
    const before = listAt(parent.object, list.name);
    const places = own?.places.length ?? 0;
    const isFull = before.length >= places && (before.length - places) % list.places.length === 0;
    const lines = parent.lines?.get(line.type) ?? 1;
    const isNext = before.length === places + (lines - 1) * list.places.length;
    if (!isFull || !isNext) problems.add('GROUP_GAP', lineAt(line.number));
    before.push(...items);
    if (before.length > (own?.most ?? 0)) problems.add('ITEMS_TOO_MANY', lineAt(line.number));
  }
  if (!found) problems.add('ITEM_EMPTY', lineAt(line.number));
}

/** When all lines are read: texts from their pieces, counts of lists, least lines. */
function finish({ problems }: Growth, { type, object, line, pieces }: Open): void {
  if (pieces !== undefined) {
    for (const [text, parts] of pieces) {
      if (!joinPieces(object, text, parts)) problems.add('ESCAPE_INVALID', lineAt(line.number));
    }
  }
  for (const { cell: index, list: name } of type.columns.counts) {
    const cell = type.cells[index];
    const stated = numberIn(cell?.codec.read(line.texts[index] ?? '') ?? undefined);
    const list = object[name];
    if (stated === 0 && list === undefined) object[name] = [];
    else if (stated !== (Array.isArray(list) ? list.length : undefined)) {
      problems.add('COUNT_DIFFERS', cellAt(line.number, cell));
    }
  }
}

/** All pieces but the last are whole; false when that is not so, or the text is not well escaped. */
function joinPieces(object: JsonObject, type: LineType, parts: readonly string[]): boolean {
  const cell = type.cells[type.piece];
  const value = cell?.codec.read(parts.join(''));
  if (value === null || value === undefined || isBlank(parts.at(-1) ?? '')) return false;
  object[type.field] = value;
  return true;
}
