import type { Actor } from '../access/actor.ts';
import { MEMBER_CODES } from '../compact/members.ts';
import type { DeliveryState } from '../delivery/delivery-state.ts';
import { sha256 } from '../message/sealed-content.ts';
import type { Replayable } from '../store/failures.ts';
import { type ActParts, replay } from './act-on-delivery.ts';
import { ExchangeError } from './exchange-error.ts';
import { isRefusal } from './read-submission.ts';

/** Which failed deliveries of the actor's own activities are meant. */
export interface ReplayFilter {
  /** The destination. */
  readonly member?: string;
  readonly code?: string;
  readonly state?: DeliveryState;
  readonly type?: string;
  /** Inclusive: when the delivery was made. */
  readonly since?: Date;
  /** Exclusive. */
  readonly until?: Date;
}

/** What a replay would hand over again: agreed to by its digest, it is done. */
export interface ReplayList {
  readonly count: number;
  readonly deliveryIds: readonly string[];
  /** Of the list as it stands: of the deliveries, their states and attempts. */
  readonly digest: string;
  /** Whether more match than one replay takes. */
  readonly more: boolean;
}

export interface Replayed {
  readonly replayed: number;
  /** No more in a state that allows it: somebody was faster. */
  readonly passed: number;
}

/** So many in one replay, the oldest first. */
const MOST = 200;

/** What would be handed over again; nothing is. */
export async function listReplay(
  parts: ActParts,
  actor: Actor,
  filter: ReplayFilter,
): Promise<ReplayList> {
  const { store } = parts;
  const found = await store.findReplayable(store.query, {
    from: actor.member,
    destinations: filter.member === undefined ? MEMBER_CODES : [filter.member],
    code: filter.code ?? null,
    state: filter.state ?? null,
    type: filter.type ?? null,
    since: filter.since ?? null,
    until: filter.until ?? null,
    limit: MOST + 1,
  });
  const rows = found.slice(0, MOST);
  return {
    count: rows.length,
    deliveryIds: rows.map(({ delivery_id: id }) => id),
    digest: digestOf(rows),
    more: found.length > MOST,
  };
}

/**
 * Hands the list over again that the actor saw, each delivery with its own decision and leaf. Throws
 * LIST_CHANGED when the filter gives another list by now.
 */
export async function replayList(
  parts: ActParts,
  actor: Actor,
  filter: ReplayFilter,
  agreed: { readonly digest: string; readonly reason: string },
): Promise<Replayed> {
  const { deliveryIds, digest } = await listReplay(parts, actor, filter);
  if (digest !== agreed.digest) throw new ExchangeError('LIST_CHANGED');
  let replayed = 0;
  for (const deliveryId of deliveryIds) {
    try {
      await replay(parts, actor, deliveryId, agreed.reason);
      replayed += 1;
    } catch (error) {
      if (!isRefusal(error)) throw error;
    }
  }
  return { replayed, passed: deliveryIds.length - replayed };
}

function digestOf(rows: readonly Replayable[]): string {
  const lines = rows.map(({ delivery_id, state, attempt }) => `${delivery_id} ${state} ${attempt}`);
  return sha256(Buffer.from(lines.join('\n'))).toString('hex');
}
