import type { ReadTile } from '../../ledger-verifier/tile-proof.ts';
import { after, type Clock } from '../clock.ts';
import {
  type LedgerHead,
  requireExtension,
  signCheckpoint,
  statedHead,
} from '../ledger/checkpoint.ts';
import type { SignersInForce } from '../ledger/signer.ts';
import {
  type TreeEdge,
  appendLeaves,
  edgeTiles,
  restoreEdge,
  rootOfEdge,
} from '../ledger/tree-edge.ts';
import { HubError } from '../errors.ts';
import type { Database } from '../store/database.ts';
import type * as ledger from '../store/ledger.ts';
import type { LedgerHeadRow } from '../store/ledger.ts';
import type { OnFault } from './delivery-loop.ts';
import { type Cosign, WITNESS_RESTS_MS } from './collect-cosignatures.ts';
import { type HeadFile, keepHead, keptHead, lockCodeOf } from './kept-head.ts';
import { createWaiting } from './waiting.ts';

export type LedgerStore = Pick<Database, 'withTransaction' | 'query'> & typeof ledger;

export interface SequencerParts {
  readonly store: LedgerStore;
  readonly signers: SignersInForce;
  /** Paces leases and checkpoints; no order comes from it. */
  readonly processClock: Clock;
  readonly processId: string;
  readonly leaseMs: number;
  readonly onFault: OnFault;
  /** The last head that was signed here, off the database. */
  readonly headFile: HeadFile;
  readonly cosign: Cosign;
}

/** Leaves that get their indexes in one transaction. */
const BATCH = 1_024;

/** Between batches while there is little to do; a full batch is followed by the next at once. */
const PACE_MS = 100;

const CHECKPOINT_MS = 1_000;

/** How long to wait before asking for the lease that another process holds. */
const STANDBY_MS = 500;

/** The tree as this process, being the sequencer, knows it. */
interface Reign {
  readonly epoch: number;
  readonly origin: string;
  edge: TreeEdge;
  signedSize: number;
  signedAt: number;
  /** When a head went out that a witness did not cosign; it is tried again without a new leaf. */
  uncosignedAt: number | undefined;
  renewedAt: number;
}

/**
 * Gives pending leaves their indexes and signs heads, in the one process that holds the lease
 * (docs/ledger-format.md). No commit of a fact waits for it. Ends when the signal aborts, after a
 * last batch and head, and gives the lease up.
 */
export async function runSequencer(parts: SequencerParts, signal: AbortSignal): Promise<void> {
  const pace = createWaiting();
  while (!signal.aborted) {
    try {
      const reign = await beginReign(parts);
      if (reign === undefined) await pace.wait(STANDBY_MS, signal);
      else await rule(parts, reign, signal);
    } catch (error) {
      parts.onFault('sequencer', error);
      await lockOnFork(parts, error);
      await pace.wait(STANDBY_MS, signal);
    }
  }
}

async function beginReign(parts: SequencerParts): Promise<Reign | undefined> {
  const now = parts.processClock.now();
  const lease = { holder: parts.processId, now, until: after(now, parts.leaseMs) };
  const head = await parts.store.takeSequencerLease(parts.store.query, lease);
  if (head === undefined) return undefined;
  const edge = await loadEdge(parts.store, head);
  return {
    epoch: head.epoch,
    origin: head.origin,
    edge,
    signedSize: head.signed_size,
    signedAt: 0,
    uncosignedAt: undefined,
    renewedAt: now.getTime(),
  };
}

/** The right edge as stored, held against the root that was stored with it. Throws LEDGER_DAMAGED. */
export async function loadEdge(store: LedgerStore, head: LedgerHeadRow): Promise<TreeEdge> {
  const tiles = new Map<string, Buffer>();
  for (const { level, index } of edgeTiles(head.size)) {
    const hashes = await store.findTile(store.query, level, index);
    if (hashes !== undefined) tiles.set(`${level}/${index}`, hashes);
  }
  const edge = restoredEdge(head.size, tiles);
  if (!rootOfEdge(edge).equals(head.root)) {
    throw new HubError('LEDGER_DAMAGED', 'the tiles of the ledger do not give its stored root');
  }
  return edge;
}

function restoredEdge(size: number, tiles: ReadonlyMap<string, Buffer>): TreeEdge {
  try {
    return restoreEdge(size, (level, index) => tiles.get(`${level}/${index}`));
  } catch (cause) {
    throw new HubError('LEDGER_DAMAGED', 'tiles of the ledger are missing', { cause });
  }
}

async function rule(parts: SequencerParts, reign: Reign, signal: AbortSignal): Promise<void> {
  const pace = createWaiting();
  let mine = true;
  while (mine && !signal.aborted) {
    const sequenced = await sequenceBatch(parts, reign);
    mine = sequenced !== undefined && (await keepUp(parts, reign));
    if (sequenced !== BATCH) await pace.wait(PACE_MS, signal);
  }
  if (!mine) return;
  await sequenceBatch(parts, reign);
  await publishHead(parts, reign);
  await parts.store.giveUpSequencerLease(parts.store.query, reign.epoch);
}

