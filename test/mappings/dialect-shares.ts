import type { Dialect, MappedActivity } from '../../hub/mapping/dialect.ts';
import type { EntryDocument, LayoutDocument } from '../../hub/mapping/layout/layout-document.ts';

/** What two dialects have in common, each part of the smaller of the two. */
export interface DialectShares {
  /** Names of fields, in one case and without prefixes, so that spelling alone does not count. */
  readonly names: number;
  /** Full paths as the state writes them. */
  readonly paths: number;
  /** Elements of the compact that lie in the same shape; see `shapesOf`. */
  readonly structure: number;
}

export function dialectShares(one: Dialect, other: Dialect): DialectShares {
  return {
    names: share(fieldNames(one), fieldNames(other)),
    paths: share(new Set(pathsOf(one)), new Set(pathsOf(other))),
    structure: share(shapesOf(one), shapesOf(other)),
  };
}

/** Each two of them once. */
export function pairsOf(dialects: readonly Dialect[]): (readonly [Dialect, Dialect])[] {
  return dialects.flatMap((one, at) =>
    dialects.slice(at + 1).map((other): readonly [Dialect, Dialect] => [one, other]),
  );
}

function share(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const common = [...one].filter((part) => other.has(part)).length;
  return common / Math.min(one.size, other.size);
}

function pathsOf(dialect: Dialect): string[] {
  return [...dialect.activities.values()].flatMap(({ entries }) =>
    entries.flatMap(({ local }) => local),
  );
}

function fieldNames(dialect: Dialect): Set<string> {
  const names = pathsOf(dialect).flatMap((path) => path.split('/').filter(isName));
  return new Set(
    names.map((name) =>
      name
        .replace(/^@|^\w+:/, '')
        .replace(/[_-]/g, '')
        .toLowerCase(),
    ),
  );
}

const isName = (step: string): boolean => step !== '' && step !== '*';

/**
 * One line for each element of each activity: by what kind of rule it is carried, in how many places, how deep
 * below the record, through which lists, in an attribute or not, and with which other elements it lies together.
 */
function shapesOf(dialect: Dialect): Set<string> {
  return new Set(
    [...dialect.activities].flatMap(([type, activity]) =>
      [...shapesOfActivity(dialect, activity)].map(
        ([element, shape]) => `${type} ${element} ${shape}`,
      ),
    ),
  );
}

function shapesOfActivity(dialect: Dialect, { entries }: MappedActivity): Map<string, string> {
  const layout = dialect.layout?.document;
  const first = firstAt(entries);
  const shapes = new Map<string, string>();
  for (const { op, canonical, local } of entries) {
    const places = local.map(
      (path) =>
        `${layout === undefined ? stepsOfTree(path) : stepsInLines(layout, path)} beside ${first.get(parentOf(path)) ?? ''}`,
    );
    for (const element of canonical) shapes.set(element, `${op} ${places.sort().join(' + ')}`);
  }
  return shapes;
}

/** By parent, the element that is first in the alphabet of those in it: what names a group in both dialects. */
function firstAt(entries: MappedActivity['entries']): Map<string, string> {
  const first = new Map<string, string>();
  for (const { canonical, local } of entries) {
    for (const parent of local.map(parentOf)) {
      for (const element of canonical) {
        const known = first.get(parent);
        if (known === undefined || element < known) first.set(parent, element);
      }
    }
  }
  return first;
}

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));

/** A list as `*`, an attribute as `@`, any other step as `n`; the record itself is left out. */
function stepsOfTree(path: string): string {
  const below = path.split('/').slice(2);
  return below.map((step) => (step === '*' ? '*' : step.startsWith('@') ? '@' : 'n')).join('');
}

/**
 * In files of lines the tree of a record does not show how it is written: a column that stands once or on
 * each line of the record, numbered columns, lines of their own, the pieces of a text.
 */
function stepsInLines(layout: LayoutDocument, path: string): string {
  const [, root = '', ...below] = path.split('/');
  let columns = layout.lines[root]?.columns ?? [];
  let line = root;
  const again = layout.lines[root]?.together === undefined ? 'column' : 'column again';
  const written = below.filter(isName).map((name) => {
    const part = columns.find((column) => nameOf(column) === name);
    if (part !== undefined && 'group' in part) return enter(part.columns, 'numbered');
    if (part !== undefined && 'repeat' in part) return enter(part.columns, 'a line each');
    const child = Object.entries(layout.lines).find(
      ([type, { parents, list, text }]) =>
        parents?.includes(line) === true && (text ?? list ?? type) === name,
    );
    if (child === undefined) return line === root ? again : 'column';
    [line] = child;
    return enter(child[1].columns, child[1].text === undefined ? 'lines' : 'pieces');
  });
  function enter(inner: readonly EntryDocument[] | undefined, how: string): string {
    columns = inner ?? [];
    return how;
  }
  return written.join(' ');
}

function nameOf(column: EntryDocument): string {
  if ('group' in column) return column.group;
  return 'repeat' in column ? column.repeat : column.name;
}
