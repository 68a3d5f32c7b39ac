import type { Query } from './database.ts';
import type { DeliveryRow } from './deliveries.ts';
import type { RecordKind } from './records.ts';
import type { TransmissionRow } from './transmissions.ts';
import type { ViewingRow } from './viewings.ts';

/** Rows and leaves as one moment shows them: none moves from one table to another in between. */
export async function beginSnapshot(query: Query): Promise<void> {
  await query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
}

const TRANSMISSIONS_AFTER = `
  SELECT * FROM transmissions
   WHERE $1::uuid IS NULL OR transmission_id > $1 ORDER BY transmission_id LIMIT $2`;

/** The next of all transmissions by id; from the first where `after` is null. */
export function transmissionsAfter(
  query: Query,
  after: string | null,
  limit: number,
): Promise<TransmissionRow[]> {
  return query<TransmissionRow>(TRANSMISSIONS_AFTER, [after, limit]);
}

const DELIVERIES_OF = `SELECT * FROM deliveries WHERE transmission_id = ANY ($1)`;

export function deliveriesOfAll(query: Query, ids: readonly string[]): Promise<DeliveryRow[]> {
  return query<DeliveryRow>(DELIVERIES_OF, [ids]);
}

/** A record with the key to open it, as far as that was not destroyed. */
export interface AuditedRecordRow {
  readonly record_id: string;
  readonly transmission_id: string;
  readonly delivery_id: string | null;
  readonly kind: RecordKind;
  readonly ciphertext: Buffer;
  readonly commitment: Buffer;
}

const RECORDS_OF = `
  SELECT record_id, transmission_id, delivery_id, kind, ciphertext, commitment
    FROM records WHERE transmission_id = ANY ($1)`;

export function recordsOfAll(query: Query, ids: readonly string[]): Promise<AuditedRecordRow[]> {
  return query<AuditedRecordRow>(RECORDS_OF, [ids]);
}

export interface AuditedKeyRow {
  readonly transmission_id: string;
  readonly member_key_id: string;
  readonly wrapped_key: Buffer;
  readonly salt: Buffer;
  readonly sealed: boolean;
}

const KEYS_OF = `
  SELECT transmission_id, member_key_id, wrapped_key, salt, sealed
    FROM content_keys WHERE transmission_id = ANY ($1)`;

export function contentKeysOfAll(query: Query, ids: readonly string[]): Promise<AuditedKeyRow[]> {
  return query<AuditedKeyRow>(KEYS_OF, [ids]);
}

const VIEWINGS_OF = `SELECT * FROM viewings WHERE transmission_id = ANY ($1)`;

export function viewingsOfAll(query: Query, ids: readonly string[]): Promise<ViewingRow[]> {
  return query<ViewingRow>(VIEWINGS_OF, [ids]);
}

export interface AuditedEntryRow {
  /** Null while it has no index. */
  readonly leaf_index: string | null;
  readonly transmission_id: string | null;
  readonly from_member: string | null;
  readonly entry: Buffer;
}

const ENTRIES_OF = `
  SELECT leaf_index::text, transmission_id, from_member, entry, leaf_index AS first, 0 AS second
    FROM ledger_entries WHERE transmission_id = ANY ($1)
   UNION ALL
  SELECT NULL, transmission_id, from_member, entry, NULL, pending_id
    FROM pending_leaves WHERE transmission_id = ANY ($1)
   ORDER BY first NULLS LAST, second`;

/** Every leaf of these transmissions in the order of the log, those without an index last. */
export function entriesOfAll(query: Query, ids: readonly string[]): Promise<AuditedEntryRow[]> {
  return query<AuditedEntryRow>(ENTRIES_OF, [ids]);
}

const ENTRIES_BETWEEN = `
  SELECT leaf_index::text, transmission_id, from_member, entry FROM ledger_entries
   WHERE leaf_index >= $1 AND leaf_index < $2 ORDER BY ledger_entries.leaf_index`;

export function entriesBetween(
  query: Query,
  start: number,
  end: number,
): Promise<AuditedEntryRow[]> {
  return query<AuditedEntryRow>(ENTRIES_BETWEEN, [start, end]);
}

export interface PendingAuditRow extends AuditedEntryRow {
  readonly leaf_hash: Buffer;
}

const ALL_PENDING = `
  SELECT NULL AS leaf_index, transmission_id, from_member, entry, leaf_hash
    FROM pending_leaves ORDER BY pending_id`;

/** The leaves without an index yet; the sequencer keeps them few. */
export function allPendingLeaves(query: Query): Promise<PendingAuditRow[]> {
  return query<PendingAuditRow>(ALL_PENDING);
}

// What leaves name and rows have not: a row that was deleted takes its name with it.
const OWNERLESS = `
  SELECT min(leaf_index)::text AS leaf_index, transmission_id
    FROM (SELECT leaf_index, transmission_id FROM ledger_entries
           UNION ALL SELECT NULL, transmission_id FROM pending_leaves) AS leaves
   WHERE transmission_id IS NOT NULL
     AND NOT EXISTS (
       SELECT FROM transmissions t WHERE t.transmission_id = leaves.transmission_id)
   GROUP BY transmission_id ORDER BY min(leaf_index) LIMIT $1`;

/** Transmissions that leaves name and that are not there, by their first leaf. */
export function ownerlessLeaves(
  query: Query,
  limit: number,
): Promise<{ readonly leaf_index: string | null; readonly transmission_id: string }[]> {
  return query(OWNERLESS, [limit]);
}

const UNNAMED = `
  SELECT
    (SELECT count(*)::integer FROM deliveries d
      WHERE NOT EXISTS (SELECT FROM transmissions t WHERE t.transmission_id = d.transmission_id))
    + (SELECT count(*)::integer FROM records r
        WHERE NOT EXISTS (SELECT FROM transmissions t WHERE t.transmission_id = r.transmission_id))
    AS count`;

/** Deliveries and records of no transmission: the database itself forbids them. */
export async function countStrays(query: Query): Promise<number> {
  const [row] = await query<{ count: number }>(UNNAMED);
  return row?.count ?? 0;
}

const CREDENTIALS = `SELECT reference, revoked_at IS NOT NULL AS revoked FROM principals`;

export function allCredentials(
  query: Query,
): Promise<{ readonly reference: string; readonly revoked: boolean }[]> {
  return query(CREDENTIALS);
}

const ENDPOINTS = `SELECT member, endpoint, host_keys FROM destinations WHERE endpoint IS NOT NULL`;

export function allEndpoints(
  query: Query,
): Promise<{ readonly member: string; readonly endpoint: string; readonly host_keys: string[] }[]> {
  return query(ENDPOINTS);
}
