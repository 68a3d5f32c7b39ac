import type { Transaction } from './database.ts';
import type { LedgerHeadRow } from './ledger.ts';

const LOCK_HEAD = `SELECT origin, size, root, signed_size FROM ledger_head FOR UPDATE`;

/** Nobody sequences, signs or recovers until the transaction ends. */
export async function lockHead(
  tx: Transaction,
): Promise<Pick<LedgerHeadRow, 'origin' | 'size' | 'root' | 'signed_size'>> {
  const [row] = await tx.query<{
    origin: string;
    size: string;
    root: Buffer;
    signed_size: string;
  }>(LOCK_HEAD);
  if (row === undefined) throw new Error('the ledger has no head');
  return { ...row, size: Number(row.size), signed_size: Number(row.signed_size) };
}

const TAKE_PENDING = `
  DELETE FROM pending_leaves WHERE leaf_hash = ANY ($1)
  RETURNING leaf_hash, transmission_id, from_member`;

/** Takes away the pending leaves that have these hashes: they are written with their indexes now. */
export function takePendingLeaves(
  tx: Transaction,
  hashes: readonly Buffer[],
): Promise<{ leaf_hash: Buffer; transmission_id: string | null; from_member: string | null }[]> {
  return tx.query(TAKE_PENDING, [hashes]);
}

const FIND_KNOWN = `SELECT transmission_id FROM transmissions WHERE transmission_id = ANY ($1)`;

/** Which of the transmissions the database knows. */
export async function knownTransmissions(
  tx: Transaction,
  transmissionIds: readonly string[],
): Promise<string[]> {
  const rows = await tx.query<{ transmission_id: string }>(FIND_KNOWN, [transmissionIds]);
  return rows.map(({ transmission_id }) => transmission_id);
}

const INSERT_ENTRIES = `
  INSERT INTO ledger_entries (leaf_index, transmission_id, from_member, entry)
  SELECT $1::bigint + place - 1, transmission_id, from_member, entry
    FROM unnest($2::uuid[], $3::text[], $4::bytea[])
         WITH ORDINALITY AS given (transmission_id, from_member, entry, place)`;

export interface ImportedEntry {
  readonly transmission_id: string | null;
  readonly from_member: string | null;
  readonly entry: Buffer;
}

/** Entries with the indexes from `first` on. */
export async function insertEntries(
  tx: Transaction,
  first: number,
  entries: readonly ImportedEntry[],
): Promise<void> {
  await tx.query(INSERT_ENTRIES, [
    first,
    entries.map(({ transmission_id }) => transmission_id),
    entries.map(({ from_member }) => from_member),
    entries.map(({ entry }) => entry),
  ]);
}

const SET_HEAD = `
  UPDATE ledger_head
     SET origin = $1, epoch = epoch + 1, holder = NULL, lease_until = NULL, size = $2, root = $3,
         sequenced_at = $5, signed_size = $4, checkpoint = $6,
         signed_at = CASE WHEN $6::text IS NULL THEN NULL ELSE $5::timestamptz END,
         locked_at = NULL, lock_code = NULL`;

export interface RestoredHead {
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
  readonly signedSize: number;
  /** Null for a ledger that begins. */
  readonly checkpoint: string | null;
  readonly now: Date;
}

/** The tree as it is from now on, under a new epoch of the sequencer; the lock is off. */
export async function setRestoredHead(tx: Transaction, head: RestoredHead): Promise<void> {
  const { origin, size, root, signedSize, checkpoint, now } = head;
  await tx.query(SET_HEAD, [origin, size, root, signedSize, now, checkpoint]);
}

/** What is kept of a ledger that ends. */
export interface ClosingLedger {
  readonly origin: string;
  readonly successor: string;
  readonly checkpoint: string;
  readonly size: number;
  readonly root: Buffer;
  readonly reason: string;
  readonly approvers: readonly string[];
  readonly now: Date;
}

const CLOSE_LEDGER = `
  INSERT INTO closed_ledgers (origin, successor, checkpoint, size, root, reason, approvers, closed_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`;
// As the owner of the tables, whom forced row-level security would show nothing.
const MOVE_AWAY = [
  `ALTER TABLE ledger_entries NO FORCE ROW LEVEL SECURITY`,
  `ALTER TABLE closed_ledger_entries NO FORCE ROW LEVEL SECURITY`,
];
const MOVE = [
  `INSERT INTO closed_ledger_entries (origin, leaf_index, transmission_id, from_member, entry)
   SELECT $1, leaf_index, transmission_id, from_member, entry FROM ledger_entries`,
  `INSERT INTO closed_ledger_tiles (origin, level, tile, hashes)
   SELECT $1, level, tile, hashes FROM ledger_tiles`,
];
const EMPTY = [
  `TRUNCATE ledger_entries, ledger_tiles`,
  `ALTER TABLE ledger_entries FORCE ROW LEVEL SECURITY`,
  `ALTER TABLE closed_ledger_entries FORCE ROW LEVEL SECURITY`,
];

/** Sets a ledger aside whole; only the owner of the database may. */
export async function closeLedger(tx: Transaction, closing: ClosingLedger): Promise<void> {
  const { origin, successor, checkpoint, size, root, reason, approvers, now } = closing;
  const values = [origin, successor, checkpoint, size, root, reason, approvers, now];
  await tx.query(CLOSE_LEDGER, values);
  for (const sql of MOVE_AWAY) await tx.query(sql);
  for (const sql of MOVE) await tx.query(sql, [origin]);
  for (const sql of EMPTY) await tx.query(sql);
}

const FIND_APPROVERS = `
  SELECT reference FROM principals
   WHERE reference = ANY ($1) AND kind = 'person' AND member = 'national' AND revoked_at IS NULL
     AND (expires_at IS NULL OR expires_at > $2)`;

/** Which of the references are of persons of the national office who may act now. */
export async function findApprovers(
  tx: Transaction,
  references: readonly string[],
  now: Date,
): Promise<string[]> {
  const rows = await tx.query<{ reference: string }>(FIND_APPROVERS, [references, now]);
  return rows.map(({ reference }) => reference);
}
