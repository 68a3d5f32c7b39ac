import type { CalendarDay } from '../compact/calendar-day.ts';
import { bulkInsert } from './bulk-insert.ts';
import type { Query, Transaction } from './database.ts';
import { type Columns, rowSet } from './row-set.ts';

/** What a rule asks of a state, until when, and what became of it. */
export interface DeadlineRow {
  readonly deadline_id: string;
  /** The activity that started it. */
  readonly transmission_id: string;
  readonly duty: string;
  readonly rule: string;
  readonly advisory: boolean;
  /** The sending and the receiving state of the case, whichever of them owes. */
  readonly from_member: string;
  readonly to_member: string;
  readonly case_id: string;
  readonly type: string;
  readonly owed_by: string;
  readonly sent_by: string;
  readonly message_id: string;
  readonly about: string | null;
  readonly limit_days: number;
  readonly limit_unit: 'business' | 'calendar';
  readonly from_receipt: boolean;
  readonly started_at: Date;
  readonly started_on: CalendarDay;
  readonly due_on: CalendarDay;
  readonly soon_at: Date;
  readonly day_at: Date;
  readonly due_at: Date;
  readonly received_at: Date | null;
  readonly received_due_on: CalendarDay | null;
  readonly ended_at: Date | null;
  readonly ended_by: string | null;
  readonly ending: string | null;
  readonly next_reminder_at: Date | null;
}

const COLUMNS = {
  deadline_id: 'uuid',
  transmission_id: 'uuid',
  duty: 'text',
  rule: 'text',
  advisory: 'boolean',
  from_member: 'text',
  to_member: 'text',
  case_id: 'text',
  type: 'text',
  owed_by: 'text',
  sent_by: 'text',
  message_id: 'text',
  about: 'text',
  limit_days: 'integer',
  limit_unit: 'text',
  from_receipt: 'boolean',
  started_at: 'timestamptz',
  started_on: 'date',
  due_on: 'date',
  soon_at: 'timestamptz',
  day_at: 'timestamptz',
  due_at: 'timestamptz',
  received_at: 'timestamptz',
  received_due_on: 'date',
  ended_at: 'timestamptz',
  ended_by: 'uuid',
  ending: 'text',
  next_reminder_at: 'timestamptz',
} as const;

export const insertDeadlines = bulkInsert<DeadlineRow>('deadlines', COLUMNS);

/** The columns of a deadline as `DeadlineRow` has them: days are texts, not moments. */
export const DEADLINE_COLUMNS = Object.entries(COLUMNS)
  .map(([name, type]) => (type === 'date' ? `d.${name}::text AS ${name}` : `d.${name}`))
  .join(', ');

/** Ends the open deadlines of a case that are of a duty, were started by an activity, or both where it names both. */
export interface DeadlineEnding {
  readonly case_id: string;
  readonly duty: string | null;
  readonly about: string | null;
  readonly sent_by: string | null;
  readonly message_id: string | null;
  readonly ending: string;
  readonly ended_at: Date;
  readonly ended_by: string;
}

const ENDINGS = rowSet<DeadlineEnding>({
  case_id: 'text',
  duty: 'text',
  about: 'text',
  sent_by: 'text',
  message_id: 'text',
  ending: 'text',
  ended_at: 'timestamptz',
  ended_by: 'uuid',
});

// The same stands in flows/keep-deadlines.ts, for those that begin in the same transaction. Of several endings the first counts.
const END_DEADLINES = `
  UPDATE deadlines d
     SET ended_at = chosen.ended_at, ended_by = chosen.ended_by, ending = chosen.ending,
         next_reminder_at = NULL
    FROM (SELECT DISTINCT ON (d.transmission_id, d.duty) d.transmission_id, d.duty AS of_duty,
                 new.ended_at, new.ended_by, new.ending
            FROM ${ENDINGS.from}
            JOIN deadlines d ON d.case_id = new.case_id AND d.ended_at IS NULL
             AND (new.duty IS NULL OR (d.duty = new.duty
                       AND (new.about IS NULL OR d.about IS NULL OR d.about = new.about)))
             AND (new.message_id IS NULL
                   OR (d.message_id = new.message_id AND d.sent_by = new.sent_by))
           ORDER BY d.transmission_id, d.duty, new.place) AS chosen
   WHERE d.transmission_id = chosen.transmission_id AND d.duty = chosen.of_duty`;

/** Of cases that the transaction has locked. */
export async function endDeadlines(
  tx: Transaction,
  endings: readonly DeadlineEnding[],
): Promise<void> {
  if (endings.length > 0) await tx.query(END_DEADLINES, ENDINGS.parameters(endings));
}

/** A deadline whose rule counts from receipt, and whose activity was not received yet. */
export type AwaitedReceipt = Pick<
  DeadlineRow,
  'transmission_id' | 'duty' | 'owed_by' | 'limit_days' | 'limit_unit'
>;

const AWAITING_RECEIPT = `
  SELECT transmission_id, duty, owed_by, limit_days, limit_unit FROM deadlines
   WHERE transmission_id = ANY ($1) AND from_receipt AND received_at IS NULL`;

/** Of these transmissions. */
export function findAwaitingReceipt(
  query: Query,
  transmissionIds: readonly string[],
): Promise<AwaitedReceipt[]> {
  if (transmissionIds.length === 0) return Promise.resolve([]);
  return query<AwaitedReceipt>(AWAITING_RECEIPT, [transmissionIds]);
}

/** The due day counted from receipt, written when the change of its delivery applies. */
export interface ReceiptRow {
  readonly transmission_id: string;
  readonly duty: string;
  readonly received_at: Date;
  readonly received_due_on: CalendarDay;
}

export const RECEIPT_COLUMNS: Columns<ReceiptRow> = {
  transmission_id: 'uuid',
  duty: 'text',
  received_at: 'timestamptz',
  received_due_on: 'date',
};

const TAKE_REMINDERS = `
  SELECT ${DEADLINE_COLUMNS} FROM deadlines d
   WHERE d.ended_at IS NULL AND d.next_reminder_at <= $1
     AND (NOT d.advisory OR (SELECT content FROM transmissions t
                              WHERE t.transmission_id = d.transmission_id) = 'kept')
   ORDER BY d.next_reminder_at LIMIT $2 FOR UPDATE OF d SKIP LOCKED`;

/** Open deadlines with a reminder due, locked until the transaction ends. */
export function takeReminders(tx: Transaction, now: Date, limit: number): Promise<DeadlineRow[]> {
  return tx.query<DeadlineRow>(TAKE_REMINDERS, [now, limit]);
}

const SET_REMINDERS = `
  UPDATE deadlines d SET next_reminder_at = new.at
    FROM unnest($1::uuid[], $2::text[], $3::timestamptz[]) AS new (transmission_id, duty, at)
   WHERE d.transmission_id = new.transmission_id AND d.duty = new.duty`;

/** When each of these is to be reminded of next; null: never again. */
export async function setReminders(
  tx: Transaction,
  rows: readonly Pick<DeadlineRow, 'transmission_id' | 'duty' | 'next_reminder_at'>[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(SET_REMINDERS, [
    rows.map((row) => row.transmission_id),
    rows.map((row) => row.duty),
    rows.map((row) => row.next_reminder_at),
  ]);
}
