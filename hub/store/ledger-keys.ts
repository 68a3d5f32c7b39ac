import type { Query, Transaction } from './database.ts';

/** A key that signs the heads of a ledger, or did. */
export interface LedgerKeyRow {
  /** C2SP signed-note: `name+id+key`; the name is the origin. */
  readonly key_line: string;
  readonly origin: string;
  readonly signs_from: Date;
  /** Null where no end is set. */
  readonly signs_until: Date | null;
}

const FIND_KEYS = `
  SELECT key_line, origin, signs_from, signs_until FROM ledger_keys ORDER BY signs_from, key_line`;

/** Every key of every ledger of this hub, retired ones too, the oldest first. */
export function findLedgerKeys(query: Query): Promise<LedgerKeyRow[]> {
  return query<LedgerKeyRow>(FIND_KEYS);
}

const INSERT_KEY = `
  INSERT INTO ledger_keys (key_line, origin, signs_from, signs_until) VALUES ($1, $2, $3, $4)
  ON CONFLICT DO NOTHING`;

/** Two processes that start at once write the same. */
export async function insertLedgerKey(query: Query, row: LedgerKeyRow): Promise<void> {
  await query(INSERT_KEY, [row.key_line, row.origin, row.signs_from, row.signs_until]);
}

const LOCK_KEYS = `SELECT pg_advisory_xact_lock(hashtextextended('ledger-keys', 0))`;

/** Until the transaction ends nobody else changes what signs. */
export async function lockLedgerKeys(tx: Transaction): Promise<void> {
  await tx.query(LOCK_KEYS);
}

const END_KEYS = `
  UPDATE ledger_keys SET signs_until = $3
   WHERE origin = $1 AND key_line <> $2 AND (signs_until IS NULL OR signs_until > $3)`;

/** Every other key of the ledger signs no longer than until then. */
export async function endOtherLedgerKeys(
  tx: Transaction,
  { origin, keyLine }: { readonly origin: string; readonly keyLine: string },
  until: Date,
): Promise<void> {
  await tx.query(END_KEYS, [origin, keyLine, until]);
}
