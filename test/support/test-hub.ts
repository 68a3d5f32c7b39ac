import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { inspect } from 'node:util';
import pg from 'pg';
import type { DestinationStream } from 'pino';
import type { StateAdapter } from '../../adapters/adapter.ts';
import type { MemoryState } from '../../adapters/memory-state.ts';
import { NATIONAL } from '../../hub/access/actor.ts';
import type { Decorators, HubSettings } from '../../hub/build-hub.ts';
import { type RunningHub, runHub } from '../../hub/cli/run-hub.ts';
import { type Config, readConfig } from '../../hub/config.ts';
import { addSystemKey, addUser, connectState } from '../../hub/flows/administer.ts';
import type { SendLink } from '../../hub/flows/access-parts.ts';
import type { ExchangeStore } from '../../hub/flows/exchange-store.ts';
import { type Log, type LogFields, createLog } from '../../hub/log.ts';
import { type TestEnvelope, activity } from './activity.ts';
import { type FlowParts, openFlowParts } from './flow-parts.ts';
import { type SettableClock, createSettableClock } from './settable-clock.ts';
import { type TestDatabase, createTestDatabase } from './template-database.ts';
import { type TestStates, createMemoryStates, writeProfiles } from './test-states.ts';

export interface TestHubOptions {
  /** OR, TX and CA unless it says others. */
  readonly states?: TestStates;
  readonly settings?: Partial<HubSettings>;
  readonly decorate?: Decorators;
  /** Instead of one made of the template on the server that tests share. */
  readonly database?: TestDatabase;
  /** Without it the process clock is the machine's. */
  readonly processClock?: SettableClock;
  /** Without it the wall clock is the machine's. */
  readonly wallClock?: SettableClock;
}

export interface StartOptions extends Pick<TestHubOptions, 'settings' | 'decorate'> {
  /** Where its settings differ from the site's. */
  readonly config?: Partial<Config>;
  /** With the machine's clocks and the states' real endpoints, on two threads. */
  readonly asServed?: boolean;
  /** As where a mail server is configured. */
  readonly sendLink?: SendLink;
  /** Gets what the hub logs, from level `info` on. */
  readonly logLines?: DestinationStream;
}

/** A state's system (`OR`), its compact office (`OR office`), or the nation's. */
export type Caller = string;

export interface TestAnswer {
  readonly status: number;
  readonly text: string;
  readonly body: Record<string, unknown>;
}

export interface CallOptions {
  readonly json?: unknown;
  readonly body?: Buffer | string;
  readonly contentType?: string;
}

/** A stage of an ordinary case between two states, reached by the activities before it. */
export type Stage = 'requested' | 'accepted' | 'departed' | 'arrived' | 'noticed' | 'closed';

/** Where a test's hub lives: its database, folder, clock and the states' systems. */
export interface TestSite {
  readonly database: TestDatabase;
  readonly config: Config;
  readonly folder: string;
  /** The business clock. */
  readonly clock: SettableClock;
  readonly parts: FlowParts;
  /** Parts of one more process, for the test to close. */
  worker(): FlowParts;
  /** What the hubs said of faults of their own; a test in which nothing breaks has none. */
  readonly faults: readonly LogFields[];
  state(member: string): MemoryState;
  /** Runs a hub on it; more than one share the database as processes of one hub do. */
  start(options?: StartOptions): Promise<TestHub>;
  /** As a superuser, past row-level security. */
  query<Row extends object>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Asks until the answer is good; fails with the last one after some seconds. */
  until<T>(ask: () => Promise<T>, isGood: (answer: T) => boolean): Promise<T>;
  /** Ends what runs on it and removes it. */
  close(): Promise<void>;
}

export interface TestHub {
  readonly url: string;
  call(caller: Caller | undefined, route: string, options?: CallOptions): Promise<TestAnswer>;
  submit(member: string, envelope: TestEnvelope): Promise<TestAnswer>;
  /** Plays a case from OR to TX, or between others, up to a stage; returns its id. */
  playTo(stage: Stage, between?: Between): Promise<string>;
  stop(): Promise<void>;
}

export interface Between {
  readonly sending: string;
  readonly receiving: string;
}

const OR_TO_TX: Between = { sending: 'OR', receiving: 'TX' };

