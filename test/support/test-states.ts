import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StateAdapter } from '../../adapters/adapter.ts';
import { createMemoryAdapter } from '../../adapters/memory.ts';
import { type MemoryState, createMemoryState } from '../../adapters/memory-state.ts';
import type { Capabilities } from '../../hub/compact/profile.ts';

/** How a state of a test differs from one that takes canonical documents pushed over REST. */
export interface TestState {
  readonly mode?: 'push' | 'pull';
  /** False: nobody said where it is reached, so that no hub delivers to it. */
  readonly connected?: boolean;
  readonly attestation?: boolean;
  readonly capabilities?: Partial<Capabilities>;
}

export type TestStates = Readonly<Record<string, TestState>>;

const SYNCHRONOUS: Partial<Capabilities> = {
  acknowledgement: 'synchronous',
  idempotent: true,
  probe: false,
};

/** Writes a profile for each state into a folder as HUB_MAPPINGS_DIR has it. */
export function writeProfiles(folder: string, states: TestStates): void {
  for (const [member, state] of Object.entries(states)) {
    mkdirSync(join(folder, member), { recursive: true });
    writeFileSync(join(folder, member, 'profile.json'), JSON.stringify(profileOf(member, state)));
  }
}

function profileOf(member: string, state: TestState): object {
  return {
    member,
    name: member,
    timeZone: 'America/Chicago',
    dialect: 'canonical',
    transport: {
      kind: 'rest',
      mode: state.mode ?? 'push',
      authentication: { scheme: 'none' },
    },
    capabilities: { ...SYNCHRONOUS, ...state.capabilities },
    attestation: state.attestation ?? true,
  };
}

/** How late a slow state answers, and how long one that hangs is waited for. */
const PACE = { slowMs: 200, totalMs: 1_000 } as const;

/** Systems of states that live in the test's process, and what they do with what they get. */
export interface MemoryStates {
  of(member: string): MemoryState;
  /** In the place of the adapter that the hub would use. */
  instead(adapter: StateAdapter): StateAdapter;
}

export function createMemoryStates(states: TestStates): MemoryStates {
  const systems = new Map(Object.keys(states).map((member) => [member, createMemoryState()]));
  const of = (member: string): MemoryState => {
    const system = systems.get(member);
    if (system === undefined) throw new Error(`the test has no state ${member}`);
    return system;
  };
  const wayTo = (member: string): StateAdapter => {
    const { acknowledgement, concurrency = 4 } = states[member]?.capabilities ?? {};
    const acknowledges = (acknowledgement ?? 'synchronous') === 'synchronous';
    return createMemoryAdapter({ state: of(member), acknowledges, concurrency, ...PACE });
  };
  return {
    of,
    instead: (adapter) => {
      let way: StateAdapter | undefined;
      return {
        transport: 'memory',
        deliver: (parcels, signal) => {
          way ??= wayTo(parcels[0]?.destination ?? '');
          return way.deliver(parcels, signal);
        },
        close: async () => {
          await way?.close();
          await adapter.close();
        },
      };
    },
  };
}
