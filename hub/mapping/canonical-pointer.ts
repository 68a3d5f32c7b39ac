import type { JsonObject, JsonValue } from '../message/json.ts';
import type { RuleEntry } from './compile-place.ts';

const INDEX = /\/\d+(?=\/|$)/g;

/**
 * The place in the envelope of a local place, by the rule that wrote it or the object around it: of
 * several canonical paths the first that is there. `''` for what no value of the envelope became.
 */
export function canonicalPointer(
  entries: readonly RuleEntry[],
  envelope: JsonObject,
  pointer: string,
): string {
  for (let path = pointer; path !== ''; path = path.slice(0, path.lastIndexOf('/'))) {
    const starred = path.replace(INDEX, '/*');
    const indices = path.match(INDEX) ?? [];
    for (const entry of entries) {
      if (!entry.local.includes(starred) || isFlat(entry)) continue;
      const pointers = entry.canonical.map((canonical) => withIndices(canonical, indices));
      return pointers.find((found) => isThere(envelope, found)) ?? pointers[0] ?? '';
    }
  }
  return '';
}

/** An object whose members stand in the same local place says nothing of where a value came from. */
function isFlat({ rule }: RuleEntry): boolean {
  return rule?.op === 'object' && rule.local === '';
}

function withIndices(path: string, indices: readonly string[]): string {
  let next = 0;
  return path.replace(/\/\*(?=\/|$)/g, () => indices[next++] ?? '/0');
}

function isThere(envelope: JsonObject, pointer: string): boolean {
  let value: JsonValue | undefined = envelope;
  for (const token of pointer.split('/').slice(1)) {
    if (typeof value !== 'object' || value === null) return false;
    value = Array.isArray(value) ? value[Number(token)] : value[token];
  }
  return value !== undefined;
}
