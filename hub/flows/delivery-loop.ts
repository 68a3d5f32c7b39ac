import type { DeliveryOutcome } from '../../adapters/adapter.ts';
import { after, type Clocks } from '../clock.ts';
import { type Circuit, NEW_CIRCUIT, isTripped, withSend } from '../delivery/circuit.ts';
import { handsOverAt } from '../delivery/delivery-hours.ts';
import { NEW_BUDGET, type RetryBudget, retriesLeft, withSends } from '../delivery/retry-budget.ts';
import { isAnswer, isSilence } from '../delivery/settlement.ts';
import type { LaneSlots } from '../store/deliveries.ts';
import type { Connection, Connections } from './connections.ts';
import { type DeliverySteps, type DispatchedParcel } from './deliver.ts';
import type { ExchangeStore } from './exchange-store.ts';
import { type DeliveryList, dispatchList, listsOf } from './delivery-list.ts';
import { createWaiting } from './waiting.ts';

/** Beyond its concurrent sends a lane claims this many times as much, so that none waits for a claim. */
const CLAIM_AHEAD = 3;

/**
 * Receipts come first: while at least so many senders wait for theirs, deliveries are claimed in
 * rounds this far apart, each lane what it can send at once. They are safe in the database; a sender
 * that waits holds a connection. But none waits longer for that than the longest lag.
 */
const BUSY_INTAKE = 6;
const BUSY_PACE_MS = 250;
const LONGEST_LAG_MS = 30_000;

const IDLE_POLL_MS = 250;

/** Tells of a fault; the part that met it goes on. */
export type OnFault = (part: string, error: unknown) => void;

export interface DeliveryLoopParts {
  readonly steps: DeliverySteps;
  readonly connections: Connections;
  readonly store: ExchangeStore;
  readonly clocks: Clocks;
  /** A fault of the hub's own, in a part of it that goes on. */
  readonly onFault: OnFault;
  readonly leaseMs: number;
  /** How long a send under way may take to end when the hub stops. */
  readonly graceMs: number;
  /** Activities whose senders wait for a receipt now. */
  readonly intakeDepth: () => number;
}

export interface DeliveryLoop {
  /** Something may be due. */
  readonly wake: () => void;
  /** Delivers until the signal aborts; resolves when nothing of it runs any more. */
  run(signal: AbortSignal): Promise<void>;
}

/** One destination: what this process holds of it, who waits for one of its sends, how they went. */
interface Lane {
  held: number;
  /** Those of them that were tried before. */
  retrying: number;
  sending: number;
  readonly waiting: (() => void)[];
  circuit: Circuit;
  /** Its circuit tripped, and the hold that every process sees is not written yet. */
  isTripped: boolean;
  budget: RetryBudget;
}

/** What one call of an adapter came to. */
interface SentList {
  readonly sent: readonly DispatchedParcel[];
  readonly outcomes: readonly DeliveryOutcome[];
}

/** A delivery of which this process has the lease, and since when at least. */
interface Held {
  readonly epoch: number;
  leasedAt: number;
  readonly abort: AbortController;
}

/**
 * Claims what is due for every destination that has room and carries each delivery through
 * dispatch, send and settlement. Lanes are independent: a slow destination fills its own and no
 * other. On stop nothing new is claimed or dispatched; a send under way keeps its lease, gets the
 * grace to hear its answer, and is settled.
 */
