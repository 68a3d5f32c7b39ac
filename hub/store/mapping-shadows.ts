import { bulkInsert } from './bulk-insert.ts';
import type { Query, Transaction } from './database.ts';
import { farthestLease } from './farthest-lease.ts';

export type ShadowDirection = 'incoming' | 'outgoing';

/** A version of a dialect that runs, or ran, beside the live one. */
export interface ShadowRow {
  readonly shadow_id: string;
  readonly dialect: string;
  readonly live_hash: string;
  readonly candidate_hash: string;
  readonly started_at: Date;
  readonly started_by: string;
  readonly ended_at: Date | null;
  readonly ended_by: string | null;
  readonly outcome: 'promoted' | 'ended' | null;
}

export const insertShadows = bulkInsert<ShadowRow>('mapping_shadows', {
  shadow_id: 'uuid',
  dialect: 'text',
  live_hash: 'text',
  candidate_hash: 'text',
  started_at: 'timestamptz',
  started_by: 'text',
  ended_at: 'timestamptz',
  ended_by: 'text',
  outcome: 'text',
});

const COLUMNS = `shadow_id, dialect, live_hash, candidate_hash, started_at, started_by, ended_at,
  ended_by, outcome`;
const RUNNING = `SELECT ${COLUMNS} FROM mapping_shadows WHERE dialect = $1 AND ended_at IS NULL`;
const LATEST = `
  SELECT ${COLUMNS} FROM mapping_shadows WHERE dialect = $1
   ORDER BY ended_at DESC NULLS FIRST LIMIT 1`;
const TAKE = `
  UPDATE mapping_shadows SET worker = $1, worker_until = $3
   WHERE ended_at IS NULL
     AND (worker = $1 OR worker_until IS NULL OR worker_until < $2 OR worker_until > $4)
  RETURNING ${COLUMNS}`;
const END = `
  UPDATE mapping_shadows SET ended_at = $2, ended_by = $3, outcome = $4 WHERE shadow_id = $1`;

export async function findRunningShadow(
  query: Query,
  dialect: string,
): Promise<ShadowRow | undefined> {
  return (await query<ShadowRow>(RUNNING, [dialect]))[0];
}

/** The one that runs, else the one that ended last. */
export async function findLatestShadow(
  query: Query,
  dialect: string,
): Promise<ShadowRow | undefined> {
  return (await query<ShadowRow>(LATEST, [dialect]))[0];
}

/** As `findRunningShadow`; until the transaction ends nothing is compared for it. */
export async function lockRunningShadow(
  tx: Transaction,
  dialect: string,
): Promise<ShadowRow | undefined> {
  return (await tx.query<ShadowRow>(`${RUNNING} FOR UPDATE`, [dialect]))[0];
}

/** Those that this process compares for, one process a shadow at a time, until the lease ends. */
export function takeShadows(
  query: Query,
  lease: { readonly processId: string; readonly now: Date; readonly until: Date },
): Promise<ShadowRow[]> {
  const { processId, now, until } = lease;
  return query<ShadowRow>(TAKE, [processId, now, until, farthestLease(lease)]);
}

export async function endShadow(
  tx: Transaction,
  shadowId: string,
  end: { readonly at: Date; readonly by: string; readonly outcome: 'promoted' | 'ended' },
): Promise<void> {
  await tx.query(END, [shadowId, end.at, end.by, end.outcome]);
}

/** A stored message that one direction of a dialect read or wrote. */
export interface CrossedMessage {
  readonly transmission_id: string;
  readonly direction: ShadowDirection;
  readonly type: string;
  readonly case_id: string;
  readonly from_member: string;
  /** The member at the other end, once it is transmitted. */
  readonly to_member: string | null;
  /** Outgoing: the delivery that the live version wrote. */
  readonly delivery_id: string | null;
  readonly case_sequence: number | null;
}

