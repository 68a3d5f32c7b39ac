import { bulkInsert } from './bulk-insert.ts';
import type { Query, Transaction } from './database.ts';

export type TransmissionStatus =
  'awaiting-release' | 'awaiting-attachments' | 'transmitted' | 'returned';

/** What became of the content of a transmission or case. */
export type ContentState = 'kept' | 'sealed' | 'expunged';

/** One accepted activity. `to_member` is null until it is transmitted. */
export interface TransmissionRow {
  readonly transmission_id: string;
  readonly from_member: string;
  readonly to_member: string | null;
  readonly destination: string;
  readonly sender_message_id: string;
  readonly type: string;
  readonly case_id: string;
  readonly supervision_type: string | null;
  readonly status: TransmissionStatus;
  readonly accepted_status: TransmissionStatus;
  readonly channel: string;
  readonly actor: string;
  readonly released_by: string | null;
  readonly submitted_at: Date;
  readonly accepted_at: Date;
  readonly transmitted_at: Date | null;
  readonly received_digest: Buffer | null;
  readonly content_digest: Buffer | null;
  readonly schema_hash: string;
  readonly profile_hash: string | null;
  readonly mapping_hash: string | null;
  readonly receipt_key_id: string;
  readonly event_no: number;
  readonly last_leaf_hash: Buffer;
  /** Its place among all that crossed in its case, from 1; null until it crosses. */
  readonly case_position: number | null;
  readonly content: ContentState;
}

export const insertTransmissions = bulkInsert<TransmissionRow>('transmissions', {
  transmission_id: 'uuid',
  from_member: 'text',
  to_member: 'text',
  destination: 'text',
  sender_message_id: 'text',
  type: 'text',
  case_id: 'text',
  supervision_type: 'text',
  status: 'text',
  accepted_status: 'text',
  channel: 'text',
  actor: 'text',
  released_by: 'text',
  submitted_at: 'timestamptz',
  accepted_at: 'timestamptz',
  transmitted_at: 'timestamptz',
  received_digest: 'bytea',
  content_digest: 'bytea',
  schema_hash: 'text',
  profile_hash: 'text',
  mapping_hash: 'text',
  receipt_key_id: 'text',
  event_no: 'integer',
  last_leaf_hash: 'bytea',
  case_position: 'integer',
  content: 'text',
});

/** An earlier acceptance of the same (source, id), with the key that its digests are made under. */
export interface RepeatRow {
  readonly transmission_id: string;
  readonly from_member: string;
  readonly destination: string;
  readonly sender_message_id: string;
  readonly type: string;
  readonly case_id: string;
  readonly person_id: string;
  readonly accepted_status: TransmissionStatus;
  readonly accepted_at: Date;
  readonly received_digest: Buffer | null;
  readonly content_digest: Buffer | null;
  readonly receipt_key_id: string;
  readonly member_key_id: string | null;
  readonly wrapped_key: Buffer | null;
  readonly salt: Buffer | null;
  readonly record_id: string | null;
  readonly received: Buffer | null;
  readonly content: ContentState;
}

/** `received` is loaded with it: the receipt names the digest of what came, and the store keeps none. */
const FIND_REPEATS = `
  SELECT t.transmission_id, t.from_member, t.destination, t.sender_message_id, t.type, t.case_id,
         c.person_id, t.accepted_status, t.accepted_at, t.received_digest, t.content_digest,
         t.receipt_key_id, t.content, k.member_key_id, k.wrapped_key, k.salt, r.record_id,
         r.ciphertext AS received
    FROM unnest($1::text[], $2::text[]) AS asked (member, id)
    JOIN transmissions t ON t.from_member = asked.member AND t.sender_message_id = asked.id
    JOIN cases c ON c.case_id = t.case_id
    LEFT JOIN content_keys k ON k.transmission_id = t.transmission_id
    LEFT JOIN records r ON r.transmission_id = t.transmission_id AND r.kind = 'received'`;

export interface RepeatKey {
  readonly member: string;
  readonly id: string;
}

/** Which of these (source, id) the hub accepted before. */
export function findRepeats(query: Query, keys: readonly RepeatKey[]): Promise<RepeatRow[]> {
  return query<RepeatRow>(FIND_REPEATS, [
    keys.map(({ member }) => member),
    keys.map(({ id }) => id),
  ]);
}

