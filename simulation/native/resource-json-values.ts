import { asText, list, object } from './block.ts';
import type { Block, Codec } from './block.ts';
import { cents, code, regrouped } from './codecs.ts';
import type { CodePairs } from './codecs.ts';
import { isObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { NativeError } from './meaning.ts';

/** A code beside the name of its list. */
export function coding(name: string, codes: CodePairs): Codec {
  const system = `urn:wadoc:${name}`;
  const inner = code(codes);
  return {
    write: (value, place) => ({ system, code: inner.write(value, place) }),
    read(local) {
      const held = member(local);
      if (held['system'] !== system) throw new NativeError('a code is of another list');
      return inner.read(held['code'] ?? null);
    },
  };
}

/** A resource alone in its collection. */
export function one(inner: Block): Codec {
  const all = list(object(inner));
  const single = object(inner);
  return {
    write: (value, place) => [single.write(value, place)],
    read(local) {
      const [first, ...others] = all.read(local) as readonly Json[];
      if (first === undefined || others.length > 0) {
        throw new NativeError('a collection does not hold exactly one resource');
      }
      return first;
    },
  };
}

/** Ten digits, and the extension where there is one. */
export const telephone: Codec = {
  write(value) {
    const [digits = '', extension] = asText(value).split('x');
    return extension === undefined ? { digits } : { digits, extension };
  },
  read(local) {
    const { digits, extension } = member(local);
    const main = asText(digits ?? null);
    return extension === undefined ? main : `${main}x${asText(extension)}`;
  },
};

/** Whole cents with the currency. */
export const amount: Codec = {
  write: (value, place) => ({ cents: cents.write(value, place), currency: 'USD' }),
  read(local) {
    const held = member(local);
    if (held['currency'] !== 'USD') throw new NativeError('an amount is not in dollars');
    return cents.read(held['cents'] ?? null);
  },
};

/** The offset without its colon; UTC stays `Z`. */
export const timeWithOffset: Codec = {
  write: (value) => asText(value).replace(/([+-]\d{2}):(\d{2})$/, '$1$2'),
  read: (local) => asText(local).replace(/([+-]\d{2})(\d{2})$/, '$1:$2'),
};

/** A moment in UTC, which is said as `+0000`. */
export const momentWithOffset = regrouped(/^(.{19})Z$/, '$1+0000', /^(.{19})\+0000$/, '$1Z');

/** A time of day to the minute, written with seconds. */
export const wholeMinutes = regrouped(/^(\d\d:\d\d)$/, '$1:00', /^(\d\d:\d\d):00$/, '$1');

function member(local: Json): JsonObject {
  if (isObject(local)) return local;
  throw new NativeError('a value is not an object');
}
