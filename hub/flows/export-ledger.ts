import {
  type Checkpoint,
  parseTreeHead,
  verifyCheckpoint,
} from '../../ledger-verifier/checkpoint.ts';
import {
  type CheckSignature,
  parseNote,
  parseVerifierKey,
  type VerifierKey,
} from '../../ledger-verifier/note.ts';
import { tilePath, tilesOfTree, TILE_WIDTH } from '../../ledger-verifier/tile.ts';
import type { ReadTile } from '../../ledger-verifier/tile-proof.ts';
import type { Sha256 } from '../../ledger-verifier/tree.ts';
import { NATIONAL } from '../access/actor.ts';
import { HubError } from '../errors.ts';
import { type LedgerHead, requireExtension } from '../ledger/checkpoint.ts';
import { exportLedger } from '../ledger/export-ledger.ts';
import type * as ledgerReads from '../store/ledger-reads.ts';
import type { Reader } from '../store/reader.ts';

/** The folder of an export; paths are those of docs/ledger-format.md. */
export interface ExportFolder {
  isEmpty(): Promise<boolean>;
  has(path: string): Promise<boolean>;
  /** Undefined when there is no such file. */
  read(path: string): Promise<Buffer | undefined>;
  /** Whole or not at all: a file that is there is complete. */
  write(path: string, bytes: Uint8Array): Promise<void>;
  remove(path: string): Promise<void>;
}

export interface ExportParts {
  readonly store: Pick<typeof ledgerReads, 'readHead' | 'readTileHashes' | 'readEntries'>;
  readonly reader: Reader;
  readonly sha256: Sha256;
  readonly checkSignature: CheckSignature;
  /** The hub's own key lines: the published head must verify under them. */
  readonly keys: readonly string[];
  readonly folder: ExportFolder;
  /** Tiles and bundles that are there, of how many. */
  readonly onProgress: (done: number, total: number) => void;
  readonly signal: AbortSignal;
}

export interface ExportedLedger {
  readonly head: Checkpoint;
  /** False when the signal ended it: what is there stays, and the next run goes on from it. */
  readonly complete: boolean;
}

/** Says whose tiles lie in a folder whose export is not complete. */
const UNFINISHED = 'unfinished-export';

/**
 * Writes the ledger under its published head into a folder, in the layout of C2SP tlog-tiles. Run
 * again, it reads only what the folder does not hold yet. Throws LEDGER_UNSIGNED before the first
 * head, LEDGER_DAMAGED when the head does not verify, LEDGER_FORK when the folder holds a head that
 * this ledger does not extend, and EXPORT_FOLDER_FOREIGN when it holds something else.
 */
export async function exportLedgerTo(parts: ExportParts): Promise<ExportedLedger> {
  const { folder } = parts;
  const signed = await findSigned(parts);
  const { head } = signed;
  const before = await requireOwnFolder(parts, headOf(head));
  await folder.write(UNFINISHED, Buffer.from(`${head.origin}\n`));
  const rows = { readTile: tileReader(parts), readEntries: entryReader(parts) };
  const count = [...tilesOfTree(signed.size)].length;
  let done = 0;
  const isThere = async (path: string): Promise<boolean> => {
    parts.onProgress(done, count);
    done += 1;
    return folder.has(path);
  };
  for await (const { path, bytes } of exportLedger(rows, signed, isThere)) {
    if (parts.signal.aborted) return { head, complete: false };
    await folder.write(path, bytes);
  }
  parts.onProgress(count, count);
  if (before !== undefined) await removeOutgrown(folder, before.size, signed.size);
  await folder.remove(UNFINISHED);
  return { head, complete: true };
}

async function findSigned(parts: ExportParts) {
  const { store, reader, keys } = parts;
  const { checkpoint } = await store.readHead(reader.query);
  if (checkpoint === undefined) {
    throw new HubError('LEDGER_UNSIGNED', 'no head of the ledger has been signed yet');
  }
  const trusted = keys.map((line) => parseVerifierKey(parts.sha256, line));
  const head = verifyOwn(checkpoint, trusted, parts.checkSignature);
  return { head, size: Number(head.size), checkpoint, keys };
}

function verifyOwn(
  checkpoint: string,
  keys: readonly VerifierKey[],
  check: CheckSignature,
): Checkpoint {
  try {
    return verifyCheckpoint(Buffer.from(checkpoint), keys, check);
  } catch (cause) {
    const text = 'the published head is not signed by a key of this hub';
    throw new HubError('LEDGER_DAMAGED', text, { cause });
  }
}

/** The head of the export that the folder holds, if it holds one; throws when it is not ours. */
async function requireOwnFolder(
  parts: ExportParts,
  next: LedgerHead,
): Promise<LedgerHead | undefined> {
  const { folder } = parts;
  const checkpoint = await folder.read('checkpoint');
  if (checkpoint !== undefined) {
    const before = readOlderHead(checkpoint);
    await requireExtension(tileReader(parts), before, next);
    return before;
  }
  const unfinished = await folder.read(UNFINISHED);
  const isOurs =
    unfinished === undefined
      ? await folder.isEmpty()
      : unfinished.toString().trim() === next.origin;
  if (!isOurs) throw foreignFolder();
  return undefined;
}

function readOlderHead(checkpoint: Buffer): LedgerHead {
  try {
    return headOf(parseTreeHead(parseNote(checkpoint).text));
  } catch (cause) {
    throw foreignFolder(cause);
  }
}

function foreignFolder(cause?: unknown): HubError {
  const text = 'the folder holds something else than an export of this ledger';
  return new HubError('EXPORT_FOLDER_FOREIGN', text, { cause });
}

function headOf({ origin, size, root }: Pick<Checkpoint, 'origin' | 'size' | 'root'>): LedgerHead {
  return { origin, size: Number(size), root };
}

function tileReader({ store, reader }: ExportParts): ReadTile {
  return async (level, tile) => {
    const hashes = await store.readTileHashes(reader.query, level, tile);
    if (hashes !== undefined) return hashes;
    throw new HubError('LEDGER_DAMAGED', `tile ${level}/${tile} of the ledger is missing`);
  };
}

function entryReader({ store, reader }: ExportParts) {
  return async (first: number, count: number): Promise<Uint8Array[]> => {
    const range = { start: first, end: first + count, limit: count };
    const rows = await reader.as(NATIONAL, (query) => store.readEntries(query, range));
    if (rows.length === count) return rows.map(({ entry }) => entry);
    throw new HubError('LEDGER_DAMAGED', `entries from ${first} on are missing`);
  };
}

/** Partial tiles of the smaller tree: the larger one has them as parts of fuller ones. */
async function removeOutgrown(folder: ExportFolder, before: number, now: number): Promise<void> {
  const partial = (size: number): string[] =>
    [...tilesOfTree(size)].filter(({ width }) => width < TILE_WIDTH).map(tilePath);
  const kept = new Set(partial(now));
  for (const path of partial(before)) if (!kept.has(path)) await folder.remove(path);
}
