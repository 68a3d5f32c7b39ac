import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Incoming, StateAdapter } from '../../adapters/adapter.ts';
import { createMemoryAdapter } from '../../adapters/memory.ts';
import { type MemoryState, createMemoryState } from '../../adapters/memory-state.ts';
import type { Capabilities } from '../../hub/compact/profile.ts';
import { PROJECT_ROOT } from '../../hub/project-root.ts';

/** How a state of a test differs from one that takes canonical documents pushed over REST. */
export interface TestState {
  readonly mode?: 'push' | 'pull';
  /** False: nobody said where it is reached, so that nothing can be sent to it. */
  readonly connected?: boolean;
  /** False: no hub delivers to it though it is connected, so that the test can. */
  readonly delivered?: boolean;
  readonly attestation?: boolean;
  /** What its profile says of its transport, where that is not REST. */
  readonly transport?: object;
  readonly capabilities?: Partial<Capabilities>;
  /** Of `mappings/dialects`; the compact's own format without it. */
  readonly dialect?: string;
  /** What its profile says besides. */
  readonly profile?: object;
  /** Where its real system is reached, instead of one in the test's process. */
  readonly reached?: ReachedState;
}

/** A system on a real transport. */
export interface ReachedState {
  /** Of the profile. */
  readonly transport: object;
  readonly endpoint: string;
  readonly credential: string | undefined;
  /** Of an SFTP server. */
  readonly hostKeys?: readonly string[];
}

export type TestStates = Readonly<Record<string, TestState>>;

const SYNCHRONOUS: Partial<Capabilities> = {
  acknowledgement: 'synchronous',
  idempotent: true,
  probe: false,
};

/** Writes a profile for each state into a folder as HUB_MAPPINGS_DIR has it. */
export function writeProfiles(folder: string, states: TestStates): void {
  if (Object.values(states).some(({ dialect }) => dialect !== undefined)) {
    cpSync(join(PROJECT_ROOT, 'mappings', 'dialects'), join(folder, 'dialects'), {
      recursive: true,
    });
  }
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
    dialect: state.dialect ?? 'canonical',
    transport: state.reached?.transport ??
      state.transport ?? {
        kind: 'rest',
        mode: state.mode ?? 'push',
        authentication: { scheme: 'none' },
      },
    capabilities: { ...SYNCHRONOUS, ...state.capabilities },
    attestation: state.attestation ?? true,
    ...state.profile,
  };
}

/** How late a slow state answers, and how long one that hangs is waited for. */
const PACE = { slowMs: 200, totalMs: 1_000 } as const;

/** Systems of states that live in the test's process, and what they do with what they get. */
export interface MemoryStates {
  of(member: string): MemoryState;
  /** In the place of the adapter that the hub would use. */
  instead(adapter: StateAdapter, member: string): StateAdapter;
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
    instead: (adapter, member) => {
      if (states[member]?.reached !== undefined) return adapter;
      let way: StateAdapter | undefined;
      const probe: StateAdapter['probe'] = (deliveryId, signal, tell) => {
        way ??= wayTo(member);
        return way.probe?.(deliveryId, signal, tell) ?? Promise.resolve('unknown');
      };
      return {
        transport: 'memory',
        ...(states[member]?.capabilities?.probe === true ? { probe } : {}),
        deliver: (parcels, signal) => {
          way ??= wayTo(member);
          return way.deliver(parcels, signal);
        },
        receive: (signal) => {
          way ??= wayTo(member);
          return way.receive?.(signal) ?? noItems();
        },
        close: async () => {
          await way?.close();
          await adapter.close();
        },
      };
    },
  };
}

async function* noItems(): AsyncIterable<Incoming> {
  // A state that leaves nothing.
}
