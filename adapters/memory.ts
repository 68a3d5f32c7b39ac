import { setMaxListeners } from 'node:events';
import type { DeliveryOutcome, FailureCode, Parcel, StateAdapter } from './adapter.ts';
import { sendInCaseOrder } from './case-order.ts';
import type { MemoryBehaviour, MemoryState } from './memory-state.ts';
import { createSendSlots } from './send-slots.ts';

export interface MemoryOptions {
  readonly state: MemoryState;
  /** Whether a success is also the acknowledgement of the state's system. */
  readonly acknowledges?: boolean;
  readonly sizeLimitBytes?: number;
  readonly concurrency?: number;
  /** How late the answer of a slow state is. */
  readonly slowMs?: number;
  /** How long an answer is waited for. */
  readonly totalMs?: number;
}

/**
 * The way to a state that lives in this process, for tests: it fails in each way that a transport
 * can, before and after the state stored the parcel. Throws what the state throws: a broken rule.
 */
export function createMemoryAdapter(options: MemoryOptions): StateAdapter {
  const { state, acknowledges, sizeLimitBytes, concurrency, slowMs, totalMs } = {
    ...MEMORY_DEFAULTS,
    ...options,
  };
  const slots = createSendSlots(concurrency);
  const closing = new AbortController();

  async function send(parcel: Parcel, signal: AbortSignal): Promise<DeliveryOutcome> {
    if (parcel.body.length > sizeLimitBytes) return failed('DOCUMENT_TOO_LARGE');
    return slots.run(async () => {
      if (closing.signal.aborted || signal.aborted) return failed('CONNECTION_FAILED');
      const behaviour = state.behaviourFor(parcel);
      if (behaviour === 'down') return failed('CONNECTION_FAILED');
      const leave = state.arrive(parcel);
      try {
        if (STORES.has(behaviour)) state.store(parcel);
        return (await answersInTime(behaviour, signal)) ? answers[behaviour] : failed('NO_ANSWER');
      } finally {
        leave();
      }
    });
  }

  async function answersInTime(behaviour: MemoryBehaviour, signal: AbortSignal): Promise<boolean> {
    if (behaviour === 'slow') return waitUnlessAborted(slowMs, [signal, closing.signal]);
    if (behaviour !== 'hang') return true;
    await waitUnlessAborted(totalMs, [signal, closing.signal]);
    return false;
  }

  const taken: DeliveryOutcome = acknowledges
    ? { kind: 'handed-over', acknowledgement: {}, bytesIn: 0 }
    : { kind: 'handed-over', bytesIn: 0 };
  const answers: Record<MemoryBehaviour, DeliveryOutcome> = {
    take: taken,
    slow: taken,
    'fail-before-storing': failed('NO_ANSWER'),
    'fail-after-storing': failed('NO_ANSWER'),
    hang: failed('NO_ANSWER'),
    down: failed('CONNECTION_FAILED'),
    busy: { kind: 'failed', code: 'REMOTE_BUSY', retryAfterMs: 2_000, detail: 'busy', bytesIn: 0 },
    'refuse-document': failed('DOCUMENT_REFUSED'),
    'refuse-credentials': failed('CREDENTIALS_REFUSED'),
    lie: failed('ANSWER_UNREADABLE'),
  };

  return {
    transport: 'memory',
    deliver: (parcels, signal) => sendInCaseOrder(parcels, (parcel) => send(parcel, signal)),
    probe: (deliveryId) => Promise.resolve(state.answerTo(deliveryId)),
    receive: (signal) => state.outbox.offer(AbortSignal.any([signal, closing.signal])),
    close: () => {
      closing.abort();
      return Promise.resolve();
    },
  };
}

const MEMORY_DEFAULTS = {
  acknowledges: true,
  sizeLimitBytes: 10 * 1024 * 1024,
  concurrency: 4,
  slowMs: 50,
  totalMs: 30_000,
} as const;

const STORES: ReadonlySet<MemoryBehaviour> = new Set(['take', 'fail-after-storing', 'slow', 'lie']);

function failed(code: FailureCode): DeliveryOutcome {
  return { kind: 'failed', code, detail: 'memory', bytesIn: 0 };
}

/** False when a signal aborted first. */
function waitUnlessAborted(ms: number, signals: readonly AbortSignal[]): Promise<boolean> {
  return new Promise((resolve) => {
    const finish = (waited: boolean): void => {
      clearTimeout(timer);
      for (const signal of signals) signal.removeEventListener('abort', onAbort);
      resolve(waited);
    };
    const onAbort = (): void => {
      finish(false);
    };
    const timer = setTimeout(finish, ms, true);
    for (const signal of signals) {
      setMaxListeners(0, signal);
      signal.addEventListener('abort', onAbort);
    }
  });
}
