import type { Query, Transaction } from './database.ts';
import type { DeliveryRow } from './deliveries.ts';
import type { ErasureRow, ErasureScope } from './erasures.ts';
import type { ContentState, TransmissionStatus } from './transmissions.ts';

/** A transmission under an order. */
export interface CoveredRow {
  readonly transmission_id: string;
  readonly case_id: string;
  readonly content: ContentState;
  /** Whether the order takes its case as a whole, and what that is now. */
  readonly whole: boolean;
  readonly case_content: ContentState;
}

const COLUMNS = `t.transmission_id, t.case_id, t.content, c.content AS case_content`;
const IN_CASES = `
  SELECT ${COLUMNS}, c.from_member = $2 AS whole
    FROM cases c JOIN transmissions t ON t.case_id = c.case_id
   WHERE $2 IN (c.from_member, t.from_member)`;
// What a state sent is its own; of a case that it opened, a state may order all of it.
const COVERED_BY: Readonly<Record<ErasureScope, string>> = {
  transmission: `
    SELECT ${COLUMNS}, false AS whole
      FROM transmissions t JOIN cases c ON c.case_id = t.case_id
     WHERE t.transmission_id = $1::uuid AND t.from_member = $2`,
  case: `${IN_CASES} AND c.case_id = $1 ORDER BY t.transmission_id`,
  person: `${IN_CASES} AND c.person_id = $1 ORDER BY t.transmission_id`,
};

/** Every transmission that an order of this member reaches (docs/erasure.md, who may order what). */
export function coveredBy(
  query: Query,
  { scope, subject, member }: Pick<ErasureRow, 'scope' | 'subject' | 'member'>,
): Promise<CoveredRow[]> {
  return query<CoveredRow>(COVERED_BY[scope], [subject, member]);
}

const FIND_COVERED = `
  SELECT ${COLUMNS}, $2 AS whole
    FROM transmissions t JOIN cases c ON c.case_id = t.case_id
   WHERE t.transmission_id = ANY ($1) ORDER BY t.transmission_id`;

/** Of these transmissions those that there are, taken by themselves or with their case. */
export function coveredAmong(
  query: Query,
  transmissionIds: readonly string[],
  whole: boolean,
): Promise<CoveredRow[]> {
  return query<CoveredRow>(FIND_COVERED, [transmissionIds, whole]);
}

/** What an order would take, counted. */
export interface CoverCount {
  readonly cases: number;
  readonly transmissions: number;
  /** Documents: canonical, as received, as sent. */
  readonly documents: number;
  /** Files that nothing else names. */
  readonly attachments: number;
  /** Deliveries that would end without having been handed over. */
  readonly undelivered: number;
}

const COUNT_COVER = `
  SELECT (SELECT count(*)::integer FROM records WHERE transmission_id = ANY ($1)) AS documents,
         (SELECT count(*)::integer FROM attachments a
           WHERE EXISTS (SELECT FROM transmission_attachments n
                          WHERE n.from_member = a.from_member AND n.digest_token = a.digest_token
                            AND n.transmission_id = ANY ($1))
             AND NOT EXISTS (SELECT FROM transmission_attachments n
                              WHERE n.from_member = a.from_member
                                AND n.digest_token = a.digest_token
                                AND n.transmission_id <> ALL ($1))) AS attachments,
         (SELECT count(*)::integer FROM deliveries
           WHERE transmission_id = ANY ($1)
             AND state IN ('queued', 'claimed', 'dispatching', 'retry-wait', 'held')) AS undelivered`;

export async function countCover(
  query: Query,
  covered: readonly CoveredRow[],
): Promise<CoverCount> {
  const ids = covered.map(({ transmission_id }) => transmission_id);
  const [counted] = await query<Omit<CoverCount, 'cases' | 'transmissions'>>(COUNT_COVER, [ids]);
  const cases = new Set(covered.map(({ case_id }) => case_id)).size;
  return {
    cases,
    transmissions: covered.length,
    documents: counted?.documents ?? 0,
    attachments: counted?.attachments ?? 0,
    undelivered: counted?.undelivered ?? 0,
  };
}

const CONTENT_OF = `SELECT transmission_id, content FROM transmissions WHERE transmission_id = ANY ($1)`;

/** What became of the content of these transmissions. */
export async function contentOf(
  query: Query,
  transmissionIds: readonly string[],
): Promise<Map<string, ContentState>> {
  const rows = await query<{ transmission_id: string; content: ContentState }>(CONTENT_OF, [
    transmissionIds,
  ]);
  return new Map(rows.map((row) => [row.transmission_id, row.content]));
}

