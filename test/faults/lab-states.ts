import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { administer } from '../../hub/cli/administration.ts';
import type { Profile } from '../../hub/compact/profile.ts';
import { readConfig } from '../../hub/config.ts';
import { addSystemKey, connectState } from '../../hub/flows/administer.ts';
import { loadFiles } from '../../hub/load-files.ts';
import { PROJECT_ROOT } from '../../hub/project-root.ts';
import { type Simulation, startSimulation } from '../../simulation/player.ts';

/** Three states whose formats differ. */
export const MEMBERS = ['OR', 'TX', 'GA'] as const;

/** `own`: the states' formats of mappings/. `canonical`: the compact's own words for all. */
export type Dialects = 'own' | 'canonical';

/** The folder of mappings for the hub, and who speaks what. */
export interface LabMappings {
  readonly directory: string;
  readonly dialects: ReadonlyMap<string, string>;
}

/** A hub that is killed often loads what its states need and no more. */
export function labMappings(folder: string, kind: Dialects): LabMappings {
  const directory = join(folder, 'mappings');
  if (kind === 'own') copyPacks(directory);
  else writeCanonicalProfiles(directory);
  const { profiles } = loadFiles(directory).states;
  const dialects = MEMBERS.map((member): [string, string] => [
    member,
    profiles.get(member)?.dialect ?? 'canonical',
  ]);
  return { directory, dialects: new Map(dialects) };
}

function copyPacks(directory: string): void {
  const source = join(PROJECT_ROOT, 'mappings');
  for (const member of MEMBERS) {
    cpSync(join(source, member), join(directory, member), { recursive: true });
    const profile = readFileSync(join(source, member, 'profile.json'), 'utf8');
    const folder = join('dialects', (JSON.parse(profile) as Profile).dialect);
    cpSync(join(source, folder), join(directory, folder), { recursive: true });
  }
}

function writeCanonicalProfiles(directory: string): void {
  for (const member of MEMBERS) {
    const profile = {
      member,
      name: member,
      timeZone: 'America/Chicago',
      dialect: 'canonical',
      transport: { kind: 'rest', mode: 'push', authentication: { scheme: 'bearer' } },
      capabilities: { acknowledgement: 'synchronous', idempotent: true, probe: true },
      attestation: true,
    };
    mkdirSync(join(directory, member), { recursive: true });
    writeFileSync(join(directory, member, 'profile.json'), JSON.stringify(profile));
  }
}

export interface LabStatesOptions {
  readonly seed: string;
  readonly folder: string;
  readonly dialects: ReadonlyMap<string, string>;
  /** Submissions that one state has under way at once. */
  readonly concurrency: number;
}

/** The systems of the three states, not connected yet. */
export function startLabStates(options: LabStatesOptions): Promise<Simulation> {
  const { seed, folder, dialects, concurrency } = options;
  return startSimulation({
    seed,
    startDate: '2026-05-04',
    states: MEMBERS.map((member) => ({
      member,
      dialect: dialects.get(member) ?? 'canonical',
      dataDirectory: join(folder, 'states', member),
      concurrency,
    })),
  });
}

/** Gives each state a key at the hub, and the hub the address of its system. Keys by member. */
export async function connectLabStates(
  environment: Readonly<Record<string, string>>,
  simulation: Simulation,
): Promise<ReadonlyMap<string, string>> {
  const context = {
    config: () => readConfig(environment, '/'),
    environment,
    print: () => undefined,
    signal: new AbortController().signal,
    softwareVersion: 'fault-test',
  };
  return administer(context, async (parts) => {
    const keys = new Map<string, string>();
    for (const [member, { endpoint, pushKey }] of simulation.states) {
      const { secret } = await addSystemKey(parts, { member, label: 'simulated' });
      await connectState(parts, { member, endpoint, credential: pushKey });
      keys.set(member, secret);
    }
    return keys;
  });
}
