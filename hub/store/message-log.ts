import type { DeliveryState } from '../delivery/delivery-state.ts';
import type { Query } from './database.ts';
import type { DeliveryRow } from './deliveries.ts';
import type { TransmissionRow, TransmissionStatus } from './transmissions.ts';

/** An accepted activity and its latest delivery, without any content. */
export interface MessageLogRow {
  readonly transmission_id: string;
  readonly from_member: string;
  readonly destination: string;
  readonly sender_message_id: string;
  readonly type: string;
  readonly case_id: string;
  readonly supervision_type: string | null;
  readonly status: TransmissionStatus;
  readonly submitted_at: Date;
  readonly accepted_at: Date;
  readonly transmitted_at: Date | null;
  readonly delivery_id: string | null;
  readonly state: DeliveryState | null;
  readonly attempt: number | null;
  readonly failure_code: string | null;
}

export interface MessageLogQuery {
  /** Whose sent activities, and whose received ones: one ordered scan of an index for each. */
  readonly senders: readonly string[];
  readonly receivers: readonly string[];
  readonly from: string | null;
  readonly destination: string | null;
  readonly type: string | null;
  readonly status: TransmissionStatus | null;
  readonly caseId: string | null;
  readonly messageId: string | null;
  readonly acceptedFrom: Date | null;
  readonly acceptedBefore: Date | null;
  /** Only what was accepted before this one. */
  readonly after: PagePosition | null;
  readonly limit: number;
}

/** The last row of the page before. */
export interface PagePosition {
  readonly at: Date;
  readonly id: string;
}

/** Comes after every row, newest first. */
const BEFORE_ALL: readonly [string, string] = ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];

/** The `$n` of a page's beginning. */
export function positionValues(after: PagePosition | null): readonly [Date | string, string] {
  return after === null ? BEFORE_ALL : [after.at, after.id];
}

const COLUMNS = `
  transmission_id, from_member, destination, sender_message_id, type, case_id, supervision_type,
  status, submitted_at, accepted_at, transmitted_at`;
const MATCHES = `
  ($3::text IS NULL OR from_member = $3) AND ($4::text IS NULL OR destination = $4)
  AND ($5::text IS NULL OR type = $5) AND ($6::text IS NULL OR status = $6)
  AND ($7::text IS NULL OR case_id = $7) AND ($8::text IS NULL OR sender_message_id = $8)
  AND ($9::timestamptz IS NULL OR accepted_at >= $9)
  AND ($10::timestamptz IS NULL OR accepted_at < $10)
  AND (accepted_at, transmission_id) < ($11::timestamptz, $12::uuid)
  ORDER BY accepted_at DESC, transmission_id DESC LIMIT $13`;

// One side at a time: "from or to" in one condition would read and sort every row of both.
const LIST_MESSAGES = `
  SELECT page.*, latest.delivery_id, latest.state, latest.attempt, latest.failure_code
    FROM (SELECT * FROM (
            SELECT sent.* FROM unnest($1::text[]) AS side (member)
             CROSS JOIN LATERAL (SELECT ${COLUMNS} FROM transmissions
                                  WHERE from_member = side.member AND ${MATCHES}) AS sent
             UNION ALL
            SELECT received.* FROM unnest($2::text[]) AS side (member)
             CROSS JOIN LATERAL (SELECT ${COLUMNS} FROM transmissions
                                  WHERE to_member = side.member AND ${MATCHES}) AS received
          ) AS either
          ORDER BY accepted_at DESC, transmission_id DESC LIMIT $13) AS page
    LEFT JOIN LATERAL (
      SELECT delivery_id, state, attempt, failure_code FROM deliveries
       WHERE deliveries.transmission_id = page.transmission_id
       ORDER BY case_sequence DESC LIMIT 1) AS latest ON true
   ORDER BY page.accepted_at DESC, page.transmission_id DESC`;

/** A page of the message log, newest first. */
export function listMessages(query: Query, asked: MessageLogQuery): Promise<MessageLogRow[]> {
  return query<MessageLogRow>(LIST_MESSAGES, [
    asked.senders,
    asked.receivers,
    asked.from,
    asked.destination,
    asked.type,
    asked.status,
    asked.caseId,
    asked.messageId,
    asked.acceptedFrom,
    asked.acceptedBefore,
    ...positionValues(asked.after),
    asked.limit,
  ]);
}

const FIND_MESSAGE = `SELECT * FROM transmissions WHERE transmission_id = $1`;
const DELIVERIES_OF = `
  SELECT * FROM deliveries WHERE transmission_id = $1 ORDER BY case_sequence, delivery_id`;

/** One transmission, where the reader may see it. */
export async function findMessage(
  query: Query,
  transmissionId: string,
): Promise<TransmissionRow | undefined> {
  const [row] = await query<TransmissionRow>(FIND_MESSAGE, [transmissionId]);
  return row;
}

export function deliveriesOf(query: Query, transmissionId: string): Promise<DeliveryRow[]> {
  return query<DeliveryRow>(DELIVERIES_OF, [transmissionId]);
}
