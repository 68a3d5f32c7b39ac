import type { Query } from './database.ts';

/** The last signed head, and how far the tree is sequenced. */
export interface LedgerHeadRead {
  /** Undefined before the first start. */
  readonly origin: string | undefined;
  /** Undefined before the first signature. */
  readonly checkpoint: string | undefined;
  readonly signedSize: number;
  readonly size: number;
}

const READ_HEAD = `SELECT origin, checkpoint, signed_size, size FROM ledger_head`;

/** The head of the ledger; that of an empty one before the sequencer first ran. */
export async function readHead(query: Query): Promise<LedgerHeadRead> {
  const [row] = await query<{
    origin: string;
    checkpoint: string | null;
    signed_size: string;
    size: string;
  }>(READ_HEAD);
  return {
    origin: row?.origin,
    checkpoint: row?.checkpoint ?? undefined,
    signedSize: Number(row?.signed_size ?? 0),
    size: Number(row?.size ?? 0),
  };
}

const READ_TILE = `SELECT hashes FROM ledger_tiles WHERE level = $1 AND tile = $2`;

/** All hashes of a tile as far as it has grown. */
export async function readTileHashes(
  query: Query,
  level: number,
  tile: number,
): Promise<Buffer | undefined> {
  const [row] = await query<{ hashes: Buffer }>(READ_TILE, [level, tile]);
  return row?.hashes;
}

export interface EntryRow {
  readonly index: number;
  readonly entry: Buffer;
}

type StoredEntry = { readonly leaf_index: string; readonly entry: Buffer };

const READ_ENTRIES = `
  SELECT leaf_index, entry FROM ledger_entries
   WHERE leaf_index >= $1 AND leaf_index < $2 ORDER BY leaf_index LIMIT $3`;

/** Entries from `start` up to, not including, `end`, as far as the reader may see them. */
export async function readEntries(
  query: Query,
  range: { readonly start: number; readonly end: number; readonly limit: number },
): Promise<EntryRow[]> {
  const rows = await query<StoredEntry>(READ_ENTRIES, [range.start, range.end, range.limit]);
  return rows.map(toEntry);
}

const ENTRIES_OF = `
  SELECT leaf_index, entry FROM ledger_entries WHERE transmission_id = $1 ORDER BY leaf_index`;

/** Every sequenced entry of one transmission and its deliveries. */
export async function entriesOf(query: Query, transmissionId: string): Promise<EntryRow[]> {
  return (await query<StoredEntry>(ENTRIES_OF, [transmissionId])).map(toEntry);
}

const toEntry = ({ leaf_index, entry }: StoredEntry): EntryRow => ({
  index: Number(leaf_index),
  entry,
});

/** A key that signs the heads of a ledger, or did. */
export interface LedgerKeyRead {
  readonly key_line: string;
  readonly origin: string;
  readonly signs_from: Date;
  readonly signs_until: Date | null;
}

const LIST_KEYS = `
  SELECT key_line, origin, signs_from, signs_until FROM ledger_keys ORDER BY signs_from, key_line`;

export function listLedgerKeys(query: Query): Promise<LedgerKeyRead[]> {
  return query<LedgerKeyRead>(LIST_KEYS);
}

/** A ledger that ended, and which one went on in its place. */
export interface ClosedLedgerRead {
  readonly origin: string;
  readonly successor: string;
  readonly checkpoint: string;
  readonly reason: string;
  readonly closed_at: Date;
}

const LIST_CLOSED = `
  SELECT origin, successor, checkpoint, reason, closed_at FROM closed_ledgers ORDER BY closed_at`;

export function listClosedLedgers(query: Query): Promise<ClosedLedgerRead[]> {
  return query<ClosedLedgerRead>(LIST_CLOSED);
}
