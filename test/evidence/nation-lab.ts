import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Simulation, startSimulation } from '../../simulation/player.ts';
import { freePort } from '../faults/fault-lab.ts';
import { startHubChild } from '../faults/hub-child.ts';
import { openEmbeddedDatabase } from '../faults/lab-database.ts';
import { type LabState, connectAll, writeMappings } from '../faults/lab-states.ts';
import { makeReachableFolder } from '../support/reachable-folder.ts';

export interface NationOptions {
  readonly seed: string;
  readonly states: readonly LabState[];
  readonly signal?: AbortSignal;
  /** Of the hub, milliseconds. */
  readonly leaseMs?: number;
}

/** A hub as it is served, among simulated states that each come by a way of their own. */
export interface Nation {
  readonly folder: string;
  readonly hubUrl: string;
  readonly simulation: Simulation;
  readonly states: readonly LabState[];
}

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
  const keys = await connectAll({ environment, simulation });
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
