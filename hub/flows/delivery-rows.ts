import { blocksItsCase } from '../delivery/delivery-state.ts';
import { type Settlement, stateAfter } from '../delivery/settlement.ts';
import type { DeliveryEvent } from '../ledger/event.ts';
import type { DeliveryChange, DeliveryRow } from '../store/deliveries.ts';
import type { PendingLeafRow } from '../store/pending-leaves.ts';
import type { EventFacts, Evidence } from './evidence.ts';

/** A change of a delivery with the leaves that are its evidence: written together or not at all. */
export interface EvidencedChange {
  /** The row as it is once the change is written, and the state from which it comes. */
  readonly change: DeliveryRow & DeliveryChange;
  readonly leaves: readonly PendingLeafRow[];
}

/** What a leaf of a delivery says besides the delivery itself. */
export type LeafFacts = Pick<EventFacts<DeliveryEvent>, 'actor' | 'channel'> &
  Partial<EventFacts<DeliveryEvent>>;

export interface ChangeParts {
  readonly evidence: Evidence;
  readonly now: Date;
}

/** Columns that a settlement says nothing of. */
type Beside = Partial<
  Pick<DeliveryRow, 'claims' | 'lease_until' | 'profile_hash' | 'mapping_hash'>
>;

/** A settlement as rows: the state after its steps, one leaf for each step. */
export function changeOf(
  parts: ChangeParts,
  row: DeliveryRow,
  settlement: Settlement,
  { facts, beside }: { readonly facts: LeafFacts; readonly beside?: Beside },
): EvidencedChange {
  const state = stateAfter(row.state, settlement.steps);
  const leaves: PendingLeafRow[] = [];
  let chain = { eventNo: row.event_no, lastLeafHash: row.last_leaf_hash };
  for (const step of settlement.steps) {
    const made = parts.evidence.chained(
      chain,
      {
        ...facts,
        type: step.leaf,
        transmissionId: row.transmission_id,
        deliveryId: row.delivery_id,
        from: row.from_member,
        to: row.to_member,
        activityType: row.type,
        schema: row.schema_hash,
        ...(row.attempt > 0 ? { attempt: row.attempt } : {}),
        ...(step.code === undefined ? {} : { code: step.code }),
      },
      parts.now,
    );
    leaves.push(made.leaf);
    chain = made.chain;
  }
  const change: EvidencedChange['change'] = {
    ...row,
    from_state: row.state,
    state,
    blocking: blocksItsCase(state, row.pulled),
    claims: 0,
    due_at: settlement.dueAt ?? row.due_at,
    lease_until: null,
    failure_code: settlement.failure?.code ?? null,
    failure_detail: settlement.failure?.detail ?? null,
    peer_reference: settlement.reference ?? row.peer_reference,
    handed_over_at: reached('handed-over', settlement) ? parts.now : row.handed_over_at,
    acknowledged_at: reached('acknowledged', settlement) ? parts.now : row.acknowledged_at,
    event_no: chain.eventNo,
    last_leaf_hash: chain.lastLeafHash,
    ...beside,
  };
  return { change, leaves };
}

/** A claim given up or lapsed before a byte left: no fact of the compact, so it has no leaf. */
export function requeued(row: DeliveryRow, dueAt: Date): EvidencedChange {
  const requeuedRow = { ...row, state: 'queued', due_at: dueAt, lease_until: null } as const;
  return { change: { ...requeuedRow, from_state: row.state }, leaves: [] };
}

function reached(leaf: 'handed-over' | 'acknowledged', settlement: Settlement): boolean {
  return settlement.steps.some((step) => step.leaf === leaf);
}
