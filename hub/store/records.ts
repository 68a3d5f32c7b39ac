import { bulkInsert } from './bulk-insert.ts';
import type { Query } from './database.ts';

export type RecordKind = 'canonical' | 'received' | 'sent';

export interface RecordRow {
  readonly record_id: string;
  readonly transmission_id: string;
  readonly delivery_id: string | null;
  readonly kind: RecordKind;
  readonly from_member: string;
  readonly to_member: string | null;
  readonly content_type: string;
  readonly ciphertext: Buffer;
  readonly commitment: Buffer;
  readonly recorded_at: Date;
}

export const RECORD_COLUMNS = {
  record_id: 'uuid',
  transmission_id: 'uuid',
  delivery_id: 'uuid',
  kind: 'text',
  from_member: 'text',
  to_member: 'text',
  content_type: 'text',
  ciphertext: 'bytea',
  commitment: 'bytea',
  recorded_at: 'timestamptz',
} as const satisfies Record<keyof RecordRow, string>;

export const insertRecords = bulkInsert<RecordRow>('records', RECORD_COLUMNS);

export interface ContentKeyRow {
  readonly transmission_id: string;
  readonly from_member: string;
  readonly to_member: string | null;
  readonly member_key_id: string;
  readonly wrapped_key: Buffer;
  readonly salt: Buffer;
}

export const insertContentKeys = bulkInsert<ContentKeyRow>('content_keys', {
  transmission_id: 'uuid',
  from_member: 'text',
  to_member: 'text',
  member_key_id: 'uuid',
  wrapped_key: 'bytea',
  salt: 'bytea',
});

/** A record with the key to open it. */
export interface SealedRecordRow extends Omit<ContentKeyRow, 'from_member' | 'to_member'> {
  readonly record_id: string;
  readonly delivery_id: string | null;
  readonly kind: RecordKind;
  readonly content_type: string;
  readonly ciphertext: Buffer;
}

const FIND_RECORDS = `
  SELECT r.record_id, r.transmission_id, r.delivery_id, r.kind, r.content_type, r.ciphertext,
         k.member_key_id, k.wrapped_key, k.salt
    FROM records r JOIN content_keys k USING (transmission_id)
   WHERE r.transmission_id = ANY ($1) AND r.kind = ANY ($2) AND NOT k.sealed
   ORDER BY r.recorded_at, r.record_id`;

/** Records of these kinds, as far as their keys were not destroyed or sealed. */
export function findRecords(
  query: Query,
  transmissionIds: readonly string[],
  kinds: readonly RecordKind[],
): Promise<SealedRecordRow[]> {
  return query<SealedRecordRow>(FIND_RECORDS, [transmissionIds, kinds]);
}

const FIND_SALT = `SELECT salt FROM content_keys WHERE transmission_id = $1`;

/** The salt of a transmission's commitments; undefined once its key was destroyed. */
export async function findSalt(query: Query, transmissionId: string): Promise<Buffer | undefined> {
  const [row] = await query<{ salt: Buffer }>(FIND_SALT, [transmissionId]);
  return row?.salt;
}
