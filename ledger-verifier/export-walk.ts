import { HASH_BYTES } from './tree.ts';

/** What the entries come to when they are hashed anew. */
export interface ExportWalk {
  readonly size: number;
  entries: number;
  erasures: number;
  /** Roots over each bundle, one after the other; the last may be of a partial one. */
  readonly bundleRoots: Uint8Array;
  /** Hashes of the entries before the end of each kept head, back to the bundle's first. */
  readonly tails: Map<bigint, Uint8Array>;
}

/** Position of the first hash in which two lists differ, within their first `count`. */
export function firstDifference(
  one: Uint8Array,
  other: Uint8Array,
  count: number,
): number | undefined {
  for (let at = 0; at < count * HASH_BYTES; at += 1) {
    if (one[at] !== other[at]) return Math.floor(at / HASH_BYTES);
  }
  return undefined;
}