const LOCK_DELIVERIES = `
  SELECT * FROM deliveries WHERE transmission_id = ANY ($1) ORDER BY delivery_id FOR UPDATE`;

/** All deliveries of these transmissions, locked until the transaction ends. Lock their cases first. */
export function lockDeliveriesOf(
  tx: Transaction,
  transmissionIds: readonly string[],
): Promise<DeliveryRow[]> {
  return tx.query<DeliveryRow>(LOCK_DELIVERIES, [transmissionIds]);
}

const FENCE_DELIVERIES = `
  UPDATE deliveries SET epoch = epoch + 1
   WHERE transmission_id = ANY ($1) AND state IN ('claimed', 'dispatching', 'outcome-unknown')`;

/** Whoever sends one of these deliveries, or asks for its outcome, can write nothing of it any more. */
export async function fenceDeliveries(
  tx: Transaction,
  transmissionIds: readonly string[],
): Promise<void> {
  await tx.query(FENCE_DELIVERIES, [transmissionIds]);
}

const LOCK_DEADLINES = `
  SELECT FROM deadlines WHERE transmission_id = ANY ($1)
   ORDER BY transmission_id, duty FOR UPDATE`;

/** In the order of those who remind: deadlines before their transmissions. */
export async function lockDeadlinesOf(
  tx: Transaction,
  transmissionIds: readonly string[],
): Promise<void> {
  await tx.query(LOCK_DEADLINES, [transmissionIds]);
}

const ENTRIES_OF = `
  SELECT entry, leaf_index AS first, NULL AS second
    FROM ledger_entries WHERE transmission_id = ANY ($1)
   UNION ALL
  SELECT entry, NULL, pending_id FROM pending_leaves WHERE transmission_id = ANY ($1)
   ORDER BY first NULLS LAST, second`;

/** Every leaf of these transmissions and their deliveries in the order of the log, sequenced or not. */
export async function leavesOf(
  query: Query,
  transmissionIds: readonly string[],
): Promise<Buffer[]> {
  const rows = await query<{ entry: Buffer }>(ENTRIES_OF, [transmissionIds]);
  return rows.map(({ entry }) => entry);
}

// The triggers of content_keys take what else is of the person: findings, tokens, registration days.
const DESTROY = [
  `DELETE FROM content_keys WHERE transmission_id = ANY ($1)`,
  `DELETE FROM records WHERE transmission_id = ANY ($1)`,
  `DELETE FROM transmission_attachments WHERE transmission_id = ANY ($1)`,
  `UPDATE decisions SET reason = NULL WHERE transmission_id = ANY ($1)`,
  `UPDATE viewings SET note = NULL WHERE transmission_id = ANY ($1) AND note IS NOT NULL`,
  `UPDATE reviews SET note = NULL WHERE transmission_id = ANY ($1)`,
  `UPDATE deliveries SET failure_detail = NULL, peer_reference = NULL
    WHERE transmission_id = ANY ($1)
      AND (failure_detail IS NOT NULL OR peer_reference IS NOT NULL)`,
  `UPDATE transmissions SET received_digest = NULL, content_digest = NULL
    WHERE transmission_id = ANY ($1)`,
];

/** Keys, documents, and every word that was said of them. Files: see `settleFiles`. */
export async function destroyContent(
  tx: Transaction,
  transmissionIds: readonly string[],
): Promise<void> {
  for (const statement of DESTROY) await tx.query(statement, [transmissionIds]);
}

const CLOSE_REVIEWS = `
  UPDATE reviews
     SET closed_at = $2, closed_by = $3,
         outcome = CASE direction WHEN 'outgoing' THEN 'returned' ELSE 'reviewed' END
   WHERE transmission_id = ANY ($1) AND closed_at IS NULL`;

/** Nothing of them is left to look at. */
export async function closeReviewsOf(
  tx: Transaction,
  transmissionIds: readonly string[],
  how: { readonly by: string; readonly at: Date },
): Promise<void> {
  await tx.query(CLOSE_REVIEWS, [transmissionIds, how.at, how.by]);
}

const SET_CONTENT = `
  UPDATE transmissions t SET content = new.content, status = new.status
    FROM unnest($1::uuid[], $2::text[], $3::text[]) AS new (transmission_id, content, status)
   WHERE t.transmission_id = new.transmission_id`;

export async function setContent(
  tx: Transaction,
  rows: readonly {
    readonly transmission_id: string;
    readonly content: ContentState;
    readonly status: TransmissionStatus;
  }[],
): Promise<void> {
  await tx.query(SET_CONTENT, [
    rows.map(({ transmission_id }) => transmission_id),
    rows.map(({ content }) => content),
    rows.map(({ status }) => status),
  ]);
}

