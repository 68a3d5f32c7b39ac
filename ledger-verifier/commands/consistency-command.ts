import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { equalBytes, fromBase64, fromUtf8 } from '../encoding.ts';
import { HOLDS } from '../exit-code.ts';
import type { Checkpoint } from '../checkpoint.ts';
import { LedgerError } from '../ledger-error.ts';
import type { ProofParts } from '../proof.ts';
import { TILE_WIDTH, tilePath } from '../tile.ts';
import { consistencyFromTiles, rootOfTiles } from '../tile-proof.ts';
import type { ReadTile } from '../tile-proof.ts';
import { HASH_BYTES, verifyConsistency } from '../tree.ts';
import {
  readBytes,
  readCheckpoint,
  readProofParts,
  requireOperands,
  UsageError,
} from './command.ts';
import type { Command, CommandCall } from './command.ts';

/**
 * Verifies that one checkpoint extends another, by a proof in a file (one hash in base64 a line) or
 * by the tiles of a folder.
 */
export const consistencyCommand: Command = async (call) => {
  const [olderFile = '', newerFile = ''] = requireOperands(call, 'older', 'newer');
  const parts = await readProofParts(call);
  const older = await readCheckpoint(parts, olderFile);
  const newer = await readCheckpoint(parts, newerFile);
  requireOneLog(older, newer);
  if (older.size > 0n && older.size < newer.size)
    await requireGrowth(call, parts, { older, newer });
  const sizes = `${older.size.toString()} to ${newer.size.toString()} entries`;
  call.print(`${newer.origin} grew from ${sizes} and kept all that was there`);
  return HOLDS;
};

interface Heads {
  readonly older: Checkpoint;
  readonly newer: Checkpoint;
}

function requireOneLog(older: Checkpoint, newer: Checkpoint): void {
  if (older.origin !== newer.origin) throw new LedgerError('bad-proof', 'two different logs');
  if (older.size > newer.size) throw new UsageError('the first checkpoint is the larger one');
  if (older.size === newer.size && !equalBytes(older.root, newer.root)) {
    throw new LedgerError('fork', 'two signed checkpoints of one size with different roots');
  }
}

async function requireGrowth(call: CommandCall, parts: ProofParts, heads: Heads): Promise<void> {
  const [proofFile] = call.options['proof'] ?? [];
  const [folder] = call.options['tiles'] ?? [];
  if (proofFile !== undefined) {
    const lines = fromUtf8(await readBytes(proofFile)).split('\n');
    const proof = lines.filter((line) => line !== '').map(fromBase64);
    if (provesGrowth(parts, heads, proof)) return;
    throw new LedgerError('bad-proof', 'the proof does not lead from one root to the other');
  }
  if (folder === undefined) throw new UsageError('--proof <file> or --tiles <folder> is needed');
  await requireGrowthInTiles(parts, heads, folder);
}

async function requireGrowthInTiles(
  parts: ProofParts,
  heads: Heads,
  folder: string,
): Promise<void> {
  const sizes = { size1: Number(heads.older.size), size2: Number(heads.newer.size) };
  if (!Number.isSafeInteger(sizes.size2)) throw new LedgerError('malformed', 'size out of range');
  const readTile = tileReader(folder, sizes.size2);
  if (provesGrowth(parts, heads, await consistencyFromTiles(parts.tree, readTile, sizes))) return;
  // Tiles that lead to the newer signed root are the log's own: then it is the older head that the
  // log left behind, and not the tiles that are wrong.
  const root = await rootOfTiles(parts.tree, readTile, sizes.size2);
  if (equalBytes(root, heads.newer.root)) {
    throw new LedgerError('fork', 'the log does not extend the older checkpoint');
  }
  throw new LedgerError('bad-proof', 'the tiles do not lead to the newer checkpoint');
}

/** Reads the tiles that a tree of this size has from a folder; a full one where a partial is gone. */
function tileReader(folder: string, size: number): ReadTile {
  return async (level, index) => {
    const hashes = Math.floor(size / TILE_WIDTH ** level) - index * TILE_WIDTH;
    const width = Math.min(TILE_WIDTH, hashes);
    const partial = join(folder, tilePath({ level, index, width }));
    const full = join(folder, tilePath({ level, index, width: TILE_WIDTH }));
    const tile = await readFile(partial).catch(() => readBytes(full));
    return tile.subarray(0, width * HASH_BYTES);
  };
}

function provesGrowth(
  { tree }: ProofParts,
  { older, newer }: Heads,
  proof: readonly Uint8Array[],
): boolean {
  const claim = { size1: older.size, size2: newer.size, root1: older.root, root2: newer.root };
  return verifyConsistency(tree, claim, proof);
}
