import type { Actor } from '../access/actor.ts';
import type { Route } from '../access/policy.ts';
import type { Clocks } from '../clock.ts';
import { nextState } from '../delivery/delivery-state.ts';
import type { Settlement, SettlementStep } from '../delivery/settlement.ts';
import type { LedgerChannel } from '../ledger/event.ts';
import { mintUuid, type RandomBytes } from '../message/identifiers.ts';
import type { Transaction } from '../store/database.ts';
import type { DeliveryRow } from '../store/deliveries.ts';
import type { MemberKeys } from '../store/member-keys.ts';
import { type LeafFacts, changeOf } from './delivery-rows.ts';
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
  readonly decision?: { readonly action: DecidedAct; readonly reason: string };
  /** What the leaf says besides. */
  readonly facts?: Pick<LeafFacts, 'subject'>;
  /** Throws where the record of another that the act names does not fit. */
  readonly check?: (tx: Transaction, row: DeliveryRow) => Promise<void>;
}

type DecidedAct = 'replay' | 'skip' | 'supersede' | 'cancel';

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
  const dueAt = parts.clocks.business.now();
  return actOn(parts, actor, deliveryId, decided('replay', reason, { dueAt }));
}

/** A person ends a failed delivery: it is never sent, and what waits behind it goes on. */
export function cancel(
  parts: ActParts,
  actor: Actor,
  deliveryId: string,
  reason: string,
): Promise<void> {
  return actOn(parts, actor, deliveryId, decided('cancel', reason));
}

/** A person lets the case go on without a failed delivery, whose matter the state has another way. */
export function skip(
  parts: ActParts,
  actor: Actor,
  deliveryId: string,
  reason: string,
): Promise<void> {
  return actOn(parts, actor, deliveryId, decided('skip', reason));
}

/**
 * A person names the later activity that takes the place of a failed one. Throws SUCCESSOR_UNFIT unless
 * that was sent by the same state to the same state in the same case, and crossed after it.
 */
export function supersede(
  parts: ActParts,
  actor: Actor,
  deliveryId: string,
  { by, reason }: { readonly by: string; readonly reason: string },
): Promise<void> {
  return actOn(parts, actor, deliveryId, {
    ...decided('supersede', reason),
    facts: { subject: by },
    check: async (tx, row) => {
      const successor = await parts.store.findDeliveryOf(tx.query, by);
      if (!follows(successor, row)) throw new ExchangeError('SUCCESSOR_UNFIT');
    },
  });
}

const LEAF_OF = {
  replay: 'replayed',
  cancel: 'cancelled',
  skip: 'skipped',
  supersede: 'superseded',
} as const;

/** What a person decides of a failed delivery: the route, the step and the leaf are named after it. */
function decided(
  action: keyof typeof LEAF_OF,
  reason: string,
  also: Pick<Settlement, 'dueAt'> = {},
): Act {
  return {
    route: `POST /v1/deliveries/{deliveryId}/${action}`,
    channel: 'console',
    settlement: () => ({ steps: [{ event: action, leaf: LEAF_OF[action] }], ...also }),
    decision: { action, reason },
  };
}

function follows(successor: DeliveryRow | undefined, row: DeliveryRow): boolean {
  return (
    successor?.from_member === row.from_member &&
    successor.to_member === row.to_member &&
    successor.case_id === row.case_id &&
    successor.case_sequence > row.case_sequence
  );
}

async function actOn(parts: ActParts, actor: Actor, deliveryId: string, act: Act): Promise<void> {
  const { store } = parts;
  const sealed =
    act.decision && (await parts.memberKeys.sealValue(actor.member, act.decision.reason));
  await store.withTransaction(async (tx) => {
    const row = await store.lockDelivery(tx, deliveryId);
    requirePermission(act.route, actor, row);
    const said = act.settlement(row);
    if (said === undefined) return;
    requireMoves(row, said);
    await act.check?.(tx, row);
    const settlement = await withoutWords(store, tx, row, said);
    const now = parts.clocks.business.now();
    const { change, leaves } = changeOf({ evidence: parts.evidence, now }, row, settlement, {
      facts: { actor: actor.reference, channel: act.channel, ...act.facts },
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

/** Of what was expunged nothing is written down again: no number of the state's, no reason. */
async function withoutWords(
  store: ExchangeStore,
  tx: Transaction,
  { transmission_id }: DeliveryRow,
  said: Settlement,
): Promise<Settlement> {
  const { reference, failure, ...settlement } = said;
  if (reference === undefined && failure === undefined) return said;
  const content = await store.contentOf(tx.query, [transmission_id]);
  if (content.get(transmission_id) !== 'expunged') return said;
  const { code } = failure ?? {};
  return { ...settlement, ...(code === undefined ? {} : { failure: { code, detail: null } }) };
}

function requireMoves(row: DeliveryRow, settlement: Settlement): void {
  let { state } = row;
  for (const { event } of settlement.steps) {
    const next = nextState(state, event);
    if (next === undefined) throw new ExchangeError('STATE_FORBIDS');
    state = next;
  }
}
