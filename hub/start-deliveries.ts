import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { DeliveryFault, DeliveryOrder, DeliveryOrders } from './delivery-thread.ts';
import { type OnFault, createDeliveryLoop } from './flows/delivery-loop.ts';
import { createDeliverySteps } from './flows/deliver.ts';
import type { Exchange } from './open-exchange.ts';
import { PROJECT_ROOT } from './project-root.ts';

/** The delivery loop of this process, on whichever thread. */
export interface Deliveries {
  /** Something may be due. */
  readonly wake: () => void;
  /** Begins to deliver; `intakeDepth` says how many senders wait for a receipt now. */
  run(intakeDepth: () => number): void;
  /** Claims nothing more and resolves when every send under way is settled. */
  stop(): Promise<void>;
}

/** How long a send under way may take to end when the hub stops. */
const GRACE_MS = 10_000;

/** The loop on this thread. */
export function deliverHere(
  { flows, connections }: Pick<Exchange, 'flows' | 'connections'>,
  onFault: OnFault,
): Deliveries {
  const stopping = new AbortController();
  let depth = (): number => 0;
  let running: Promise<void> | undefined;
  const loop = createDeliveryLoop({
    steps: createDeliverySteps(flows),
    connections,
    store: flows.store,
    clocks: flows.clocks,
    leaseMs: flows.leaseMs,
    graceMs: GRACE_MS,
    onFault,
    intakeDepth: () => depth(),
  });
  return {
    wake: loop.wake,
    run: (intakeDepth) => {
      depth = intakeDepth;
      running = loop.run(stopping.signal);
    },
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

/** How late the other thread may hear of a new delivery, and of the depth of the intake. */
const WAKE_WITHIN_MS = 5;
const DEPTH_EVERY_MS = 25;

/**
 * The loop on a thread of its own, so that translating and sending takes no time from receipts
 * (docs/decisions/0017-deliveries-have-their-own-thread.md). Resolves when it is ready to run. A fault
 * that the thread does not survive ends the whole process: others take over its leases.
 */
export async function deliverInThread(
  orders: Omit<DeliveryOrders, 'depth'>,
  onFault: (fault: DeliveryFault) => void,
): Promise<Deliveries> {
  const depth = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const worker = new Worker(join(PROJECT_ROOT, 'bin', 'delivery-thread.js'), {
    workerData: { ...orders, depth } satisfies DeliveryOrders,
  });
  await once(worker, 'message');
  worker.on('error', (error) => {
    throw error;
  });
  worker.on('message', onFault);
  const tell = (order: DeliveryOrder): void => {
    worker.postMessage(order);
  };
  let waking: NodeJS.Timeout | undefined;
  let showingDepth: NodeJS.Timeout | undefined;
  return {
    wake: () => {
      waking ??= setTimeout(() => {
        waking = undefined;
        tell('wake');
      }, WAKE_WITHIN_MS);
    },
    run: (intakeDepth) => {
      showingDepth = setInterval(() => {
        Atomics.store(depth, 0, intakeDepth());
      }, DEPTH_EVERY_MS);
      tell('run');
    },
    stop: async () => {
      clearTimeout(waking);
      clearInterval(showingDepth);
      const ended = once(worker, 'exit');
      tell('stop');
      await ended;
    },
  };
}
