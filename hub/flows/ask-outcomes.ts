import { setMaxListeners } from 'node:events';
import type { ProbeAnswer } from '../../adapters/adapter.ts';
import { after, type Clocks } from '../clock.ts';
import { isAskedForOutcomes } from '../compact/profile.ts';
import { handsOverAt } from '../delivery/delivery-hours.ts';
import { settleProbe } from '../delivery/probe-settlement.ts';
import { RETRY_HORIZON_MS } from '../delivery/retry-delay.ts';
import type { DeliveryRow, LaneSlots } from '../store/deliveries.ts';
import type { Connection, Connections } from './connections.ts';
import { changeOf } from './delivery-rows.ts';
import type { OnFault } from './delivery-loop.ts';
import type { Evidence } from './evidence.ts';
import type { ExchangeStore } from './exchange-store.ts';
import type { StatesInForce } from './read-submission.ts';
import { withReceipts } from './received-deadlines.ts';
import { runPaced } from './run-paced.ts';

export interface AskParts {
  readonly store: ExchangeStore;
  readonly evidence: Evidence;
  readonly clocks: Clocks;
  readonly states: StatesInForce;
  readonly connections: Connections;
  /** In [0, 1), for the jitter of the next question. */
  readonly jitter: () => number;
  readonly onFault: OnFault;
}

const EVERY_MS = 1_000;
/** Questions to one state at once, where it takes so many. */
const MOST_AT_ONCE = 4;
/** The lease outlasts the answer, so that nobody asks beside it. */
const LEASE_MS = 60_000;
const LONGEST_ANSWER_MS = 45_000;

/**
 * Asks states whether they hold what may have reached them, where sending it again could have a second
 * effect and the state can be asked; until the signal aborts. Each state is asked for itself: one that
 * does not answer keeps no other waiting. What stays unknown beyond the horizon stays with a person.
 */
export async function runAsking(parts: AskParts, signal: AbortSignal): Promise<void> {
  const asking = new Map<string, Promise<void>>();
  setMaxListeners(0, signal);
  const round = () => beginAsking(parts, asking, signal);
  await runPaced({ part: 'outcomes', everyMs: EVERY_MS, round }, parts.onFault, signal);
  await Promise.all(asking.values());
}

async function beginAsking(
  parts: AskParts,
  asking: Map<string, Promise<void>>,
  signal: AbortSignal,
): Promise<void> {
  const connections = await parts.connections.current();
  const now = parts.clocks.business.now();
  const lanes = [...connections.values()]
    .filter((connection) => canBeAsked(connection, now) && !asking.has(connection.member))
    .map(laneOf);
  if (lanes.length === 0) return;
  const leaseFrom = parts.clocks.process.now();
  const rows = await parts.store.claimAsked(parts.store.query, lanes, {
    now,
    createdAfter: after(now, -RETRY_HORIZON_MS),
    lease: { now: leaseFrom, until: after(leaseFrom, LEASE_MS) },
  });
  for (const [member, ofMember] of byMember(rows)) {
    const connection = connections.get(member);
    if (connection === undefined) continue;
    const done = Promise.all(ofMember.map((row) => askFor(parts, connection, row, signal)))
      .catch((error: unknown) => {
        parts.onFault('outcomes', error);
      })
      .then(() => {
        asking.delete(member);
      });
    asking.set(member, done);
  }
}

function canBeAsked({ profile, adapter, hold }: Connection, now: Date): boolean {
  if (!isAskedForOutcomes(profile) || adapter.probe === undefined) return false;
  return (hold === undefined || hold.until <= now) && handsOverAt(profile, now);
}

function laneOf({ member, profile }: Connection): LaneSlots {
  return { member, slots: Math.min(MOST_AT_ONCE, profile.capabilities.concurrency) };
}

function byMember(rows: readonly DeliveryRow[]): Map<string, DeliveryRow[]> {
  const members = new Map<string, DeliveryRow[]>();
  for (const row of rows) {
    const ofMember = members.get(row.to_member) ?? [];
    members.set(row.to_member, [...ofMember, row]);
  }
  return members;
}

/** A crash before its write leaves the lease, and the state is asked once more: asking changes nothing. */
async function askFor(
  parts: AskParts,
  { adapter }: Connection,
  row: DeliveryRow,
  signal: AbortSignal,
): Promise<void> {
  const ends = AbortSignal.any([signal, AbortSignal.timeout(LONGEST_ANSWER_MS)]);
  const answer: ProbeAnswer = (await adapter.probe?.(row.delivery_id, ends)) ?? 'unknown';
  if (signal.aborted && answer === 'unknown') return;
  const now = parts.clocks.business.now();
  const settlement = settleProbe(answer, {
    asked: row.claims,
    attempt: row.attempt,
    now,
    random: parts.jitter(),
    failure: { code: row.failure_code ?? 'NO_ANSWER', detail: row.failure_detail ?? '' },
  });
  const change = changeOf({ evidence: parts.evidence, now }, row, settlement, {
    facts: { actor: 'hub', channel: adapter.transport, outcome: 'asked' },
    ...(answer === 'unknown' ? { beside: { claims: row.claims } } : {}),
  });
  const writes = await withReceipts(parts, parts.store.query, [change]);
  await parts.store.writeDeliveries(parts.store.query, writes);
}
