import type { Actor } from '../access/actor.ts';
import type { ListedReview } from '../store/reviews.ts';
import { pageOf } from './read-messages.ts';
import type { ReadParts } from './read-store.ts';
import type { Page, PageRequest, ReviewFilter, ReviewView } from './reads.ts';

/** A page of the list of the actor's compact office, oldest first. */
export async function readReviews(
  { store, reader, memberKeys }: ReadParts,
  { member }: Actor,
  filter: ReviewFilter,
  page: PageRequest,
): Promise<Page<ReviewView>> {
  const rows = await reader.as(member, (query) =>
    store.listReviews(query, {
      member,
      open: filter.open ?? true,
      direction: filter.direction ?? null,
      assignedTo: filter.assignedTo ?? null,
      after: page.after ?? null,
      limit: page.limit + 1,
    }),
  );
  const { items, next } = pageOf(
    rows,
    page.limit,
    (row) => row,
    (row) => ({ at: row.opened_at, id: row.transmission_id }),
  );
  const views = await Promise.all(items.map((row) => viewReview(memberKeys, row)));
  return { items: views, ...(next === undefined ? {} : { next }) };
}

async function viewReview(
  memberKeys: ReadParts['memberKeys'],
  row: ListedReview,
): Promise<ReviewView> {
  const note = row.note === null ? undefined : await memberKeys.openValue(row.note);
  return {
    transmissionId: row.transmission_id,
    direction: row.direction,
    otherState: row.other_member,
    caseId: row.case_id,
    type: row.type,
    openedAt: row.opened_at.toISOString(),
    ...(row.not_met === 0 ? {} : { findingsNotMet: row.not_met }),
    ...(row.assigned_to === null || row.assigned_by === null || row.assigned_at === null
      ? {}
      : {
          assigned: {
            to: row.assigned_to,
            by: row.assigned_by,
            at: row.assigned_at.toISOString(),
            ...(note === undefined ? {} : { note }),
          },
        }),
    ...(row.closed_at === null || row.closed_by === null || row.outcome === null
      ? {}
      : { closed: { at: row.closed_at.toISOString(), by: row.closed_by, outcome: row.outcome } }),
  };
}
