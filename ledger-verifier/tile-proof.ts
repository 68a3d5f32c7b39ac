import { LedgerError } from './ledger-error.ts';
import { TILE_WIDTH } from './tile.ts';
import { HASH_BYTES, rootOfHashes } from './tree.ts';
import type { TreeHash } from './tree.ts';

/** Reads the hashes of one tile; it may be longer than the tree in question needs. */
export type ReadTile = (level: number, index: number) => Promise<Uint8Array>;

/** The root of the tree's first `size` leaves. */
export async function rootOfTiles(
  tree: TreeHash,
  readTile: ReadTile,
  size: number,
): Promise<Uint8Array> {
  if (size === 0) return tree.empty;
  return rangeRoot({ tree, readTile: readOnce(readTile) }, { start: 0, end: size });
}

/**
 * The path from the leaf at `index` to the root of the first `size` leaves, leaf's sibling first
 * (RFC 6962 section 2.1.1). Throws a RangeError unless `0 ≤ index < size`.
 */
export async function inclusionFromTiles(
  tree: TreeHash,
  readTile: ReadTile,
  { index, size }: { readonly index: number; readonly size: number },
): Promise<Uint8Array[]> {
  if (index < 0 || index >= size) throw new RangeError('the index is not in the tree');
  const tiles = { tree, readTile: readOnce(readTile) };
  const siblings: Range[] = [];
  let range: Range = { start: 0, end: size };
  while (range.end - range.start > 1) {
    const [left, right] = split(range);
    const isLeft = index < left.end;
    siblings.unshift(isLeft ? right : left);
    range = isLeft ? left : right;
  }
  return Promise.all(siblings.map((sibling) => rangeRoot(tiles, sibling)));
}

/**
 * That the first `size1` leaves are the beginning of the first `size2` (RFC 6962 section 2.1.2).
 * Throws a RangeError unless `0 < size1 ≤ size2`.
 */
export async function consistencyFromTiles(
  tree: TreeHash,
  readTile: ReadTile,
  { size1, size2 }: { readonly size1: number; readonly size2: number },
): Promise<Uint8Array[]> {
  if (size1 <= 0 || size1 > size2) throw new RangeError('the sizes are not in order');
  const tiles = { tree, readTile: readOnce(readTile) };
  const parts: Range[] = [];
  let range: Range = { start: 0, end: size2 };
  while (range.end !== size1) {
    const [left, right] = split(range);
    const isLeft = size1 <= left.end;
    parts.unshift(isLeft ? right : left);
    range = isLeft ? left : right;
  }
  // A whole old tree is known to who asks by its root; else its last part opens the proof.
  if (range.start > 0) parts.unshift(range);
  return Promise.all(parts.map((part) => rangeRoot(tiles, part)));
}

interface Tiles {
  readonly tree: TreeHash;
  readonly readTile: ReadTile;
}

/** Leaves from `start` up to, not including, `end`: a node of some RFC 6962 tree. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/** RFC 6962 section 2.1 splits at the largest power of two below the number of leaves. */
function split({ start, end }: Range): [Range, Range] {
  let middle = 1;
  while (middle * 2 < end - start) middle *= 2;
  return [
    { start, end: start + middle },
    { start: start + middle, end },
  ];
}

async function rangeRoot(tiles: Tiles, range: Range): Promise<Uint8Array> {
  const count = range.end - range.start;
  let level = 0;
  while (count % TILE_WIDTH ** (level + 1) === 0) level += 1;
  const unit = TILE_WIDTH ** level;
  if (count / unit <= TILE_WIDTH && fitsOneTile(range, unit)) {
    return rootOfHashes(tiles.tree, await readHashes(tiles.readTile, level, range));
  }
  const [left, right] = split(range);
  const roots = await Promise.all([rangeRoot(tiles, left), rangeRoot(tiles, right)]);
  return tiles.tree.node(roots[0], roots[1]);
}

function fitsOneTile({ start, end }: Range, unit: number): boolean {
  const tile = unit * TILE_WIDTH;
  return start % unit === 0 && Math.floor(start / tile) === Math.floor((end - 1) / tile);
}

async function readHashes(
  read: ReadTile,
  level: number,
  { start, end }: Range,
): Promise<Uint8Array> {
  const unit = TILE_WIDTH ** level;
  const index = Math.floor(start / (unit * TILE_WIDTH));
  const first = (start / unit) % TILE_WIDTH;
  const width = (end - start) / unit;
  const tile = await read(level, index);
  const hashes = tile.subarray(first * HASH_BYTES, (first + width) * HASH_BYTES);
  if (hashes.length !== width * HASH_BYTES) {
    throw new LedgerError('missing', `tile ${level}/${index} has too few hashes`);
  }
  return hashes;
}

/** Asks for each tile once in a proof: its parts lie mostly in the same few tiles. */
function readOnce(readTile: ReadTile): ReadTile {
  const asked = new Map<string, Promise<Uint8Array>>();
  return (level, index) => {
    const key = `${level}/${index}`;
    const tile = asked.get(key) ?? readTile(level, index);
    asked.set(key, tile);
    return tile;
  };
}
