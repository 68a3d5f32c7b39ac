import { bulkInsert } from './bulk-insert.ts';
import type { Query, Transaction } from './database.ts';
import type { PagePosition } from './message-log.ts';

export type ReviewDirection = 'outgoing' | 'incoming';
export type ReviewOutcome = 'released' | 'returned' | 'reviewed';

/** An activity in the list of a compact office. */
export interface ReviewRow {
  readonly transmission_id: string;
  readonly direction: ReviewDirection;
  /** Whose office. */
  readonly member: string;
  readonly other_member: string;
  readonly case_id: string;
  readonly type: string;
  readonly opened_at: Date;
  readonly assigned_to: string | null;
  readonly assigned_by: string | null;
  readonly assigned_at: Date | null;
  readonly note: Buffer | null;
  readonly closed_at: Date | null;
  readonly closed_by: string | null;
  readonly outcome: ReviewOutcome | null;
}

export type OpenedReview = Pick<
  ReviewRow,
  'transmission_id' | 'direction' | 'member' | 'other_member' | 'case_id' | 'type' | 'opened_at'
>;

export const insertReviews = bulkInsert<OpenedReview>('reviews', {
  transmission_id: 'uuid',
  direction: 'text',
  member: 'text',
  other_member: 'text',
  case_id: 'text',
  type: 'text',
  opened_at: 'timestamptz',
});

const FIND_REVIEW = `
  SELECT * FROM reviews WHERE transmission_id = $1 AND member = $2 FOR UPDATE`;

/** What stands in the list of this member's office, locked until the transaction ends. */
export async function lockReview(
  tx: Transaction,
  transmissionId: string,
  member: string,
): Promise<ReviewRow | undefined> {
  const [row] = await tx.query<ReviewRow>(FIND_REVIEW, [transmissionId, member]);
  return row;
}

const ASSIGN_REVIEW = `
  UPDATE reviews SET assigned_to = $3, assigned_by = $4, assigned_at = $5, note = $6
   WHERE transmission_id = $1 AND direction = $2`;

export async function assignReview(
  tx: Transaction,
  row: Pick<ReviewRow, 'transmission_id' | 'direction'>,
  to: {
    readonly person: string;
    readonly by: string;
    readonly at: Date;
    readonly note: Buffer | null;
  },
): Promise<void> {
  const values = [to.person, to.by, to.at, to.note];
  await tx.query(ASSIGN_REVIEW, [row.transmission_id, row.direction, ...values]);
}

const CLOSE_REVIEW = `
  UPDATE reviews SET closed_at = $3, closed_by = $4, outcome = $5
   WHERE transmission_id = $1 AND direction = $2 AND closed_at IS NULL`;

export async function closeReview(
  tx: Transaction,
  row: Pick<ReviewRow, 'transmission_id' | 'direction'>,
  how: { readonly by: string; readonly at: Date; readonly outcome: ReviewOutcome },
): Promise<void> {
  await tx.query(CLOSE_REVIEW, [row.transmission_id, row.direction, how.at, how.by, how.outcome]);
}

export interface ReviewQuery {
  readonly member: string;
  readonly open: boolean;
  readonly direction: ReviewDirection | null;
  readonly assignedTo: string | null;
  readonly after: PagePosition | null;
  readonly limit: number;
}

/** As a list shows it. */
export interface ListedReview extends ReviewRow {
  /** How many checks found that a request does not show what the rules ask for; of what is sealed, none. */
  readonly not_met: number;
}

const IS_KEPT = `(SELECT content FROM transmissions t
                     WHERE t.transmission_id = reviews.transmission_id) = 'kept'`;

const listOf = (closed: string): string => `
  SELECT transmission_id, direction, member, other_member, case_id, type, opened_at, assigned_to,
         assigned_by, assigned_at, closed_at, closed_by, outcome,
         CASE WHEN ${IS_KEPT} THEN note END AS note,
         CASE WHEN ${IS_KEPT} THEN (SELECT count(*)::integer FROM findings f
                 WHERE f.transmission_id = reviews.transmission_id AND f.result = 'not-met')
              ELSE 0 END AS not_met
    FROM reviews
   WHERE member = $1 AND closed_at IS ${closed}
     AND ($2::text IS NULL OR direction = $2) AND ($3::text IS NULL OR assigned_to = $3)
     AND (opened_at, transmission_id) > ($4::timestamptz, $5::uuid)
   ORDER BY opened_at, transmission_id LIMIT $6`;
const LIST_OPEN = listOf('NULL');
const LIST_CLOSED = listOf('NOT NULL');

/** A page of the list, oldest first. */
export function listReviews(query: Query, asked: ReviewQuery): Promise<ListedReview[]> {
  return query<ListedReview>(asked.open ? LIST_OPEN : LIST_CLOSED, [
    asked.member,
    asked.direction,
    asked.assignedTo,
    asked.after?.at ?? '-infinity',
    asked.after?.id ?? '00000000-0000-0000-0000-000000000000',
    asked.limit,
  ]);
}

const COUNT_REVIEWS = `
  SELECT count(*)::integer AS count FROM reviews
   WHERE member = $1 AND closed_at IS NULL AND lower(assigned_to) = ANY ($2)`;

/** How much stands open in the member's list for a person of these names, in lower case. */
export async function countReviewsOf(
  query: Query,
  member: string,
  names: readonly string[],
): Promise<number> {
  const [row] = await query<{ count: number }>(COUNT_REVIEWS, [member, names]);
  return row?.count ?? 0;
}
