import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { DeliveryFault, DeliveryOrders } from './delivery-thread.ts';
import { type OnFault, createDeliveryLoop } from './flows/delivery-loop.ts';
import { createDeliverySteps } from './flows/deliver.ts';
import type { LogFields } from './log.ts';
import type { Exchange } from './open-exchange.ts';
import { PROJECT_ROOT } from './project-root.ts';

/** The delivery loop of this process, wherever it runs. */
export interface Deliveries {
  /** Something may be due. */
  readonly wake: () => void;
  /** Begins to deliver; `intakeDepth` says how many senders wait for a receipt now. */
  run(intakeDepth: () => number): void;
  /** Claims nothing more and resolves when every send under way is settled. */
  stop(): Promise<void>;
}

/** How long a send under way may take to end when the hub stops. */
export const SEND_GRACE_MS = 10_000;

/** The loop on this thread, for parts that cannot cross into another: clocks and decorated calls. */
export function deliverHere(
  { flows, connections }: Pick<Exchange, 'flows' | 'connections'>,
  onFault: OnFault,
): Deliveries {
  const stopping = new AbortController();
  let depth = (): number => 0;
  const loop = createDeliveryLoop({
    steps: createDeliverySteps(flows),
    connections,
    store: flows.store,
    clocks: flows.clocks,
    leaseMs: flows.leaseMs,
    graceMs: SEND_GRACE_MS,
    onFault,
    intakeDepth: () => depth(),
  });
  let running: Promise<void> | undefined;
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

/** Places of the memory that both threads see. */
export const SHARED = { depth: 0, woken: 1, length: 2 } as const;

/** How old the depth of the intake may be that the other thread sees. */
const DEPTH_EVERY_MS = 25;

/** From the hub's own thread. */
export type DeliveryOrder = 'run' | 'wake' | 'stop';

/**
 * The loop on a thread of its own: the translation and sending of documents takes no time from
 * receipts (docs/decisions/0017-deliveries-have-their-own-thread.md). Resolves when it is ready to
 * run. A fault that the thread does not survive ends the whole process: others take over its leases.
 */
export async function deliverInThread(
  orders: Omit<DeliveryOrders, 'shared'>,
  onFault: (fields: LogFields) => void,
): Promise<Deliveries> {
  const shared = new Int32Array(
    new SharedArrayBuffer(SHARED.length * Int32Array.BYTES_PER_ELEMENT),
  );
  const worker = new Worker(join(PROJECT_ROOT, 'bin', 'delivery-thread.js'), {
    workerData: { ...orders, shared } satisfies DeliveryOrders,
  });
  const tell = (order: DeliveryOrder): void => {
    worker.postMessage(order);
  };
  await once(worker, 'message');
  worker.on('error', (error) => {
    throw error;
  });
  worker.on('message', (fault: DeliveryFault) => {
    onFault(fault);
  });
  let telling: NodeJS.Timeout | undefined;
  return {
    wake: () => {
      // One message is enough until the thread has read it.
      if (Atomics.exchange(shared, SHARED.woken, 1) === 0) tell('wake');
    },
    run: (intakeDepth) => {
      telling = setInterval(() => {
        Atomics.store(shared, SHARED.depth, intakeDepth());
      }, DEPTH_EVERY_MS);
      tell('run');
    },
    stop: async () => {
      clearInterval(telling);
      const ended = once(worker, 'exit');
      tell('stop');
      await ended;
    },
  };
}
