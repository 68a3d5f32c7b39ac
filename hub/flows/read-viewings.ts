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
  const { rows, names } = await reader.as(actor.member, async (query) => {
    const row = await store.findMessage(query, transmissionId);
    requirePermission('GET /v1/messages/{transmissionId}/viewings', actor, row);
    const asked = { transmissionId, after: page.after ?? null, limit: page.limit + 1 };
    const found = await store.listViewings(query, asked);
    const own = found.filter(({ member }) => member === actor.member);
    return {
      rows: found,
      names: await store.accountNames(
        query,
        own.map(({ actor }) => actor),
      ),
    };
  });
  const { items, ...next } = pageOf(rows, page.limit, same, (row) => ({
    at: row.viewed_at,
    id: row.viewing_id,
  }));
  const views = items.map((row) => viewViewing(memberKeys, row, names.get(row.actor)));
  return { ...next, items: await Promise.all(views) };
}

const same = (row: ViewingRow): ViewingRow => row;

async function viewViewing(
  memberKeys: ReadParts['memberKeys'],
  row: ViewingRow,
  name: string | undefined,
): Promise<ViewingView> {
  return {
    viewingId: row.viewing_id,
    at: row.viewed_at.toISOString(),
    what: row.what,
    member: row.member,
    actor: row.actor,
    ...(name === undefined ? {} : { name }),
    role: row.role,
    ...(row.reason_code === null ? {} : { reason: row.reason_code }),
    ...(row.note === null ? {} : { note: await memberKeys.openValue(row.note) }),
    leafHash: row.leaf_hash.toString('hex'),
  };
}
