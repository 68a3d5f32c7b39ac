// What runs on the hub's second thread; background.ts starts it and tells it what to do.
import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { workHere } from './background.ts';
import type { Config } from './config.ts';
import { HubError } from './errors.ts';
import { createSignersInForce } from './flows/ledger-keys.ts';
import { openHeadFile } from './head-file.ts';
import { describeError } from './http/describe-error.ts';
import { ledgerKeysOf } from './open-ledger.ts';
import { loadFiles } from './load-files.ts';
import type { LogFields } from './log.ts';
import { openExchange } from './open-exchange.ts';
import * as ledger from './store/ledger.ts';
import { WALL_CLOCKS } from './wall-clocks.ts';
import { reachWitness } from './witness-client.ts';

/** With what the thread begins: it reads the files while the hub's own thread checks them. */
export interface ThreadData {
  readonly mappingsDirectory: string;
}

/** From the hub's own thread, once, when that knows the rest. */
export interface BackgroundOrders {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly poolSize: number;
  readonly leaseMs: number;
  readonly softwareVersion: string;
  readonly processId: string;
  /** Of the files with which the process signed on. */
  readonly filesHash: string;
  /** Of the ledger. */
  readonly origin: string;
  /** One number that both threads see: senders who wait for a receipt now. */
  readonly depth: Int32Array;
}

/** From the hub's own thread. */
export type BackgroundOrder = 'run' | 'wake' | 'stop';

/** A fault that the thread survived, as the log tells of it. */
export type SurvivedFault = LogFields;

if (parentPort === null) throw new Error('this is no command: the hub starts it as a thread');
const port = parentPort;

const { mappingsDirectory } = workerData as ThreadData;
const files = loadFiles(mappingsDirectory, { areChecked: true });
const [orders] = (await once(port, 'message')) as [BackgroundOrders];
const { config, processId, origin, depth } = orders;
if (files.filesHash !== orders.filesHash) {
  throw new HubError('FILES_DIFFER', 'the files of the states changed while the hub started');
}
const exchange = openExchange({ ...orders, files, clocks: WALL_CLOCKS });
const work = workHere({
  exchange,
  ledgerStore: { ...ledger, ...exchange.database },
  signers: createSignersInForce(ledgerKeysOf(config, exchange.database, { origin })),
  headFile: openHeadFile(config.ledgerHeadFile),
  witnesses: config.ledgerWitnesses.map(reachWitness),
  processId,
  onFault: (part, error) => {
    port.postMessage({ part, ...describeError(error) } satisfies SurvivedFault);
  },
});

const OBEY: Readonly<Record<BackgroundOrder, () => void>> = {
  run: () => {
    work.run(() => Atomics.load(depth, 0));
  },
  wake: work.wake,
  stop: () => void stop(),
};

async function stop(): Promise<void> {
  await work.stop();
  await exchange.close();
  port.close();
}

port.on('message', (order: BackgroundOrder) => {
  OBEY[order]();
});
port.postMessage('ready');
