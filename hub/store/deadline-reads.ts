import type { DeadlineStatus } from '../compact/deadline-status.ts';
import type { Query } from './database.ts';
import { DEADLINE_COLUMNS, type DeadlineRow } from './deadlines.ts';
import type { PagePosition } from './message-log.ts';

/** A deadline as it stands at a moment, with the way of the activity that started it. */
export interface DeadlineStanding extends DeadlineRow {
  readonly status: DeadlineStatus;
  readonly accepted_at: Date;
  readonly handed_over_at: Date | null;
  readonly acknowledged_at: Date | null;
}

export interface DeadlineQuery {
  /** Whose cases, as sending and as receiving state: one ordered scan of an index for each. */
  readonly senders: readonly string[];
  readonly receivers: readonly string[];
  /** Whether to look among those that ended; else among the open ones. */
  readonly ended: boolean;
  readonly status: DeadlineStatus | null;
  readonly owedBy: string | null;
  readonly owedTo: string | null;
  /** On either side. */
  readonly state: string | null;
  readonly duty: string | null;
  readonly caseId: string | null;
  readonly dueFrom: Date | null;
  readonly dueBefore: Date | null;
  readonly now: Date;
  readonly after: PagePosition | null;
  readonly limit: number;
}

const STATUS = `
  CASE WHEN d.ending = 'answered' AND d.ended_at < d.due_at THEN 'met'
       WHEN d.ending = 'answered' THEN 'late'
       WHEN d.ended_at IS NOT NULL OR d.advisory AND d.due_at <= $3 THEN 'ended'
       WHEN d.due_at <= $3 THEN 'overdue'
       WHEN d.day_at <= $3 THEN 'due'
       WHEN d.soon_at <= $3 THEN 'soon'
       ELSE 'running' END`;

/** The way of the activity that started it; a delivery that was sent again counts as the latest. */
const WAY = `
  JOIN transmissions t ON t.transmission_id = page.transmission_id
  LEFT JOIN LATERAL (
    SELECT handed_over_at, acknowledged_at FROM deliveries
     WHERE deliveries.transmission_id = page.transmission_id
     ORDER BY case_sequence DESC LIMIT 1) AS way ON true`;

function listOf(only: string): string {
  const matches = `${only}
    AND ($4::text IS NULL OR ${STATUS} = $4) AND ($5::text IS NULL OR d.owed_by = $5)
    AND ($6::text IS NULL OR d.duty = $6) AND ($7::text IS NULL OR d.case_id = $7)
    AND ($8::timestamptz IS NULL OR d.due_at >= $8) AND ($9::timestamptz IS NULL OR d.due_at < $9)
    AND ($13::text IS NULL OR d.owed_by <> $13 AND $13 IN (d.from_member, d.to_member))
    AND ($14::text IS NULL OR $14 IN (d.from_member, d.to_member))
    AND (d.due_at, d.deadline_id) > ($10::timestamptz, $11::uuid)
    ORDER BY d.due_at, d.deadline_id LIMIT $12`;
  const side = (column: string, members: string): string => `
    SELECT found.* FROM unnest(${members}::text[]) AS side (member)
     CROSS JOIN LATERAL (SELECT ${DEADLINE_COLUMNS}, ${STATUS} AS status FROM deadlines d
                          WHERE d.${column} = side.member AND ${matches}) AS found`;
  return `
    SELECT page.*, t.accepted_at, way.handed_over_at, way.acknowledged_at
      FROM (SELECT * FROM (${side('from_member', '$1')} UNION ALL ${side('to_member', '$2')}) AS either
             ORDER BY due_at, deadline_id LIMIT $12) AS page ${WAY}
     ORDER BY page.due_at, page.deadline_id`;
}

// What is open is a small part of what ever was, and has indexes of its own.
// Of an advisory one nobody hears how it ended: it is open until its day is over.
const LIST_OPEN = listOf('d.ended_at IS NULL AND NOT (d.advisory AND d.due_at <= $3)');
const LIST_ENDED = listOf('d.ended_at IS NOT NULL');

/** A page of deadlines, those due first first. */
export function listDeadlines(query: Query, asked: DeadlineQuery): Promise<DeadlineStanding[]> {
  return query<DeadlineStanding>(asked.ended ? LIST_ENDED : LIST_OPEN, [
    asked.senders,
    asked.receivers,
    asked.now,
    asked.status,
    asked.owedBy,
    asked.duty,
    asked.caseId,
    asked.dueFrom,
    asked.dueBefore,
    asked.after?.at ?? '-infinity',
    asked.after?.id ?? '00000000-0000-0000-0000-000000000000',
    asked.limit,
    asked.owedTo,
    asked.state,
  ]);
}

const DEADLINES_OF_CASE = `
  SELECT page.*, t.accepted_at, way.handed_over_at, way.acknowledged_at
    FROM (SELECT ${DEADLINE_COLUMNS}, ${STATUS.replaceAll('$3', '$2')} AS status
            FROM deadlines d WHERE d.case_id = $1) AS page ${WAY}
   ORDER BY page.started_at, page.due_at, page.duty`;

/** Every deadline that there ever was on a case, in the order in which they began. */
export function deadlinesOfCase(
  query: Query,
  caseId: string,
  now: Date,
): Promise<DeadlineStanding[]> {
  return query<DeadlineStanding>(DEADLINES_OF_CASE, [caseId, now]);
}
