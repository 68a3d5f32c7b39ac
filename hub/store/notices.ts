import { bulkInsert } from './bulk-insert.ts';
import type { Query, Transaction } from './database.ts';

/** A fact that an office is to hear of by e-mail. */
export interface NoticeRow {
  readonly notice_id: string;
  readonly member: string;
  readonly event: string;
  readonly cause: string;
  /** JSON. */
  readonly facts: string;
  readonly transmission_id: string | null;
  readonly delivery_id: string | null;
  readonly happened_at: Date;
  readonly mail_at: Date;
  readonly pressing: boolean;
}

export const insertNotices = bulkInsert<NoticeRow>('notices', {
  notice_id: 'uuid',
  member: 'text',
  event: 'text',
  cause: 'text',
  facts: 'jsonb',
  transmission_id: 'uuid',
  delivery_id: 'uuid',
  happened_at: 'timestamptz',
  mail_at: 'timestamptz',
  pressing: 'boolean',
});

const FIND_TOLD_CAUSES = `
  SELECT DISTINCT asked.member || ' ' || asked.event || ' ' || asked.cause AS told
    FROM unnest($1::text[], $2::text[], $3::text[]) AS asked (member, event, cause)
   WHERE EXISTS (SELECT FROM notices n
                  WHERE n.member = asked.member AND n.event = asked.event
                    AND n.cause = asked.cause AND n.happened_at > $4)`;

/** Which of these causes (`member event cause`) were told or are to be told since a moment. */
export async function findToldCauses(
  query: Query,
  asked: readonly Pick<NoticeRow, 'member' | 'event' | 'cause'>[],
  since: Date,
): Promise<ReadonlySet<string>> {
  if (asked.length === 0) return new Set();
  const rows = await query<{ told: string }>(FIND_TOLD_CAUSES, [
    asked.map(({ member }) => member),
    asked.map(({ event }) => event),
    asked.map(({ cause }) => cause),
    since,
  ]);
  return new Set(rows.map(({ told }) => told));
}

// One process gathers at a time, so that what is due together stands in one mail.
const TRY_GATHERING = `SELECT pg_try_advisory_xact_lock(hashtextextended('notices:gather', 0)) AS mine`;

export async function tryGathering(tx: Transaction): Promise<boolean> {
  const [row] = await tx.query<{ mine: boolean }>(TRY_GATHERING);
  return row?.mine === true;
}

/** With how its matter stands now. */
export interface DueNotice extends Pick<
  NoticeRow,
  'notice_id' | 'member' | 'event' | 'happened_at'
> {
  /** Parsed. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** False: what it tells is over, as when a request was released meanwhile. */
  readonly stands: boolean;
}

// A member that was mailed a little while ago waits, but for what is pressing; the second bound of
// mail_at is for notices that were made under a clock that was ahead.
const DUE_NOTICES = `
  SELECT n.notice_id, n.member, n.event, n.facts, n.happened_at,
         CASE n.event
           WHEN 'release-waiting' THEN coalesce(
             (SELECT t.status = 'awaiting-release' FROM transmissions t
               WHERE t.transmission_id = n.transmission_id), false)
           WHEN 'delivery-failed' THEN coalesce(
             (SELECT d.state IN ('dead-letter', 'held', 'outcome-unknown', 'refused')
                FROM deliveries d WHERE d.delivery_id = n.delivery_id), false)
           WHEN 'deadline-near' THEN NOT EXISTS (
             SELECT FROM deadlines d WHERE d.transmission_id = n.transmission_id
                AND d.duty = n.facts ->> 'duty' AND d.ended_at IS NOT NULL)
           WHEN 'confirmation-due' THEN EXISTS (
             SELECT FROM accounts a
              WHERE a.reference = n.facts ->> 'account' AND a.state <> 'deactivated'
                AND a.confirmation_told = coalesce(a.office_confirmed_at, '-infinity'))
           ELSE true
         END AS stands
    FROM (SELECT member FROM notices
           WHERE mailed_at IS NULL AND (mail_at <= $1 OR mail_at > $2)
           GROUP BY member
          HAVING bool_or(pressing)
              OR coalesce((SELECT max(before.mailed_at) FROM notices before
                            WHERE before.member = notices.member
                              AND before.mailed_at IS NOT NULL), '-infinity') <= $3
           LIMIT 10) AS due
    JOIN LATERAL (
      SELECT * FROM notices own
       WHERE own.member = due.member AND own.mailed_at IS NULL
         AND (own.mail_at <= $1 OR own.mail_at > $2)
       ORDER BY own.happened_at, own.notice_id LIMIT $4) AS n ON true
   ORDER BY n.member, n.happened_at, n.notice_id`;

