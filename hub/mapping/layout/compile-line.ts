import { templatePattern } from '../temporal-format.ts';
import { columnCodec } from './column-codec.ts';
import { columnTable, isDerived } from './column-table.ts';
import type { Block, Cell, LineKind, LineType, ListMember, Member } from './layout.ts';
import type {
  ColumnDocument,
  EntryDocument,
  GroupDocument,
  LayoutDocument,
  LineDocument,
  RepeatDocument,
} from './layout-document.ts';

type Find = (at: string, detail: string) => void;

/** One line type while its columns are laid out. */
interface Draft {
  readonly document: LayoutDocument;
  readonly kind: LineKind;
  readonly at: string;
  readonly find: Find;
  readonly cells: Cell[];
  readonly names: Set<string>;
  /** Fixed width: where the next column begins. */
  end: number;
}

/** A line type as it stands in its file. */
export interface LineSource {
  readonly name: string;
  /** JSON Pointer. */
  readonly at: string;
  readonly isEnd: boolean;
  readonly line: LineDocument;
}

/** Lays out one line type: its cells in order, and the fields that they are. */
export function compileLine(document: LayoutDocument, source: LineSource, find: Find): LineType {
  const { name, at, line } = source;
  const kind: LineKind = source.isEnd ? 'end' : kindOf(line);
  const draft: Draft = { document, kind, at, find, cells: [], names: new Set(), end: 0 };
  const block = layOut(draft, line.columns, '', false);
  const length = document.fixed?.length ?? draft.end;
  const cellNamed = namesOf(draft.cells);
  checkKind(draft, line, block.members);
  return {
    name,
    kind,
    tag: line.tag,
    cells: draft.cells,
    cellNamed,
    columns: columnTable(draft.cells, {
      tag: line.tag,
      length: document.fixed === undefined ? undefined : length,
    }),
    block,
    values: block.members.filter((member) => member.kind === 'value'),
    lists: block.members.filter((member) => member.kind === 'list'),
    fields: new Set(block.memberNamed.keys()),
    parents: line.parents ?? line.continues ?? [],
    field: line.text ?? line.list ?? name,
    most: line.most ?? DEFAULT_MOST,
    least: line.least ?? 0,
    byKey: line.attach === 'key',
    keys: draft.cells.flatMap(({ column: { key } }, cell) =>
      key === undefined ? [] : [{ cell, of: key }],
    ),
    together: (line.together ?? []).flatMap((column) => cellNamed.get(column) ?? []),
    isScalar: line.scalar === true,
    piece: draft.cells.findIndex(({ column }) => column.is === 'piece'),
    children: [],
    childrenByKey: [],
    length,
  };
}

/** Of a name that stands twice the first, as for a reader. */
function namesOf(cells: readonly Cell[]): ReadonlyMap<string, number> {
  const cellNamed = new Map<string, number>();
  cells.forEach(({ name }, cell) => {
    if (!cellNamed.has(name)) cellNamed.set(name, cell);
  });
  return cellNamed;
}

/** No list of the compact is longer than 100; texts have up to 8,192 characters. */
const DEFAULT_MOST = 200;

function kindOf({ text, parents, continues }: LineDocument): LineKind {
  if (text !== undefined) return 'text';
  if (continues !== undefined) return 'continuation';
  return parents === undefined ? 'activity' : 'child';
}

function layOut(
  draft: Draft,
  entries: readonly EntryDocument[],
  prefix: string,
  isOwn: boolean,
): Block {
  const from = draft.cells.length;
  const members = entries.map((entry) => {
    if ('group' in entry) return layOutGroup(draft, entry, prefix, isOwn);
    if ('repeat' in entry) return layOutRepeat(draft, entry, prefix);
    return addColumn(draft, entry, prefix + entry.name, entry.name, isOwn);
  });
  return blockOf(members, from, draft.cells.length);
}

function blockOf(members: readonly Member[], from: number, to: number): Block {
  const memberAt: Member[] = [];
  for (const member of members) {
    const size = member.kind === 'list' ? member.to - member.from : 1;
    for (let cell = 0; cell < size; cell += 1) memberAt.push(member);
  }
  const named = members.filter((member) => member.kind !== 'derived');
  const memberNamed = new Map(named.map((member) => [member.name, member]));
  return { members, from, to, memberAt, memberNamed };
}

