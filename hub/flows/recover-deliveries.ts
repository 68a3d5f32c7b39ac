import { after, type Clocks } from '../clock.ts';
import { isAskedForOutcomes } from '../compact/profile.ts';
import type { Settlement } from '../delivery/settlement.ts';
import { retryDelay } from '../delivery/retry-delay.ts';
import type { DeliveryRow } from '../store/deliveries.ts';
import { changeOf, requeued } from './delivery-rows.ts';
import type { Evidence } from './evidence.ts';
import type { ExchangeStore } from './exchange-store.ts';
import type { StatesInForce } from './read-submission.ts';

const BATCH = 200;

export interface RecoverParts {
  readonly store: ExchangeStore;
  readonly evidence: Evidence;
  readonly clocks: Clocks;
  readonly states: StatesInForce;
  readonly jitter: () => number;
  readonly leaseMs: number;
}

/**
 * Takes over what a killed or paused worker left: claimed goes back to the queue, since no byte had
 * left, marked as one that may be the cause; dispatching becomes outcome-unknown, and due again only
 * where the far side takes the same id twice without a second effect (docs/protocol.md, recovery).
 * Held deliveries are queued again when their destination is held no more. Returns how many it moved.
 */
export async function recoverDeliveries(parts: RecoverParts): Promise<number> {
  return parts.store.withTransaction(async (tx) => {
    const { store } = parts;
    const processNow = parts.clocks.process.now();
    const lease = { now: processNow, until: after(processNow, parts.leaseMs) };
    const expired = await store.takeExpired(tx, lease, BATCH);
    const resumed = await store.takeResumed(tx, BATCH);
    const now = parts.clocks.business.now();
    const changes = [...expired, ...resumed].map((row) =>
      row.state === 'claimed'
        ? requeued({ ...row, claims: Math.max(1, row.claims) }, dueAgain(parts, row, now))
        : changeOf({ evidence: parts.evidence, now }, row, recoveryOf(parts, row, now), {
            facts: { actor: 'hub', channel: 'hub' },
          }),
    );
    await store.writeDeliveries(tx.query, changes);
    return changes.length;
  });
}

/** At once; later for one that its worker worked on alone, so that others go first. */
function dueAgain({ jitter }: RecoverParts, { claims }: DeliveryRow, now: Date): Date {
  return claims < 2 ? now : new Date(now.getTime() + retryDelay(claims - 1, jitter()));
}

function recoveryOf(parts: RecoverParts, row: DeliveryRow, now: Date): Settlement {
  if (row.state === 'held') return { steps: [{ event: 'resume', leaf: 'resumed' }], dueAt: now };
  const code = 'NO_ANSWER';
  const failure = { code, detail: 'the worker ended between send and settlement' };
  const lost = { event: 'lose-track', leaf: 'outcome-unknown', code } as const;
  const profile = parts.states.profiles.get(row.to_member);
  // What ends its workers while it is sent comes back ever more rarely.
  const dueAt = new Date(now.getTime() + retryDelay(row.attempt, parts.jitter()));
  if (isAskedForOutcomes(profile)) return { steps: [lost], dueAt, failure };
  if (profile?.capabilities.idempotent !== true) return { steps: [lost], failure };
  return { steps: [lost, { event: 'postpone', leaf: 'retry', code }], dueAt, failure };
}
