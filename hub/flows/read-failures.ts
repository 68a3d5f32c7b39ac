import { type Actor, NATIONAL } from '../access/actor.ts';
import { MEMBER_CODES } from '../compact/members.ts';
import type { FailureRow } from '../store/failures.ts';
import { pageOf, viewFailure } from './read-messages.ts';
import { openReasons } from './refusal-reason.ts';
import type { ReadParts } from './read-store.ts';
import type { Failure, FailureFilter, Page, PageRequest } from './reads.ts';

/** A page of the failure inbox: deliveries that go no further by themselves, newest first. */
export async function readFailures(
  parts: ReadParts,
  actor: Actor,
  filter: FailureFilter,
  page: PageRequest,
): Promise<Page<Failure>> {
  const { store, reader, memberKeys } = parts;
  const rows = await reader.as(actor.member, (query) =>
    store.listFailures(query, {
      destinations: MEMBER_CODES,
      party: actor.member === NATIONAL ? null : actor.member,
      state: filter.state ?? null,
      caseId: filter.caseId ?? null,
      after: page.after ?? null,
      limit: page.limit + 1,
    }),
  );
  const opened = await openReasons(memberKeys, actor, rows);
  return pageOf(
    opened,
    page.limit,
    (row) => viewRow(parts, row),
    (row) => ({
      at: row.created_at,
      id: row.delivery_id,
    }),
  );
}

function viewRow(parts: ReadParts, row: FailureRow): Failure {
  return {
    deliveryId: row.delivery_id,
    transmissionId: row.transmission_id,
    from: row.from_member,
    to: row.to_member,
    type: row.type,
    caseId: row.case_id,
    caseSequence: row.case_sequence,
    state: row.state,
    attempt: row.attempt,
    createdAt: row.created_at.toISOString(),
    failure: viewFailure(parts, row, row.failure_code ?? UNNAMED),
    blocks: row.blocks,
  };
}

/** A failure that nobody named, as a refusal without a reason. */
const UNNAMED = 'UNNAMED';
