import type { Actor } from '../access/actor.ts';
import type { Route } from '../access/policy.ts';
import { mintUuid } from '../message/identifiers.ts';
import type { Transaction } from '../store/database.ts';
import type { DecisionRow } from '../store/decisions.ts';
import { requirePermission } from './require-permission.ts';
import {
  type By,
  type LockedTransmission,
  type WaitingParts,
  chainTransmission,
  cross,
  dataOf,
  giveBack,
  lockWaiting,
} from './waiting-transmission.ts';
import { writeAll } from './working-set.ts';

/**
 * The compact office's gate: lets a managed activity go on, across at once when its attachments
 * are complete. Where the lifecycle forbids it now it throws OUT_OF_ORDER, and the activity goes on
 * waiting (docs/architecture.md, release).
 */
export async function release(
  parts: WaitingParts,
  actor: Actor,
  transmissionId: string,
): Promise<void> {
  await requireOn(parts, 'POST /v1/messages/{transmissionId}/release', actor, transmissionId);
  const data = await dataOf(parts, transmissionId);
  await parts.store.withTransaction(async (tx) => {
    const waiting = await lockWaiting(parts, tx, transmissionId, 'awaiting-release');
    const by = byActor(actor);
    const chain = chainTransmission(parts, waiting, 'released', by);
    const decided = { action: 'release', reason: null } as const;
    await parts.store.insertDecisions(tx, [decisionOf(parts, waiting, actor, decided)]);
    await closeList(parts, tx, waiting, { by: actor.reference, outcome: 'released' });
    const released: LockedTransmission = {
      set: waiting.set,
      row: { ...waiting.row, released_by: actor.reference },
    };
    if ((await parts.store.countMissingAttachments(tx.query, transmissionId)) === 0) {
      await cross(parts, tx, released, { data, by, chain });
      return;
    }
    await writeAll(parts.store, tx, waiting.set);
    await parts.store.changeTransmission(tx, {
      ...released.row,
      status: 'awaiting-attachments',
      event_no: chain.eventNo,
      last_leaf_hash: chain.lastLeafHash,
    });
  });
  parts.onTransmitted();
}

/** Gives a waiting activity back to its sender, with a reason that only the sender's state reads. */
export async function returnToSender(
  parts: WaitingParts,
  actor: Actor,
  transmissionId: string,
  reason: string,
): Promise<void> {
  await requireOn(parts, 'POST /v1/messages/{transmissionId}/return', actor, transmissionId);
  const sealed = await parts.memberKeys.sealValue(actor.member, reason);
  await parts.store.withTransaction(async (tx) => {
    const waiting = await lockWaiting(parts, tx, transmissionId, 'awaiting-release');
    const decided = { action: 'return', reason: sealed } as const;
    await parts.store.insertDecisions(tx, [decisionOf(parts, waiting, actor, decided)]);
    await closeList(parts, tx, waiting, { by: actor.reference, outcome: 'returned' });
    await giveBack(parts, tx, waiting, byActor(actor));
  });
}

async function closeList(
  { store }: WaitingParts,
  tx: Transaction,
  { row, set }: LockedTransmission,
  how: { readonly by: string; readonly outcome: 'released' | 'returned' },
): Promise<void> {
  const review = { transmission_id: row.transmission_id, direction: 'outgoing' } as const;
  await store.closeReview(tx, review, { ...how, at: set.now });
}

function byActor(actor: Actor): By {
  return { actor: actor.reference, channel: 'console' };
}

async function requireOn(
  { store }: WaitingParts,
  route: Route,
  actor: Actor,
  transmissionId: string,
): Promise<void> {
  const row = await store.findTransmission(store.query, transmissionId);
  requirePermission(route, actor, row);
}

function decisionOf(
  { random }: WaitingParts,
  { row, set }: LockedTransmission,
  actor: Actor,
  decided: { readonly action: 'release' | 'return'; readonly reason: Buffer | null },
): DecisionRow {
  return {
    decision_id: mintUuid(set.now, random),
    transmission_id: row.transmission_id,
    delivery_id: null,
    from_member: row.from_member,
    to_member: row.to_member,
    ...decided,
    actor: actor.reference,
    decided_at: set.now,
  };
}
