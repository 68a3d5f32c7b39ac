import { after } from '../clock.ts';
import type { HoldInForce } from '../delivery/settlement.ts';
import type { Transaction } from '../store/database.ts';
import type { DeliveryRow } from '../store/deliveries.ts';
import type { TrialRow } from '../store/destinations.ts';
import type { DeliverParts } from './deliver.ts';
import { changeOf } from './delivery-rows.ts';

/** So long nobody else tries the destination: until the trial is settled, or its worker ended. */
const TRIAL_MS = 60_000;

/** A delivery that goes alone to a held destination, and the hold that it tries to end. */
export interface Trial {
  readonly row: DeliveryRow;
  readonly hold: HoldInForce;
}

/**
 * Takes one delivery for each of these held destinations, to try it: nobody else knows whether it works
 * again. Only where the hold is over and nobody tries already. What is due goes first; when nothing is,
 * the oldest that was held is queued again.
 */
export async function claimTrials(
  parts: DeliverParts,
  members: readonly string[],
): Promise<Trial[]> {
  if (members.length === 0) return [];
  return parts.store.withTransaction(async (tx) => {
    const now = parts.clocks.business.now();
    const holds = await parts.store.takeTrials(tx, { members, now, until: after(now, TRIAL_MS) });
    const due = await claimOneEach(parts, tx, holds);
    const idle = holds.filter(({ member }) => !due.some((row) => row.to_member === member));
    const resumed = idle.length === 0 ? [] : await claimHeld(parts, tx, idle);
    const rows = [...due, ...resumed];
    return holds.flatMap(({ member, ...hold }) => {
      const row = rows.find(({ to_member: to }) => to === member);
      return row === undefined ? [] : [{ row, hold }];
    });
  });
}

type Tried = readonly Pick<TrialRow, 'member'>[];

function claimOneEach(
  { store, clocks, leaseMs }: DeliverParts,
  tx: Transaction,
  tried: Tried,
): Promise<DeliveryRow[]> {
  const lanes = tried.map(({ member }) => ({ member, slots: 1 }));
  const leaseUntil = after(clocks.process.now(), leaseMs);
  return store.claimDue(tx.query, lanes, clocks.business.now(), leaseUntil);
}

async function claimHeld(
  parts: DeliverParts,
  tx: Transaction,
  tried: Tried,
): Promise<DeliveryRow[]> {
  const { store, evidence, clocks } = parts;
  const now = clocks.business.now();
  const members = tried.map(({ member }) => member);
  const held = await store.takeOldestHeld(tx, members);
  const resumed = held.map((row) =>
    changeOf(
      { evidence, now },
      row,
      { steps: [{ event: 'resume', leaf: 'resumed' }], dueAt: now },
      { facts: { actor: 'hub', channel: 'hub' } },
    ),
  );
  await store.writeDeliveries(tx.query, resumed);
  return claimOneEach(
    parts,
    tx,
    held.map((row) => ({ member: row.to_member })),
  );
}