const FORGET_CASES = [
  `DELETE FROM case_notes WHERE case_id = ANY ($1)`,
  `DELETE FROM case_identifiers WHERE case_id = ANY ($1)`,
  `DELETE FROM assignment_notes WHERE case_id = ANY ($1)`,
  `DELETE FROM case_assignments WHERE case_id = ANY ($1)`,
];

/** The states' own numbers of these cases, whom they named, and what they noted. */
export async function forgetCases(tx: Transaction, caseIds: readonly string[]): Promise<void> {
  for (const statement of FORGET_CASES) await tx.query(statement, [caseIds]);
}

const END_ALL = `
  UPDATE deadlines SET ended_at = $2, ending = 'moot', next_reminder_at = NULL
   WHERE case_id = ANY ($1) AND ended_at IS NULL`;

/** Nobody owes anything in these cases any more. */
export async function endDeadlinesOf(
  tx: Transaction,
  caseIds: readonly string[],
  at: Date,
): Promise<void> {
  await tx.query(END_ALL, [caseIds, at]);
}

const KEYS_OF = `
  SELECT transmission_id, wrapped_key FROM content_keys
   WHERE transmission_id = ANY ($1) AND sealed <> $2 FOR UPDATE`;

export interface WrappedRow {
  readonly transmission_id: string;
  readonly wrapped_key: Buffer;
}

/** Keys that are to be sealed, or opened again. */
export function keysToRewrap(
  tx: Transaction,
  transmissionIds: readonly string[],
  sealed: boolean,
): Promise<WrappedRow[]> {
  return tx.query<WrappedRow>(KEYS_OF, [transmissionIds, sealed]);
}

const REWRAP_KEY = `UPDATE content_keys SET wrapped_key = $2, sealed = $3 WHERE transmission_id = $1`;

export async function rewrapKey(tx: Transaction, row: WrappedRow, sealed: boolean): Promise<void> {
  await tx.query(REWRAP_KEY, [row.transmission_id, row.wrapped_key, sealed]);
}

/** A file's name in the store, and what those that name it are now: nobody, all sealed, or some open. */
export interface FileStanding {
  readonly attachment_id: string;
  readonly wrapped_key: Buffer | null;
  readonly sealed: boolean;
  readonly named: boolean;
  readonly open: boolean;
}

const NAMED_FILES = `
  SELECT DISTINCT from_member AS member, digest_token AS token FROM transmission_attachments
   WHERE transmission_id = ANY ($1)`;

export interface FileKey {
  readonly member: string;
  readonly token: Buffer;
}

/** The files that these transmissions name. */
export function filesNamedBy(query: Query, transmissionIds: readonly string[]): Promise<FileKey[]> {
  return query<FileKey>(NAMED_FILES, [transmissionIds]);
}

const STANDING_OF_FILES = `
  SELECT a.attachment_id, a.wrapped_key, a.sealed,
         count(t.transmission_id) > 0 AS named,
         coalesce(bool_or(t.content = 'kept'), false) AS open
    FROM unnest($1::text[], $2::bytea[]) AS asked (member, token)
    JOIN attachments a ON a.from_member = asked.member AND a.digest_token = asked.token
    LEFT JOIN transmission_attachments n ON n.from_member = a.from_member
                                        AND n.digest_token = a.digest_token
    LEFT JOIN transmissions t ON t.transmission_id = n.transmission_id
   GROUP BY a.attachment_id`;

export function standingOfFiles(query: Query, files: readonly FileKey[]): Promise<FileStanding[]> {
  return query<FileStanding>(STANDING_OF_FILES, [
    files.map(({ member }) => member),
    files.map(({ token }) => token),
  ]);
}

const DELETE_FILES = `DELETE FROM attachments WHERE attachment_id = ANY ($1)`;

export async function deleteFiles(
  tx: Transaction,
  attachmentIds: readonly string[],
): Promise<void> {
  await tx.query(DELETE_FILES, [attachmentIds]);
}

const REWRAP_FILE = `UPDATE attachments SET wrapped_key = $2, sealed = $3 WHERE attachment_id = $1`;

export async function rewrapFile(
  tx: Transaction,
  file: { readonly attachment_id: string; readonly wrapped_key: Buffer },
  sealed: boolean,
): Promise<void> {
  await tx.query(REWRAP_FILE, [file.attachment_id, file.wrapped_key, sealed]);
}
