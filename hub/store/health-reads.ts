import type { Query } from './database.ts';
import type { IncidentKind } from './incidents.ts';

/** What one state does not have yet. */
export interface UndeliveredRow {
  readonly member: string;
  /** On its way by itself, or waiting behind another of its case. */
  readonly waiting: number;
  readonly oldest: Date | null;
  /** Goes no further without a person. */
  readonly failed: number;
}

// Out of one index: of a delivery that blocks its case the state does not have the matter.
const COUNT_UNDELIVERED = `
  SELECT to_member AS member,
         (count(*) FILTER (WHERE state NOT IN ('dead-letter', 'outcome-unknown')))::integer AS waiting,
         min(created_at) FILTER (WHERE state NOT IN ('dead-letter', 'outcome-unknown')) AS oldest,
         (count(*) FILTER (WHERE state IN ('dead-letter', 'outcome-unknown')))::integer AS failed
    FROM deliveries WHERE blocking AND to_member = ANY ($1)
   GROUP BY to_member ORDER BY to_member`;

/** What these states do not have, as far as the reader may see it. */
export function countUndelivered(
  query: Query,
  members: readonly string[],
): Promise<UndeliveredRow[]> {
  return query<UndeliveredRow>(COUNT_UNDELIVERED, [members]);
}

const COUNT_WAITING = `
  SELECT count(*)::integer AS count, min(accepted_at) AS oldest FROM transmissions
   WHERE from_member = ANY ($1) AND status IN ('awaiting-release', 'awaiting-attachments')`;

/** What waits to cross: for a release, or for its files. */
export async function countWaiting(
  query: Query,
  members: readonly string[],
): Promise<{ readonly count: number; readonly oldest: Date | null }> {
  const [row] = await query<{ count: number; oldest: Date | null }>(COUNT_WAITING, [members]);
  return row ?? { count: 0, oldest: null };
}

const OPEN_BY_KIND = `
  SELECT kind, count(*)::integer AS count FROM incidents WHERE closed_at IS NULL
   GROUP BY kind ORDER BY kind`;

export function countOpenByKind(
  query: Query,
): Promise<{ readonly kind: IncidentKind; readonly count: number }[]> {
  return query(OPEN_BY_KIND);
}

const FIND_PUBLISHED = `
  SELECT signed_size::float8 AS size, signed_at FROM ledger_head`;

/** The head as it was signed last. */
export async function findPublished(
  query: Query,
): Promise<{ readonly size: number; readonly signed_at: Date | null }> {
  const [row] = await query<{ size: number; signed_at: Date | null }>(FIND_PUBLISHED);
  return row ?? { size: 0, signed_at: null };
}

/** The way to one state as it is in force, without its address. */
export interface WayRow {
  readonly member: string;
  readonly held_code: string | null;
  readonly held_since: Date | null;
  readonly held_until: Date | null;
  readonly held_trials: number;
  readonly credential_expires_at: Date | null;
}

const FIND_WAYS = `
  SELECT member, held_code, held_since, held_until, held_trials, credential_expires_at
    FROM destinations ORDER BY member`;

export function findWays(query: Query): Promise<WayRow[]> {
  return query<WayRow>(FIND_WAYS);
}

/** How long hand-overs to a state took of late, from crossing to hand-over. */
export interface LatencyRow {
  readonly member: string;
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly last: Date;
}

const LATENCIES = `
  SELECT side.member, count(*)::integer AS count, max(latest.handed_over_at) AS last,
         percentile_disc(0.5) WITHIN GROUP (ORDER BY seconds) AS p50,
         percentile_disc(0.95) WITHIN GROUP (ORDER BY seconds) AS p95
    FROM unnest($1::text[]) AS side (member)
   CROSS JOIN LATERAL (
     SELECT handed_over_at, extract(epoch FROM handed_over_at - created_at)::float8 AS seconds
       FROM deliveries
      WHERE to_member = side.member AND handed_over_at IS NOT NULL
      ORDER BY handed_over_at DESC LIMIT $2) AS latest
   GROUP BY side.member ORDER BY side.member`;

/** Of the last so many to each of these states. */
export function findLatencies(
  query: Query,
  members: readonly string[],
  sample: number,
): Promise<LatencyRow[]> {
  return query<LatencyRow>(LATENCIES, [members, sample]);
}

const EXPIRING = `
  SELECT member, code, opened_at FROM incidents
   WHERE kind = 'expiry' AND closed_at IS NULL ORDER BY member, code`;

/** What runs out, as the hub found it. */
export function findExpiring(
  query: Query,
): Promise<{ readonly member: string; readonly code: string; readonly opened_at: Date }[]> {
  return query(EXPIRING);
}

/** How one state kept one duty in a period. */
export interface ComplianceRow {
  readonly duty: string;
  readonly rule: string;
  readonly owed_by: string;
  readonly met: number;
  readonly late: number;
  readonly open: number;
  readonly overdue: number;
  /** Ended without an answer: replaced, withdrawn, of no use any more. */
  readonly ended: number;
  /** Days from the start to the answer, to the tenth; null where nothing was answered. */
  readonly median_days: number | null;
}

export interface ComplianceQuery {
  readonly owedBy: string | null;
  readonly from: Date;
  readonly before: Date;
  readonly now: Date;
}

// Spans are counted before the middle one is looked for: by the tenth of a day they are far fewer than duties, and
// nothing is sorted. The index of their starts holds all that is asked.
const COMPLIANCE = `
  WITH spans AS (
    SELECT duty, rule, owed_by,
           CASE WHEN ending = 'answered'
             THEN round(date_part('epoch', ended_at - started_at) / 8640)::integer END AS tenths,
           count(*) FILTER (WHERE ending = 'answered' AND ended_at < due_at) AS met,
           count(*) FILTER (WHERE ending = 'answered' AND ended_at >= due_at) AS late,
           count(*) FILTER (WHERE ended_at IS NULL AND due_at > $3) AS open,
           count(*) FILTER (WHERE ended_at IS NULL AND due_at <= $3) AS overdue,
           count(*) FILTER (WHERE ended_at IS NOT NULL AND ending <> 'answered') AS ended
      FROM deadlines
     WHERE NOT advisory AND started_at >= $1 AND started_at < $2
       AND ($4::text IS NULL OR owed_by = $4)
     GROUP BY duty, rule, owed_by, tenths),
  ranked AS (
    SELECT *, sum(met + late) OVER (PARTITION BY duty, rule, owed_by ORDER BY tenths) AS answered,
           sum(met + late) OVER (PARTITION BY duty, rule, owed_by) AS all_answered
      FROM spans)
  SELECT duty, rule, owed_by, sum(met)::integer AS met, sum(late)::integer AS late,
         sum(open)::integer AS open, sum(overdue)::integer AS overdue, sum(ended)::integer AS ended,
         min(tenths) FILTER (WHERE answered * 2 >= all_answered)::float8 / 10 AS median_days
    FROM ranked
   GROUP BY duty, rule, owed_by ORDER BY duty, owed_by`;

/** Of duties that began in a period, as far as the reader may see them. */
export function measureCompliance(query: Query, asked: ComplianceQuery): Promise<ComplianceRow[]> {
  return query<ComplianceRow>(COMPLIANCE, [asked.from, asked.before, asked.now, asked.owedBy]);
}
