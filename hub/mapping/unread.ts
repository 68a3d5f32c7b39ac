import type { Problem } from '../errors.ts';
import { type JsonObject, type JsonValue, isJsonObject } from '../message/json.ts';
import { isContainer } from './check-parts.ts';
import type { RuleEntry } from './compile-place.ts';
import type { Shape } from './field-shape.ts';
import type { DialectDocument, MappingDocument, UnreadPath } from './mapping-document.ts';
import { tokensOf } from './side-builder.ts';

/** A listed path, taken apart once. */
export interface UnreadPlace extends UnreadPath {
  readonly names: readonly string[];
  /** File and JSON Pointer of the entry. */
  readonly source: string;
  /** Listed in dialect.json: not every activity has the field. */
  readonly isShared: boolean;
}

/** What a dialect and one of its mapping documents list as fields of the state's own. */
export function unreadOf(
  { unread: shared = [] }: DialectDocument,
  { unread: own = [] }: MappingDocument,
  file: string,
): UnreadPlace[] {
  const places = (listed: readonly UnreadPath[], name: string, isShared: boolean): UnreadPlace[] =>
    listed.map((entry, index) => ({
      ...entry,
      names: tokensOf(entry.path),
      source: `${name}#/unread/${index}`,
      isShared,
    }));
  return [...places(shared, 'dialect.json', true), ...places(own, file, false)];
}

/** The record as the rules see it: without what is listed. The record itself is not changed. */
export function withoutUnread(record: JsonObject, unread: readonly UnreadPlace[]): JsonObject {
  return unread.reduce<JsonObject>(
    (tree, { names }) => without(tree, names, 0) as JsonObject,
    record,
  );
}

function without(value: JsonValue, names: readonly string[], at: number): JsonValue {
  const name = names[at] ?? '';
  if (name === '*') {
    if (Array.isArray(value)) return value.map((item) => without(item, names, at + 1));
    // An element of XML that stands once is no list.
    return without(value, names, at + 1);
  }
  if (!isJsonObject(value) || !Object.hasOwn(value, name)) return value;
  if (at < names.length - 1) {
    return { ...value, [name]: without(value[name] as JsonValue, names, at + 1) };
  }
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));
}

export function isUnread(unread: readonly UnreadPlace[], field: string): boolean {
  return unread.some(({ path }) => isAtOrBelow(path, field));
}

function isAtOrBelow(path: string, field: string): boolean {
  return field === path || field.startsWith(`${path}/`);
}

interface UnreadParts {
  readonly unread: readonly UnreadPlace[];
  readonly entries: readonly RuleEntry[];
  /** Local paths that are read without a rule: what recognises the record, and the extension slot. */
  readonly others: readonly string[];
  readonly local: Shape;
}

/** What is listed though the local schema lacks or requires it, or something reads it. */
export function checkUnread({ unread, entries, others, local }: UnreadParts): Problem[] {
  const read = [...others, ...entries.flatMap(({ local: paths }) => paths)];
  const values = entries.flatMap(({ op, local: paths }) => (isContainer(op) ? [] : paths));
  return unread.flatMap(({ path, source: pointer, isShared }): Problem[] => {
    const field = local.get(path);
    if (field === undefined) {
      const detail = `the local schema has no field ${path}`;
      return isShared ? [] : [{ pointer, code: 'LOCAL_FIELD_UNKNOWN', detail }];
    }
    const isRead =
      read.some((other) => isAtOrBelow(path, other)) ||
      values.some((other) => isAtOrBelow(other, path));
    if (isRead) return [{ pointer, code: 'UNREAD_READ', detail: `a rule reads ${path}` }];
    if (!field.required) return [];
    const detail = `the local schema requires ${path}, and no rule writes it`;
    return [{ pointer, code: 'LOCAL_REQUIRED_UNFILLED', detail }];
  });
}

/** What dialect.json lists and the records of no activity have. */
export function checkSharedUnread(
  { unread = [] }: DialectDocument,
  locals: readonly Shape[],
): Problem[] {
  return unread.flatMap(({ path }, index): Problem[] => {
    if (locals.length === 0 || locals.some((local) => local.has(path))) return [];
    const pointer = `dialect.json#/unread/${index}`;
    const detail = `the local schema has no field ${path} in any record`;
    return [{ pointer, code: 'LOCAL_FIELD_UNKNOWN', detail }];
  });
}
