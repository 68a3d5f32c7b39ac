import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type {
  BackgroundOrder,
  BackgroundOrders,
  SurvivedFault,
  ThreadData,
} from './background-thread.ts';
import { runAsking } from './flows/ask-outcomes.ts';
import { type OnFault, createDeliveryLoop } from './flows/delivery-loop.ts';
import { createDeliverySteps } from './flows/deliver.ts';
import { type Witness, createCosigner } from './flows/collect-cosignatures.ts';
import type { HeadFile } from './flows/kept-head.ts';
import { makeStatements } from './flows/make-statements.ts';
import { type RemindParts, remind } from './flows/remind.ts';
import { runPaced } from './flows/run-paced.ts';
import { type LedgerStore, runSequencer } from './flows/sequence.ts';
import { createShadowRounds } from './flows/shadow-rounds.ts';
import type { SignersInForce } from './ledger/signer.ts';
import { type Exchange, shadowStoreOf } from './open-exchange.ts';
import { PROJECT_ROOT } from './project-root.ts';
import { insertPendingLeaves } from './store/pending-leaves.ts';
import * as statements from './store/statements.ts';

/** Deliveries, the ledger's sequence, mappings in the shadow: work for which nobody holds a connection. */
export interface Background {
  /** A delivery may be due. */
  readonly wake: () => void;
  /** Begins; `intakeDepth` says how many senders wait for a receipt now. */
  run(intakeDepth: () => number): void;
  /** Resolves when every send under way is settled and its leaf lies under the last head. */
  stop(): Promise<void>;
}

export interface BackgroundParts {
  readonly exchange: Pick<Exchange, 'flows' | 'connections' | 'database'>;
  readonly ledgerStore: LedgerStore;
  readonly signers: SignersInForce;
  readonly headFile: HeadFile;
  readonly witnesses: readonly Witness[];
  readonly processId: string;
  readonly onFault: OnFault;
}

/** How long a send under way may take to end when the hub stops. */
const GRACE_MS = 10_000;

const SHADOWS_EVERY_MS = 1_000;
const REMINDERS_EVERY_MS = 5_000;
const STATEMENTS_EVERY_MS = 60_000;

/** The work on this thread. */
export function workHere(parts: BackgroundParts): Background {
  const { exchange, ledgerStore, signers, headFile, witnesses, processId, onFault } = parts;
  const { store, clocks, leaseMs } = exchange.flows;
  const { connections } = exchange;
  const deliveriesEnd = new AbortController();
  const sequencerEnds = new AbortController();
  let depth = (): number => 0;
  let running: readonly Promise<void>[] = [];
  const loop = createDeliveryLoop({
    steps: createDeliverySteps(exchange.flows),
    connections,
    store,
    clocks,
    leaseMs,
    graceMs: GRACE_MS,
    onFault,
    intakeDepth: () => depth(),
  });
  const shadowRound = createShadowRounds({
    ...exchange.flows,
    store: shadowStoreOf(exchange.database),
    processId,
    intakeDepth: () => depth(),
  });
  const statementParts = {
    ...exchange.flows,
    store: { ...ledgerStore, ...statements, insertPendingLeaves },
    signers,
  };
  return {
    wake: loop.wake,
    run: (intakeDepth) => {
      depth = intakeDepth;
      const cosign = createCosigner({ witnesses, clock: clocks.process, onFault });
      const ledger = {
        store: ledgerStore,
        signers,
        headFile,
        cosign,
        processClock: clocks.process,
      };
      running = [
        loop.run(deliveriesEnd.signal),
        runSequencer({ ...ledger, processId, leaseMs, onFault }, sequencerEnds.signal),
        runAsking({ ...exchange.flows, connections, onFault }, deliveriesEnd.signal),
        runPaced(
          { part: 'shadows', everyMs: SHADOWS_EVERY_MS, round: shadowRound },
          onFault,
          deliveriesEnd.signal,
        ),
        runPaced(
          {
            part: 'reminders',
            everyMs: REMINDERS_EVERY_MS,
            round: () => remindAll(exchange.flows),
          },
          onFault,
          deliveriesEnd.signal,
        ),
        runPaced(
          {
            part: 'statements',
            everyMs: STATEMENTS_EVERY_MS,
            round: () => makeStatements(statementParts),
          },
          onFault,
          deliveriesEnd.signal,
        ),
      ];
    },
    stop: async () => {
      const [deliveries, sequencer, ...others] = running;
      deliveriesEnd.abort();
      await Promise.all([deliveries, ...others]);
      sequencerEnds.abort();
      await sequencer;
    },
  };
}

/** Batch after batch, until nobody is to be reminded of anything now. */
async function remindAll(parts: RemindParts): Promise<void> {
  while ((await remind(parts)) > 0);
}

/** How late the other thread may hear of a new delivery, and of the depth of the intake. */
const WAKE_WITHIN_MS = 5;
const DEPTH_EVERY_MS = 25;

/** A second thread that reads the states' files while the first one checks them. */
export interface WaitingThread {
  readonly worker: Worker;
  /** Rejects when the thread ends before it has work. */
  readonly failed: Promise<never>;
  readonly end: () => Promise<unknown>;
}

/** Begins the thread, which waits for `workInThread`. */
export function beginThread(mappingsDirectory: string): WaitingThread {
  const worker = new Worker(join(PROJECT_ROOT, 'bin', 'background-thread.js'), {
    workerData: { mappingsDirectory } satisfies ThreadData,
  });
  const failed = once(worker, 'exit').then(() => {
    throw new Error('the background thread ended before it began');
  });
  // Whoever waits for it hears it; nobody does once the thread works or the start has failed.
  failed.catch(() => undefined);
  return { worker, failed, end: () => worker.terminate() };
}

/**
 * The work on a thread of its own, so that it takes no time from receipts
 * (docs/decisions/0017-background-thread.md). Resolves when it is ready to run. A fault that the
 * thread does not survive ends the whole process: others take over its leases.
 */
export async function workInThread(
  { worker, failed }: WaitingThread,
  orders: Omit<BackgroundOrders, 'depth'>,
  onFault: (fault: SurvivedFault) => void,
): Promise<Background> {
  const depth = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  worker.postMessage({ ...orders, depth } satisfies BackgroundOrders);
  await Promise.race([once(worker, 'message'), failed]);
  worker.on('error', (error) => {
    throw error;
  });
  worker.on('message', onFault);
  let stopping = false;
  const ended = once(worker, 'exit').then(() => {
    if (!stopping) throw new Error('the background thread ended by itself');
  });
  const tell = (order: BackgroundOrder): void => {
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
      stopping = true;
      tell('stop');
      await ended;
    },
  };
}
