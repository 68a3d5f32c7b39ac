import type { AdapterSettings } from '../../adapters/adapter-settings.ts';
import type { StateAdapter } from '../../adapters/adapter.ts';
import type { Profile } from '../compact/profile.ts';
import type { HoldInForce } from '../delivery/settlement.ts';
import type { DestinationRow } from '../store/destinations.ts';
import type { MemberKeys } from '../store/member-keys.ts';

/** The way to one state as it is in force now. */
export interface Connection {
  readonly member: string;
  readonly profile: Profile;
  readonly adapter: StateAdapter;
  /** Nothing is sent before its end; after that, single deliveries try the destination until one is taken. */
  readonly hold: HoldInForce | undefined;
  /** An incident of its deliveries lasts. */
  readonly hasIncidents: boolean;
}

/** Ways to the states that deliveries can be pushed to, made from profiles and destination rows. */
export interface Connections {
  /** As of now, at most a second old. */
  current(): Promise<ReadonlyMap<string, Connection>>;
  /** Forgets what it knows, so that a change is seen at once. */
  refresh(): void;
  close(): Promise<void>;
}

/** What an adapter is made from: the state's profile and its row in force. */
export type CreateAdapter = (
  profile: Profile,
  inForce: Pick<AdapterSettings, 'endpoint' | 'credential' | 'hostKeys'>,
) => StateAdapter;

export interface ConnectionParts {
  readonly findDestinations: () => Promise<DestinationRow[]>;
  readonly memberKeys: MemberKeys;
  readonly profiles: ReadonlyMap<string, Profile>;
  readonly createAdapter: CreateAdapter;
  /** Process clock, in milliseconds. */
  readonly nowMs: () => number;
}

const FRESH_MS = 1_000;

/** Of the hold that a person of the state put on it. */
export const PAUSED = 'PAUSED';

/** The end of time as far as a Date goes: only a person ends a pause. */
const NEVER = new Date(8_640_000_000_000_000);

function holdOf(row: DestinationRow): HoldInForce | undefined {
  if (row.is_paused) return { code: PAUSED, until: NEVER, trials: 0 };
  const { held_code: code, held_until: until, held_trials: trials } = row;
  return code === null || until === null ? undefined : { code, until, trials };
}

interface Known {
  readonly changedAt: number;
  readonly adapter: StateAdapter;
}

export function createConnections(parts: ConnectionParts): Connections {
  const known = new Map<string, Known>();
  let latest:
    { readonly at: number; readonly map: Promise<ReadonlyMap<string, Connection>> } | undefined;

  async function load(): Promise<ReadonlyMap<string, Connection>> {
    const connections = new Map<string, Connection>();
    for (const row of await parts.findDestinations()) {
      const profile = parts.profiles.get(row.member);
      if (profile === undefined || row.endpoint === null || !row.is_agreed) continue;
      const adapter = await adapterFor(profile, row, row.endpoint);
      const { member, has_incidents: hasIncidents } = row;
      connections.set(member, { member, profile, adapter, hold: holdOf(row), hasIncidents });
    }
    return connections;
  }

  async function adapterFor(
    profile: Profile,
    row: DestinationRow,
    endpoint: string,
  ): Promise<StateAdapter> {
    const before = known.get(row.member);
    if (before?.changedAt === row.changed_at.getTime()) return before.adapter;
    const credential =
      row.credential === null ? undefined : await parts.memberKeys.openValue(row.credential);
    const inForce = { endpoint, credential, hostKeys: row.host_keys };
    const adapter = parts.createAdapter(profile, inForce);
    known.set(row.member, { changedAt: row.changed_at.getTime(), adapter });
    await before?.adapter.close();
    return adapter;
  }

  return {
    current: () => {
      const now = parts.nowMs();
      if (latest === undefined || now - latest.at > FRESH_MS) {
        const map = load();
        latest = { at: now, map };
        map.catch(() => {
          latest = undefined;
        });
      }
      return latest.map;
    },
    refresh: () => {
      latest = undefined;
    },
    close: async () => {
      await Promise.all([...known.values()].map(({ adapter }) => adapter.close()));
      known.clear();
    },
  };
}
