import { asText } from './block.ts';
import type { Codec } from './block.ts';
import type { Json, JsonObject } from './json.ts';
import { NativeError } from './meaning.ts';

/** Pairs of a compact's code and a local one; one of either may have several partners. */
export type CodePairs = readonly (readonly [string, string | number])[];

/**
 * Codes of two lists: the first pair of a code decides. An exact code that the local one does not
 * tell is carried beside it.
 */
export function code(pairs: CodePairs): Codec {
  const there = firstPartners(pairs);
  const back = firstPartners(pairs.map(([compact, local]) => [local, compact] as const));
  return {
    write(value, { at, carried }) {
      const held = there.get(asText(value));
      if (held === undefined) throw new NativeError(`${at}: no local code`);
      if (back.get(held) !== value) carried.set(at, value);
      return held;
    },
    read(local) {
      const value = back.get(local as string | number);
      if (value === undefined) throw new NativeError('unknown local code');
      return value;
    },
  };
}

/** Reads pairs from text such as `PAID:1 DUE:2`; `local` makes the local code of its text. */
export function pairs(text: string, local: (text: string) => string | number): CodePairs {
  return text.split(/\s+/).map((pair) => {
    const [compact = '', partner = ''] = pair.split(':');
    return [compact, local(partner)] as const;
  });
}

/** Text of at most so many characters; what is longer is carried whole beside its beginning. */
export function cut(most: number): Codec {
  return {
    write(value, { at, carried }) {
      const characters = Array.from(asText(value));
      if (characters.length <= most) return value;
      carried.set(at, value);
      return characters.slice(0, most).join('').trimEnd();
    },
    read: (local) => local,
  };
}

/** Dates, times and moments: their digits regrouped both ways. */
export function regrouped(
  compact: RegExp,
  toLocal: string,
  local: RegExp,
  toCompact: string,
): Codec {
  const turn = (pattern: RegExp, replacement: string) => (value: Json) => {
    const text = asText(value);
    if (!pattern.test(text)) throw new NativeError('a date or time is not in its form');
    return text.replace(pattern, replacement);
  };
  return { write: turn(compact, toLocal), read: turn(local, toCompact) };
}

/** Dollars and cents as a JSON number of dollars. */
export const dollars: Codec = {
  write: (value) => Number(asText(value)),
  read: (local) => Number(local).toFixed(2),
};

/** Dollars and cents as a whole number of cents. */
export const cents: Codec = {
  write: (value) => Math.round(Number(asText(value)) * 100),
  read: (local) => (Number(local) / 100).toFixed(2),
};

/** Yes and no in local words. */
export function yesNo(yes: string, no: string): Codec {
  return { write: (value) => (value === true ? yes : no), read: (local) => local === yes };
}

/** A whole number as text. */
export const numberText: Codec = {
  write: (value) => `${Number(value)}`,
  read: (local) => Number(local),
};

/**
 * A name as `LAST, FIRST MIDDLE, SUFFIX`. A name that this does not tell apart again is carried in
 * its parts.
 */
export const lastNameFirst: Codec = {
  write(value, { at, carried }) {
    const { lastName, firstName, middleName, suffix } = value as Record<string, string | undefined>;
    const given = [firstName, middleName].filter((part) => part !== undefined).join(' ');
    const text = [lastName, given, suffix].filter((part) => part !== undefined).join(', ');
    const told = Object.entries(readName(text));
    const whole = value as JsonObject;
    const isTold = told.length === Object.keys(whole).length;
    if (!isTold || told.some(([part, is]) => whole[part] !== is)) carried.set(at, value);
    return text;
  },
  read: (local) => readName(asText(local)),
};

function readName(text: string): JsonObject {
  const [lastName = '', given = '', ...rest] = text.split(', ');
  const [firstName = '', ...middle] = given.split(' ');
  return {
    lastName,
    firstName,
    ...(middle.length === 0 ? {} : { middleName: middle.join(' ') }),
    ...(rest.length === 0 ? {} : { suffix: rest.join(', ') }),
  };
}

function firstPartners<Key, Value>(
  entries: readonly (readonly [Key, Value])[],
): ReadonlyMap<Key, Value> {
  const partners = new Map<Key, Value>();
  for (const [key, value] of entries) if (!partners.has(key)) partners.set(key, value);
  return partners;
}
