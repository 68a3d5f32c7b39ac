import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import pg from 'pg';
import type { Query } from '../../hub/store/database.ts';
import type { Simulation } from '../../simulation/player.ts';
import { makeReachableFolder } from '../support/reachable-folder.ts';
import { type HubChild, startHubChild } from './hub-child.ts';
import type { Defect } from './known-defects.ts';
import { type Dialects, connectLabStates, labMappings, startLabStates } from './lab-states.ts';

/** A database for the hubs of a lab; it lives in processes of its own and outlives theirs. */
export interface LabDatabase {
  readonly url: string;
  /** Of a server of its own: where its cluster and its log lie. */
  readonly directory?: string;
  close(): Promise<void>;
}

export interface FaultLabOptions {
  readonly seed: string;
  readonly dialects: Dialects;
  readonly defect?: Defect;
  /** Opens the database; a folder for it is given. */
  readonly openDatabase: (folder: string) => Promise<LabDatabase>;
  /** Ends the lab before its time. */
  readonly signal?: AbortSignal;
}

/** A nation of three states around hubs that may be killed. */
export interface FaultLab {
  readonly folder: string;
  /** Of the hubs: keys, and whatever else they keep. */
  readonly dataDirectory: string;
  /** Files and folders of hubs and database: all that they leave anywhere. */
  readonly hubPlaces: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly simulation: Simulation;
  readonly dialects: ReadonlyMap<string, string>;
  /** The states' keys at the hub. */
  readonly keys: ReadonlyMap<string, string>;
  /** As a superuser, past row-level security. */
  readonly query: Query;
  startHub(options?: StartHubOptions): Promise<HubChild>;
}

export interface StartHubOptions {
  /** On a port of its own; else on the one that the states know. */
  readonly beside?: boolean;
  /** It can be told to kill itself at a point. Else it is as it is served, on two threads. */
  readonly tellsPoints?: boolean;
}

/** Of the hubs of a lab: so short that what a killed one held is taken over within seconds. */
export const LAB_LEASE_MS = 2_000;

const STATE_CONCURRENCY = 24;

type Endings = (() => Promise<unknown>)[];

/** Opens a lab, hands it to the work, and ends and removes all of it whatever happens. */
export async function withFaultLab<T>(
  options: FaultLabOptions,
  work: (lab: FaultLab) => Promise<T>,
): Promise<T> {
  const endings: Endings = [];
  try {
    return await Promise.race([openLab(options, endings).then(work), abortOf(options.signal)]);
  } finally {
    for (const end of endings.reverse()) await end().catch(() => undefined);
  }
}

function abortOf(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    const abort = (): void => {
      reject(new Error('the run was interrupted'));
    };
    if (signal?.aborted === true) abort();
    else signal?.addEventListener('abort', abort, { once: true });
  });
}

async function openLab(options: FaultLabOptions, endings: Endings): Promise<FaultLab> {
  options.signal?.throwIfAborted();
  const folder = await makeReachableFolder(`compact-hub-faults-${process.pid}-`);
  endings.push(() => rm(folder, { recursive: true, force: true }));
  const database = await options.openDatabase(folder);
  endings.push(() => database.close());
  const pool = new pg.Pool({ connectionString: database.url, max: 2 });
  pool.on('error', () => undefined); // the database ends before the pool when a run is cut short
  endings.push(() => pool.end());
  const { directory, dialects } = labMappings(folder, options.dialects);
  const dataDirectory = join(folder, 'hub');
  const environment = {
    HUB_PORT: String(await freePort()),
    HUB_DATA_DIR: dataDirectory,
    HUB_MAPPINGS_DIR: directory,
    HUB_DATABASE_URL: database.url,
    HUB_ENDPOINT_NETWORKS: '127.0.0.0/8',
  };
  const simulation = await startLabStates({
    seed: options.seed,
    folder,
    dialects,
    concurrency: STATE_CONCURRENCY,
  });
  endings.push(() => simulation.stop());
  const keys = await connectLabStates(environment, simulation);
  for (const [member, key] of keys) {
    await simulation.connect(member, `http://127.0.0.1:${environment.HUB_PORT}`, key);
  }
  const logFile = join(folder, 'hub.log');
  const cluster = database.directory === undefined ? [] : [database.directory];
  let hubs = 0;
  return {
    folder,
    dataDirectory,
    hubPlaces: [dataDirectory, logFile, ...cluster],
    environment,
    simulation,
    dialects,
    keys,
    query: async <Row extends object>(sql: string, values: readonly unknown[] = []) =>
      (await pool.query<Row>(sql, [...values])).rows,
    startHub: async ({ beside = false, tellsPoints = false } = {}) => {
      hubs += 1;
      const hub = await startHubChild({
        environment: beside ? { ...environment, HUB_PORT: '0' } : environment,
        tellsPoints,
        defect: options.defect,
        leaseMs: LAB_LEASE_MS,
        logFile,
        openRequestsFile: join(folder, `open-requests-${hubs}`),
      });
      endings.push(async () => {
        hub.signal('SIGKILL');
        await hub.ended;
      });
      return hub;
    },
  };
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
