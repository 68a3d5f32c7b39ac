import type { Actor } from '../access/actor.ts';
import { after } from '../clock.ts';
import { openRecord } from '../message/sealed-content.ts';
import type { DeliveryRow, LaneSlots } from '../store/deliveries.ts';
import type { DeliverParts, DeliverySteps } from './deliver.ts';
import { ExchangeError } from './exchange-error.ts';

/** What a state that pulls gets: its native document, under the delivery's id. */
export interface PulledDocument {
  readonly row: DeliveryRow;
  readonly contentType: string;
  readonly body: Buffer;
}

export interface PullParts extends DeliverParts {
  readonly steps: DeliverySteps;
}

const MOST_DOCUMENTS = 100;

/**
 * For a state that pulls: the oldest unacknowledged delivery of each case, `dispatching` committed
 * before it is given out. Asking again returns the same bytes until they are acknowledged.
 */
export async function pull(
  parts: PullParts,
  actor: Actor,
  limit: number,
): Promise<PulledDocument[]> {
  const { member } = actor;
  if (!parts.states.profiles.has(member)) throw new ExchangeError('NOT_PERMITTED');
  const most = Math.min(limit, MOST_DOCUMENTS);
  const { store } = parts;
  if (await store.isPaused(store.query, member)) return [];
  // Only what it gives out now becomes dispatching: the rest of its room is for what it gave before.
  const slots = most - (await store.findGivenOut(store.query, member, most)).length;
  if (slots > 0) await dispatchOldest(parts, { member, slots });
  return givenOut(parts, member, most);
}

async function dispatchOldest(parts: PullParts, lane: LaneSlots): Promise<void> {
  const { store, clocks, steps } = parts;
  const leaseUntil = after(clocks.process.now(), parts.leaseMs);
  const claimed = await store.claimPulled(store.query, lane, clocks.business.now(), leaseUntil);
  await Promise.all(claimed.map((row) => steps.dispatch(row)));
}

/** Dispatched and not acknowledged, as it was sealed when it was first given out. */
async function givenOut(
  { store, memberKeys }: PullParts,
  member: string,
  limit: number,
): Promise<PulledDocument[]> {
  const rows = await store.findGivenOut(store.query, member, limit);
  const records = await store.findRecords(
    store.query,
    rows.map((row) => row.transmission_id),
    ['sent'],
  );
  const latest = new Map(records.map((record) => [record.delivery_id, record]));
  const documents = await Promise.all(
    rows.map(async (row) => {
      const record = latest.get(row.delivery_id);
      if (record === undefined) return undefined;
      const content = await memberKeys.open(record);
      const body = openRecord(content, record.record_id, record.ciphertext);
      return { row, contentType: record.content_type, body };
    }),
  );
  return documents.filter((document) => document !== undefined);
}
