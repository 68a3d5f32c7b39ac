import { asText } from './block.ts';
import { COLUMNS, GROUPS } from './csv-groups-columns.ts';
import type { Group } from './csv-groups-columns.ts';
import { isObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { NativeError } from './meaning.ts';

/** The cells of one line that are not empty, by the names of their columns. */
export type Line = ReadonlyMap<string, string>;

/** All columns as the second line names them, the places of the groups one by one. */
export const NAMES: readonly string[] = COLUMNS.flatMap((column) =>
  column.endsWith('*') ? placesOf(column.slice(0, -1)) : [column],
);

function placesOf(group: string): string[] {
  const { places, columns } = groupOf(group);
  return numbers(places).flatMap((number) => {
    if (columns === '') return [`${group}${number}`];
    return columns.split(' ').flatMap((column) => {
      const [name = '', inner] = column.split('*');
      const whole = `${group}${number}_${name}`;
      return inner === undefined
        ? [whole]
        : numbers(Number(inner)).map((place) => `${whole}${place}`);
    });
  });
}

function numbers(most: number): number[] {
  return Array.from({ length: most }, (_, index) => index + 1);
}

function groupOf(name: string): Group {
  const group = GROUPS[name];
  if (group === undefined) throw new NativeError(`${name} is no group`);
  return group;
}

/** The lines of a transaction: its own, then for each group what its places do not hold. */
export function linesOf(tag: string, local: JsonObject): Line[] {
  const first = new Map([['RECTYP', tag]]);
  const further: Line[] = [];
  for (const [name, value] of Object.entries(local)) {
    if (!Array.isArray(value)) {
      first.set(name, asText(value));
      continue;
    }
    const items = value as readonly Json[];
    const { places } = groupOf(name);
    first.set(`${name}_CNT`, `${items.length}`);
    putItems(first, name, items.slice(0, places));
    for (let from = places; from < items.length; from += places) {
      const line = new Map([
        ['RECTYP', `${name}+`],
        ['TRNNO', asText(local['TRNNO'] ?? '')],
        ['CONTNO', `${from / places}`],
      ]);
      putItems(line, name, items.slice(from, from + places));
      further.push(line);
    }
  }
  return [first, ...further];
}

function putItems(line: Map<string, string>, group: string, items: readonly Json[]): void {
  items.forEach((item, index) => {
    const place = `${group}${index + 1}`;
    if (!isObject(item)) line.set(place, asText(item));
    else {
      for (const [name, value] of Object.entries(item)) putValue(line, `${place}_${name}`, value);
    }
  });
}

function putValue(line: Map<string, string>, column: string, value: Json): void {
  if (!Array.isArray(value)) line.set(column, asText(value));
  else {
    value.forEach((each: Json, index) => line.set(`${column}${index + 1}`, asText(each)));
  }
}

/** What the lines of one transaction say; throws where a count is not that of the items. */
export function localOf([first, ...further]: readonly Line[]): JsonObject {
  if (first === undefined) throw new NativeError('a transaction has no line');
  const local: JsonObject = {};
  for (const column of COLUMNS) {
    const value = first.get(column);
    if (value !== undefined) local[column] = value;
  }
  for (const name of Object.keys(GROUPS)) {
    const own = further.filter((line) => line.get('RECTYP') === `${name}+`);
    const items = [first, ...own].flatMap((line) => itemsIn(line, name));
    const count = first.get(`${name}_CNT`);
    if ((count === undefined && items.length > 0) || Number(count ?? 0) !== items.length) {
      throw new NativeError(`${name}_CNT is not the number of items`);
    }
    if (count !== undefined) local[name] = items;
  }
  return local;
}

function itemsIn(line: Line, group: string): Json[] {
  const { places, columns } = groupOf(group);
  return numbers(places).flatMap((number): Json[] => {
    const place = `${group}${number}`;
    if (columns === '') return valuesAt(line, [place]);
    const item: JsonObject = {};
    for (const column of columns.split(' ')) {
      const [name = '', inner] = column.split('*');
      const whole = `${place}_${name}`;
      const isList = inner !== undefined;
      const held = isList ? numbers(Number(inner)).map((each) => `${whole}${each}`) : [whole];
      const values = valuesAt(line, held);
      const [only] = values;
      if (only !== undefined) item[name] = isList ? values : only;
    }
    return Object.keys(item).length === 0 ? [] : [item];
  });
}

function valuesAt(line: Line, columns: readonly string[]): string[] {
  return columns.flatMap((column) => line.get(column) ?? []);
}
