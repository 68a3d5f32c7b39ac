import type { Actor } from '../access/actor.ts';
import type { Route } from '../access/policy.ts';
import type { Clocks } from '../clock.ts';
import { nextState } from '../delivery/delivery-state.ts';
import type { Settlement, SettlementStep } from '../delivery/settlement.ts';
import type { LedgerChannel } from '../ledger/event.ts';
import { mintUuid, type RandomBytes } from '../message/identifiers.ts';
import type { DeliveryRow } from '../store/deliveries.ts';
import type { MemberKeys } from '../store/member-keys.ts';
import { changeOf } from './delivery-rows.ts';
import type { Evidence } from './evidence.ts';
import { ExchangeError } from './exchange-error.ts';
import type { ExchangeStore } from './exchange-store.ts';
import type { StatesInForce } from './read-submission.ts';
import { withReceipts } from './received-deadlines.ts';
import { REFUSED_BY_STATE, sealReason } from './refusal-reason.ts';
import { requirePermission } from './require-permission.ts';

export interface ActParts {
  readonly store: ExchangeStore;
  readonly memberKeys: MemberKeys;
  readonly evidence: Evidence;
  readonly clocks: Clocks;
  readonly states: StatesInForce;
  readonly random: RandomBytes;
  /** Something may be due now. */
  readonly onDue: () => void;
}

interface Act {
  readonly route: Route;
  readonly channel: LedgerChannel;
  /** Undefined: it was said before, and saying it again changes nothing. */
  readonly settlement: (row: DeliveryRow) => Settlement | undefined;
  readonly decision?: { readonly action: 'replay' | 'cancel'; readonly reason: string };
}

/** The state's system answers that it has the delivery; said twice, it stays said once. */
export function acknowledge(
  parts: ActParts,
  actor: Actor,
  deliveryId: string,
  {
    reference,
    channel = 'rest',
  }: { readonly reference?: string; readonly channel?: LedgerChannel },
): Promise<void> {
  return actOn(parts, actor, deliveryId, {
    route: 'POST /v1/inbox/{deliveryId}/ack',
    channel,
    settlement: (row) => {
      if (row.state === 'acknowledged') return undefined;
      // A state that pulls has it in hand with its answer: the two facts come together.
      const handOver: SettlementStep[] =
        row.state === 'dispatching' ? [{ event: 'hand-over', leaf: 'handed-over' }] : [];
      return {
        steps: [...handOver, { event: 'acknowledge', leaf: 'acknowledged' }],
        ...(reference === undefined ? {} : { reference }),
      };
    },
  });
}

/** The state's system answers that it will not take the delivery: it goes to the failure inbox. */
export async function refuse(
  parts: ActParts,
  actor: Actor,
  deliveryId: string,
  { reason, channel = 'rest' }: { readonly reason: string; readonly channel?: LedgerChannel },
): Promise<void> {
  const detail = await sealReason(parts.memberKeys, actor.member, reason);
  await actOn(parts, actor, deliveryId, {
    route: 'POST /v1/inbox/{deliveryId}/nack',
    channel,
    settlement: (row) =>
      row.state === 'refused'
        ? undefined
        : {
            steps: [{ event: 'refuse', leaf: 'refused', code: REFUSED_BY_STATE }],
            failure: { code: REFUSED_BY_STATE, detail },
          },
  });
}

/** A person sends a failed delivery again, under its same id. */
export function replay(
  parts: ActParts,
  actor: Actor,
  deliveryId: string,
  reason: string,
): Promise<void> {
  return actOn(parts, actor, deliveryId, {
    route: 'POST /v1/deliveries/{deliveryId}/replay',
    channel: 'console',
    settlement: () => ({
      steps: [{ event: 'replay', leaf: 'replayed' }],
      dueAt: parts.clocks.business.now(),
    }),
    decision: { action: 'replay', reason },
  });
}

/** A person ends a failed delivery: it is never sent, and what waits behind it goes on. */
export function cancel(
  parts: ActParts,
  actor: Actor,
  deliveryId: string,
  reason: string,
): Promise<void> {
  return actOn(parts, actor, deliveryId, {
    route: 'POST /v1/deliveries/{deliveryId}/cancel',
    channel: 'console',
    settlement: () => ({ steps: [{ event: 'cancel', leaf: 'cancelled' }] }),
    decision: { action: 'cancel', reason },
  });
}

async function actOn(parts: ActParts, actor: Actor, deliveryId: string, act: Act): Promise<void> {
  const { store } = parts;
  const sealed =
    act.decision && (await parts.memberKeys.sealValue(actor.member, act.decision.reason));
  await store.withTransaction(async (tx) => {
    const row = await store.lockDelivery(tx, deliveryId);
    requirePermission(act.route, actor, row);
    const settlement = act.settlement(row);
    if (settlement === undefined) return;
    requireMoves(row, settlement);
    const now = parts.clocks.business.now();
    const { change, leaves } = changeOf({ evidence: parts.evidence, now }, row, settlement, {
      facts: { actor: actor.reference, channel: act.channel },
    });
    const writes = await withReceipts(parts, tx.query, [{ change, leaves }]);
    await store.writeDeliveries(tx.query, writes);
    if (act.decision === undefined) return;
    await store.insertDecisions(tx, [
      {
        decision_id: mintUuid(now, parts.random),
        transmission_id: row.transmission_id,
        delivery_id: deliveryId,
        from_member: row.from_member,
        to_member: row.to_member,
        action: act.decision.action,
        actor: actor.reference,
        reason: sealed ?? null,
        decided_at: now,
      },
    ]);
  });
  parts.onDue();
}

function requireMoves(row: DeliveryRow, settlement: Settlement): void {
  let { state } = row;
  for (const { event } of settlement.steps) {
    const next = nextState(state, event);
    if (next === undefined) throw new ExchangeError('STATE_FORBIDS');
    state = next;
  }
}
