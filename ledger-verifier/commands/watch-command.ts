import { mkdir, readFile, rename, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { verifyCheckpoint } from '../checkpoint.ts';
import type { Checkpoint } from '../checkpoint.ts';
import { equalBytes } from '../encoding.ts';
import { EXIT_CODES, HOLDS } from '../exit-code.ts';
import { LedgerError } from '../ledger-error.ts';
import type { ProofParts } from '../proof.ts';
import { TILE_WIDTH, tilePath } from '../tile.ts';
import { consistencyFromTiles, rootOfTiles } from '../tile-proof.ts';
import type { ReadTile } from '../tile-proof.ts';
import { HASH_BYTES, verifyConsistency } from '../tree.ts';
import { readProofParts, requireOperands, UsageError } from './command.ts';
import type { Command, CommandCall } from './command.ts';

const DEFAULT_SECONDS = 60;
const MOST_BYTES = 1024 * 1024;
const ANSWER_MS = 20_000;

/**
 * Follows a log: fetches its head, verifies that it extends the last one it saw by the log's public tiles,
 * and keeps it. Ends with the code of what is wrong, at once when two signed heads exclude each other (both
 * are kept as proof). With `--once` it looks once, for a scheduled task.
 */
export const watchCommand: Command = async (call) => {
  const [url = ''] = requireOperands(call, 'url');
  const [folder] = call.options['state'] ?? [];
  if (folder === undefined) throw new UsageError('--state <folder> is needed');
  const every = numberOf(call, 'every') ?? DEFAULT_SECONDS;
  const watched = {
    call,
    folder,
    url: url.replace(/\/$/, ''),
    parts: await readProofParts(call),
    staleMs: (numberOf(call, 'stale') ?? Number.POSITIVE_INFINITY) * 60_000,
  };
  await mkdir(folder, { recursive: true });
  if (call.options['once'] !== undefined) return look(watched);
  const ending = new AbortController();
  const stopped = call.stopped().then(() => {
    ending.abort();
  });
  while (!ending.signal.aborted) {
    const code = await lookAndGoOn(watched);
    if (code !== HOLDS) return code;
    await Promise.race([stopped, call.pause(every * 1_000)]);
  }
  return HOLDS;
};

function numberOf({ options }: CommandCall, name: string): number | undefined {
  const [value] = options[name] ?? [];
  if (value === undefined) return undefined;
  const number = Number(value);
  if (Number.isFinite(number) && number > 0) return number;
  throw new UsageError(`--${name} is a number above 0`);
}

interface Watched {
  readonly call: CommandCall;
  readonly folder: string;
  /** Prefix of the log: `checkpoint` and `tile/…` lie below it. */
  readonly url: string;
  readonly parts: ProofParts;
  readonly staleMs: number;
}

/** A log that cannot be reached now is told and asked again; anything else ends the watch. */
async function lookAndGoOn(watched: Watched): Promise<number> {
  try {
    return await look(watched);
  } catch (error) {
    if (!(error instanceof LedgerError) || error.code !== 'missing') throw error;
    watched.call.print(`missing: ${error.message}`);
    return HOLDS;
  }
}

async function look(watched: Watched): Promise<number> {
  const { call, folder, parts } = watched;
  const file = join(folder, 'checkpoint');
  const bytes = await fetchBytes(watched, 'checkpoint');
  const head = verifyCheckpoint(bytes, parts.keys, parts.check, parts.quorum);
  const keptBytes = await readFile(file).catch(() => undefined);
  const kept = keptBytes && verifyCheckpoint(keptBytes, parts.keys, parts.check);
  if (kept !== undefined && (await excludes(watched, kept, head))) {
    await writeFile(join(folder, 'fork'), bytes);
    call.print(`fork: ${file} and ${join(folder, 'fork')} exclude each other: keep both`);
    return EXIT_CODES.fork;
  }
  // A server behind others may answer with an older head; it fits, and the newer one stays.
  const hasGrown = kept === undefined || head.size > kept.size;
  if (hasGrown) await keep(file, bytes, call.now());
  call.print(`${head.origin} has ${head.size.toString()} entries and kept all that was there`);
  const grownAt = (await stat(file)).mtimeMs;
  if (call.now() - grownAt <= watched.staleMs) return HOLDS;
  call.print('stale: the log has not grown for longer than is allowed');
  return EXIT_CODES.stale;
}

/** Whether the two heads cannot be of one log that only grows. */
async function excludes(watched: Watched, kept: Checkpoint, head: Checkpoint): Promise<boolean> {
  if (kept.origin !== head.origin) {
    throw new LedgerError('bad-proof', 'it serves another log than the one that was followed');
  }
  if (kept.size === head.size) return !equalBytes(kept.root, head.root);
  const [older, newer] = kept.size < head.size ? [kept, head] : [head, kept];
  if (older.size === 0n) return false;
  const { tree } = watched.parts;
  const sizes = { size1: Number(older.size), size2: Number(newer.size) };
  if (!Number.isSafeInteger(sizes.size2)) throw new LedgerError('malformed', 'size out of range');
  const readTile = tileReader(watched, sizes.size2);
  const proof = await consistencyFromTiles(tree, readTile, sizes);
  const claim = { size1: older.size, size2: newer.size, root1: older.root, root2: newer.root };
  if (verifyConsistency(tree, claim, proof)) return false;
  // Tiles that lead to the newer root are the log's own: then it left the older head behind.
  if (equalBytes(await rootOfTiles(tree, readTile, sizes.size2), newer.root)) return true;
  throw new LedgerError('bad-proof', 'the tiles of the log do not lead to its signed root');
}

function tileReader(watched: Watched, size: number): ReadTile {
  return async (level, index) => {
    const width = Math.min(TILE_WIDTH, Math.floor(size / TILE_WIDTH ** level) - index * TILE_WIDTH);
    const partial = tilePath({ level, index, width });
    const full = tilePath({ level, index, width: TILE_WIDTH });
    const tile = await fetchBytes(watched, partial).catch(() => fetchBytes(watched, full));
    return tile.subarray(0, width * HASH_BYTES);
  };
}

async function fetchBytes({ call, url }: Watched, path: string): Promise<Uint8Array> {
  let response: Response;
  try {
    const signal = AbortSignal.timeout(ANSWER_MS);
    response = await call.fetch(`${url}/${path}`, { redirect: 'error', signal });
  } catch (cause) {
    throw new LedgerError('missing', `cannot reach ${path} of the log`, { cause });
  }
  if (response.status !== 200) {
    throw new LedgerError('missing', `the log answered ${response.status} for ${path}`);
  }
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes.length > MOST_BYTES) throw new LedgerError('malformed', `${path} is too large`);
  return bytes;
}

/** The file's time says when the log last grew. */
async function keep(file: string, bytes: Uint8Array, now: number): Promise<void> {
  await writeFile(`${file}.new`, bytes, { flush: true });
  await utimes(`${file}.new`, now / 1_000, now / 1_000);
  await rename(`${file}.new`, file);
}
