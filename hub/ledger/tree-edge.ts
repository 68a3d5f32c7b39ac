import { rootOfHashes, HASH_BYTES } from '../../ledger-verifier/tree.ts';
import { TILE_WIDTH } from '../../ledger-verifier/tile.ts';
import { treeHash } from './tree-hash.ts';

/**
 * The right edge of the tree: what the next leaves need of it.
 * `levels[L]` holds the hashes of the partial tile at level L, 0 to 255 of them one after the other;
 * there are as many levels as the tree has, so none for an empty tree.
 */
export interface TreeEdge {
  readonly size: number;
  readonly levels: readonly Buffer[];
}

/** The whole content of a tile after an append: 1 to 256 hashes. It replaces what was stored. */
export interface TileWrite {
  readonly level: number;
  readonly index: number;
  readonly hashes: Buffer;
}

export interface AppendResult {
  readonly edge: TreeEdge;
  readonly root: Buffer;
  readonly tiles: readonly TileWrite[];
}

export const EMPTY_EDGE: TreeEdge = { size: 0, levels: [] };

/**
 * The tree with more leaves: its new edge and root, and every tile that is new or has grown, level by
 * level from the left. Pure; neither the given edge nor its buffers are changed.
 *
 * @param leafHashes RFC 6962 leaf hashes of 32 bytes, in the order of their indexes.
 */
export function appendLeaves(edge: TreeEdge, leafHashes: readonly Uint8Array[]): AppendResult {
  const tiles: TileWrite[] = [];
  const levels: Buffer[] = [];
  let added: Buffer = Buffer.concat(leafHashes);
  for (let level = 0; level < edge.levels.length || added.length > 0; level += 1) {
    const grown = growLevel(level, edge, added, tiles);
    levels.push(grown.partial);
    added = grown.fullTileRoots;
  }
  const grownEdge = { size: edge.size + leafHashes.length, levels };
  return { edge: grownEdge, root: rootOfEdge(grownEdge), tiles };
}

function growLevel(
  level: number,
  edge: TreeEdge,
  added: Buffer,
  tiles: TileWrite[],
): { partial: Buffer; fullTileRoots: Buffer } {
  const before = edge.levels[level] ?? Buffer.alloc(0);
  if (added.length === 0) return { partial: before, fullTileRoots: added };
  const hashes = Buffer.concat([before, added]);
  const firstTile = Math.floor(widthOfLevel(edge.size, level) / TILE_WIDTH);
  const fullTiles = Math.floor(hashes.length / TILE_BYTES);
  const roots = Buffer.alloc(fullTiles * HASH_BYTES);
  for (let tile = 0; tile < fullTiles; tile += 1) {
    const content = hashes.subarray(tile * TILE_BYTES, (tile + 1) * TILE_BYTES);
    roots.set(rootOfHashes(treeHash, content), tile * HASH_BYTES);
    tiles.push({ level, index: firstTile + tile, hashes: content });
  }
  const partial = hashes.subarray(fullTiles * TILE_BYTES);
  if (partial.length > 0) tiles.push({ level, index: firstTile + fullTiles, hashes: partial });
  return { partial, fullTileRoots: roots };
}

const TILE_BYTES = TILE_WIDTH * HASH_BYTES;

/** How many hashes a level of the tree has: each stands for 256 to the power of the level leaves. */
function widthOfLevel(size: number, level: number): number {
  return Math.floor(size / TILE_WIDTH ** level);
}

/** The RFC 6962 root of the tree that ends in this edge. */
export function rootOfEdge(edge: TreeEdge): Buffer {
  // From the leaves up, the root of the incomplete part below is the last, smaller subtree above.
  let below: Buffer = Buffer.alloc(0);
  for (const partial of edge.levels) {
    const hashes = Buffer.concat([partial, below]);
    below = hashes.length === 0 ? hashes : Buffer.from(rootOfHashes(treeHash, hashes));
  }
  return edge.size === 0 ? Buffer.from(treeHash.empty) : below;
}

/** One tile of the edge: where it lies and how many of its hashes belong to the tree (1 to 255). */
export interface EdgeTile {
  readonly level: number;
  readonly index: number;
  readonly width: number;
}

/** The partial tiles that `restoreEdge` needs for a tree of this size, from level 0 up. */
export function edgeTiles(size: number): EdgeTile[] {
  const tiles: EdgeTile[] = [];
  for (let level = 0, count = size; count > 0; level += 1, count = widthOfLevel(size, level)) {
    const width = count % TILE_WIDTH;
    if (width > 0) tiles.push({ level, index: Math.floor(count / TILE_WIDTH), width });
  }
  return tiles;
}

/**
 * The edge out of stored tiles: `readTile` gives the hashes of one of `edgeTiles(size)`. A stored tile
 * may be longer than this size needs; a shorter or missing one throws, for then the store lost some.
 */
export function restoreEdge(
  size: number,
  readTile: (level: number, index: number) => Uint8Array | undefined,
): TreeEdge {
  const levels: Buffer[] = [];
  for (let level = 0; widthOfLevel(size, level) > 0; level += 1) levels.push(Buffer.alloc(0));
  for (const { level, index, width } of edgeTiles(size)) {
    const stored = readTile(level, index);
    if (stored === undefined || stored.length < width * HASH_BYTES) {
      throw new Error(`tile ${level}/${index} of the ledger has fewer than ${width} hashes`);
    }
    levels[level] = Buffer.from(stored.subarray(0, width * HASH_BYTES));
  }
  return { size, levels };
}