// By member, because so the index gives the order; what was erased has no key, and what was compared
// is left out. Incoming: read by a mapping. Outgoing: written by one, or found to be impossible.
const UNCOMPARED = `
  SELECT found.* FROM unnest($1::text[]) AS of (member)
   CROSS JOIN LATERAL (
     (SELECT t.transmission_id, 'incoming' AS direction, t.type, t.case_id, t.from_member,
             t.to_member, NULL::uuid AS delivery_id, NULL::integer AS case_sequence, t.accepted_at
        FROM transmissions t
       WHERE t.from_member = of.member AND t.accepted_at >= $3 AND t.mapping_hash IS NOT NULL
         AND EXISTS (SELECT FROM content_keys k WHERE k.transmission_id = t.transmission_id)
         AND NOT EXISTS (SELECT FROM mapping_compared c
                          WHERE c.shadow_id = $2 AND c.transmission_id = t.transmission_id
                            AND c.direction = 'incoming')
       ORDER BY t.accepted_at DESC LIMIT $4)
     UNION ALL
     (SELECT t.transmission_id, 'outgoing', t.type, t.case_id, t.from_member, t.to_member,
             d.delivery_id, d.case_sequence, t.accepted_at
        FROM transmissions t JOIN deliveries d ON d.transmission_id = t.transmission_id
       WHERE t.to_member = of.member AND t.accepted_at >= $3
         AND (d.mapping_hash IS NOT NULL OR d.failure_code = 'UNTRANSLATABLE')
         AND EXISTS (SELECT FROM content_keys k WHERE k.transmission_id = t.transmission_id)
         AND NOT EXISTS (SELECT FROM mapping_compared c
                          WHERE c.shadow_id = $2 AND c.transmission_id = t.transmission_id
                            AND c.direction = 'outgoing')
       ORDER BY t.accepted_at DESC LIMIT $4)) AS found
   ORDER BY found.accepted_at DESC LIMIT $4`;

/** The newest messages of these members that the shadow has not compared, accepted since then. */
export function findUncompared(
  query: Query,
  asked: {
    readonly members: readonly string[];
    readonly shadowId: string;
    readonly since: Date;
    readonly limit: number;
  },
): Promise<CrossedMessage[]> {
  const { members, shadowId, since, limit } = asked;
  return query<CrossedMessage>(UNCOMPARED, [members, shadowId, since, limit]);
}

/** How often a direction of the dialect met an activity type. */
export interface TypeCount {
  readonly direction: ShadowDirection;
  readonly type: string;
  readonly messages: number;
}

const SEEN = `
  SELECT 'incoming' AS direction, t.type, count(*)::integer AS messages
    FROM transmissions t JOIN content_keys k USING (transmission_id)
   WHERE t.from_member = ANY ($1) AND t.mapping_hash IS NOT NULL GROUP BY t.type
   UNION ALL
  SELECT 'outgoing', t.type, count(*)::integer
    FROM transmissions t JOIN content_keys k USING (transmission_id)
    JOIN deliveries d USING (transmission_id)
   WHERE t.to_member = ANY ($1)
     AND (d.mapping_hash IS NOT NULL OR d.failure_code = 'UNTRANSLATABLE') GROUP BY t.type
   ORDER BY 1, 2`;
const COVERAGE = `
  SELECT direction, type, messages FROM mapping_coverage WHERE shadow_id = $1 ORDER BY 1, 2`;

/** What the members' mappings read and wrote so far, as far as it was not erased. */
export function findSeenTypes(query: Query, members: readonly string[]): Promise<TypeCount[]> {
  return query<TypeCount>(SEEN, [members]);
}

/** What was compared, erased messages included. */
export function findCoverage(query: Query, shadowId: string): Promise<TypeCount[]> {
  return query<TypeCount>(COVERAGE, [shadowId]);
}

/** One difference, however many messages have it. */
export interface DifferenceFacts {
  readonly signature: string;
  readonly direction: ShadowDirection;
  readonly type: string;
  readonly document: 'canonical' | 'native' | 'extension';
  readonly place: string;
  readonly change: string;
  readonly live_rule: string | null;
  readonly live_op: string | null;
  readonly candidate_rule: string | null;
  readonly candidate_op: string | null;
}