const TRY_LOCKS = `
  SELECT key::text FROM unnest($1::bigint[]) AS key WHERE pg_try_advisory_xact_lock(key)`;
const WAIT_FOR_LOCKS = `
  SELECT key::text FROM unnest($1::bigint[]) AS key, pg_advisory_xact_lock(key)`;

/**
 * Takes transaction-level advisory locks and returns the keys it got. Without `wait` it takes only
 * what is free; with it, it waits in the order of the keys, under the session's `lock_timeout`.
 */
export async function lockKeys(
  tx: Transaction,
  keys: ReadonlySet<bigint>,
  wait: boolean,
): Promise<Set<bigint>> {
  if (keys.size === 0) return new Set();
  const ordered = [...keys].sort((a, b) => (a < b ? -1 : 1)).map(String);
  const rows = await tx.query<{ key: string }>(wait ? WAIT_FOR_LOCKS : TRY_LOCKS, [ordered]);
  return new Set(rows.map(({ key }) => BigInt(key)));
}

const FIND_TRANSMISSION = `SELECT * FROM transmissions WHERE transmission_id = $1`;
const LOCK_TRANSMISSION = `${FIND_TRANSMISSION} FOR UPDATE`;

export async function findTransmission(
  query: Query,
  transmissionId: string,
): Promise<TransmissionRow | undefined> {
  const [row] = await query<TransmissionRow>(FIND_TRANSMISSION, [transmissionId]);
  return row;
}

/** One transmission, locked until the transaction ends. Lock its case first. */
export async function lockTransmission(
  tx: Transaction,
  transmissionId: string,
): Promise<TransmissionRow | undefined> {
  const [row] = await tx.query<TransmissionRow>(LOCK_TRANSMISSION, [transmissionId]);
  return row;
}

const LOCK_TRANSMISSIONS = `
  SELECT * FROM transmissions WHERE transmission_id = ANY ($1) ORDER BY transmission_id FOR UPDATE`;

/** Several, locked in the order of their ids. */
export function lockTransmissions(
  tx: Transaction,
  transmissionIds: readonly string[],
): Promise<TransmissionRow[]> {
  return tx.query<TransmissionRow>(LOCK_TRANSMISSIONS, [transmissionIds]);
}

const SET_CHAINS = `
  UPDATE transmissions t SET event_no = new.event_no, last_leaf_hash = decode(new.hash, 'hex')
    FROM unnest($1::uuid[], $2::integer[], $3::text[]) AS new (transmission_id, event_no, hash)
   WHERE t.transmission_id = new.transmission_id`;

/** Writes where the chains of locked transmissions stand now. */
export async function setChains(
  tx: Transaction,
  rows: readonly Pick<TransmissionRow, 'transmission_id' | 'event_no' | 'last_leaf_hash'>[],
): Promise<void> {
  await tx.query(SET_CHAINS, [
    rows.map((row) => row.transmission_id),
    rows.map((row) => row.event_no),
    rows.map((row) => row.last_leaf_hash.toString('hex')),
  ]);
}

const CHANGE_TRANSMISSION = `
  UPDATE transmissions
     SET status = $2, to_member = $3, transmitted_at = $4, released_by = $5, event_no = $6,
         last_leaf_hash = $7, case_position = $8
   WHERE transmission_id = $1`;
const SHOW_TO_RECEIVER = [
  'content_keys',
  'records',
  'transmission_attachments',
  'decisions',
  'findings',
  'finding_terms',
].map((table) => `UPDATE ${table} SET to_member = $2 WHERE transmission_id = $1`);

/** Writes a locked transmission that was released, completed or returned. */
export async function changeTransmission(tx: Transaction, row: TransmissionRow): Promise<void> {
  await tx.query(CHANGE_TRANSMISSION, [
    row.transmission_id,
    row.status,
    row.to_member,
    row.transmitted_at,
    row.released_by,
    row.event_no,
    row.last_leaf_hash,
    row.case_position,
  ]);
  const { transmission_id, to_member } = row;
  if (to_member === null) return;
  await tx.together(async () => {
    for (const statement of SHOW_TO_RECEIVER)
      await tx.query(statement, [transmission_id, to_member]);
  });
}
