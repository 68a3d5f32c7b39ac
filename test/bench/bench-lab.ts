import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../hub/store/embedded-postgres.ts';
import { removeLeftFolders } from '../support/left-folders.ts';
import { makeReachableFolder } from '../support/reachable-folder.ts';
import type { BenchPlan } from './bench-plan.ts';
import { MEMBERS, connectStates, writeProfiles } from './bench-states.ts';
import type { HubOptions } from './hub-process.ts';
import type { PrepareOrder, Target } from './load-process.ts';
import type { RelayOptions } from './relay-process.ts';
import { type Worker, type WorkerOptions, startWorker } from './worker.ts';

/** The processes of a bench and the database that relay and hub share. */
export interface BenchLab {
  readonly hub: Worker<Target>;
  readonly relay: Worker<Target>;
  readonly bare: Worker<Target>;
  readonly sink: Worker<Target>;
  readonly load: Worker<object>;
  readonly hubTarget: Target;
  /** A connection to the hub's database, as its owner. */
  readonly database: pg.Client;
  /** Directory of the cluster. */
  readonly cluster: string;
  /** The hub's states with the formats that they are sent. */
  readonly dialects: ReadonlyMap<string, string>;
}

const FOLDER_PREFIX = 'compact-hub-bench-';

/** Connections of a pool: as many for the relay as for the hub's flows. */
const POOL_SIZE = 10;

/**
 * Starts everything in a temporary folder and prepares the cases, hands it to the work, and ends and
 * removes it all whatever happens.
 */
export async function withBenchLab<T>(
  plan: BenchPlan,
  { signal, nodeOptions = [] }: LabOptions,
  work: (lab: BenchLab) => Promise<T>,
): Promise<T> {
  const endings: Endings = [];
  try {
    const lab = await openLab(plan, { signal, nodeOptions }, endings);
    return await Promise.race([work(lab), abortOf(signal)]);
  } finally {
    for (const end of endings.reverse()) await end();
  }
}

export interface LabOptions {
  /** Ends the bench before its time. */
  readonly signal: AbortSignal;
  /** For the hub's process, such as `--cpu-prof`. */
  readonly nodeOptions?: readonly string[];
}

type Endings = (() => Promise<unknown>)[];

function abortOf(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const abort = (): void => {
      reject(new Error('the bench was interrupted'));
    };
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}

async function openLab(
  plan: BenchPlan,
  { signal, nodeOptions }: Required<LabOptions>,
  endings: Endings,
): Promise<BenchLab> {
  await removeLeftFolders(FOLDER_PREFIX);
  const folder = await makeReachableFolder(`${FOLDER_PREFIX}${process.pid}-`);
  endings.push(() => rm(folder, { recursive: true, force: true }));
  const server = await startEmbeddedPostgres({
    dataDirectory: join(folder, 'database'),
    settings: plan.postgresSettings,
  });
  endings.push(() => server.stop());
  const start = async <Ready>(order: Omit<WorkerOptions, 'logFile'>): Promise<Worker<Ready>> => {
    signal.throwIfAborted();
    const logFile = join(folder, `${order.file}.log`);
    const worker = await startWorker<Ready>({ ...order, logFile });
    endings.push(() => worker.stop());
    return worker;
  };

  const sink = await start<Target>({ file: 'sink-process.ts' });
  const hubOptions = await prepareHub(folder, server);
  const dialects = await writeProfiles(hubOptions.mappingsDirectory);
  const keys = await connectStates(hubOptions, sink.ready.url);
  const hub = await start<Target>({
    file: 'hub-process.ts',
    options: hubOptions,
    // The first as in package.json and bin/compact-hub.js.
    nodeOptions: [
      '--max-semi-space-size=64',
      '--expose-gc',
      `--import=${join(import.meta.dirname, 'collect-when-asked.js')}`,
      ...nodeOptions,
    ],
  });
  const relayOptions: RelayOptions = {
    databaseUrl: await createDatabase(server, 'relay'),
    poolSize: POOL_SIZE,
    sinkUrl: sink.ready.url,
  };
  const relay = await start<Target>({ file: 'relay-process.ts', options: relayOptions });
  const bare = await start<Target>({ file: 'bare-process.ts' });
  const load = await start<object>({ file: 'load-process.ts' });
  const hubTarget = { ...hub.ready, keys };
  const order: PrepareOrder = { target: hubTarget, members: MEMBERS, cases: plan.cases };
  await load.call('prepare', order);
  const database = new pg.Client({ connectionString: hubOptions.databaseUrl });
  await database.connect();
  // What it looks for stands at the end of an index; reading whole tables would burden the hub.
  await database.query('SET enable_seqscan = off');
  endings.push(() => database.end());
  const cluster = server.directory;
  return { hub, relay, bare, sink, load, hubTarget, database, cluster, dialects };
}

async function prepareHub(folder: string, server: EmbeddedPostgres): Promise<HubOptions> {
  return {
    databaseUrl: await createDatabase(server, 'hub'),
    poolSize: POOL_SIZE,
    dataDirectory: join(folder, 'hub'),
    mappingsDirectory: join(folder, 'mappings'),
  };
}

async function createDatabase(server: EmbeddedPostgres, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query(`CREATE DATABASE bench_${name}`);
  await client.end();
  const url = new URL(server.url);
  url.pathname = `/bench_${name}`;
  return url.href;
}