export interface DifferenceRow extends DifferenceFacts {
  readonly messages: number;
  readonly explanation: string | null;
  readonly explained_by: string | null;
  /** Transmissions in which it stands, at most five. */
  readonly examples: readonly string[];
}

const DIFFERENCES = `
  SELECT d.signature, d.direction, d.type, d.document, d.place, d.change, d.live_rule, d.live_op,
         d.candidate_rule, d.candidate_op, d.messages, d.explanation, d.explained_by,
         ARRAY(SELECT e.transmission_id::text FROM mapping_examples e
                WHERE e.shadow_id = d.shadow_id AND e.signature = d.signature ORDER BY 1) AS examples
    FROM mapping_differences d WHERE d.shadow_id = $1
   ORDER BY d.direction, d.type, d.document, d.place, d.change, d.signature`;
const EXPLAIN = `
  UPDATE mapping_differences SET explanation = $3, explained_by = $4, explained_at = $5
   WHERE shadow_id = $1 AND signature = ANY ($2)`;

export function findDifferences(query: Query, shadowId: string): Promise<DifferenceRow[]> {
  return query<DifferenceRow>(DIFFERENCES, [shadowId]);
}

export async function explainDifferences(
  tx: Transaction,
  shadowId: string,
  signatures: readonly string[],
  explained: { readonly reason: string; readonly by: string; readonly at: Date },
): Promise<void> {
  const { reason, by, at } = explained;
  await tx.query(EXPLAIN, [shadowId, signatures, reason, by, at]);
}

/** What the comparison of one message found. */
export interface ComparedMessage extends Pick<
  CrossedMessage,
  'transmission_id' | 'direction' | 'type'
> {
  readonly differences: readonly DifferenceFacts[];
}

const STILL_RUNNING = `
  SELECT FROM mapping_shadows WHERE shadow_id = $1 AND ended_at IS NULL FOR SHARE`;
// A key that is destroyed at the same time is destroyed before this or waits for its end.
const HELD_KEYS = `
  SELECT transmission_id FROM content_keys WHERE transmission_id = ANY ($1)
   ORDER BY transmission_id FOR KEY SHARE`;
const INSERT_COMPARED = `
  INSERT INTO mapping_compared (shadow_id, transmission_id, direction)
  SELECT $1, new.transmission_id, new.direction
    FROM unnest($2::uuid[], $3::text[]) AS new (transmission_id, direction)
   ORDER BY 2, 3 ON CONFLICT DO NOTHING
  RETURNING transmission_id, direction`;
const COUNT_TYPES = `
  INSERT INTO mapping_coverage AS c (shadow_id, direction, type, messages)
  SELECT $1, new.direction, new.type, count(*)
    FROM unnest($2::text[], $3::text[]) AS new (direction, type) GROUP BY 2, 3 ORDER BY 2, 3
  ON CONFLICT (shadow_id, direction, type) DO UPDATE SET messages = c.messages + excluded.messages`;
const COUNT_DIFFERENCE = `
  INSERT INTO mapping_differences AS d (shadow_id, signature, direction, type, document, place,
    change, live_rule, live_op, candidate_rule, candidate_op, messages)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
  ON CONFLICT (shadow_id, signature) DO UPDATE SET messages = d.messages + excluded.messages`;
const ADD_EXAMPLES = `
  INSERT INTO mapping_examples (shadow_id, signature, transmission_id)
  SELECT $1, $2, new.transmission_id FROM unnest($3::uuid[]) AS new (transmission_id)
   ORDER BY 3
   LIMIT greatest(0, $4 - (SELECT count(*) FROM mapping_examples
                            WHERE shadow_id = $1 AND signature = $2))
  ON CONFLICT DO NOTHING`;

const MOST_EXAMPLES = 5;

/**
 * Counts what was found, once for each message and direction; answers how many counted. What was
 * erased meanwhile, or compared by another, counts nothing, nor does anything once the shadow ended.
 */
