import { isObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { NativeError } from './meaning.ts';

/** What a format has no room for, by the JSON Pointer of the canonical value. */
export type Carried = Map<string, Json>;

export interface Place {
  /** JSON Pointer of the canonical value. */
  readonly at: string;
  readonly carried: Carried;
}

/** How one value stands in one local field. */
export interface Codec {
  write(value: Json, place: Place): Json;
  read(local: Json): Json;
}

/** How one canonical property stands in a local object. */
export interface Rule {
  write(value: Json, local: JsonObject, place: Place & { readonly prefix: string }): void;
  read(local: JsonObject, prefix: string): Json | undefined;
}

/** A canonical object, property by property; the compiler refuses a table that forgets one. */
export type Table<Value> = { readonly [Property in keyof Value]-?: Rule | string };

export interface Block {
  write(value: Json, local: JsonObject, place: Place & { readonly prefix: string }): void;
  /** Undefined when none of its properties is there. */
  read(local: JsonObject, prefix: string): JsonObject | undefined;
}

/** A block by its table; a text in it is the path of a field that holds the value as it is. */
export function block<Value extends object>(table: Table<Value>): Block {
  const entries = Object.entries<Rule | string>(table).map(
    ([name, rule]) => [name, typeof rule === 'string' ? at(rule, same) : rule] as const,
  );
  return {
    write(value, local, { at: pointer, ...place }) {
      const object = asObject(value);
      for (const [name, rule] of entries) {
        const inner = object[name];
        if (inner === undefined) continue;
        rule.write(inner, local, { ...place, at: `${pointer}/${name}` });
      }
    },
    read(local, prefix) {
      const read = entries.flatMap(([name, rule]): [string, Json][] => {
        const value = rule.read(local, prefix);
        return value === undefined ? [] : [[name, value]];
      });
      return read.length === 0 ? undefined : Object.fromEntries(read);
    },
  };
}

/** The value at a path of names below the local object; a single name gets the place's prefix. */
export function at(path: string, codec: Codec): Rule {
  const names = path.split('/');
  const last = names.at(-1) ?? '';
  return {
    write(value, local, { prefix, ...place }) {
      const held = codec.write(value, place);
      if (names.length === 1) local[prefixed(prefix, last)] = held;
      else objectAt(local, names.slice(0, -1))[last] = held;
    },
    read(local, prefix) {
      const owner = names.length === 1 ? local : findAt(local, names.slice(0, -1));
      const held = owner?.[names.length === 1 ? prefixed(prefix, last) : last];
      return held === undefined || held === null ? undefined : codec.read(held);
    },
  };
}

/** A list below an element of its own, which is there when the list is, also when it is empty. */
export function wrapped(path: string, item: Codec): Rule {
  const names = path.split('/');
  const wrapper = names.slice(0, -1);
  const rule = at(path, list(item));
  return {
    write(value, local, place) {
      if (asArray(value).length === 0) objectAt(local, wrapper);
      else rule.write(value, local, place);
    },
    read(local, prefix) {
      return findAt(local, wrapper) === undefined ? undefined : (rule.read(local, prefix) ?? []);
    },
  };
}

/** The properties of a block among those of the local object, each name with a prefix. */
export function inline(prefix: string, inner: Block): Rule {
  return {
    write(value, local, place) {
      inner.write(value, local, { ...place, prefix: place.prefix + prefix });
    },
    read: (local, outer) => inner.read(local, outer + prefix),
  };
}

/** One text in several fields; a missing part leaves its field out. */
export function parts(
  paths: readonly string[],
  take: (text: string) => readonly string[],
  separator: string,
): Rule {
  const rules = paths.map((path) => at(path, same));
  return {
    write(value, local, place) {
      take(asText(value)).forEach((part, index) => rules[index]?.write(part, local, place));
    },
    read(local, prefix) {
      const found = rules.map((rule) => rule.read(local, prefix));
      const present = found.filter((part) => part !== undefined);
      return present.length === 0 ? undefined : present.map(asText).join(separator);
    },
  };
}

/** A property for which the format has no field. */
export const carriedOnly: Rule = {
  write(value, _, { at: pointer, carried }) {
    carried.set(pointer, value);
  },
  read: () => undefined,
};

export const same: Codec = { write: (value) => value, read: (local) => local };

/** A block as an object of its own. */
export function object(inner: Block): Codec {
  return {
    write(value, place) {
      const local: JsonObject = {};
      inner.write(value, local, { ...place, prefix: '' });
      return local;
    },
    read: (local) => inner.read(asElement(local), '') ?? {},
  };
}

/** Items in order; in XML a list of one is not marked as a list. */
export function list(item: Codec): Codec {
  return {
    write: (value, { at: pointer, carried }) =>
      asArray(value).map((each, index) => item.write(each, { at: `${pointer}/${index}`, carried })),
    read: (local) =>
      (Array.isArray(local) ? local : [local]).map((each) => item.read(each as Json)),
  };
}

export function asText(value: Json): string {
  if (typeof value === 'string') return value;
  throw new NativeError('a value is not text');
}

/** An attribute of XML keeps its `@` in front. */
function prefixed(prefix: string, name: string): string {
  return name.startsWith('@') ? `@${prefix}${name.slice(1)}` : prefix + name;
}

function asArray(value: Json): readonly Json[] {
  if (Array.isArray(value)) return value as readonly Json[];
  throw new NativeError('a value is not a list');
}

function asObject(value: Json): JsonObject {
  if (isObject(value)) return value;
  throw new NativeError('a value is not an object');
}

/** An element without attributes or children reads as its text. */
function asElement(local: Json): JsonObject {
  if (typeof local === 'string') return local === '' ? {} : { '#': local };
  return asObject(local);
}

function objectAt(local: JsonObject, names: readonly string[]): JsonObject {
  let here = local;
  for (const name of names) {
    const next = here[name];
    here = isObject(next) ? next : (here[name] = {});
  }
  return here;
}

function findAt(local: JsonObject, names: readonly string[]): JsonObject | undefined {
  let here = local;
  for (const name of names) {
    const next = here[name];
    if (next === undefined || next === null) return undefined;
    here = asElement(next);
  }
  return here;
}
