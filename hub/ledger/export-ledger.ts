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

/** A signed checkpoint with the size that it states and the key lines that verify it. */
export interface SignedHead {
  readonly size: number;
  readonly checkpoint: string;
  readonly keys: readonly string[];
}

export interface ExportFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/**
 * Every file of an export folder (docs/ledger-format.md): bundles and tiles of the tree under the
 * checkpoint, then the key lines, and last the checkpoint: an export that broke off has none.
 *
 * @param isThere whether an earlier run wrote this tile or bundle: it is not read again.
 */
export async function* exportLedger(
  rows: LedgerRows,
  { size, checkpoint, keys }: SignedHead,
  isThere: (path: string) => Promise<boolean> = () => Promise.resolve(false),
): AsyncGenerator<ExportFile> {
  for (const address of tilesOfTree(size)) {
    const path = tilePath(address);
    if (!(await isThere(path))) yield { path, bytes: await readTileFile(rows, address) };
  }
  yield { path: 'keys', bytes: Buffer.from(keys.map((key) => `${key}\n`).join('')) };
  yield { path: 'checkpoint', bytes: Buffer.from(checkpoint) };
}

async function readTileFile(
  rows: LedgerRows,
  { level, index, width }: TileAddress,
): Promise<Uint8Array> {
  if (level === 'entries') {
    return encodeBundle(await rows.readEntries(index * TILE_WIDTH, width));
  }
  const hashes = await rows.readTile(level, index);
  return hashes.subarray(0, width * HASH_BYTES);
}
