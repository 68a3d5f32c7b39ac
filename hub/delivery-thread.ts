// What runs on the thread of deliveries; start-deliveries.ts starts it and tells it what to do.
import { parentPort, workerData } from 'node:worker_threads';
import type { Config } from './config.ts';
import { HubError } from './errors.ts';
import { describeError } from './http/describe-error.ts';
import { loadFiles } from './load-files.ts';
import type { LogFields } from './log.ts';
import { openExchange } from './open-exchange.ts';
import { deliverHere } from './start-deliveries.ts';
import { WALL_CLOCKS } from './wall-clocks.ts';

/** With what the thread begins. */
export interface DeliveryOrders {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly poolSize: number;
  readonly leaseMs: number;
  readonly softwareVersion: string;
  /** Of the files with which the process signed on. */
  readonly filesHash: string;
  /** One number that both threads see: senders who wait for a receipt now. */
  readonly depth: Int32Array;
}

/** From the hub's own thread. */
export type DeliveryOrder = 'run' | 'wake' | 'stop';

/** A fault that the thread survived, as the log tells of it. */
export type DeliveryFault = LogFields;

if (parentPort === null) throw new Error('this is no command: the hub starts it as a thread');
const port = parentPort;
const { filesHash, depth, ...orders } = workerData as DeliveryOrders;

const files = loadFiles(orders.config.mappingsDirectory);
if (files.filesHash !== filesHash) {
  throw new HubError('FILES_DIFFER', 'the files of the states changed while the hub started');
}
const exchange = openExchange({ ...orders, files, clocks: WALL_CLOCKS });
const deliveries = deliverHere(exchange, (part, error) => {
  port.postMessage({ part, ...describeError(error) } satisfies DeliveryFault);
});

const OBEY: Readonly<Record<DeliveryOrder, () => void>> = {
  run: () => {
    deliveries.run(() => Atomics.load(depth, 0));
  },
  wake: deliveries.wake,
  stop: () => void stop(),
};

async function stop(): Promise<void> {
  await deliveries.stop();
  await exchange.close();
  port.close();
}

port.on('message', (order: DeliveryOrder) => {
  OBEY[order]();
});
port.postMessage('ready');
