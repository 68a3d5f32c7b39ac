import { type Checkpoint, verifyCheckpoint } from '../../ledger-verifier/checkpoint.ts';
import { parseEntry } from '../../ledger-verifier/entry.ts';
import type { CheckSignature, VerifierKey } from '../../ledger-verifier/note.ts';
import { decodeBundle, TILE_WIDTH, tilePath } from '../../ledger-verifier/tile.ts';
import { HubError } from '../errors.ts';
import { checkpointText, type LedgerHead, requireExtension } from '../ledger/checkpoint.ts';
import { leafHashOf } from '../ledger/entry.ts';
import { appendLeaves, type AppendResult } from '../ledger/tree-edge.ts';
import { sha256 } from '../message/sealed-content.ts';
import type { Transaction } from '../store/database.ts';
import type * as ledgerRecovery from '../store/ledger-recovery.ts';
import type { ImportedEntry } from '../store/ledger-recovery.ts';
import type * as pendingLeaves from '../store/pending-leaves.ts';
import type { Evidence } from './evidence.ts';
import { type HeadFile, keepHead, readKept } from './kept-head.ts';
import { type LedgerStore, loadEdge, tileReader } from './sequence.ts';

export interface RecoverParts {
  readonly store: LedgerStore &
    typeof ledgerRecovery &
    Pick<typeof pendingLeaves, 'insertPendingLeaves'>;
  readonly headFile: HeadFile;
  /** One file of the export folder; undefined when it is not there. */
  readonly readFile: (path: string) => Promise<Buffer | undefined>;
  /** The ledger's keys. */
  readonly keys: readonly VerifierKey[];
  readonly checkSignature: CheckSignature;
  readonly evidence: Evidence;
  readonly actor: string;
  readonly now: () => Date;
}

export interface Recovered {
  readonly size: number;
  /** Entries that the database did not have. */
  readonly imported: number;
  /** Of them those whose facts it had, waiting for their indexes. */
  readonly pending: number;
}

/**
 * Brings a ledger that is behind what was signed up to an export of it, and takes the lock off. Only
 * where that changes nothing that was signed and contradicts nothing that the database knows:
 * - the export's head verifies, and is no older than the kept one;
 * - the database's tree grows into it by the missing entries, root for root;
 * - each missing entry is a leaf that waits for its index, or of something the database knows nothing
 *   of. One that continues what it knows would leave a fact and its evidence apart.
 * Throws LEDGER_NOT_RECOVERABLE, LEDGER_FORK, or LEDGER_DAMAGED for an export that does not hold.
 */
export async function recoverLedger(parts: RecoverParts): Promise<Recovered> {
  const { store, headFile } = parts;
  const exported = await readExported(parts);
  const kept = await readKept(headFile);
  if (kept !== undefined && (kept.origin !== exported.origin || kept.size > exported.size)) {
    throw notRecoverable('the export ends before the head that was signed last');
  }
  const recovered = await store.withTransaction(async (tx) => {
    const locked = await store.lockHead(tx);
    const head = { ...(await store.findHead(tx.query)), ...locked };
    const isNew = head.size === 0 && head.signed_size === 0;
    if (head.origin !== exported.origin && !isNew) {
      throw notRecoverable('the export is of another ledger than the database’s');
    }
    const missing = await readMissing(parts, head.size, exported.size);
    const edge = await loadEdge(store, head);
    const grown = appendLeaves(edge, missing.map(leafHashOf));
    await requireSameTree(parts, { head, exported, kept, grown, edge, missing });
    const entries = await placeEntries(parts, tx, missing);
    if (missing.length > 0) {
      await store.insertEntries(tx, head.size, entries.rows);
      await store.putTiles(tx, grown.tiles);
    }
    const size = head.size + missing.length;
    const { now, actor } = parts;
    await store.setRestoredHead(tx, {
      origin: exported.origin,
      size,
      root: grown.root,
      signedSize: exported.size,
      checkpoint: exported.checkpoint,
      now: now(),
    });
    const leaf = parts.evidence.single(
      {
        type: 'configuration-changed',
        actor,
        channel: 'command',
        subject: 'ledger-recovered',
        subjectHash: sha256(Buffer.from(checkpointText(exported))).toString('hex'),
      },
      now(),
    );
    await store.insertPendingLeaves(tx, [leaf]);
    return { size, imported: missing.length, pending: entries.pending };
  });
  await keepHead(headFile, exported);
  return recovered;
}

