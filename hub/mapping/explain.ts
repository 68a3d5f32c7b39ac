import { type JsonObject, type JsonValue, isJsonObject } from '../message/json.ts';
import type { RuleEntry } from './compile-place.ts';
import type { MappedActivity } from './dialect.ts';
import type { CarriedPath } from './mapping-document.ts';
import { pointerOf, tokensOf } from './side-builder.ts';

/** A value and where it stands. */
export interface ExplainedValue {
  readonly pointer: string;
  readonly value: JsonValue;
}

/** What one rule made of one place of a document. */
export interface ExplainedRule {
  /** File of the dialect and JSON Pointer of the rule. */
  readonly rule: string;
  /** `unread`: a field of the state's own, which goes no further. */
  readonly op: RuleEntry['op'] | 'unread';
  readonly canonical: readonly ExplainedValue[];
  readonly local: readonly ExplainedValue[];
  /** What the local form does not say whole, and crosses in the extension slot. */
  readonly carried?: CarriedPath['kind'];
}

/** Rules that only open a place: what stands in it is explained by its own rules. */
const STRUCTURE: ReadonlySet<RuleEntry['op']> = new Set(['object', 'list', 'wrap']);

const MOST_RULES = 5_000;

/**
 * Op by op, what stands on both sides of a mapped activity: every rule for every place where it has a
 * value on either side, in the order of the rules. `local` is the record, `canonical` the envelope.
 */
export function explain(
  activity: MappedActivity,
  canonical: JsonObject,
  local: JsonObject,
): ExplainedRule[] {
  const wraps = new Set(
    activity.entries.filter(({ op }) => op === 'wrap').map(({ local: [path = ''] }) => path),
  );
  const shortLists = activity.entries.flatMap(({ op, kind, canonical: [path = ''] }) =>
    op === 'list' && kind === 'overflow' ? [`${path}/*`] : [],
  );
  const explained: ExplainedRule[] = [];
  for (const entry of activity.entries) {
    if (STRUCTURE.has(entry.op)) continue;
    for (const indexes of placesOf(entry, canonical, local, wraps)) {
      const one = explainAt(entry, indexes, { canonical, local, wraps, shortLists });
      if (one !== undefined) explained.push(one);
      if (explained.length === MOST_RULES) return explained;
    }
  }
  return [...explained, ...explainUnread(activity, local)].slice(0, MOST_RULES);
}

/** What stands in the fields that are listed as unread, last. */
function explainUnread({ unread }: MappedActivity, record: JsonObject): ExplainedRule[] {
  return unread.flatMap(({ path, source }) => {
    const found = placesAlong(record, path, new Set()).flatMap((indexes) =>
      valuesOf(record, [path], indexes, new Set()),
    );
    return found.length === 0
      ? []
      : [{ rule: source, op: 'unread' as const, canonical: [], local: found }];
  });
}

interface Sides {
  readonly canonical: JsonObject;
  readonly local: JsonObject;
  readonly wraps: ReadonlySet<string>;
  /** Items of lists whose end is carried when they are longer than the local ones. */
  readonly shortLists: readonly string[];
}

function explainAt(
  { op, source, kind, ...paths }: RuleEntry,
  indexes: readonly number[],
  { canonical, local, wraps, shortLists }: Sides,
): ExplainedRule | undefined {
  const canonicalValues = valuesOf(canonical, paths.canonical, indexes, new Set());
  const localValues = valuesOf(local, paths.local, indexes, wraps);
  if (canonicalValues.length + localValues.length === 0) return undefined;
  const isBeyond = localValues.length === 0 && shortLists.some((list) => isBelow(list, paths));
  if (isBeyond) {
    return {
      rule: source,
      op: 'carried',
      canonical: canonicalValues,
      local: [],
      carried: 'overflow',
    };
  }
  return {
    rule: source,
    op,
    canonical: canonicalValues,
    local: localValues,
    ...(kind === undefined ? {} : { carried: kind }),
  };
}

function isBelow(list: string, { canonical: [path = ''] }: Pick<RuleEntry, 'canonical'>): boolean {
  return path === list || path.startsWith(`${list}/`);
}

function valuesOf(
  root: JsonObject,
  paths: readonly string[],
  indexes: readonly number[],
  wraps: ReadonlySet<string>,
): ExplainedValue[] {
  return paths.flatMap((path) => {
    const tokens = filled(path, indexes, wraps);
    const value = valueAtTokens(root, tokens);
    return value === undefined || value === null
      ? []
      : [{ pointer: pointerOf(tokens.map(String)), value }];
  });
}

/** The path with an index for each `*`: of a list the next of these, of a wrap always the first. */
function filled(
  path: string,
  indexes: readonly number[],
  wraps: ReadonlySet<string>,
): (string | number)[] {
  const left = [...indexes];
  const tokens: (string | number)[] = [];
  const pattern: string[] = [];
  for (const token of tokensOf(path)) {
    if (token !== '*') tokens.push(token);
    else if (wraps.has(pointerOf(pattern))) tokens.push(0);
    else tokens.push(left.shift() ?? 0);
    pattern.push(token);
  }
  return tokens;
}

function valueAtTokens(
  root: JsonValue,
  tokens: readonly (string | number)[],
): JsonValue | undefined {
  let value: JsonValue | undefined = root;
  for (const token of tokens) {
    if (value === undefined) return undefined;
    if (typeof token === 'number') {
      // An element of XML that stands once is no list.
      value = Array.isArray(value) ? value[token] : token === 0 ? value : undefined;
    } else {
      value = isJsonObject(value) && Object.hasOwn(value, token) ? value[token] : undefined;
    }
  }
  return value;
}

/** Every combination of list indexes at which either side could have a value. */
function placesOf(
  { canonical, local }: RuleEntry,
  canonicalRoot: JsonObject,
  localRoot: JsonObject,
  wraps: ReadonlySet<string>,
): number[][] {
  const byCanonical = placesAlong(canonicalRoot, canonical[0] ?? '', new Set());
  const byLocal = placesAlong(localRoot, local[0] ?? '', wraps);
  return byLocal.length > byCanonical.length ? byLocal : byCanonical;
}

function placesAlong(root: JsonValue, path: string, wraps: ReadonlySet<string>): number[][] {
  let places: { value: JsonValue | undefined; indexes: number[] }[] = [
    { value: root, indexes: [] },
  ];
  const pattern: string[] = [];
  for (const token of tokensOf(path)) {
    const wrapped = token === '*' && wraps.has(pointerOf(pattern));
    places = places.flatMap(({ value, indexes }) => {
      if (token !== '*' || wrapped) {
        return [{ value: valueAtTokens(value ?? null, [wrapped ? 0 : token]), indexes }];
      }
      const items = Array.isArray(value) ? value : value === undefined ? [] : [value];
      return items.map((item, index) => ({ value: item, indexes: [...indexes, index] }));
    });
    pattern.push(token);
  }
  return places.map(({ indexes }) => indexes);
}
