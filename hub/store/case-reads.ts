import type { DeliveryState } from '../delivery/delivery-state.ts';
import type { CaseRow } from './cases.ts';
import type { Query } from './database.ts';
import type { PagePosition } from './message-log.ts';
import type { ContentState, TransmissionStatus } from './transmissions.ts';

const FIND_CASE = `SELECT * FROM cases WHERE case_id = $1`;

/** One case, where the reader may see it. */
export async function findCase(query: Query, caseId: string): Promise<CaseRow | undefined> {
  const [row] = await query<CaseRow>(FIND_CASE, [caseId]);
  return row;
}

export interface CaseQuery {
  /** Whose cases, as sending and as receiving state: one ordered scan of an index for each. */
  readonly senders: readonly string[];
  readonly receivers: readonly string[];
  readonly sending: string | null;
  readonly receiving: string | null;
  /** On either side. */
  readonly party: string | null;
  readonly statuses: readonly string[] | null;
  readonly supervising: string | null;
  readonly location: string | null;
  readonly personId: string | null;
  readonly after: PagePosition | null;
  readonly limit: number;
}

const MATCHES = `
  ($3::text IS NULL OR from_member = $3) AND ($4::text IS NULL OR receiving_member = $4)
  AND ($5::text IS NULL OR $5 IN (from_member, receiving_member))
  AND ($6::text[] IS NULL OR status = ANY ($6))
  AND ($7::text IS NULL OR supervising_member = $7) AND ($8::text IS NULL OR location = $8)
  AND ($9::text IS NULL OR person_id = $9)
  AND (changed_at, case_id) < ($10::timestamptz, $11::text)
  ORDER BY changed_at DESC, case_id DESC LIMIT $12`;

// One side at a time: "from or to" in one condition would read and sort every row of both.
const LIST_CASES = `
  SELECT * FROM (
    SELECT sent.* FROM unnest($1::text[]) AS side (member)
     CROSS JOIN LATERAL (SELECT * FROM cases WHERE from_member = side.member AND ${MATCHES}) AS sent
     UNION ALL
    SELECT received.* FROM unnest($2::text[]) AS side (member)
     CROSS JOIN LATERAL (SELECT * FROM cases WHERE to_member = side.member AND ${MATCHES}) AS received
  ) AS either
  ORDER BY changed_at DESC, case_id DESC LIMIT $12`;

/** A page of cases, the one that changed last first. */
export function listCases(query: Query, asked: CaseQuery): Promise<CaseRow[]> {
  return query<CaseRow>(LIST_CASES, [
    asked.senders,
    asked.receivers,
    asked.sending,
    asked.receiving,
    asked.party,
    asked.statuses,
    asked.supervising,
    asked.location,
    asked.personId,
    asked.after?.at ?? 'infinity',
    asked.after?.id ?? '',
    asked.limit,
  ]);
}

const CASES_OF_PERSONS = `
  SELECT * FROM cases WHERE person_id IN (SELECT person_id FROM cases WHERE case_id = ANY ($1))
   ORDER BY changed_at DESC, case_id DESC`;

/** Every case of the persons of these cases, as far as the reader may see them. */
export function casesOfPersons(query: Query, caseIds: readonly string[]): Promise<CaseRow[]> {
  return query<CaseRow>(CASES_OF_PERSONS, [caseIds]);
}

/** An activity in the order in which it crossed in its case. */
export interface TimelineRow {
  readonly transmission_id: string;
  readonly sender_message_id: string;
  readonly type: string;
  readonly from_member: string;
  readonly destination: string;
  readonly status: TransmissionStatus;
  readonly accepted_at: Date;
  readonly transmitted_at: Date | null;
  readonly case_position: number | null;
  readonly content: ContentState;
  /** Of its latest delivery; of what did not cross, nothing. */
  readonly delivery_id: string | null;
  readonly state: DeliveryState | null;
  readonly attempt: number | null;
  readonly failure_code: string | null;
  readonly delivery_created_at: Date | null;
}

// Of before case positions were kept the time tells; what waits comes last.
const TIMELINE_OF = `
  SELECT t.transmission_id, sender_message_id, type, from_member, destination, status, accepted_at,
         transmitted_at, case_position, content, latest.*
    FROM transmissions t
    LEFT JOIN LATERAL (
      SELECT delivery_id, state, attempt, failure_code, created_at AS delivery_created_at FROM deliveries d
       WHERE d.transmission_id = t.transmission_id ORDER BY case_sequence DESC LIMIT 1) AS latest ON true
   WHERE t.case_id = $1 AND status <> 'returned'
   ORDER BY transmitted_at IS NULL, case_position NULLS FIRST, transmitted_at, accepted_at,
            t.transmission_id`;

/** What crossed in a case, and what waits as far as the reader may know of it. */
export function timelineOf(query: Query, caseId: string): Promise<TimelineRow[]> {
  return query<TimelineRow>(TIMELINE_OF, [caseId]);
}
