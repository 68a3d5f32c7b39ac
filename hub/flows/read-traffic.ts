import { type Actor, NATIONAL } from '../access/actor.ts';
import { MEMBER_CODES } from '../compact/members.ts';
import type { TrafficBy } from '../store/traffic.ts';
import type { ReadParts } from './read-store.ts';
import type { TrafficCount, TrafficRange, TrafficSum } from './reads.ts';

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

/** Sums of a range: over time, by pair of states, by type, by sender or by receiver. */
export async function sumTraffic(
  { store, reader }: ReadParts,
  actor: Actor,
  by: TrafficBy,
  range: TrafficRange,
): Promise<TrafficSum[]> {
  const isNational = actor.member === NATIONAL;
  const rows = await reader.as(actor.member, (query) =>
    store.sumTraffic(query, by, {
      senders: isNational ? MEMBER_CODES : [actor.member],
      receivers: isNational ? [] : [actor.member],
      ...range,
    }),
  );
  return rows.map((row) => ({
    ...(row.since === null ? {} : { since: row.since.toISOString() }),
    ...(row.from_member === null ? {} : { from: row.from_member }),
    ...(row.destination === null ? {} : { to: row.destination }),
    ...(row.type === null ? {} : { type: row.type }),
    accepted: row.accepted,
    delivered: row.delivered,
    failed: row.failed,
    refused: row.refused,
    ...(row.median_seconds === null
      ? {}
      : { medianSeconds: Math.round(row.median_seconds * 1_000) / 1_000 }),
  }));
}
