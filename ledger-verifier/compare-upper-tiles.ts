import { readTile } from './export-files.ts';
import type { ReadFile } from './export-files.ts';
import type { Findings } from './export-findings.ts';
import { firstDifference } from './export-walk.ts';
import type { ExportWalk } from './export-walk.ts';
import { TILE_WIDTH, tilePath } from './tile.ts';
import { HASH_BYTES, rootOfHashes } from './tree.ts';
import type { TreeHash } from './tree.ts';

/** The tiles above level 0, in which each hash is the root of a full tile below. */
export async function compareUpperTiles(
  parts: { readonly tree: TreeHash; readonly readFile: ReadFile },
  walk: ExportWalk,
  findings: Findings,
): Promise<void> {
  let count = Math.floor(walk.size / TILE_WIDTH);
  let hashes = walk.bundleRoots.slice(0, count * HASH_BYTES);
  for (let level = 1; count > 0; level += 1) {
    const roots = new Uint8Array(Math.floor(count / TILE_WIDTH) * HASH_BYTES);
    for (let index = 0; index * TILE_WIDTH < count; index += 1) {
      const width = Math.min(TILE_WIDTH, count - index * TILE_WIDTH);
      const start = index * TILE_WIDTH * HASH_BYTES;
      const expected = hashes.subarray(start, start + width * HASH_BYTES);
      await compareUpperTile(parts.readFile, { level, index, width, expected }, findings);
      if (width === TILE_WIDTH) roots.set(rootOfHashes(parts.tree, expected), index * HASH_BYTES);
    }
    hashes = roots;
    count = Math.floor(count / TILE_WIDTH);
  }
}

async function compareUpperTile(
  readFile: ReadFile,
  tile: {
    readonly level: number;
    readonly index: number;
    readonly width: number;
    readonly expected: Uint8Array;
  },
  findings: Findings,
): Promise<void> {
  const stored = await readTile(readFile, tile, findings);
  const position = stored && firstDifference(stored, tile.expected, tile.width);
  if (position === undefined) return;
  const leaves = TILE_WIDTH ** tile.level;
  const index = (tile.index * TILE_WIDTH + position) * leaves;
  findings.add({
    code: 'bad-proof',
    index,
    lastIndex: index + leaves - 1,
    path: tilePath(tile),
    detail: 'the tile states another hash than the entries below it have',
  });
}