const STORY: readonly { stage: Stage; name: string; by: keyof Between }[] = [
  { stage: 'requested', name: 'transfer-request', by: 'sending' },
  { stage: 'accepted', name: 'transfer-reply', by: 'receiving' },
  { stage: 'departed', name: 'departure-notice', by: 'sending' },
  { stage: 'arrived', name: 'arrival-notice', by: 'receiving' },
  { stage: 'noticed', name: 'case-closure-notice', by: 'receiving' },
  { stage: 'closed', name: 'case-closure-reply', by: 'sending' },
];

const PATIENCE_MS = 8_000;
const TEST_SETTINGS: Partial<HubSettings> = {
  leaseMs: 3_000,
  rates: undefined,
  poolSize: 6,
  passwordCost: { memoryCost: 8, timeCost: 1 },
  // Its age is no matter of the day on which the tests run.
  passwordListDate: new Date().toISOString().slice(0, 10),
};

/** A database, a folder and states for hubs of one test file. */
export async function openTestSite(options: TestHubOptions = {}): Promise<TestSite> {
  const states = options.states ?? { OR: {}, TX: {}, CA: {} };
  const database = options.database ?? (await createTestDatabase());
  const folder = await mkdtemp(join(tmpdir(), 'compact-hub-site-'));
  writeProfiles(join(folder, 'mappings'), states);
  const config = readConfig(environmentOf(folder, database.url), folder);
  const clock = createSettableClock();
  const clocks = {
    business: clock,
    process: options.processClock ?? { now: () => new Date() },
    wall: options.wallClock ?? { now: () => new Date() },
  };
  const worker = (): FlowParts => openFlowParts({ config, databaseUrl: database.url, clocks });
  const parts = worker();
  const systems = createMemoryStates(states);
  const superuser = new pg.Pool({ connectionString: database.url, max: 2 });
  superuser.on('error', () => undefined); // a test that ends the server ends these too
  const running = new Set<RunningHub>();
  const faults: LogFields[] = [];
  const credential = createCredentials(parts);
  const close = async (): Promise<void> => {
    try {
      await Promise.all([...running].map((hub) => hub.stop()));
      await parts.close();
      await superuser.end();
    } finally {
      await database.drop();
      await rm(folder, { recursive: true });
    }
  };
  await connectStates(states, parts, credential).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return {
    database,
    config,
    folder,
    clock,
    parts,
    worker,
    faults,
    state: (member) => systems.of(member),
    start: async (more = {}) => {
      const decorate: Decorators = { ...options.decorate, ...more.decorate };
      const instead = (adapter: StateAdapter, member: string): StateAdapter => {
        const simulatedAdapter = systems.instead(adapter, member);
        return decorate.adapter?.(simulatedAdapter, member) ?? simulatedAdapter;
      };
      const store = (plain: ExchangeStore): ExchangeStore =>
        withoutUndelivered(states, decorate.store?.(plain) ?? plain);
      const simulated = { clocks, decorate: { ...decorate, adapter: instead, store } };
      const hub = await runHub({
        config: { ...config, ...more.config },
        softwareVersion: '0.0.0',
        ...(more.asServed === true ? {} : simulated),
        ...(more.sendLink === undefined ? {} : { sendLink: more.sendLink }),
        log: logInto(faults, more.logLines),
        settings: { ...TEST_SETTINGS, ...options.settings, ...more.settings },
      });
      running.add(hub);
      return hubOf(hub, credential, () => running.delete(hub));
    },
    query: async <Row extends object>(sql: string, values: readonly unknown[] = []) =>
      (await superuser.query<Row>(sql, [...values])).rows,
    until,
    close,
  };
}

async function connectStates(
  states: TestStates,
  parts: FlowParts,
  credential: (caller: Caller) => Promise<string>,
): Promise<void> {
  for (const [member, { mode, connected, reached }] of Object.entries(states)) {
    if (connected === false) continue;
    if (reached !== undefined) {
      const { endpoint, credential: secret, hostKeys = [] } = reached;
      const connection = { member, endpoint, credential: secret, hostKeys };
      await connectState(parts.administer, connection);
      continue;
    }
    if (mode === 'pull') {
      await credential(member);
      continue;
    }
    const endpoint = `http://127.0.0.1:9/${member}`;
    await connectState(parts.administer, { member, endpoint, credential: undefined });
  }
}

