import type { Query, Transaction } from './database.ts';
import { farthestLease } from './farthest-lease.ts';

/** The tree as sequenced, the lease of the one sequencer, and the head as published. */
export interface LedgerHeadRow {
  readonly origin: string;
  readonly epoch: number;
  readonly size: number;
  readonly root: Buffer;
  readonly sequenced_at: Date;
  readonly signed_size: number;
  readonly checkpoint: string | null;
  readonly signed_at: Date | null;
  /** Why nothing is sequenced, signed or accepted; null: nothing is wrong. */
  readonly lock_code: LedgerLockCode | null;
}

/** What can lock a ledger (docs/ledger-recovery.md). */
export type LedgerLockCode = 'LEDGER_BEHIND' | 'LEDGER_FORK' | 'LEDGER_DAMAGED';

type StoredHead = Omit<LedgerHeadRow, 'epoch' | 'size' | 'signed_size'> & {
  readonly epoch: string;
  readonly size: string;
  readonly signed_size: string;
};

const HEAD_COLUMNS = `
  origin, epoch, size, root, sequenced_at, signed_size, checkpoint, signed_at, lock_code`;
const START_LEDGER = `
  INSERT INTO ledger_head (origin, epoch, size, root, sequenced_at, signed_size)
  VALUES ($1, 0, 0, $2, $3, 0) ON CONFLICT DO NOTHING`;
const FIND_HEAD = `SELECT ${HEAD_COLUMNS} FROM ledger_head`;

/**
 * Makes the one head row at the first start of all; later starts keep what is there. They only read:
 * an insert would wait for a sequencer that is paused inside its transaction, conflict or not.
 */
export async function startLedger(
  query: Query,
  first: { readonly origin: string; readonly emptyRoot: Buffer; readonly now: Date },
): Promise<LedgerHeadRow> {
  const [started] = await query<StoredHead>(FIND_HEAD);
  if (started !== undefined) return headOf(started);
  await query(START_LEDGER, [first.origin, first.emptyRoot, first.now]);
  return findHead(query);
}

export async function findHead(query: Query): Promise<LedgerHeadRow> {
  const [row] = await query<StoredHead>(FIND_HEAD);
  if (row === undefined) throw new Error('the ledger has no head');
  return headOf(row);
}

function headOf(row: StoredHead): LedgerHeadRow {
  const { epoch, size, signed_size } = row;
  return { ...row, epoch: Number(epoch), size: Number(size), signed_size: Number(signed_size) };
}

// Each take-over is a new epoch, and every write of a sequencer names its own: a paused one that
// wakes after losing the lease finds that nothing it writes applies.
// After a fault the holder takes its own place anew at once.
const TAKE_LEASE = `
  UPDATE ledger_head SET epoch = epoch + 1, holder = $1, lease_until = $3
   WHERE (holder IS NULL OR holder = $1 OR lease_until < $2 OR lease_until > $4)
     AND lock_code IS NULL
  RETURNING ${HEAD_COLUMNS}`;
const RENEW_LEASE = `
  UPDATE ledger_head SET lease_until = $2 WHERE epoch = $1 RETURNING epoch`;
const GIVE_UP_LEASE = `UPDATE ledger_head SET holder = NULL, lease_until = NULL WHERE epoch = $1`;

/** Becomes the sequencer when there is none; undefined while another holds the lease. */
export async function takeSequencerLease(
  query: Query,
  lease: { readonly holder: string; readonly now: Date; readonly until: Date },
): Promise<LedgerHeadRow | undefined> {
  const { holder, now, until } = lease;
  const values = [holder, now, until, farthestLease(lease)];
  const [row] = await query<StoredHead>(TAKE_LEASE, values);
  return row === undefined ? undefined : headOf(row);
}

/** False when the lease was lost. */
export async function renewSequencerLease(
  query: Query,
  epoch: number,
  until: Date,
): Promise<boolean> {
  return (await query(RENEW_LEASE, [epoch, until])).length === 1;
}

export async function giveUpSequencerLease(query: Query, epoch: number): Promise<void> {
  await query(GIVE_UP_LEASE, [epoch]);
}

const LOCK_LEDGER = `
  UPDATE ledger_head SET locked_at = $2, lock_code = $1 WHERE lock_code IS NULL`;

/** From now on no process sequences or signs; the first reason stays. */
export async function lockLedger(query: Query, code: LedgerLockCode, now: Date): Promise<void> {
  await query(LOCK_LEDGER, [code, now]);
}

/** A ledger that ended, by its origin. */
export interface ClosedLedgerRow {
  readonly origin: string;
  readonly successor: string;
  readonly checkpoint: string;
  readonly closed_at: Date;
}

const FIND_CLOSED = `
  SELECT origin, successor, checkpoint, closed_at FROM closed_ledgers ORDER BY closed_at`;

/** The ledgers before this one, the first first. */
export function findClosedLedgers(query: Query): Promise<ClosedLedgerRow[]> {
  return query<ClosedLedgerRow>(FIND_CLOSED);
}

export interface PendingLeaf {
  readonly pending_id: string;
  readonly leaf_hash: Buffer;
}

// What is there, oldest first; never "what came after the last one seen": rows commit out of order.
// Within one delivery the order is right, because each of its leaves is written after the commit of
// the one before. The table's column, not the text of the output: as text, 10 comes before 9.
// Entries are not loaded: they move within the database.
const FIND_PENDING = `
  SELECT pending_id::text, leaf_hash FROM pending_leaves ORDER BY pending_leaves.pending_id LIMIT $1`;

