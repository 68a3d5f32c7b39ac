import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { administer } from '../../hub/cli/administration.ts';
import { readConfig } from '../../hub/config.ts';
import { type AdministerParts, addSystemKey, connectState } from '../../hub/flows/administer.ts';
import { agree } from '../../hub/flows/agree.ts';
import { loadExchangePolicy } from '../../hub/load-policies.ts';
import { PROJECT_ROOT } from '../../hub/project-root.ts';
import type { ChannelConfig, ChannelKind } from '../../simulation/channel.ts';
import type { Simulation } from '../../simulation/player.ts';

/** A state of a lab: who it is, what it speaks, and by which way. */
export interface LabState {
  readonly member: string;
  readonly dialect: string;
  readonly channel: ChannelConfig;
}

/** Three states whose formats differ. */
export const REST_STATES: readonly LabState[] = [
  { member: 'OR', dialect: 'nested-json', channel: { kind: 'rest' } },
  { member: 'TX', dialect: 'flat-json', channel: { kind: 'rest' } },
  { member: 'GA', dialect: 'element-xml', channel: { kind: 'rest' } },
];

/** What a simulated state can do, by the way on which it is reached. */
const CAPABILITIES: Readonly<Record<ChannelKind, object>> = {
  rest: { acknowledgement: 'synchronous', idempotent: true, probe: true, concurrency: 8 },
  soap: { acknowledgement: 'synchronous', idempotent: true, probe: true, concurrency: 8 },
  sftp: { acknowledgement: 'asynchronous', idempotent: true, probe: false, concurrency: 4 },
  queue: { acknowledgement: 'asynchronous', idempotent: true, probe: false, concurrency: 8 },
};

/**
 * The dialects as they are, and a profile for each state by what its simulated system says. A hub that is
 * killed often loads what its states need and no more.
 *
 * @param transport options beside those, for each way.
 */
export function writeMappings(
  directory: string,
  states: readonly LabState[],
  simulation: Simulation,
  transport: Partial<Readonly<Record<ChannelKind, object>>> = {},
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
    const own = simulation.states.get(member)?.transport;
    const inBatches = own?.['batch'] === true;
    const written = {
      ...profile,
      dialect,
      transport: { ...own, ...transport[channel.kind] },
      capabilities: { ...CAPABILITIES[channel.kind], ...(inBatches ? { listMaximum: 50 } : {}) },
      attestation: true,
    };
    writeProfile(directory, written);
  }
}

export function writeProfile(directory: string, profile: object): void {
  const { member = '' } = profile as { readonly member?: string };
  mkdirSync(join(directory, member), { recursive: true });
  writeFileSync(join(directory, member, 'profile.json'), JSON.stringify(profile));
}

/** Where the states are, and what the hub of a lab is started with. */
export interface Connecting {
  readonly environment: Readonly<Record<string, string>>;
  readonly simulation: Simulation;
  /** Where the hub is to look for a state, given where it is; there, without it. */
  readonly endpointOf?: (member: string, endpoint: string) => string;
}

/** Connects every state at the hub; the states' keys there. */
export async function connectAll(connecting: Connecting): Promise<ReadonlyMap<string, string>> {
  return administered(connecting, async (parts) => {
    const keys = new Map<string, string>();
    for (const member of connecting.simulation.states.keys()) {
      await agreeToTerms(parts, member);
      const { secret } = await addSystemKey(parts, { member, label: 'simulated' });
      await connect(parts, connecting, member);
      keys.set(member, secret);
    }
    return keys;
  });
}

/** As the agency of a state does before its first key. */
export async function agreeToTerms(parts: AdministerParts, member: string): Promise<void> {
  const policy = loadExchangePolicy();
  await agree(parts, { command: true }, { member, version: policy.version, policy });
}

/** Connects a state again, as an operator does who ends its hold. */
export function reconnect(connecting: Connecting, member: string): Promise<void> {
  return administered(connecting, (parts) => connect(parts, connecting, member));
}

async function connect(
  parts: AdministerParts,
  { simulation, endpointOf = (_member, endpoint) => endpoint }: Connecting,
  member: string,
): Promise<void> {
  const state = simulation.states.get(member);
  if (state === undefined) throw new Error(`${member} is not simulated`);
  const { endpoint, credential, hostKeys } = state;
  const reached = endpointOf(member, endpoint);
  await connectState(parts, { member, endpoint: reached, credential, hostKeys });
}

function administered<T>(
  { environment }: Connecting,
  work: (parts: AdministerParts) => Promise<T>,
): Promise<T> {
  const context = {
    config: () => readConfig(environment, '/'),
    environment,
    print: () => undefined,
    signal: new AbortController().signal,
    softwareVersion: '0.0.0',
  };
  return administer(context, work);
}
