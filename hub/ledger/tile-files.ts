import { encodeBundle, TILE_WIDTH, tilePath, tilesOfTree } from '../../ledger-verifier/tile.ts';
import type { TileAddress } from '../../ledger-verifier/tile.ts';
import type { ReadTile } from '../../ledger-verifier/tile-proof.ts';
import { HASH_BYTES } from '../../ledger-verifier/tree.ts';

/** The stored rows behind the files of C2SP tlog-tiles. */
export interface LedgerRows {
  readonly readTile: ReadTile;
  /** The bytes of `count` entries from an index on, in order. */
  readonly readEntries: (first: number, count: number) => Promise<readonly Uint8Array[]>;
}

/**
 * The file that a path of tlog-tiles names, for a tree of `size` leaves under a signed checkpoint;
 * undefined where that tree has no such tile. A partial tile stays readable after it has grown.
 */
export async function readTileFile(
  rows: LedgerRows,
  size: number,
  { level, index, width }: TileAddress,
): Promise<Uint8Array | undefined> {
  const first = index * TILE_WIDTH;
  const count = level === 'entries' ? size : Math.floor(size / TILE_WIDTH ** level);
  if (first + width > count) return undefined;
  if (level === 'entries') return encodeBundle(await rows.readEntries(first, width));
  const hashes = await rows.readTile(level, index);
  return hashes.subarray(0, width * HASH_BYTES);
}

export interface ExportFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/**
 * Every file of an export folder: tiles and bundles of the tree under the checkpoint, and last the
 * checkpoint itself and the key lines, so that an export that broke off has no checkpoint.
 */
export async function* exportLedger(
  rows: LedgerRows,
  signed: { readonly size: number; readonly checkpoint: string; readonly keys: readonly string[] },
): AsyncGenerator<ExportFile> {
  for (const address of tilesOfTree(signed.size)) {
    const bytes = await readTileFile(rows, signed.size, address);
    if (bytes !== undefined) yield { path: tilePath(address), bytes };
  }
  yield { path: 'keys', bytes: Buffer.from(signed.keys.map((key) => `${key}\n`).join('')) };
  yield { path: 'checkpoint', bytes: Buffer.from(signed.checkpoint) };
}
