import type { Problem } from '../errors.ts';
import type { JsonValue } from './json.ts';
import { pointerBelow } from './pointer-below.ts';

/** No schema of the compact allows a longer list or an object of more names. */
export const MOST_ITEMS = 2_000;
/** Items and names of a whole document; the largest activity has some thousand. */
export const MOST_VALUES = 20_000;

/**
 * Where a document holds more than any may: the list or object, or the whole, by JSON Pointer. Asked
 * before a schema is: to collect what is wrong with each of n items takes n² steps, so one megabyte of
 * zeros would keep everybody waiting for minutes. Time is linear, and no more is looked at than may be.
 */
export function excessOf(value: JsonValue): Problem | undefined {
  const seen = { values: 0 };
  const pointer = findExcess(value, seen);
  if (pointer === undefined) return undefined;
  const isWhole = seen.values > MOST_VALUES;
  const most = isWhole ? MOST_VALUES : MOST_ITEMS;
  return {
    pointer: isWhole ? '' : pointer,
    code: 'maxItems',
    detail: `must not hold more than ${most} items`,
  };
}

function findExcess(value: JsonValue, seen: { values: number }): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) {
    if (isTooMany(value.length, seen)) return '';
    for (const [place, item] of value.entries()) {
      const below = findExcess(item, seen);
      if (below !== undefined) return `/${place}${below}`;
    }
    return undefined;
  }
  const names = Object.keys(value);
  if (isTooMany(names.length, seen)) return '';
  for (const name of names) {
    const below = findExcess(value[name] ?? null, seen);
    if (below !== undefined) return pointerBelow('', name) + below;
  }
  return undefined;
}

function isTooMany(count: number, seen: { values: number }): boolean {
  if (count > MOST_ITEMS) return true;
  seen.values += count;
  return seen.values > MOST_VALUES;
}
