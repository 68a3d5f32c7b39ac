import { type JsonObject, type JsonValue, isJsonObject } from '../message/json.ts';
import type { Scalar } from './mapping-document.ts';

/** The value at a path of member names. */
export function valueAt(tree: JsonValue, path: readonly string[]): JsonValue | undefined {
  let value: JsonValue | undefined = tree;
  for (const name of path) {
    if (!isJsonObject(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}

/** An object that holds the value at a path. */
export function nested(path: readonly string[], value: JsonObject): JsonObject {
  let outer = value;
  for (let at = path.length - 1; at >= 0; at -= 1) outer = { [path[at] ?? '']: outer };
  return outer;
}

/** Puts a value at a path of member names, with the objects it needs. */
export function writeAt(
  tree: JsonObject,
  path: readonly string[],
  value: JsonValue | Scalar,
): void {
  let at = tree;
  for (const name of path.slice(0, -1)) at = (at[name] ??= {}) as JsonObject;
  at[path.at(-1) ?? ''] = value;
}
