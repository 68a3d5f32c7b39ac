import type { Problem } from '../errors.ts';
import { type JsonObject, type JsonValue, isJsonObject } from '../message/json.ts';
import type { ListCut } from './mapping-document.ts';
import { MappingError } from './mapping-error.ts';
import { pointerOf, tokensOf } from './side-builder.ts';
import { valueAt, writeAt } from './value-at.ts';

/** What stands beside the list of a batch, by local path; null where the records do not agree. */
function factsOf(cut: ListCut, records: readonly JsonObject[]): [string, JsonValue][] {
  const { count, constants = [], same = [] } = cut;
  return [
    ...constants.map(({ path, value }): [string, JsonValue] => [path, value]),
    ...same.map(({ path, record }): [string, JsonValue] => [path, sameOf(records, record)]),
    ...(count === undefined ? [] : [[count, records.length] satisfies [string, JsonValue]]),
  ];
}

function sameOf(records: readonly JsonObject[], path: string): JsonValue {
  const [first, ...others] = records.map((record) => valueAt(record, tokensOf(path)) ?? null);
  return others.every((value) => value === first) ? (first ?? null) : null;
}

/** The document of a list of records: constants, what all share, the count, and then the list. */
export function listDocument(cut: ListCut, records: readonly JsonObject[]): JsonObject {
  const tree: JsonObject = {};
  for (const [path, value] of factsOf(cut, records)) {
    if (value === null) throw refusal('NOT_HELD', path, 'SAME_DIFFERS');
    writeAt(tree, tokensOf(path), value);
  }
  writeAt(tree, tokensOf(cut.path), [...records]);
  return tree;
}

/** In XML a number stands as text. */
export function checkBatch(cut: ListCut, tree: JsonValue, records: readonly JsonObject[]): void {
  checkNames(cut, tree, []);
  for (const [path, value] of factsOf(cut, records)) {
    const stated = valueAt(tree, tokensOf(path));
    const isSame = value !== null && textOf(stated) === textOf(value);
    const code = path === cut.count ? 'COUNT_DIFFERS' : 'SAME_DIFFERS';
    if (!isSame) throw refusal('NATIVE_INVALID', path, code);
  }
}

/** Numbers and truth values as XML has them; undefined for what is no single value. */
function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'object' || value === undefined ? undefined : String(value);
}

/** What stands beside the list and is in no table would be lost in silence. */
function checkNames(cut: ListCut, tree: JsonValue, path: readonly string[]): void {
  if (!isJsonObject(tree)) return;
  const { count = cut.path, constants = [], same = [] } = cut;
  const known = [cut.path, count, ...[...constants, ...same].map((fact) => fact.path)].map(
    tokensOf,
  );
  for (const [name, value] of Object.entries(tree)) {
    const inside = [...path, name];
    const below = known.filter((names) => inside.every((part, at) => part === names[at]));
    if (below.length === 0) throw refusal('NATIVE_INVALID', pointerOf(path), 'FIELD_UNKNOWN');
    if (!below.some((names) => names.length === inside.length)) checkNames(cut, value, inside);
  }
}

const DETAIL = {
  COUNT_DIFFERS: 'the count is not what the document holds',
  SAME_DIFFERS: 'what the document says of all its records is not so',
  FIELD_UNKNOWN: 'the dialect has no such field here',
} as const;

function refusal(
  code: 'NOT_HELD' | 'NATIVE_INVALID',
  pointer: string,
  problem: keyof typeof DETAIL,
): MappingError {
  const problems: Problem[] = [{ pointer, code: problem, detail: DETAIL[problem] }];
  return new MappingError(code, { problems });
}
