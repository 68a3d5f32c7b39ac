import type { TreeHead } from './checkpoint.ts';
import type { ReadFile } from './export-files.ts';
import type { Findings } from './export-findings.ts';
import { firstDifference } from './export-walk.ts';
import { TILE_WIDTH, tilePath } from './tile.ts';
import { HASH_BYTES } from './tree.ts';

/**
 * One bundle's hashes against a tile that the verifying side kept: tiles are open to all, so who
 * mirrors them can name the very entry that a rewritten log changed. What was not kept is passed over.
 */
export async function compareKeptTile(
  parts: { readonly readKeptFile?: ReadFile; readonly keptHeads: readonly TreeHead[] },
  bundle: { readonly index: number; readonly hashes: Uint8Array },
  findings: Findings,
): Promise<void> {
  const { index, hashes } = bundle;
  const kept = Math.max(0, ...parts.keptHeads.map(({ size }) => Number(size)));
  const width = Math.min(TILE_WIDTH, kept - index * TILE_WIDTH, hashes.length / HASH_BYTES);
  if (parts.readKeptFile === undefined || width <= 0) return;
  const path = tilePath({
    level: 0,
    index,
    width: Math.min(TILE_WIDTH, kept - index * TILE_WIDTH),
  });
  const tile = await parts.readKeptFile(path);
  if (tile === undefined || tile.length < width * HASH_BYTES) return;
  const position = firstDifference(hashes, tile, width);
  if (position === undefined) return;
  const detail = 'the entry has another hash than a tile that was kept';
  findings.add({ code: 'bad-proof', index: index * TILE_WIDTH + position, path, detail });
}
