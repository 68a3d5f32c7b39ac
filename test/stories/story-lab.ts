import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { runHub } from '../../hub/cli/run-hub.ts';
import { readConfig } from '../../hub/config.ts';
import { addUser } from '../../hub/flows/administer.ts';
import { remind } from '../../hub/flows/remind.ts';
import type { Log } from '../../hub/log.ts';
import { createLog } from '../../hub/log.ts';
import { type Simulation, startSimulation } from '../../simulation/player.ts';
import { type LabState, connectAll, writeMappings } from '../faults/lab-states.ts';
import { type LabDatabase, freePort } from '../faults/fault-lab.ts';
import { until } from '../faults/until.ts';
import { type FlowParts, openFlowParts } from '../support/flow-parts.ts';
import { startOpensshServer } from '../support/openssh-server.ts';
import { testBroker } from '../support/rabbitmq.ts';
import { makeReachableFolder } from '../support/reachable-folder.ts';
import type { StoryMember } from './story.ts';

/** What each member speaks; one on each transport (`openTransports`). */
export const STORY_DIALECTS: Readonly<Record<StoryMember, string>> = {
  OR: 'nested-json',
  NY: 'attribute-xml',
  OH: 'charge-rows',
  IL: 'entry-json',
};

export const STORY_MEMBERS = Object.keys(STORY_DIALECTS) as readonly StoryMember[];

/** What a caller of the hub gets. */
export interface StoryAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A state's system, its compact office, or the nation's. */
export type StoryCaller = StoryMember | `${StoryMember} office` | 'national';

/** A hub that serves real HTTP among real systems of states, on a business clock that stands still. */
export interface StoryLab {
  readonly simulation: Simulation;
  /** Sets the business clock, and waits until the reminders of that moment are raised. */
  setClock(moment: Date): Promise<void>;
  now(): Date;
  call(caller: StoryCaller, route: string, json?: unknown): Promise<StoryAnswer>;
  readonly parts: FlowParts;
  /** Key lines of the ledger, as the hub publishes them. */
  ledgerKeys(): Promise<string[]>;
  /** All leaves that stand alone and say that something was refused, so far. */
  countRejected(): Promise<number>;
  /** Where the bytes lie that this state holds, or that wait for it on its transport. */
  placesOf(member: StoryMember): readonly string[];
  /** Faults of the hub's own that it told of. */
  readonly faults: readonly string[];
}

/** Opens the lab, hands it to the work, and ends and removes all of it whatever happens. */
export async function withStoryLab<T>(
  options: StoryLabOptions,
  work: (lab: StoryLab) => Promise<T>,
): Promise<T> {
  const { lab, close } = await openStoryLab(options);
  try {
    return await work(lab);
  } finally {
    await close();
  }
}

export interface StoryLabOptions {
  readonly database: (folder: string) => Promise<LabDatabase>;
}

type Endings = (() => Promise<unknown>)[];

