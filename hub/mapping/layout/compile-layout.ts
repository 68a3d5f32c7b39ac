import type { Problem } from '../../errors.ts';
import { compileLine } from './compile-line.ts';
import { MAX_COLUMNS } from './csv-lines.ts';
import { nameTableOf } from './name-table.ts';
import type { Layout, LineType } from './layout.ts';
import type { LayoutDocument } from './layout-document.ts';

const FILE = 'local.layout.json';

/** Compiles a record layout; adds what does not fit together, by `local.layout.json#/pointer`. */
export function compileLayout(document: LayoutDocument, problems: Problem[]): Layout {
  const find = (at: string, detail: string): void => {
    problems.push({ pointer: `${FILE}#${at}`, code: 'LAYOUT_INVALID', detail });
  };
  const types = new Map(
    Object.entries(document.lines).map(([name, line]): [string, LineType] => [
      name,
      compileLine(document, { name, at: `/lines/${name}`, isEnd: false, line }, find),
    ]),
  );
  const end = (name: 'header' | 'trailer'): LineType | undefined =>
    document[name] &&
    compileLine(document, { name, at: `/${name}`, isEnd: true, line: document[name] }, find);
  linkChildren(types, find);
  const all = [...types.values()];
  const tags = all.map(tagCellOf);
  checkTags(all, tags, find);
  const [first] = all;
  const tagCell = tags[0] ?? -1;
  const names = document.csv?.names === true ? namesOf(all) : [];
  const layout: Layout = {
    document,
    header: end('header'),
    trailer: end('trailer'),
    types,
    byTag: new Map(all.flatMap((type) => (type.tag === undefined ? [] : [[type.tag, type]]))),
    untagged: tagCell < 0 ? first : undefined,
    tagCell,
    tagStart: first?.cells[tagCell]?.start ?? 0,
    tagWidth: first?.cells[tagCell]?.width ?? 0,
    names,
    nameTable: names.length > 0 ? nameTableOf(document, names, all) : undefined,
  };
  checkWhole(layout, find);
  return layout;
}

type Find = (at: string, detail: string) => void;

function tagCellOf({ cells }: LineType): number {
  return cells.findIndex(({ column }) => column.is === 'tag');
}

function linkChildren(types: ReadonlyMap<string, LineType>, find: Find): void {
  for (const type of types.values()) {
    if (type.kind === 'activity') continue;
    for (const name of type.parents) {
      const parent = types.get(name);
      if (parent === undefined || parent.kind === 'text' || parent.kind === 'continuation') {
        find(`/lines/${type.name}`, 'a parent is no line type that has children');
        continue;
      }
      parent.children.push(type);
      if (type.byKey) parent.childrenByKey.push(type);
      for (const { of } of type.keys) {
        const column = parent.cells.find((cell) => cell.name === of)?.column;
        const isThere =
          column?.required ?? (column?.is === 'sequence' || column?.key !== undefined);
        if (!isThere) find(`/lines/${type.name}`, 'a key repeats no required column of the parent');
      }
      if (type.kind === 'continuation') {
        if ([...type.fields].every((field) => parent.fields.has(field))) continue;
        find(`/lines/${type.name}`, 'the line that is continued has no such group');
      } else if (parent.fields.has(type.field)) {
        find(`/lines/${type.name}`, 'the parent has a field of that name already');
      } else parent.fields.add(type.field);
    }
  }
  for (const type of types.values()) {
    if (!type.byKey && type.parents.some((name) => reaches(types, type.parents, name, 0))) {
      find(`/lines/${type.name}`, 'one parent stands below another: attach by key');
    }
    if (type.kind !== 'activity' && !leadsUp(types, type, 0)) {
      find(`/lines/${type.name}`, 'the parents lead to no activity');
    }
  }
}

const MAX_DEPTH = 10;

/** Whether one of `names` stands, at any depth, below the type of that name. */
function reaches(
  types: ReadonlyMap<string, LineType>,
  names: readonly string[],
  above: string,
  depth: number,
): boolean {
  const children = types.get(above)?.children ?? [];
  return children.some(
    (child) =>
      names.includes(child.name) ||
      (depth < MAX_DEPTH && reaches(types, names, child.name, depth + 1)),
  );
}

function leadsUp(types: ReadonlyMap<string, LineType>, type: LineType, depth: number): boolean {
  if (type.kind === 'activity') return true;
  if (depth >= MAX_DEPTH) return false;
  return type.parents.every((name) => {
    const parent = types.get(name);
    return parent !== undefined && leadsUp(types, parent, depth + 1);
  });
}

function checkTags(all: readonly LineType[], tags: readonly number[], find: Find): void {
  const [first] = all;
  const seen = new Set<string>();
  all.forEach((type, index) => {
    const at = `/lines/${type.name}`;
    if ((type.tag === undefined) !== (tags[index] ?? -1) < 0) {
      find(at, 'a tag needs a column that is the tag, and that column a tag');
    }
    if (type.tag === undefined && all.length > 1) find(at, 'of several line types each has a tag');
    if (type.tag !== undefined && seen.has(type.tag)) find(at, 'another line type has the tag');
    if (type.tag !== undefined) seen.add(type.tag);
    const cell = type.cells[tags[index] ?? -1];
    const other = first?.cells[tags[0] ?? -1];
    const isSame =
      cell?.start === other?.start && cell?.width === other?.width && cell?.name === other?.name;
    if (tags[index] !== tags[0] && cell?.start === 0 && cell.width === 0) {
      find(at, 'the tag stands in another column than that of the first line type');
    } else if (!isSame)
      find(at, 'the tag stands at another place than that of the first line type');
    if (cell !== undefined && type.tag !== undefined && cell.codec.write(type.tag) === null) {
      find(at, 'the tag does not fit its column');
    }
  });
}

function namesOf(types: readonly LineType[]): string[] {
  return [...new Set(types.flatMap(({ cells }) => cells.map(({ name }) => name)))];
}

function checkWhole({ document, types, header, trailer, names }: Layout, find: Find): void {
  const { csv, fixed } = document;
  if ((csv === undefined) === (fixed === undefined)) find('', 'a layout is either csv or fixed');
  if (fixed?.lineEnd === 'none' && fixed.length === undefined) {
    find('/fixed', 'lines that run together need a length');
  }
  if (![...types.values()].some(({ kind }) => kind === 'activity')) find('/lines', 'no activity');
  if (names.length > MAX_COLUMNS) find('/lines', 'too many columns');
  for (const type of [header, trailer, ...types.values()]) {
    if (type === undefined) continue;
    const at = type.kind === 'end' ? `/${type.name}` : `/lines/${type.name}`;
    const last = type.cells.at(-1);
    const end = last === undefined ? 0 : last.start + last.width;
    if (fixed !== undefined && end > type.length) find(at, 'the columns are longer than the line');
    if (csv !== undefined && type.cells.length < 2) find(at, 'a CSV line has two columns or more');
  }
}