export function findPendingLeaves(tx: Transaction, limit: number): Promise<PendingLeaf[]> {
  return tx.query<PendingLeaf>(FIND_PENDING, [limit]);
}

const MOVE_LEAVES = `
  WITH taken AS (
    DELETE FROM pending_leaves USING unnest($1::bigint[]) WITH ORDINALITY AS chosen (pending_id, place)
     WHERE pending_leaves.pending_id = chosen.pending_id
    RETURNING place, transmission_id, from_member, entry)
  INSERT INTO ledger_entries (leaf_index, transmission_id, from_member, entry)
  SELECT $2::bigint + place - 1, transmission_id, from_member, entry FROM taken`;
const PUT_TILES = `
  INSERT INTO ledger_tiles (level, tile, hashes)
  SELECT * FROM unnest($1::smallint[], $2::bigint[], $3::bytea[])
  ON CONFLICT (level, tile) DO UPDATE SET hashes = excluded.hashes`;
const GROW_HEAD = `
  UPDATE ledger_head SET size = $3, root = $4, sequenced_at = $5
   WHERE epoch = $1 AND size = $2 AND lock_code IS NULL RETURNING size`;

export interface SequencedBatch {
  readonly epoch: number;
  readonly pendingIds: readonly string[];
  readonly sizeBefore: number;
  readonly sizeAfter: number;
  readonly root: Buffer;
  readonly tiles: readonly {
    readonly level: number;
    readonly index: number;
    readonly hashes: Buffer;
  }[];
  readonly now: Date;
}

/**
 * Gives the batch its indexes and grows the tree, all in the caller's transaction. False when the
 * epoch is over or the tree is not what the caller took it for: it must roll back.
 */
export async function writeSequencedBatch(
  tx: Transaction,
  batch: SequencedBatch,
): Promise<boolean> {
  const { epoch, sizeBefore, sizeAfter, root, now } = batch;
  const grown = await tx.query(GROW_HEAD, [epoch, sizeBefore, sizeAfter, root, now]);
  if (grown.length !== 1) return false;
  await tx.query(MOVE_LEAVES, [batch.pendingIds, sizeBefore]);
  await putTiles(tx, batch.tiles);
  return true;
}

/** Each in the place of what was stored of it. */
export async function putTiles(tx: Transaction, tiles: SequencedBatch['tiles']): Promise<void> {
  await tx.query(PUT_TILES, [
    tiles.map(({ level }) => level),
    tiles.map(({ index }) => index),
    tiles.map(({ hashes }) => hashes),
  ]);
}

const PUBLISH_CHECKPOINT = `
  UPDATE ledger_head SET signed_size = $3, checkpoint = $4, signed_at = $5
   WHERE epoch = $1 AND signed_size = $2 AND signed_size <= $3 AND size >= $3
     AND lock_code IS NULL
  RETURNING signed_size`;

export interface PublishedCheckpoint {
  readonly epoch: number;
  readonly signedSizeBefore: number;
  readonly size: number;
  readonly checkpoint: string;
  readonly now: Date;
}

/** Compare-and-swap of the published head; false when another sequencer was there. */
export async function publishCheckpoint(
  query: Query,
  published: PublishedCheckpoint,
): Promise<boolean> {
  const { epoch, signedSizeBefore, size, checkpoint, now } = published;
  const rows = await query(PUBLISH_CHECKPOINT, [epoch, signedSizeBefore, size, checkpoint, now]);
  return rows.length === 1;
}

const FIND_TILE = `SELECT hashes FROM ledger_tiles WHERE level = $1 AND tile = $2`;

/** The hashes of a tile as far as they are written; undefined before the first. */
export async function findTile(
  query: Query,
  level: number,
  index: number,
): Promise<Buffer | undefined> {
  const [row] = await query<{ hashes: Buffer }>(FIND_TILE, [level, index]);
  return row?.hashes;
}

const COUNT_PENDING = `
  SELECT count(*)::integer AS count, min(created_at) AS oldest FROM pending_leaves`;

/** How many leaves wait for an index, and since when the oldest does. */
export async function countPendingLeaves(
  query: Query,
): Promise<{ readonly count: number; readonly oldest: Date | null }> {
  const [row] = await query<{ count: number; oldest: Date | null }>(COUNT_PENDING);
  return row ?? { count: 0, oldest: null };
}

const FIND_COVERAGE = `
  SELECT signed_size::text AS signed,
         signed_size = size AND NOT EXISTS (SELECT FROM pending_leaves) AS covered
    FROM ledger_head`;

/** How many leaves the last signed checkpoint covers, and whether these are all. */
export async function findCoverage(
  query: Query,
): Promise<{ readonly signedSize: number; readonly isCovered: boolean }> {
  const [row] = await query<{ signed: string; covered: boolean }>(FIND_COVERAGE);
  return { signedSize: Number(row?.signed ?? 0), isCovered: row?.covered ?? true };
}

const FIND_ENTRIES = `
  SELECT leaf_index::text, entry FROM ledger_entries
   WHERE leaf_index >= $1 AND leaf_index < $2 ORDER BY ledger_entries.leaf_index`;

/** Entries from `start` up to, not including, `end`, in order. */
export async function findEntries(
  query: Query,
  start: number,
  end: number,
): Promise<{ readonly index: number; readonly entry: Buffer }[]> {
  const rows = await query<{ leaf_index: string; entry: Buffer }>(FIND_ENTRIES, [start, end]);
  return rows.map(({ leaf_index, entry }) => ({ index: Number(leaf_index), entry }));
}