/** As `withStoryLab`, for a test that closes it itself. */
export async function openStoryLab(
  options: StoryLabOptions,
): Promise<{ readonly lab: StoryLab; readonly close: () => Promise<void> }> {
  const endings: Endings = [];
  const close = async (): Promise<void> => {
    for (const end of endings.splice(0).reverse()) await end().catch(() => undefined);
  };
  try {
    return { lab: await opened(options, endings), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function opened({ database: open }: StoryLabOptions, endings: Endings): Promise<StoryLab> {
  const folder = await makeReachableFolder(`compact-hub-stories-${process.pid}-`);
  endings.push(() => rm(folder, { recursive: true, force: true }));
  const database = await open(folder);
  endings.push(() => database.close());
  const { states, besides } = await openTransports(endings);
  const simulation = await startStates(folder, states, endings);
  const clock = { at: new Date('2026-04-01T17:00:00Z') };
  const site = { folder, databaseUrl: database.url, states, simulation, clock };
  const { url, tokens, parts, faults } = await startStoryHub(site, endings);
  const superuser = new pg.Pool({ connectionString: database.url, max: 1 });
  superuser.on('error', () => undefined);
  endings.push(() => superuser.end());
  const count = async (sql: string, ...values: unknown[]): Promise<number> =>
    (await superuser.query<{ n: number }>(sql, values)).rows[0]?.n ?? 0;
  return {
    simulation,
    faults,
    parts,
    now: () => clock.at,
    setClock: async (moment) => {
      clock.at = moment;
      // As another process of the hub would: the one that serves looks every few seconds only.
      while ((await remind({ ...parts, now: () => moment })) > 0);
      await untilZero(() => count(REMINDERS_LEFT, moment));
    },
    call: (caller, route, json) => callHub(url, tokens.get(caller) ?? '', route, json),
    ledgerKeys: async () => {
      const response = await fetch(`${url}/v1/ledger/key`);
      return (await response.text()).trim().split('\n');
    },
    countRejected: async () => {
      await untilZero(() => count('SELECT count(*)::integer AS n FROM pending_leaves'));
      return count(REJECTED);
    },
    placesOf: (member) => [join(folder, 'states', member), ...(besides[member] ?? [])],
  };
}

async function startStates(
  folder: string,
  states: readonly LabState[],
  endings: Endings,
): Promise<Simulation> {
  const simulation = await startSimulation({
    seed: 'stories',
    startDate: '2026-05-04',
    states: states.map((state) => ({
      ...state,
      dataDirectory: join(folder, 'states', state.member),
      fsync: false,
    })),
  });
  endings.push(() => simulation.stop());
  return simulation;
}

interface StorySite {
  readonly folder: string;
  readonly databaseUrl: string;
  readonly states: readonly LabState[];
  readonly simulation: Simulation;
  /** The business clock, which stands still. */
  readonly clock: { readonly at: Date };
}

/** The hub with real HTTP and the real adapters, in this process, whose clock it shares. */
async function startStoryHub(
  { folder, databaseUrl, states, simulation, clock }: StorySite,
  endings: Endings,
): Promise<{
  url: string;
  tokens: ReadonlyMap<string, string>;
  parts: FlowParts;
  faults: readonly string[];
}> {
  const environment = {
    HUB_PORT: String(await freePort()),
    HUB_DATA_DIR: join(folder, 'hub'),
    HUB_MAPPINGS_DIR: join(folder, 'mappings'),
    HUB_DATABASE_URL: databaseUrl,
    HUB_ENDPOINT_NETWORKS: '127.0.0.0/8',
  };
  mkdirSync(environment.HUB_DATA_DIR, { recursive: true });
  writeMappings(environment.HUB_MAPPINGS_DIR, states, simulation);
  const keys = await connectAll({ environment, simulation });
  const machine = { now: () => new Date() };
  const clocks = { business: { now: () => clock.at }, process: machine, wall: machine };
  const config = readConfig(environment, '/');
  const parts = openFlowParts({ config, databaseUrl, clocks });
  endings.push(() => parts.close());
  const tokens = await makeTokens(parts, keys);
  const faults: string[] = [];
  const hub = await runHub({
    config,
    softwareVersion: 'stories',
    clocks,
    log: logInto(faults),
    settings: { leaseMs: 15_000, rates: undefined },
  });
  endings.push(() => hub.stop());
  for (const [member, key] of keys) await simulation.connect(member, hub.url, key);
  return { url: hub.url, tokens, parts, faults };
}

const REMINDERS_LEFT = `
  SELECT count(*)::integer AS n FROM deadlines WHERE ended_at IS NULL AND next_reminder_at <= $1`;
const REJECTED = `
  SELECT count(*)::integer AS n FROM ledger_entries
   WHERE convert_from(substring(entry FROM 17), 'UTF8')::json ->> 'type' = 'rejected'`;

/** REST and SOAP are served by the states themselves, files by OpenSSH, queues by RabbitMQ. */
async function openTransports(endings: Endings): Promise<{
  states: readonly LabState[];
  besides: Readonly<Partial<Record<StoryMember, readonly string[]>>>;
}> {
  const { folder: brokerFolder, port, vhost, credentials } = await testBroker();
  const openssh = await startOpensshServer();
  endings.push(() => openssh.stop());
  const { folder, endpoint, credential, hostKey } = openssh;
  const served = { folder, endpoint, credential, hostKeys: [hostKey] };
  const broker = `amqp://${credentials.full}@127.0.0.1:${port}/${vhost}`;
  const channels: Readonly<Record<StoryMember, LabState['channel']>> = {
    OR: { kind: 'rest' },
    NY: { kind: 'soap' },
    OH: { kind: 'sftp', served },
    IL: { kind: 'queue', broker },
  };
  return {
    states: STORY_MEMBERS.map((member) => ({
      member,
      dialect: STORY_DIALECTS[member],
      channel: channels[member],
    })),
    besides: { OH: [folder], IL: [join(brokerFolder, 'mnesia')] },
  };
}

async function makeTokens(
  { administer }: FlowParts,
  keys: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const tokens = new Map(keys);
  const validMs = 10 * 365 * 24 * 3_600_000;
  for (const member of STORY_MEMBERS) {
    const office = { member, role: 'compact-office', label: 'office', validMs } as const;
    tokens.set(`${member} office`, (await addUser(administer, office)).secret);
  }
  const nation = { member: 'national', role: 'national-office', label: 'nation', validMs } as const;
  tokens.set('national', (await addUser(administer, nation)).secret);
  return tokens;
}

async function callHub(
  url: string,
  token: string,
  route: string,
  json: unknown,
): Promise<StoryAnswer> {
  const [method = '', path = ''] = route.split(' ');
  const response = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  });
  const text = await response.text();
  const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  return { status: response.status, body };
}

function logInto(faults: string[]): Log {
  const log = createLog('silent');
  return {
    ...log,
    error: (event, fields = {}) => {
      faults.push(`${event} ${JSON.stringify(fields)}`);
      log.error(event, fields);
    },
  };
}

async function untilZero(count: () => Promise<number>): Promise<void> {
  await until(
    10_000,
    'no leaf or reminder is left to be written',
    async () => (await count()) === 0,
  );
}