/** A hub delivers by the destinations that it finds. */
function withoutUndelivered(states: TestStates, store: ExchangeStore): ExchangeStore {
  return {
    ...store,
    findDestinations: async (query) =>
      (await store.findDestinations(query)).filter(
        ({ member }) => states[member]?.delivered !== false,
      ),
  };
}

function environmentOf(folder: string, databaseUrl: string): Record<string, string> {
  return {
    HUB_PORT: '0',
    HUB_DATA_DIR: join(folder, 'data'),
    HUB_MAPPINGS_DIR: join(folder, 'mappings'),
    HUB_DATABASE_URL: databaseUrl,
    HUB_ENDPOINT_NETWORKS: '127.0.0.0/8',
  };
}

function logInto(faults: LogFields[], lines: DestinationStream | undefined): Log {
  const level = process.env['TEST_HUB_LOG'] === 'yes' ? 'debug' : 'silent';
  const log = lines === undefined ? createLog(level) : createLog('info', lines);
  return {
    ...log,
    error: (event, fields = {}) => {
      if (event === 'loop-failed') faults.push(fields);
      log.error(event, fields);
    },
  };
}

async function until<T>(ask: () => Promise<T>, isGood: (answer: T) => boolean): Promise<T> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (isGood(answer)) return answer;
    if (Date.now() > end) throw new Error(`still not as it should be: ${inspect(answer)}`);
    await pause(15);
  }
}

/** The credential of each caller, made at its first call. */
function createCredentials({ administer }: FlowParts): (caller: Caller) => Promise<string> {
  const made = new Map<string, Promise<string>>();
  const make = async (caller: Caller): Promise<string> => {
    const [member = '', office] = caller.split(' ');
    const label = `of the test ${made.size}`;
    if (member === NATIONAL || office !== undefined) {
      const role = member === NATIONAL ? 'national-office' : 'compact-office';
      const user = { member, role, label, validMs: 400 * 24 * 3_600_000 } as const;
      return (await addUser(administer, user)).secret;
    }
    return (await addSystemKey(administer, { member, label })).secret;
  };
  return (caller) => {
    const known = made.get(caller) ?? make(caller);
    made.set(caller, known);
    return known;
  };
}

function hubOf(
  hub: RunningHub,
  credential: (caller: Caller) => Promise<string>,
  onStop: () => void,
): TestHub {
  const call: TestHub['call'] = async (caller, route, { json, body, contentType } = {}) => {
    const [method = 'GET', path = ''] = route.split(' ');
    const sent = json === undefined ? body : JSON.stringify(json);
    const headers = new Headers();
    if (caller !== undefined) headers.set('authorization', `Bearer ${await credential(caller)}`);
    if (sent !== undefined) headers.set('content-type', contentType ?? 'application/json');
    const payload = typeof sent === 'string' || sent === undefined ? sent : new Uint8Array(sent);
    const init = payload === undefined ? {} : { body: payload };
    const response = await fetch(hub.url + path, { method, headers, ...init });
    return answerOf(response.status, await response.text());
  };
  const submit: TestHub['submit'] = (member, envelope) =>
    call(member, 'POST /v1/messages', {
      json: envelope,
      contentType: 'application/cloudevents+json',
    });
  return {
    url: hub.url,
    call,
    submit,
    playTo: (stage, between = OR_TO_TX) => playTo(submit, stage, between),
    stop: async () => {
      onStop();
      await hub.stop();
    },
  };
}

function answerOf(status: number, text: string): TestAnswer {
  return {
    status,
    text,
    get body() {
      return JSON.parse(text) as Record<string, unknown>;
    },
  };
}

async function playTo(submit: TestHub['submit'], stage: Stage, between: Between): Promise<string> {
  let subject: string | undefined;
  for (const step of STORY) {
    const from = between[step.by];
    const to = from === between.sending ? between.receiving : between.sending;
    const about = subject === undefined ? {} : { subject };
    const answer = await submit(from, activity(step.name, { from, to, ...about }));
    if (answer.status !== 202) throw new Error(`${step.name}: ${answer.status} ${answer.text}`);
    subject = String(answer.body['caseId']);
    if (step.stage === stage) break;
  }
  return subject ?? '';
}
