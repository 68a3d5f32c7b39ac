import type { DeliveryState } from '../delivery/delivery-state.ts';
import type { Query } from './database.ts';
import type { DeliveryRow } from './deliveries.ts';
import { type PagePosition, positionValues } from './message-log.ts';

export interface FailureRow extends Pick<
  DeliveryRow,
  | 'delivery_id'
  | 'transmission_id'
  | 'from_member'
  | 'to_member'
  | 'type'
  | 'case_id'
  | 'case_sequence'
  | 'state'
  | 'attempt'
  | 'failure_code'
  | 'failure_detail'
  | 'created_at'
> {
  /** Later deliveries of its case and destination that wait for it. */
  readonly blocks: number;
}

export interface FailureQuery {
  /** Destinations to look at: one ordered scan of an index for each. */
  readonly destinations: readonly string[];
  /** Only what this member sent or should receive. */
  readonly party: string | null;
  readonly state: DeliveryState | null;
  readonly caseId: string | null;
  readonly after: PagePosition | null;
  readonly limit: number;
}

// The states are those of the index deliveries_failed.
const LIST_FAILURES = `
  SELECT page.*, (SELECT count(*)::integer FROM deliveries AS later
                   WHERE page.blocking AND later.to_member = page.to_member
                     AND later.case_id = page.case_id AND later.blocking
                     AND later.case_sequence > page.case_sequence) AS blocks
    FROM (SELECT failed.* FROM unnest($1::text[]) AS side (member)
           CROSS JOIN LATERAL (
             SELECT delivery_id, transmission_id, from_member, to_member, type, case_id,
                    case_sequence, state, attempt, failure_code, failure_detail, created_at, blocking
               FROM deliveries
              WHERE to_member = side.member
                AND state IN ('dead-letter', 'held', 'outcome-unknown', 'refused')
                AND ($2::text IS NULL OR from_member = $2 OR to_member = $2)
                AND ($3::text IS NULL OR state = $3) AND ($4::text IS NULL OR case_id = $4)
                AND (created_at, delivery_id) < ($5::timestamptz, $6::uuid)
              ORDER BY created_at DESC, delivery_id DESC LIMIT $7) AS failed
           ORDER BY failed.created_at DESC, failed.delivery_id DESC LIMIT $7) AS page
   ORDER BY page.created_at DESC, page.delivery_id DESC`;

/** A page of the failure inbox, newest first. */
export function listFailures(query: Query, asked: FailureQuery): Promise<FailureRow[]> {
  return query<FailureRow>(LIST_FAILURES, [
    asked.destinations,
    asked.party,
    asked.state,
    asked.caseId,
    ...positionValues(asked.after),
    asked.limit,
  ]);
}

export type Replayable = Pick<DeliveryRow, 'delivery_id' | 'state' | 'attempt'>;

export interface ReplayQuery {
  /** Whose activities. */
  readonly from: string;
  readonly destinations: readonly string[];
  readonly code: string | null;
  /** Null: those that wait for a person; held ones go on by themselves. */
  readonly state: DeliveryState | null;
  readonly type: string | null;
  readonly since: Date | null;
  readonly until: Date | null;
  readonly limit: number;
}

const FIND_REPLAYABLE = `
  SELECT failed.* FROM unnest($1::text[]) AS side (member)
   CROSS JOIN LATERAL (
     SELECT delivery_id, state, attempt, created_at FROM deliveries
      WHERE to_member = side.member AND from_member = $2
        AND state IN ('dead-letter', 'held', 'outcome-unknown', 'refused')
        AND (state = $3 OR ($3::text IS NULL AND state <> 'held'))
        AND ($4::text IS NULL OR failure_code = $4) AND ($5::text IS NULL OR type = $5)
        AND ($6::timestamptz IS NULL OR created_at >= $6)
        AND ($7::timestamptz IS NULL OR created_at < $7)
      ORDER BY created_at, delivery_id LIMIT $8) AS failed
   ORDER BY failed.created_at, failed.delivery_id LIMIT $8`;

/** Failed deliveries that a person of the sending state may hand over again, oldest first. */
export function findReplayable(query: Query, asked: ReplayQuery): Promise<Replayable[]> {
  return query<Replayable>(FIND_REPLAYABLE, [
    asked.destinations,
    asked.from,
    asked.state,
    asked.code,
    asked.type,
    asked.since,
    asked.until,
    asked.limit,
  ]);
}