export function createDeliveryLoop(parts: DeliveryLoopParts): DeliveryLoop {
  const lanes = new Map<string, Lane>();
  const held = new Map<string, Held>();
  /** Of everything under way, also of what lost its lease and was claimed here again. */
  const aborts = new Set<AbortController>();
  const running = new Set<Promise<void>>();
  const renewEveryMs = parts.leaseMs / 3;
  const work = createWaiting();
  const busy = createWaiting();
  let lagMs = 0;

  function laneOf(member: string): Lane {
    const lane = lanes.get(member) ?? {
      held: 0,
      retrying: 0,
      sending: 0,
      waiting: [],
      circuit: NEW_CIRCUIT,
      isTripped: false,
      budget: NEW_BUDGET,
    };
    lanes.set(member, lane);
    return lane;
  }

  async function claimAndStart(signal: AbortSignal): Promise<number> {
    const givesWay = parts.intakeDepth() >= BUSY_INTAKE && lagMs < LONGEST_LAG_MS;
    if (givesWay) await busy.wait(BUSY_PACE_MS, signal);
    const connections = await parts.connections.current();
    const now = parts.clocks.business.now();
    const open = [...connections.values()].filter(({ profile }) => handsOverAt(profile, now));
    const slots = freeSlots(open, laneOf, {
      nowMs: parts.clocks.process.now().getTime(),
      ahead: givesWay ? 1 : CLAIM_AHEAD,
    });
    const trials = await parts.steps.claimTrials(halfOpen(open, now));
    for (const { row, hold } of trials) {
      const connection = connections.get(row.to_member);
      if (connection !== undefined) {
        start({ connection: { ...connection, hold }, rows: [row] }, signal);
      }
    }
    const rows = slots.length === 0 ? [] : await parts.steps.claim(slots);
    lagMs = Math.max(0, ...rows.map(({ due_at }) => now.getTime() - due_at.getTime()));
    for (const list of listsOf(rows, connections)) start(list, signal);
    return trials.length + rows.length;
  }

  function start({ connection, rows }: DeliveryList, signal: AbortSignal): void {
    const lane = laneOf(connection.member);
    const leasedAt = parts.clocks.process.now().getTime();
    const abort = new AbortController();
    const claims = rows.map((row): [string, Held] => [
      row.delivery_id,
      { epoch: row.epoch, leasedAt, abort },
    ]);
    const retries = rows.filter(({ attempt }) => attempt > 0).length;
    lane.held += rows.length;
    lane.retrying += retries;
    for (const [deliveryId, claim] of claims) held.set(deliveryId, claim);
    aborts.add(abort);
    const done = send(lane, { connection, rows }, { stopping: signal, lost: abort.signal })
      .catch((error: unknown) => {
        parts.onFault('delivery', error);
      })
      .finally(() => {
        lane.held -= rows.length;
        lane.retrying -= retries;
        aborts.delete(abort);
        // After a lost lease the same delivery may be claimed here again, before this one ends.
        for (const [deliveryId, claim] of claims) {
          if (held.get(deliveryId) === claim) held.delete(deliveryId);
        }
        running.delete(done);
        work.wake();
      });
    running.add(done);
  }

  async function send(
    lane: Lane,
    { connection, rows }: DeliveryList,
    { stopping, lost }: { readonly stopping: AbortSignal; readonly lost: AbortSignal },
  ): Promise<void> {
    await sendSlot(lane, connection.profile.capabilities.concurrency);
    let sent: readonly DispatchedParcel[];
    let outcomes: readonly DeliveryOutcome[];
    try {
      if (stopping.aborted || lost.aborted || (await isHeldMeanwhile(lane, connection))) {
        await Promise.all(rows.map((row) => parts.steps.putBack(row)));
        return;
      }
      sent = await dispatchList(parts.steps, rows);
      if (sent.length === 0) return;
      outcomes = await connection.adapter.deliver(
        sent.map(({ parcel }) => parcel),
        lost,
      );
    } finally {
      freeSlot(lane);
    }
    if (!isCutShort(lost)) {
      countSends(lane, { sent, outcomes }, parts.clocks.process.now().getTime());
    }
    await settleList(lane, connection, { sent, outcomes });
  }

  async function settleList(
    lane: Lane,
    connection: Connection,
    { sent, outcomes }: SentList,
  ): Promise<void> {
    const tripped = isTripped(lane.circuit);
    if (tripped) Object.assign(lane, { circuit: NEW_CIRCUIT, isTripped: true });
    const mends = (await parts.connections.current()).get(connection.member)?.hasIncidents ?? false;
    try {
      await Promise.all(
        sent.map((one, place) => {
          const outcome = outcomes[place];
          if (outcome === undefined) throw new Error('an adapter gave no outcome');
          return parts.steps.settle(one, outcome, { connection, tripped, mends });
        }),
      );
    } finally {
      if (tripped) lane.isTripped = false;
      // What these wrote of the destination is seen at once, so that nothing more is sent to it.
      const failed = outcomes.some((outcome) => outcome.kind === 'failed' && !isAnswer(outcome));
      if (tripped || failed || connection.hold !== undefined) parts.connections.refresh();
    }
  }

  /** Claimed before the destination was held; a trial is what ends a hold. */
  async function isHeldMeanwhile(lane: Lane, { member, hold }: Connection): Promise<boolean> {
    if (hold !== undefined) return false;
    if (lane.isTripped) return true;
    const latest = await parts.connections.current();
    return latest.get(member)?.hold !== undefined;
  }

  /** Only what was not leased of late: most deliveries end before, and would wait for this to write. */
  async function renewLeases(): Promise<void> {
    const now = parts.clocks.process.now();
    const ageing = [...held].filter(([, claim]) => now.getTime() - claim.leasedAt >= renewEveryMs);
    if (ageing.length === 0) return;
    const mine = ageing.map(([deliveryId, { epoch }]) => ({ deliveryId, epoch }));
    const until = after(now, parts.leaseMs);
    const kept = await parts.store.extendLeases(parts.store.query, mine, until);
    for (const [deliveryId, claim] of ageing) {
      if (kept.has(deliveryId)) claim.leasedAt = now.getTime();
      else if (held.get(deliveryId) === claim) claim.abort.abort();
    }
  }

  async function renewUntil(signal: AbortSignal): Promise<void> {
    const pace = createWaiting();
    while (!signal.aborted) {
      await pace.wait(renewEveryMs, signal);
      await renewLeases().catch((error: unknown) => {
        parts.onFault('leases', error);
      });
    }
  }

  async function claimUntil(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const claimed = await claimAndStart(signal).catch((error: unknown) => {
        parts.onFault('claims', error);
        return 0;
      });
      if (claimed === 0) await work.wait(IDLE_POLL_MS, signal);
    }
  }

  async function endRunning(): Promise<void> {
    const grace = setTimeout(() => {
      for (const abort of aborts) abort.abort();
    }, parts.graceMs);
    await Promise.all(running);
    clearTimeout(grace);
  }

  return {
    wake: work.wake,
    run: async (signal) => {
      const ended = new AbortController();
      const renewing = renewUntil(ended.signal);
      await claimUntil(signal);
      await endRunning();
      ended.abort();
      await renewing;
    },
  };
}