function addColumn(
  draft: Draft,
  column: ColumnDocument,
  name: string,
  field: string,
  isOwn: boolean,
): Member {
  const { document, cells, names, find, at } = draft;
  const { escape, fixed } = document;
  const isFixed = fixed !== undefined;
  const width = isFixed ? (column.width ?? 0) : 0;
  const wrong = columnProblem(draft, column);
  if (names.has(name)) find(at, `the column ${name} stands twice`);
  if (wrong !== undefined) find(at, `${name}: ${wrong}`);
  names.add(name);
  const codec = columnCodec(column, { isFixed, escape });
  const own = isOwn || column.is === 'sequence' || column.count !== undefined;
  cells.push({ name, column, codec, start: draft.end, width, isOwn: own });
  draft.end += width;
  const cell = cells.length - 1;
  return isDerived(column) ? { kind: 'derived', cell } : { kind: 'value', name: field, cell };
}

function columnProblem({ document, kind, end }: Draft, column: ColumnDocument): string | undefined {
  const { width, at, type, format, pad, escaped, is, latest, same } = column;
  const isFixed = document.fixed !== undefined;
  if (isFixed !== (width !== undefined)) return 'a width stands in fixed layouts, and always there';
  if (isFixed && at !== undefined && at !== end + 1) return `it begins at ${end + 1}`;
  if ((type === 'date') !== (format !== undefined)) return 'a date has a format, and nothing else';
  if (format !== undefined && templatePattern(format) === undefined) return 'the format is none';
  if (pad === '0' && type !== 'digits') return 'only digits are filled with zeros';
  if (escaped === true && document.escape === undefined) return 'the layout names no escape';
  if ((latest ?? same) !== undefined && kind !== 'end') return 'only header and trailer have this';
  if (is === 'piece' && kind !== 'text') return 'only a text line has pieces';
  if (is === 'piece' && !isFixed && column.maxLength === undefined) return 'a piece has a length';
  if (is === 'free' && kind !== 'end') return 'only header and trailer have columns that are free';
  if (kind === 'end' && !isDerived(column)) return 'header and trailer have derived columns only';
  return undefined;
}

function layOutGroup(
  draft: Draft,
  group: GroupDocument,
  prefix: string,
  isOwn: boolean,
): ListMember {
  const from = draft.cells.length;
  const places = Array.from({ length: group.max }, (_, index) => {
    const number = String(index + 1);
    const inner =
      prefix + group.prefix.replace('{nn}', number.padStart(2, '0')).replace('{n}', number);
    if (group.value === undefined) return layOut(draft, group.columns ?? [], inner, isOwn);
    return layOutValue(draft, { ...group.value, name: inner }, inner, isOwn);
  });
  return {
    kind: 'list',
    name: group.group,
    isRepeat: false,
    isScalar: group.value !== undefined,
    places,
    most: group.most ?? group.max,
    from,
    to: draft.cells.length,
    size: (draft.cells.length - from) / group.max,
  };
}

/** A place that has one column, whose value is the item. */
function layOutValue(draft: Draft, column: ColumnDocument, name: string, isOwn: boolean): Block {
  const from = draft.cells.length;
  return blockOf([addColumn(draft, column, name, '', isOwn)], from, from + 1);
}

function layOutRepeat(draft: Draft, repeat: RepeatDocument, prefix: string): ListMember {
  const { value, columns = [] } = repeat;
  const inner = prefix + (repeat.prefix ?? '');
  const place =
    value === undefined
      ? layOut(draft, columns, inner, true)
      : layOutValue(draft, value, inner + value.name, true);
  return {
    kind: 'list',
    name: repeat.repeat,
    isRepeat: true,
    isScalar: value !== undefined,
    places: [place],
    most: repeat.max,
    from: place.from,
    to: place.to,
    size: place.to - place.from,
  };
}

function checkKind(
  { kind, find, at, cells }: Draft,
  line: LineDocument,
  members: readonly Member[],
): void {
  const lists = members.filter((member) => member.kind === 'list');
  const repeats = lists.some(({ isRepeat }) => isRepeat);
  const together = line.together ?? [];
  if (repeats !== together.length > 0) find(at, 'repeated columns need `together`, and it them');
  if (repeats && kind !== 'activity') find(at, 'only an activity repeats its columns');
  if (line.attach === 'key' && !cells.some(({ column }) => column.key !== undefined)) {
    find(at, 'no column is a key');
  }
  if (line.attach === 'key' && kind === 'continuation') find(at, 'a continuation follows its line');
  for (const name of together) {
    const column = cells.find((cell) => cell.name === name)?.column;
    if (column?.required !== true) find(at, 'lines belong together by required columns');
  }
  const pieces = cells.filter(({ column }) => column.is === 'piece').length;
  if (kind === 'text' && pieces !== 1) find(at, 'a text line has one piece');
  const values = members.filter((member) => member.kind === 'value').length;
  const hasValues = values > 0;
  if (line.scalar === true && (kind !== 'child' || values !== 1 || lists.length > 0)) {
    find(at, 'an item that is a value has one column beside derived ones');
  }
  if ((kind === 'text' || kind === 'continuation') && hasValues) {
    find(at, 'this line has no columns of its own');
  }
}
