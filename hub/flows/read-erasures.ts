import { type Actor, NATIONAL } from '../access/actor.ts';
import type { ErasureRow } from '../store/erasures.ts';
import { pageOf } from './read-messages.ts';
import type { ReadParts } from './read-store.ts';
import type { ErasureFilter, ErasureView, Page, PageRequest } from './reads.ts';

/** A page of the orders to erase or seal, newest first: of the actor's state, or of all for the nation. */
export async function readErasures(
  { store, reader, memberKeys }: ReadParts,
  actor: Actor,
  filter: ErasureFilter,
  page: PageRequest,
): Promise<Page<ErasureView>> {
  const rows = await reader.as(actor.member, (query) =>
    store.listErasures(query, {
      member: actor.member === NATIONAL ? null : actor.member,
      state: filter.state ?? null,
      after: page.after ?? null,
      limit: page.limit + 1,
    }),
  );
  const { items, next } = pageOf(
    rows,
    page.limit,
    (row) => row,
    (row) => ({ at: row.proposed_at, id: row.erasure_id }),
  );
  const views = await Promise.all(items.map((row) => viewErasure(memberKeys, actor, row)));
  return { items: views, ...(next === undefined ? {} : { next }) };
}

async function viewErasure(
  memberKeys: ReadParts['memberKeys'],
  actor: Actor,
  row: ErasureRow,
): Promise<ErasureView> {
  const isOwn = actor.member === row.member;
  const reason = row.reason === null || !isOwn ? undefined : await memberKeys.openValue(row.reason);
  const { decided_by, decided_at, scrubbed_at } = row;
  return {
    erasureId: row.erasure_id,
    action: row.action,
    scope: row.scope,
    ...(isOwn || row.scope !== 'person' ? { subject: row.subject } : {}),
    state: row.state,
    by: row.member,
    authority: row.authority,
    ...(reason === undefined ? {} : { reason }),
    transmissions: row.transmissions,
    proposed: { by: row.proposed_by, at: row.proposed_at.toISOString() },
    ...(decided_by === null || decided_at === null
      ? {}
      : { decided: { by: decided_by, at: decided_at.toISOString() } }),
    ...(scrubbed_at === null ? {} : { scrubbedAt: scrubbed_at.toISOString() }),
  };
}