/** A ledger that cannot grow out of what was signed is signed by nobody any more. */
async function lockOnFork({ store, processClock, onFault }: SequencerParts, error: unknown) {
  const code = lockCodeOf(error);
  if (code === undefined) return;
  await store.lockLedger(store.query, code, processClock.now()).catch((failure: unknown) => {
    onFault('sequencer', failure);
  });
}

/** How many leaves got an index; undefined when the reign is over. */
async function sequenceBatch(parts: SequencerParts, reign: Reign): Promise<number | undefined> {
  const { store } = parts;
  const grown = await store.withTransaction(async (tx) => {
    const pending = await store.findPendingLeaves(tx, BATCH);
    if (pending.length === 0) return { count: 0, edge: reign.edge };
    const hashes = pending.map(({ leaf_hash }) => leaf_hash);
    const { edge, root, tiles } = appendLeaves(reign.edge, hashes);
    const written = await store.writeSequencedBatch(tx, {
      epoch: reign.epoch,
      pendingIds: pending.map(({ pending_id }) => pending_id),
      sizeBefore: reign.edge.size,
      sizeAfter: edge.size,
      root,
      tiles,
      now: parts.processClock.now(),
    });
    return written ? { count: pending.length, edge } : undefined;
  });
  if (grown === undefined) return undefined;
  reign.edge = grown.edge;
  return grown.count;
}

/** Renews the lease and signs the head when it is time; false when the reign is over. */
async function keepUp(parts: SequencerParts, reign: Reign): Promise<boolean> {
  const now = parts.processClock.now();
  if (now.getTime() - reign.renewedAt > parts.leaseMs / 3) {
    const until = after(now, parts.leaseMs);
    if (!(await parts.store.renewSequencerLease(parts.store.query, reign.epoch, until)))
      return false;
    reign.renewedAt = now.getTime();
  }
  if (now.getTime() - reign.signedAt < CHECKPOINT_MS) return true;
  reign.signedAt = now.getTime();
  return publishHead(parts, reign);
}

/**
 * Signs the tree's head when it grew since the last one: it was stored as the head to be signed in
 * the transaction of its batch, and is signed only as an extension of the last signed head, both of
 * the one in the database and of the one that is kept beside it.
 */
async function publishHead(parts: SequencerParts, reign: Reign): Promise<boolean> {
  const { store, headFile } = parts;
  const { size } = reign.edge;
  if (size === reign.signedSize && !owesCosignatures(parts, reign)) return true;
  const head = { origin: reign.origin, size, root: rootOfEdge(reign.edge) };
  if (!(await extendsSigned(parts, reign, head))) return false;
  const signers = await parts.signers();
  if (signers.some(({ name }) => name !== head.origin)) {
    throw new Error('another ledger goes on than the one that this process began with');
  }
  const signed = await signCheckpoint(head, signers);
  await keepHead(headFile, { origin: reign.origin, size, checkpoint: signed });
  const { checkpoint, complete } = await parts.cosign(signed, tileReader(store));
  reign.uncosignedAt = complete ? undefined : parts.processClock.now().getTime();
  const published = await store.publishCheckpoint(store.query, {
    epoch: reign.epoch,
    signedSizeBefore: reign.signedSize,
    size,
    checkpoint,
    now: parts.processClock.now(),
  });
  if (published) reign.signedSize = size;
  return published;
}

function owesCosignatures({ processClock }: SequencerParts, { uncosignedAt }: Reign): boolean {
  if (uncosignedAt === undefined) return false;
  return processClock.now().getTime() - uncosignedAt >= WITNESS_RESTS_MS;
}

/** Throws LEDGER_FORK; false when the reign is over, for then others may have signed more. */
async function extendsSigned(
  { store, headFile }: SequencerParts,
  reign: Reign,
  head: LedgerHead,
): Promise<boolean> {
  try {
    const stored = await store.findHead(store.query);
    if (stored.epoch !== reign.epoch) return false;
    await requireExtension(tileReader(store), lastSignedHead(stored), head);
    await requireExtension(tileReader(store), await keptHead(store, headFile, head.origin), head);
    return true;
  } catch (error) {
    const { epoch } = await store.findHead(store.query);
    if (epoch !== reign.epoch) return false;
    throw error;
  }
}

/** Reads tiles out of the store, as proofs need them. */
export function tileReader(store: LedgerStore): ReadTile {
  return async (level, index) =>
    (await store.findTile(store.query, level, index)) ?? new Uint8Array();
}

/**
 * The head that the stored checkpoint states; undefined before the first was signed. Throws
 * LEDGER_DAMAGED when it is not the one that was signed last: nothing may be signed on top of it.
 */
export function lastSignedHead(head: LedgerHeadRow): LedgerHead | undefined {
  if (head.checkpoint === null && head.signed_size === 0) return undefined;
  const signed = readHead(head.checkpoint ?? '');
  if (signed.size === head.signed_size) return signed;
  throw new HubError('LEDGER_DAMAGED', 'the published head is not the one that was signed last');
}

function readHead(checkpoint: string): LedgerHead {
  try {
    return statedHead(checkpoint);
  } catch (cause) {
    throw new HubError('LEDGER_DAMAGED', 'the published head cannot be read', { cause });
  }
}
