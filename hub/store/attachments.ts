import { bulkInsert } from './bulk-insert.ts';
import type { Query, Transaction } from './database.ts';

/** An encrypted attachment, named within its sender by a token of its SHA-256. */
export interface AttachmentRow {
  readonly attachment_id: string;
  readonly case_id: string | null;
  readonly from_member: string;
  readonly to_member: string | null;
  readonly digest_token: Buffer;
  readonly media_type: string;
  readonly size: number;
  readonly member_key_id: string;
  readonly wrapped_key: Buffer | null;
  readonly ciphertext: Buffer | null;
  readonly stored_at: Date;
  readonly sealed: boolean;
}

const INSERT_ATTACHMENT = `
  INSERT INTO attachments (attachment_id, case_id, from_member, to_member, digest_token, media_type,
                           size, member_key_id, wrapped_key, ciphertext, stored_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
  ON CONFLICT (from_member, digest_token) DO NOTHING
  RETURNING attachment_id`;

/** True when it is new; the same one again changes nothing. */
export async function insertAttachment(
  tx: Transaction,
  row: Omit<AttachmentRow, 'sealed'>,
): Promise<boolean> {
  const rows = await tx.query(INSERT_ATTACHMENT, [
    row.attachment_id,
    row.case_id,
    row.from_member,
    row.to_member,
    row.digest_token,
    row.media_type,
    row.size,
    row.member_key_id,
    row.wrapped_key,
    row.ciphertext,
    row.stored_at,
  ]);
  return rows.length === 1;
}

const FIND_ATTACHMENTS = `
  SELECT a.* FROM attachments a
    JOIN unnest($1::text[], $2::bytea[]) AS asked (member, token)
      ON a.from_member = asked.member AND a.digest_token = asked.token`;

export interface AttachmentKey {
  readonly member: string;
  readonly token: Buffer;
}

/** The attachments that these members stored under these tokens. */
export function findAttachments(
  query: Query,
  keys: readonly AttachmentKey[],
): Promise<AttachmentRow[]> {
  if (keys.length === 0) return Promise.resolve([]);
  return query<AttachmentRow>(FIND_ATTACHMENTS, [
    keys.map(({ member }) => member),
    keys.map(({ token }) => token),
  ]);
}

const LATEST_NAMING = `
  SELECT t.transmission_id FROM transmission_attachments n JOIN transmissions t USING (transmission_id)
   WHERE n.from_member = $1 AND n.digest_token = $2 AND t.content = 'kept'
   ORDER BY t.accepted_at DESC, t.transmission_id DESC LIMIT 1`;

/** The latest activity that names the attachment, of those with content that the reader knows of. */
export async function latestNaming(
  query: Query,
  { from_member, digest_token }: Pick<AttachmentRow, 'from_member' | 'digest_token'>,
): Promise<string | undefined> {
  const values = [from_member, digest_token];
  const [row] = await query<{ readonly transmission_id: string }>(LATEST_NAMING, values);
  return row?.transmission_id;
}

const FIND_STORED = `
  SELECT a.digest_token, a.media_type, a.size FROM attachments a
    JOIN unnest($1::text[], $2::bytea[]) AS asked (member, token)
      ON a.from_member = asked.member AND a.digest_token = asked.token`;

export type StoredAttachment = Pick<AttachmentRow, 'digest_token' | 'media_type' | 'size'>;

/** Which of these attachments are stored, and as what; their bytes are not loaded. */
export function findStoredAttachments(
  query: Query,
  keys: readonly AttachmentKey[],
): Promise<StoredAttachment[]> {
  if (keys.length === 0) return Promise.resolve([]);
  return query<StoredAttachment>(FIND_STORED, [
    keys.map(({ member }) => member),
    keys.map(({ token }) => token),
  ]);
}

export interface TransmissionAttachmentRow {
  readonly transmission_id: string;
  readonly position: number;
  readonly from_member: string;
  readonly to_member: string | null;
  readonly digest_token: Buffer;
}

export const insertTransmissionAttachments = bulkInsert<TransmissionAttachmentRow>(
  'transmission_attachments',
  {
    transmission_id: 'uuid',
    position: 'integer',
    from_member: 'text',
    to_member: 'text',
    digest_token: 'bytea',
  },
);

const COUNT_MISSING = `
  SELECT count(*)::integer AS count FROM transmission_attachments n
   WHERE n.transmission_id = $1
     AND NOT EXISTS (SELECT 1 FROM attachments a WHERE a.from_member = n.from_member
                        AND a.digest_token = n.digest_token)`;

/** How many of the attachments that a transmission names are not stored yet. */
export async function countMissingAttachments(
  query: Query,
  transmissionId: string,
): Promise<number> {
  const [row] = await query<{ count: number }>(COUNT_MISSING, [transmissionId]);
  return row?.count ?? 0;
}

const FIND_SETTLEABLE = `
  SELECT t.transmission_id, t.accepted_at FROM transmissions t
   WHERE t.status = 'awaiting-attachments'
     AND (t.accepted_at < $1 OR NOT EXISTS (
           SELECT 1 FROM transmission_attachments n
            WHERE n.transmission_id = t.transmission_id
              AND NOT EXISTS (SELECT 1 FROM attachments a WHERE a.from_member = n.from_member
                                 AND a.digest_token = n.digest_token)))
   ORDER BY t.accepted_at LIMIT $2`;

/** Transmissions whose wait for attachments is over: accepted before `late`, or complete; oldest first. */
export function findSettleable(
  query: Query,
  late: Date,
  limit: number,
): Promise<{ readonly transmission_id: string; readonly accepted_at: Date }[]> {
  return query(FIND_SETTLEABLE, [late, limit]);
}

const FIND_WAITING_FOR = `
  SELECT t.transmission_id, t.accepted_at FROM transmissions t
    JOIN transmission_attachments n USING (transmission_id)
   WHERE t.status = 'awaiting-attachments' AND n.from_member = $1 AND n.digest_token = $2
   ORDER BY t.accepted_at`;

/** Transmissions that wait for this attachment among others, oldest first. */
export function findWaitingFor(
  query: Query,
  key: AttachmentKey,
): Promise<{ readonly transmission_id: string; readonly accepted_at: Date }[]> {
  return query(FIND_WAITING_FOR, [key.member, key.token]);
}

// An attachment belongs to the case of the first activity that took it across; further states read it
// by the rows of the activities that took it to them.
const SHOW_ATTACHMENTS = `
  UPDATE attachments SET to_member = coalesce(attachments.to_member, $3),
                         case_id = coalesce(attachments.case_id, $2)
    FROM transmission_attachments n
   WHERE n.transmission_id = ANY ($1) AND attachments.from_member = n.from_member
     AND attachments.digest_token = n.digest_token`;

/** Lets the other state of the case read the attachments of these transmissions. */
export async function showAttachments(
  tx: Transaction,
  shown: {
    readonly transmissionIds: readonly string[];
    readonly caseId: string;
    readonly to: string;
  },
): Promise<void> {
  await tx.query(SHOW_ATTACHMENTS, [shown.transmissionIds, shown.caseId, shown.to]);
}
