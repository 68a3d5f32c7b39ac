import { type Actor, NATIONAL } from '../access/actor.ts';
import { MEMBER_CODES } from '../compact/members.ts';
import type { ReadParts } from './read-store.ts';
import type { TrafficCount, TrafficRange } from './reads.ts';

/** How many activities between which states, of which type, and what became of them. */
export async function readTraffic(
  { store, reader }: ReadParts,
  actor: Actor,
  range: TrafficRange,
): Promise<TrafficCount[]> {
  const isNational = actor.member === NATIONAL;
  const rows = await reader.as(actor.member, (query) =>
    store.countTraffic(query, {
      senders: isNational ? MEMBER_CODES : [actor.member],
      receivers: isNational ? [] : [actor.member],
      ...range,
    }),
  );
  return rows.map((row) => ({
    from: row.from_member,
    to: row.destination,
    type: row.type,
    status: row.status,
    ...(row.state === null ? {} : { deliveryState: row.state }),
    since: row.since.toISOString(),
    count: row.count,
  }));
}