export interface DueQuery {
  readonly now: Date;
  /** No notice waits beyond it. */
  readonly farthest: Date;
  /** Members that were mailed later than this wait. */
  readonly quietSince: Date;
  /** Of one member. */
  readonly limit: number;
}

/** What is to be mailed now, of a few members. */
export function findDueNotices(query: Query, asked: DueQuery): Promise<DueNotice[]> {
  const { now, farthest, quietSince, limit } = asked;
  return query<DueNotice>(DUE_NOTICES, [now, farthest, quietSince, limit]);
}

const MARK_MAILED = `UPDATE notices SET mailed_at = $2 WHERE notice_id = ANY ($1)`;

export async function markMailed(
  tx: Transaction,
  noticeIds: readonly string[],
  at: Date,
): Promise<void> {
  await tx.query(MARK_MAILED, [noticeIds, at]);
}

const FORGET_NOTICES = `DELETE FROM notices WHERE mailed_at < $1`;

export async function forgetNotices(query: Query, before: Date): Promise<void> {
  await query(FORGET_NOTICES, [before]);
}

export interface NoticeCursor {
  readonly origin: string;
  readonly next: number;
}

const LOCK_CURSOR = `SELECT origin, next_index FROM notice_cursor FOR UPDATE SKIP LOCKED`;
const BEGIN_CURSOR = `
  INSERT INTO notice_cursor (origin, next_index)
  SELECT origin, size FROM ledger_head ON CONFLICT DO NOTHING`;
const MOVE_CURSOR = `UPDATE notice_cursor SET origin = $1, next_index = $2`;

/** Undefined while another process has it, or before the first: notices begin where the ledger is then. */
export async function lockCursor(tx: Transaction): Promise<NoticeCursor | undefined> {
  const [row] = await tx.query<{ origin: string; next_index: string }>(LOCK_CURSOR);
  if (row !== undefined) return { origin: row.origin, next: Number(row.next_index) };
  await tx.query(BEGIN_CURSOR);
  return undefined;
}

export async function moveCursor(tx: Transaction, { origin, next }: NoticeCursor): Promise<void> {
  await tx.query(MOVE_CURSOR, [origin, next]);
}

/** An entry that an office may have to hear of, with what its rows say beside it. */
export interface FollowedEntry {
  readonly entry: Buffer;
  readonly case_id: string | null;
  readonly destination: string | null;
  readonly accepted_status: string | null;
  readonly due_on: string | null;
}

// An entry is 16 random bytes and canonical JSON, in which a quote within a text is escaped: these bytes
// stand in it only where its type is one of these.
const followed = (entries: string): string => `
  SELECT e.entry, t.case_id, t.destination, t.accepted_status,
         (SELECT d.due_on::text FROM deadlines d
           WHERE d.transmission_id = e.transmission_id
             AND position(convert_to('"code":"' || d.duty || '"', 'UTF8') IN e.entry) > 0
             AND position('"type":"reminded"'::bytea IN e.entry) > 0
           ORDER BY d.due_on LIMIT 1) AS due_on
    FROM ${entries} e
    LEFT JOIN transmissions t ON t.transmission_id = e.transmission_id
   WHERE e.leaf_index >= $1 AND e.leaf_index < $2
     AND EXISTS (SELECT FROM unnest($3::text[]) AS asked (type)
                  WHERE position(convert_to('"type":"' || asked.type || '"', 'UTF8') IN e.entry) > 0)`;
const FOLLOW_CURRENT = `${followed('ledger_entries')} ORDER BY e.leaf_index`;
const FOLLOW_CLOSED = `${followed('closed_ledger_entries')} AND e.origin = $4 ORDER BY e.leaf_index`;
const CLOSED_SIZE = `
  SELECT coalesce(max(leaf_index) + 1, 0)::integer AS size FROM closed_ledger_entries WHERE origin = $1`;

export interface EntryRange {
  readonly start: number;
  /** Not included. */
  readonly end: number;
  readonly types: readonly string[];
}

/** Entries of these types within a range of the ledger in force. */
export function followEntries(query: Query, range: EntryRange): Promise<FollowedEntry[]> {
  return query<FollowedEntry>(FOLLOW_CURRENT, [range.start, range.end, range.types]);
}

/** As `followEntries`, of a ledger that ended. */
export function followClosedEntries(
  query: Query,
  origin: string,
  range: EntryRange,
): Promise<FollowedEntry[]> {
  return query<FollowedEntry>(FOLLOW_CLOSED, [range.start, range.end, range.types, origin]);
}

export async function closedLedgerSize(query: Query, origin: string): Promise<number> {
  const [row] = await query<{ size: number }>(CLOSED_SIZE, [origin]);
  return row?.size ?? 0;
}