export async function recordCompared(
  tx: Transaction,
  shadowId: string,
  compared: readonly ComparedMessage[],
): Promise<number> {
  if (compared.length === 0) return 0;
  const running = await tx.query(STILL_RUNNING, [shadowId]);
  if (running.length === 0) return 0;
  const fresh = await insertCompared(tx, shadowId, compared);
  if (fresh.length === 0) return 0;
  await tx.query(COUNT_TYPES, [
    shadowId,
    fresh.map(({ direction }) => direction),
    fresh.map(({ type }) => type),
  ]);
  for (const [signature, { facts, ids }] of bySignature(fresh)) {
    const { direction, type, document, place, change } = facts;
    await tx.query(COUNT_DIFFERENCE, [
      ...[shadowId, signature, direction, type, document, place, change],
      ...[facts.live_rule, facts.live_op, facts.candidate_rule, facts.candidate_op, ids.length],
    ]);
    await tx.query(ADD_EXAMPLES, [shadowId, signature, ids, MOST_EXAMPLES]);
  }
  return fresh.length;
}

async function insertCompared(
  tx: Transaction,
  shadowId: string,
  compared: readonly ComparedMessage[],
): Promise<ComparedMessage[]> {
  const ids = compared.map(({ transmission_id }) => transmission_id);
  const keys = await tx.query<{ transmission_id: string }>(HELD_KEYS, [ids]);
  const held = new Set(keys.map(({ transmission_id }) => transmission_id));
  const readable = compared.filter(({ transmission_id }) => held.has(transmission_id));
  const inserted = await tx.query<Pick<CrossedMessage, 'transmission_id' | 'direction'>>(
    INSERT_COMPARED,
    [
      shadowId,
      readable.map(({ transmission_id }) => transmission_id),
      readable.map(({ direction }) => direction),
    ],
  );
  const isNew = new Set(inserted.map((row) => `${row.direction} ${row.transmission_id}`));
  return readable.filter((row) => isNew.has(`${row.direction} ${row.transmission_id}`));
}

/** In the order of the signatures: two that write at once take the rows in the same order. */
function bySignature(
  compared: readonly ComparedMessage[],
): [string, { readonly facts: DifferenceFacts; readonly ids: string[] }][] {
  const found = new Map<string, { readonly facts: DifferenceFacts; readonly ids: string[] }>();
  for (const { transmission_id, differences } of compared) {
    for (const facts of differences) {
      const one = found.get(facts.signature) ?? { facts, ids: [] };
      one.ids.push(transmission_id);
      found.set(facts.signature, one);
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}

export interface VersionInForceRow {
  readonly dialect: string;
  readonly version_hash: string;
}

const IN_FORCE = `SELECT dialect, version_hash FROM mapping_versions ORDER BY dialect`;
const PUT_IN_FORCE = `
  INSERT INTO mapping_versions (dialect, version_hash, shadow_id, since) VALUES ($1, $2, $3, $4)
  ON CONFLICT (dialect) DO UPDATE
    SET version_hash = excluded.version_hash, shadow_id = excluded.shadow_id, since = excluded.since`;
const RELEASE = `DELETE FROM mapping_versions WHERE dialect = $1 RETURNING version_hash`;

/** The versions that were promoted; a dialect without a row has whichever its files are. */
export function findVersionsInForce(query: Query): Promise<VersionInForceRow[]> {
  return query<VersionInForceRow>(IN_FORCE);
}

export async function putVersionInForce(
  tx: Transaction,
  version: VersionInForceRow & { readonly shadow_id: string; readonly since: Date },
): Promise<void> {
  const { dialect, version_hash, shadow_id, since } = version;
  await tx.query(PUT_IN_FORCE, [dialect, version_hash, shadow_id, since]);
}

/** The dialect has whichever version its files are again; the hash that it was bound to. */
export async function releaseVersion(
  tx: Transaction,
  dialect: string,
): Promise<string | undefined> {
  return (await tx.query<{ version_hash: string }>(RELEASE, [dialect]))[0]?.version_hash;
}
