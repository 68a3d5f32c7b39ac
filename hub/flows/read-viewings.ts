import type { Actor } from '../access/actor.ts';
import type { ViewingRow } from '../store/viewings.ts';
import { pageOf } from './read-messages.ts';
import type { ReadParts } from './read-store.ts';
import type { Page, PageRequest, ViewingView } from './reads.ts';
import { requirePermission } from './require-permission.ts';

/** Who opened something of an activity, newest first, for both states and the nation alike. */
export async function readViewings(
  { store, reader, memberKeys }: ReadParts,
  actor: Actor,
  transmissionId: string,
  page: PageRequest,
): Promise<Page<ViewingView>> {
  const rows = await reader.as(actor.member, async (query) => {
    const row = await store.findMessage(query, transmissionId);
    requirePermission('GET /v1/messages/{transmissionId}/viewings', actor, row);
    const asked = { transmissionId, after: page.after ?? null, limit: page.limit + 1 };
    return store.listViewings(query, asked);
  });
  const { items, ...next } = pageOf(rows, page.limit, same, (row) => ({
    at: row.viewed_at,
    id: row.viewing_id,
  }));
  return { ...next, items: await Promise.all(items.map((row) => viewViewing(memberKeys, row))) };
}

const same = (row: ViewingRow): ViewingRow => row;

async function viewViewing(
  memberKeys: ReadParts['memberKeys'],
  row: ViewingRow,
): Promise<ViewingView> {
  return {
    viewingId: row.viewing_id,
    at: row.viewed_at.toISOString(),
    what: row.what,
    member: row.member,
    actor: row.actor,
    role: row.role,
    ...(row.reason_code === null ? {} : { reason: row.reason_code }),
    ...(row.note === null ? {} : { note: await memberKeys.openValue(row.note) }),
    leafHash: row.leaf_hash.toString('hex'),
  };
}
