import { asText } from './block.ts';
import { CHILD_LISTS, PLACES, ROW_LISTS, SCALAR_LISTS, WITH_ROWS } from './charge-rows-columns.ts';
import { isObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { NativeError } from './meaning.ts';

/** The cells of one row that are not empty, by the names of their columns. */
export type Row = Map<string, string>;

/** What each row of an event says again. */
const KEYS = ['evt_nk', 'src_juris_dk'] as const;

/** `charge` of `charge_rows`: what the names of its columns begin with. */
function baseOf(list: string): string {
  return list.slice(0, list.lastIndexOf('_'));
}

/** The rows of an event: its own, one for each charge, and those of the lists below it. */
export function rowsOf(kind: string, local: JsonObject): Row[] {
  const shared: Row = new Map([['row_dk', kind]]);
  const charges: [string, readonly Json[]][] = [];
  const below: Row[] = [];
  for (const [name, value] of Object.entries(local)) {
    if (!Array.isArray(value)) {
      shared.set(name, asText(value));
      continue;
    }
    const items = value as readonly Json[];
    shared.set(`${baseOf(name)}_qty`, `${items.length}`);
    if (name in ROW_LISTS) charges.push([name, items]);
    else if (name in PLACES) putPlaces(shared, baseOf(name), items);
    else below.push(...items.map((item, index) => rowBelow(local, name, item, index)));
  }
  const count = Math.max(1, ...charges.map(([, items]) => items.length));
  const own = Array.from({ length: count }, (_, index) => {
    const row: Row = new Map(shared);
    if (WITH_ROWS.includes(kind)) row.set('row_ord', `${index + 1}`);
    for (const [name, items] of charges) {
      const item = items[index];
      if (item !== undefined) putItem(row, ROW_LISTS[name]?.prefix ?? '', item);
    }
    return row;
  });
  return [...own, ...below];
}

function rowBelow(local: JsonObject, list: string, item: Json, index: number): Row {
  const row: Row = new Map([
    ['row_dk', `${baseOf(list).toUpperCase()}+`],
    ['row_ord', `${index + 1}`],
    ...KEYS.map((key): [string, string] => [key, asText(local[key] ?? '')]),
  ]);
  if (isObject(item)) putItem(row, '', item);
  else row.set(`${baseOf(list)}_item`, asText(item));
  return row;
}

function putItem(row: Row, prefix: string, item: Json): void {
  if (!isObject(item)) throw new NativeError('an item of a row is one value');
  for (const [name, value] of Object.entries(item)) {
    if (Array.isArray(value)) putPlaces(row, prefix + baseOf(name), value);
    else row.set(prefix + name, asText(value));
  }
}

function putPlaces(row: Row, base: string, items: readonly Json[]): void {
  items.forEach((item, index) => row.set(`${base}_${index + 1}`, asText(item)));
}

/** What the rows of one event say; throws where rows, their order or a count are wrong. */
export function localOf(rows: readonly Row[]): JsonObject {
  const [first] = rows;
  if (first === undefined) throw new NativeError('an event has no row');
  const own = rows.filter((row) => row.get('row_dk') === first.get('row_dk'));
  const local: JsonObject = Object.fromEntries(first);
  for (const [name, { prefix, columns }] of Object.entries(ROW_LISTS)) {
    putList(local, name, itemsIn(own, columns, prefix));
  }
  for (const [name, places] of Object.entries(PLACES)) {
    putList(local, name, valuesIn(first, baseOf(name), places));
  }
  for (const [name, columns] of Object.entries(CHILD_LISTS)) {
    const kind = `${baseOf(name).toUpperCase()}+`;
    const held = rows.filter((row) => row.get('row_dk') === kind);
    held.forEach((row, index) => {
      if (row.get('row_ord') !== `${index + 1}`) throw new NativeError('rows are out of order');
      if (KEYS.some((key) => row.get(key) !== first.get(key))) {
        throw new NativeError('a row stands below another event');
      }
    });
    const items = SCALAR_LISTS.includes(name)
      ? held.map((row) => row.get(columns) ?? '')
      : itemsIn(held, columns, '');
    putList(local, name, items);
  }
  return local;
}

/** An empty list is told from none by its count. */
function putList(local: JsonObject, name: string, items: readonly Json[]): void {
  const count = local[`${baseOf(name)}_qty`];
  if ((count === undefined && items.length > 0) || Number(count ?? 0) !== items.length) {
    throw new NativeError(`${baseOf(name)}_qty is not the number of items`);
  }
  if (count !== undefined) local[name] = [...items];
}

function itemsIn(rows: readonly Row[], columns: string, prefix: string): JsonObject[] {
  return rows.flatMap((row) => {
    const item: JsonObject = {};
    for (const column of columns.split(' ')) {
      const [name = '', places] = column.split('*');
      const value = row.get(prefix + name);
      if (value !== undefined) item[name] = value;
      if (places === undefined) continue;
      const values = valuesIn(row, prefix + baseOf(name), Number(places));
      if (values.length > 0) item[name] = values;
    }
    return Object.keys(item).length === 0 ? [] : [item];
  });
}

function valuesIn(row: Row, base: string, places: number): string[] {
  return Array.from({ length: places }, (_, index) => row.get(`${base}_${index + 1}`)).filter(
    (value) => value !== undefined,
  );
}
