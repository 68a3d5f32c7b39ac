import type { Query, Transaction } from './database.ts';
import { type PagePosition, positionValues } from './message-log.ts';
import { rowSet } from './row-set.ts';

/** With what: a state's deliveries, what a state left for the hub, something that expires, the hub itself, what is told. */
export type IncidentKind = 'delivery' | 'intake' | 'expiry' | 'hub' | 'notification';

/** One cause for as long as it lasted. */
export interface IncidentRow {
  readonly incident_id: string;
  /** Whose; `national` for the hub's own. */
  readonly member: string;
  readonly kind: IncidentKind;
  readonly code: string;
  readonly opened_at: Date;
  readonly last_at: Date;
  readonly count: number;
  readonly closed_at: Date | null;
}

export type Occurrence = Pick<IncidentRow, 'incident_id' | 'member' | 'kind' | 'code' | 'count'> & {
  readonly at: Date;
};

const OCCURRENCES = rowSet<Occurrence>({
  incident_id: 'uuid',
  member: 'text',
  kind: 'text',
  code: 'text',
  count: 'integer',
  at: 'timestamptz',
});

const REPORT = `
  INSERT INTO incidents (incident_id, member, kind, code, opened_at, last_at, count)
  SELECT new.incident_id, new.member, new.kind, new.code, new.at, new.at, new.count
    FROM ${OCCURRENCES.from} ORDER BY new.member, new.code
  ON CONFLICT (member, code) WHERE closed_at IS NULL DO UPDATE
     SET count = incidents.count + excluded.count,
         last_at = greatest(incidents.last_at, excluded.last_at)
  RETURNING *`;

/** Opens incidents, or counts on in those that are open, each cause once; returns the opened ones. */
export async function reportIncidents(
  query: Query,
  occurrences: readonly Occurrence[],
): Promise<IncidentRow[]> {
  if (occurrences.length === 0) return [];
  const rows = await query<IncidentRow>(REPORT, OCCURRENCES.parameters(occurrences));
  const mine = new Set(occurrences.map(({ incident_id }) => incident_id));
  return rows.filter(({ incident_id }) => mine.has(incident_id));
}

const CLOSE = `
  UPDATE incidents SET closed_at = $4
   WHERE member = $1 AND kind = $2 AND ($3::text[] IS NULL OR code = ANY ($3))
     AND closed_at IS NULL
  RETURNING *`;

/** What is over: of a member and kind, all codes unless they are named. */
export interface Closing extends Pick<IncidentRow, 'member' | 'kind'> {
  readonly codes?: readonly string[];
}

export function closeIncidents(
  query: Query,
  { member, kind, codes }: Closing,
  at: Date,
): Promise<IncidentRow[]> {
  return query<IncidentRow>(CLOSE, [member, kind, codes ?? null, at]);
}

const FIND_OPEN = `SELECT * FROM incidents WHERE kind = $1 AND closed_at IS NULL ORDER BY member, code`;

export function openIncidents(query: Query, kind: IncidentKind): Promise<IncidentRow[]> {
  return query<IncidentRow>(FIND_OPEN, [kind]);
}

const TAKE_UNTOLD = `
  WITH untold AS MATERIALIZED (
    SELECT incident_id, opening_told FROM incidents
     WHERE NOT opening_told OR (closed_at IS NOT NULL AND NOT closing_told)
     ORDER BY opened_at LIMIT 100 FOR UPDATE SKIP LOCKED)
  UPDATE incidents SET opening_told = true, closing_told = closed_at IS NOT NULL
    FROM untold WHERE incidents.incident_id = untold.incident_id
  RETURNING incidents.*, NOT untold.opening_told AS opening`;

/** Incidents that began (`opening`) or ended since anybody told of them: each is given once. */
export function takeUntold(query: Query): Promise<(IncidentRow & { readonly opening: boolean })[]> {
  return query(TAKE_UNTOLD);
}

const TELL_AGAIN = `
  UPDATE incidents SET opening_told = false
   WHERE member = $1 AND code = $2 AND closed_at IS NULL`;

/** The open incident of this cause is told of once more. */
export async function tellAgain(query: Query, member: string, code: string): Promise<void> {
  await query(TELL_AGAIN, [member, code]);
}

const LOCK_WATCH = `SELECT pg_advisory_xact_lock(hashtextextended('incidents:expiry', 0))`;

/** Until the transaction ends nobody else decides on what expires. */
export async function lockExpiryWatch(tx: Transaction): Promise<void> {
  await tx.query(LOCK_WATCH);
}

const FIND_QUIET = `
  SELECT * FROM incidents WHERE kind = $1 AND closed_at IS NULL AND last_at < $2`;

/** Open incidents that have not occurred since then. */
export function quietIncidents(
  query: Query,
  kind: IncidentKind,
  since: Date,
): Promise<IncidentRow[]> {
  return query<IncidentRow>(FIND_QUIET, [kind, since]);
}

const COUNT_OPEN = `SELECT count(*)::integer AS count FROM incidents WHERE closed_at IS NULL`;

export async function countOpenIncidents(query: Query): Promise<number> {
  const [row] = await query<{ count: number }>(COUNT_OPEN);
  return row?.count ?? 0;
}

/** With the deliveries that its state does not have now. */
export interface ListedIncident extends IncidentRow {
  /** Those that failed with this code. */
  readonly failed: number;
  readonly waiting: number;
}

export interface IncidentQuery {
  /** Null: of all. */
  readonly member: string | null;
  readonly code: string | null;
  readonly open: boolean | null;
  readonly after: PagePosition | null;
  readonly limit: number;
}

const withAffected = (page: string): string => `
  SELECT page.*, waiting.failed, waiting.waiting
    FROM (${page}) AS page
   CROSS JOIN LATERAL (
     SELECT count(*)::integer AS waiting,
            count(*) FILTER (WHERE d.failure_code = page.code)::integer AS failed
       FROM deliveries d
      WHERE page.kind = 'delivery' AND page.closed_at IS NULL
        AND d.to_member = page.member AND d.blocking) AS waiting
   ORDER BY page.opened_at DESC, page.incident_id DESC`;

const LIST_INCIDENTS = withAffected(`
  SELECT * FROM incidents
   WHERE ($1::text IS NULL OR member = $1) AND ($2::text IS NULL OR code = $2)
     AND ($3::boolean IS NULL OR (closed_at IS NULL) = $3)
     AND (opened_at, incident_id) < ($4::timestamptz, $5::uuid)
   ORDER BY opened_at DESC, incident_id DESC LIMIT $6`);

const FIND_INCIDENT = withAffected(`SELECT * FROM incidents WHERE incident_id = $1`);

/** A page of incidents, newest first. */
export function listIncidents(query: Query, asked: IncidentQuery): Promise<ListedIncident[]> {
  return query<ListedIncident>(LIST_INCIDENTS, [
    asked.member,
    asked.code,
    asked.open,
    ...positionValues(asked.after),
    asked.limit,
  ]);
}

/** One incident, where the reader may see it. */
export async function findIncident(
  query: Query,
  incidentId: string,
): Promise<ListedIncident | undefined> {
  const [row] = await query<ListedIncident>(FIND_INCIDENT, [incidentId]);
  return row;
}
