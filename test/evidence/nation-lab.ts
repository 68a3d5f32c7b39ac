import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { administer } from '../../hub/cli/administration.ts';
import { readConfig } from '../../hub/config.ts';
import { addSystemKey, connectState } from '../../hub/flows/administer.ts';
import { PROJECT_ROOT } from '../../hub/project-root.ts';
import type { ChannelConfig, ChannelKind } from '../../simulation/channel.ts';
import { type Simulation, startSimulation } from '../../simulation/player.ts';
import { freePort } from '../faults/fault-lab.ts';
import { startHubChild } from '../faults/hub-child.ts';
import { openEmbeddedDatabase } from '../faults/lab-database.ts';
import { makeReachableFolder } from '../support/reachable-folder.ts';

/** A state of the lab: who it is, what it speaks, and by which way. */
export interface NationState {
  readonly member: string;
  readonly dialect: string;
  readonly channel: ChannelConfig;
}

export interface NationOptions {
  readonly seed: string;
  readonly states: readonly NationState[];
  readonly signal?: AbortSignal;
  /** Of the hub, milliseconds. */
  readonly leaseMs?: number;
}

/** A hub as it is served, among simulated states that each come by a way of their own. */
export interface Nation {
  readonly folder: string;
  readonly hubUrl: string;
  readonly simulation: Simulation;
  readonly states: readonly NationState[];
}

/** What a simulated state can do, by the way on which it is reached. */
const CAPABILITIES: Readonly<Record<ChannelKind, object>> = {
  rest: { acknowledgement: 'synchronous', idempotent: true, probe: true, concurrency: 8 },
  soap: { acknowledgement: 'synchronous', idempotent: true, probe: true, concurrency: 8 },
  sftp: { acknowledgement: 'asynchronous', idempotent: true, probe: false, concurrency: 4 },
  queue: { acknowledgement: 'asynchronous', idempotent: true, probe: false, concurrency: 8 },
};

/** Opens the nation, hands it to the work, and ends and removes all of it whatever happens. */
export async function withNation<T>(
  options: NationOptions,
  work: (nation: Nation) => Promise<T>,
): Promise<T> {
  const endings: (() => Promise<unknown>)[] = [];
  try {
    return await work(await openNation(options, endings));
  } finally {
    for (const end of endings.reverse()) await end().catch(() => undefined);
  }
}

async function openNation(
  { seed, states, signal, leaseMs = 15_000 }: NationOptions,
  endings: (() => Promise<unknown>)[],
): Promise<Nation> {
  signal?.throwIfAborted();
  const folder = await makeReachableFolder(`compact-hub-nation-${process.pid}-`);
  endings.push(() => rm(folder, { recursive: true, force: true }));
  const database = await openEmbeddedDatabase(folder);
  endings.push(() => database.close());
  const simulation = await startSimulation({
    seed,
    startDate: '2026-05-04',
    states: states.map(({ member, dialect, channel }) => ({
      member,
      dialect,
      channel,
      dataDirectory: join(folder, 'states', member),
      fsync: false,
    })),
  });
  endings.push(() => simulation.stop());
  const environment = {
    HUB_PORT: String(await freePort()),
    HUB_DATA_DIR: join(folder, 'hub'),
    HUB_MAPPINGS_DIR: join(folder, 'mappings'),
    HUB_DATABASE_URL: database.url,
    HUB_ENDPOINT_NETWORKS: '127.0.0.0/8',
  };
  writeMappings(environment.HUB_MAPPINGS_DIR, states, simulation);
  const keys = await connectAll(environment, simulation);
  const hub = await startHubChild({
    environment,
    tellsPoints: false,
    defect: undefined,
    leaseMs,
    logFile: join(folder, 'hub.log'),
    openRequestsFile: join(folder, 'open-requests'),
  });
  endings.push(() => hub.stop());
  for (const [member, key] of keys) await simulation.connect(member, hub.url, key);
  return { folder, hubUrl: hub.url, simulation, states };
}

/** The dialects as they are, and a profile for each state by what its simulated system says. */
export function writeMappings(
  directory: string,
  states: readonly NationState[],
  simulation: Simulation,
): void {
  const shipped = join(PROJECT_ROOT, 'mappings');
  mkdirSync(directory, { recursive: true });
  for (const dialect of new Set(states.map((state) => state.dialect))) {
    const folder = join('dialects', dialect);
    cpSync(join(shipped, folder), join(directory, folder), { recursive: true });
  }
  for (const { member, dialect, channel } of states) {
    const file = join(shipped, member, 'profile.json');
    const profile = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    const transport = simulation.states.get(member)?.transport;
    const inBatches = transport?.['batch'] === true;
    const written = {
      ...profile,
      dialect,
      transport,
      capabilities: { ...CAPABILITIES[channel.kind], ...(inBatches ? { listMaximum: 50 } : {}) },
      attestation: true,
    };
    mkdirSync(join(directory, member), { recursive: true });
    writeFileSync(join(directory, member, 'profile.json'), JSON.stringify(written));
  }
}

/** Connects every state at the hub of these settings; the states' keys there. */
export async function connectAll(
  environment: Readonly<Record<string, string>>,
  simulation: Simulation,
): Promise<ReadonlyMap<string, string>> {
  const context = {
    config: () => readConfig(environment, '/'),
    environment,
    print: () => undefined,
    signal: new AbortController().signal,
    softwareVersion: '0.0.0',
  };
  return administer(context, async (parts) => {
    const keys = new Map<string, string>();
    for (const [member, { endpoint, credential, hostKeys }] of simulation.states) {
      const { secret } = await addSystemKey(parts, { member, label: 'simulated' });
      await connectState(parts, { member, endpoint, credential, hostKeys });
      keys.set(member, secret);
    }
    return keys;
  });
}