type Exported = LedgerHead & { readonly checkpoint: string };

async function readExported({ readFile, keys, checkSignature }: RecoverParts): Promise<Exported> {
  const note = await readFile('checkpoint');
  if (note === undefined) throw damagedExport('the folder holds no finished export');
  let head: Checkpoint;
  try {
    head = verifyCheckpoint(note, keys, checkSignature);
  } catch (cause) {
    throw damagedExport('the head of the export is not signed by a key of this hub', cause);
  }
  const { origin, size, root } = head;
  return { origin, size: Number(size), root, checkpoint: note.toString() };
}

async function readMissing(
  { readFile }: RecoverParts,
  from: number,
  to: number,
): Promise<Buffer[]> {
  const missing: Buffer[] = [];
  for (let bundle = Math.floor(from / TILE_WIDTH); bundle * TILE_WIDTH < to; bundle += 1) {
    const first = bundle * TILE_WIDTH;
    const width = Math.min(TILE_WIDTH, to - first);
    const path = tilePath({ level: 'entries', index: bundle, width });
    const bytes = await readFile(path);
    if (bytes === undefined) throw damagedExport(`the export lacks ${path}`);
    const entries = decodeBundle(bytes);
    if (entries.length !== width) throw damagedExport(`${path} has not ${width} entries`);
    missing.push(...entries.slice(Math.max(0, from - first)).map((entry) => Buffer.from(entry)));
  }
  return missing;
}

interface Growth {
  readonly head: LedgerHead;
  readonly exported: LedgerHead;
  readonly kept: LedgerHead | undefined;
  readonly edge: Parameters<typeof appendLeaves>[0];
  readonly missing: readonly Buffer[];
  readonly grown: AppendResult;
}

/** That the database's tree with what is missing is the exported one, and holds the kept one. */
async function requireSameTree(parts: RecoverParts, growth: Growth): Promise<void> {
  const { head, exported, kept, edge, missing, grown } = growth;
  const origin = exported.origin;
  const readTile = tileReader(parts.store);
  if (exported.size < head.size) await requireExtension(readTile, exported, { ...head, origin });
  else await requireExtension(readTile, exported, { origin, ...rootOf(grown) });
  if (kept === undefined) return;
  const beyond = kept.size - head.size;
  if (beyond <= 0) await requireExtension(readTile, kept, { ...head, origin });
  else {
    const upTo = appendLeaves(edge, missing.slice(0, beyond).map(leafHashOf));
    await requireExtension(readTile, kept, { origin, ...rootOf(upTo) });
  }
}

const rootOf = ({ edge, root }: AppendResult): Pick<LedgerHead, 'size' | 'root'> => ({
  size: edge.size,
  root,
});

/** Whose each entry is; the leaves that waited are taken away. */
async function placeEntries(
  { store }: RecoverParts,
  tx: Transaction,
  missing: readonly Buffer[],
): Promise<{ rows: ImportedEntry[]; pending: number }> {
  const taken = await store.takePendingLeaves(tx, missing.map(leafHashOf));
  const waiting = new Map(taken.map((row) => [row.leaf_hash.toString('hex'), row]));
  const unknown: string[] = [];
  const rows = missing.map((entry): ImportedEntry => {
    const row = waiting.get(leafHashOf(entry).toString('hex'));
    if (row !== undefined) return { ...row, entry };
    const { transmissionId, from } = parseEntry(entry).event;
    if (transmissionId !== undefined) unknown.push(transmissionId);
    return { transmission_id: transmissionId ?? null, from_member: from ?? null, entry };
  });
  const known = await store.knownTransmissions(tx, unknown);
  if (known.length === 0) return { rows, pending: taken.length };
  throw notRecoverable(
    `${known.length} transmissions that the database knows went on after it was saved`,
  );
}

function notRecoverable(text: string): HubError {
  return new HubError('LEDGER_NOT_RECOVERABLE', text);
}

function damagedExport(text: string, cause?: unknown): HubError {
  return new HubError('LEDGER_DAMAGED', text, cause === undefined ? {} : { cause });
}
