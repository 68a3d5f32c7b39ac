import type { ViewedPart } from '../access/viewing.ts';
import type { Query, Transaction } from './database.ts';
import { type PagePosition, positionValues } from './message-log.ts';

/** That somebody opened something of an activity; its leaf says the same, without the note. */
export interface ViewingRow {
  readonly viewing_id: string;
  readonly transmission_id: string;
  /** Of the leaf that says it. */
  readonly leaf_hash: Buffer;
  /** Of who opened it; `national` for the national office. */
  readonly member: string;
  /** Opaque reference. */
  readonly actor: string;
  readonly role: string;
  readonly what: ViewedPart;
  /** A session, or a credential and a day; what is opened again on the same occasion is one viewing. */
  readonly occasion: string;
  /** Why, of the national office alone. */
  readonly reason_code: string | null;
  /** Encrypted; null where there is none, or since the content was expunged. */
  readonly note: Buffer | null;
  readonly viewed_at: Date;
}

const IS_VIEWED = `
  SELECT FROM viewings WHERE transmission_id = $1 AND occasion = $2 AND what = $3`;

/** Whether it was opened on this occasion before. */
export async function isViewed(
  query: Query,
  { transmission_id, occasion, what }: Pick<ViewingRow, 'transmission_id' | 'occasion' | 'what'>,
): Promise<boolean> {
  return (await query(IS_VIEWED, [transmission_id, occasion, what])).length > 0;
}

const INSERT_VIEWING = `
  INSERT INTO viewings (viewing_id, transmission_id, leaf_hash, member, actor, role, what, occasion,
                        reason_code, note, viewed_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;

export async function insertViewing(tx: Transaction, row: ViewingRow): Promise<void> {
  await tx.query(INSERT_VIEWING, [
    row.viewing_id,
    row.transmission_id,
    row.leaf_hash,
    row.member,
    row.actor,
    row.role,
    row.what,
    row.occasion,
    row.reason_code,
    row.note,
    row.viewed_at,
  ]);
}

const LIST_VIEWINGS = `
  SELECT * FROM viewings
   WHERE transmission_id = $1 AND (viewed_at, viewing_id) < ($2::timestamptz, $3::uuid)
   ORDER BY viewed_at DESC, viewing_id DESC LIMIT $4`;

/** A page of the viewings of one activity, newest first. */
export function listViewings(
  query: Query,
  asked: {
    readonly transmissionId: string;
    readonly after: PagePosition | null;
    readonly limit: number;
  },
): Promise<ViewingRow[]> {
  const { transmissionId, after, limit } = asked;
  return query<ViewingRow>(LIST_VIEWINGS, [transmissionId, ...positionValues(after), limit]);
}