function freeSlots(
  connections: readonly Connection[],
  laneOf: (member: string) => Lane,
  { nowMs, ahead }: { readonly nowMs: number; readonly ahead: number },
): LaneSlots[] {
  return connections
    .filter(({ member, hold }) => hold === undefined && !laneOf(member).isTripped)
    .map(({ member, profile: { capabilities } }) => {
      const { concurrency, listMaximum } = capabilities;
      const { held, retrying, budget } = laneOf(member);
      const retries = retriesLeft(budget, nowMs, retrying) > 0;
      if (listMaximum > 1) {
        const slots = held < concurrency * listMaximum ? listMaximum : 0;
        return { member, lists: true, retries, slots };
      }
      const room = concurrency * CLAIM_AHEAD - held;
      // Claims go in batches: a lane asks again once it has room for a full round of sends.
      const slots = room < concurrency ? 0 : Math.min(room, concurrency * ahead);
      return { member, lists: false, retries, slots };
    })
    .filter(({ slots }) => slots > 0);
}

/** Held destinations that may be tried. */
function halfOpen(connections: readonly Connection[], now: Date): string[] {
  return connections
    .filter(({ hold }) => hold !== undefined && hold.until <= now)
    .map(({ member }) => member);
}

/** What was cut short here says nothing of the destination. */
const isCutShort = (lost: AbortSignal): boolean => lost.aborted;

/** One call counts once for the circuit, whatever the list; each of its parcels for the retries. */
function countSends(lane: Lane, { sent, outcomes }: SentList, at: number): void {
  const answered = outcomes.filter(isAnswer).length;
  const silent = sent.filter((_, place) => {
    const outcome = outcomes[place];
    return outcome !== undefined && isSilence(outcome);
  });
  const wasted = silent.filter(({ parcel }) => parcel.attempt > 1).length;
  lane.budget = withSends(lane.budget, at, { successes: answered, wasted });
  if (answered + silent.length === 0) return;
  lane.circuit = withSend(lane.circuit, { at, failed: answered === 0 });
}

async function sendSlot(lane: Lane, concurrency: number): Promise<void> {
  if (lane.sending >= concurrency) {
    await new Promise<void>((resolve) => lane.waiting.push(resolve));
    return; // the slot was handed on by the one who freed it
  }
  lane.sending += 1;
}

function freeSlot(lane: Lane): void {
  const next = lane.waiting.shift();
  if (next === undefined) lane.sending -= 1;
  else next();
}
