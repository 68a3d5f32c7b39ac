import type { Carried } from './block.ts';
import { isObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';

/**
 * Puts what was carried in its places: the exact value over a coarser one, the whole over its
 * beginning, and what has no local field into its object.
 */
export function applyCarried(root: JsonObject, carried: Carried): void {
  for (const [pointer, value] of carried) {
    const names = pointer.slice(1).split('/').map(unescape);
    const last = names.pop() ?? '';
    ownerAt(root, names)[last] = value;
  }
}

function ownerAt(root: JsonObject, names: readonly string[]): JsonObject {
  let here = root;
  for (const name of names) {
    const next: Json | undefined = here[name];
    // Items of lists are reached by their index, as properties are by their name.
    if (isObject(next) || Array.isArray(next)) here = next as JsonObject;
    else here = here[name] = {};
  }
  return here;
}

function unescape(name: string): string {
  return name.replaceAll('~1', '/').replaceAll('~0', '~');
}
