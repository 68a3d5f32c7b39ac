import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import pg from 'pg';
import type { Query } from '../../hub/store/database.ts';
import { type Simulation, startSimulation } from '../../simulation/player.ts';
import { type FaultyProxy, startFaultyProxy } from '../support/faulty-proxy.ts';
import { makeReachableFolder } from '../support/reachable-folder.ts';
import { type HubChild, startHubChild } from './hub-child.ts';
import type { Defect } from './known-defects.ts';
import {
  type Connecting,
  type LabState,
  REST_STATES,
  connectAll,
  reconnect,
  writeMappings,
  writeProfile,
} from './lab-states.ts';

/** A database for the hubs of a lab; it lives in processes of its own and outlives theirs. */
export interface LabDatabase {
  readonly url: string;
  /** Of a server of its own: where its cluster and its log lie. */
  readonly directory?: string;
  /** Of a server of its own: ends it without a word (SIGKILL), and starts it again at the same port. */
  readonly kill?: () => Promise<void>;
  readonly start?: () => Promise<void>;
  close(): Promise<void>;
}

export interface FaultLabOptions {
  readonly seed: string;
  /** Three REST states unless given. */
  readonly states?: readonly LabState[];
  /** Profiles of further states, of which no system is simulated. */
  readonly profiles?: readonly object[];
  /** Whether all connections of the hubs run through proxies that can break them. */
  readonly wired?: boolean;
  readonly defect?: Defect;
  /** Opens the database; a folder for it is given. */
  readonly openDatabase: (folder: string) => Promise<LabDatabase>;
  /** Ends the lab before its time. */
  readonly signal?: AbortSignal;
}

/** The ways between the hubs and what they are connected with, each through a proxy. */
export interface Wires {
  readonly database: FaultyProxy;
  readonly states: ReadonlyMap<string, FaultyProxy>;
}

/** A nation of three states around hubs to which something happens. */
export interface FaultLab {
  readonly folder: string;
  /** Of the hubs: keys, and whatever else they keep. */
  readonly dataDirectory: string;
  /** Files and folders of hubs and database: all that they leave anywhere. */
  readonly hubPlaces: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly simulation: Simulation;
  readonly dialects: ReadonlyMap<string, string>;
  readonly database: LabDatabase;
  /** Only in a lab that is `wired`. */
  readonly wires: Wires | undefined;
  /** The states' keys at the hub. */
  readonly keys: ReadonlyMap<string, string>;
  /** As a superuser, past row-level security. */
  readonly query: Query;
  /** Nothing is accepted until the work is done; whatever else the hub does goes on. */
  holdingUpAcceptance<T>(work: () => Promise<T>): Promise<T>;
  startHub(options?: StartHubOptions): Promise<HubChild>;
  /** What an operator does who knows that a state works again (docs/protocol.md, destinations that fail). */
  endHold(member: string): Promise<void>;
}

export interface StartHubOptions {
  /** On a port of its own; else on the one that the states know. */
  readonly beside?: boolean;
  /** It can be told to fail at a point. Else it is as it is served, on two threads. */
  readonly tellsPoints?: boolean;
  /** Environment of the process beside the lab's, given the lab's folder. */
  readonly environmentIn?: (folder: string) => Readonly<Record<string, string>>;
}

/** Of the hubs of a lab: so short that what a killed one held is taken over within seconds. */
export const LAB_LEASE_MS = 2_000;

const STATE_CONCURRENCY = 24;
/** A state that hangs costs two seconds; a slow one of the lab answers within. */
const REST_DEADLINES = { connectMs: 1_000, headersMs: 2_000, totalMs: 3_000 };

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
  const pool = new pg.Pool({ connectionString: database.url, max: 3 });
  pool.on('error', () => undefined); // the database ends before the pool when a run is cut short
  endings.push(() => pool.end());
  const states = options.states ?? REST_STATES;
  const simulation = await startSimulation({
    seed: options.seed,
    startDate: '2026-05-04',
    states: states.map(({ member, dialect, channel }) => ({
      member,
      dialect,
      channel,
      dataDirectory: join(folder, 'states', member),
      concurrency: STATE_CONCURRENCY,
    })),
  });
  endings.push(() => simulation.stop());
  const wires =
    options.wired === true ? await stretchWires(database, simulation, endings) : undefined;
  const dataDirectory = join(folder, 'hub');
  const environment = {
    HUB_PORT: String(await freePort()),
    HUB_DATA_DIR: dataDirectory,
    HUB_MAPPINGS_DIR: join(folder, 'mappings'),
    HUB_DATABASE_URL: withPort(database.url, wires?.database.port),
    HUB_ENDPOINT_NETWORKS: '127.0.0.0/8',
  };
  writeMappings(environment.HUB_MAPPINGS_DIR, states, simulation, {
    rest: { deadlines: REST_DEADLINES },
  });
  for (const profile of options.profiles ?? []) {
    writeProfile(environment.HUB_MAPPINGS_DIR, profile);
  }
  const connecting: Connecting = {
    environment,
    simulation,
    endpointOf: (member, endpoint) => withPort(endpoint, wires?.states.get(member)?.port),
  };
  const keys = await connectAll(connecting);
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
    dialects: new Map(states.map(({ member, dialect }) => [member, dialect])),
    database,
    wires,
    keys,
    query: async <Row extends object>(sql: string, values: readonly unknown[] = []) =>
      (await pool.query<Row>(sql, [...values])).rows,
    holdingUpAcceptance: (work) => holdingUpAcceptance(pool, work),
    endHold: (member) => reconnect(connecting, member),
    startHub: async ({ beside = false, tellsPoints = false, environmentIn } = {}) => {
      hubs += 1;
      const own = { ...environment, ...environmentIn?.(folder) };
      const hub = await startHubChild({
        environment: beside ? { ...own, HUB_PORT: '0' } : own,
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

/** Only what accepts writes keys of content. */
const HOLD_UP = 'BEGIN; LOCK TABLE content_keys IN SHARE ROW EXCLUSIVE MODE';

async function holdingUpAcceptance<T>(pool: pg.Pool, work: () => Promise<T>): Promise<T> {
  const client = await pool.connect();
  client.on('error', () => undefined); // the database may end meanwhile
  try {
    await client.query(HOLD_UP);
    return await work();
  } finally {
    client.release(true); // which ends its transaction
  }
}

async function stretchWires(
  database: LabDatabase,
  simulation: Simulation,
  endings: Endings,
): Promise<Wires> {
  const stretch = async (address: string): Promise<FaultyProxy> => {
    const proxy = await startFaultyProxy(Number(new URL(address).port));
    endings.push(() => proxy.stop());
    return proxy;
  };
  const states = new Map<string, FaultyProxy>();
  for (const [member, { endpoint }] of simulation.states) {
    states.set(member, await stretch(endpoint));
  }
  return { database: await stretch(database.url), states };
}

function withPort(address: string, port: number | undefined): string {
  if (port === undefined) return address;
  const url = new URL(address);
  url.port = String(port);
  return url.href;
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
