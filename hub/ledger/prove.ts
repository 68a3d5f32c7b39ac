import {
  consistencyFromTiles,
  inclusionFromTiles,
  rootOfTiles,
} from '../../ledger-verifier/tile-proof.ts';
import type { ReadTile } from '../../ledger-verifier/tile-proof.ts';
import { treeHash } from './tree-hash.ts';

export type { ReadTile };

/** The root of the tree's first `size` leaves. */
export async function rootAt(readTile: ReadTile, size: number): Promise<Uint8Array> {
  return rootOfTiles(treeHash, readTile, size);
}

/**
 * The path from the leaf at `index` to the root of the first `size` leaves, leaf's sibling first
 * (RFC 6962 section 2.1.1). Throws a RangeError unless `0 ≤ index < size`.
 */
export async function proveInclusion(
  readTile: ReadTile,
  index: number,
  size: number,
): Promise<Uint8Array[]> {
  return inclusionFromTiles(treeHash, readTile, { index, size });
}

/**
 * That the first `size1` leaves are the beginning of the first `size2` (RFC 6962 section 2.1.2).
 * Throws a RangeError unless `0 < size1 ≤ size2`.
 */
export async function proveConsistency(
  readTile: ReadTile,
  size1: number,
  size2: number,
): Promise<Uint8Array[]> {
  return consistencyFromTiles(treeHash, readTile, { size1, size2 });
}
