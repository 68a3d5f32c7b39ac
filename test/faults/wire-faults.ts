import { setTimeout as wait } from 'node:timers/promises';
import type { Random } from '../../simulation/generator/random.ts';
import type { FaultyProxy } from '../support/faulty-proxy.ts';
import type { Wires } from './fault-lab.ts';
import type { Fault } from './fault-run.ts';

type Way = 'the database' | 'the states';

/** What goes wrong on a wire for so long. */
const KINDS = {
  /** Connections end and none opens. */
  'cut off': (wire: FaultyProxy) => {
    wire.refuse(true);
    wire.cut();
    return () => {
      wire.refuse(false);
    };
  },
  /** Nothing passes, and all of it arrives later. */
  parted: (wire: FaultyProxy) => {
    wire.hold();
    return () => {
      wire.goOn();
    };
  },
  /** Connections stay open and nothing passes on them ever again. */
  'half open': (wire: FaultyProxy) => {
    wire.hang();
    return () => undefined;
  },
  slow: (wire: FaultyProxy) => {
    wire.delay(SLOW_MS);
    return () => {
      wire.delay(0);
    };
  },
} as const satisfies Record<string, (wire: FaultyProxy) => () => void>;

type Kind = keyof typeof KINDS;

const SLOW_MS = 150;
const LONGEST_MS = 5_000;

const ALL: readonly (readonly [Kind, Way])[] = (Object.keys(KINDS) as Kind[]).flatMap((kind) => [
  [kind, 'the database'] as const,
  [kind, 'the states'] as const,
]);

/** Cuts, partitions, half-open connections and delays between the hub and its database or the states. */
export function wireFaults(draw: Random, count: number): Fault[] {
  return Array.from({ length: count }, (_, index) => {
    const [kind, way] = ALL[index % ALL.length] ?? ['parted', 'the database'];
    return wireFault(kind, way, draw.integer(500, LONGEST_MS));
  });
}

function wireFault(kind: Kind, way: Way, forMs: number): Fault {
  return {
    name: `${kind} from ${way}`,
    strike: async ({ lab: { wires }, hub, whenLoaded }) => {
      if (wires === undefined) throw new Error('the lab has no wires');
      let heals: readonly (() => void)[] = [];
      const load = await whenLoaded(() => {
        heals = wiresOf(wires, way).map(KINDS[kind]);
      });
      await wait(forMs);
      for (const heal of heals) heal();
      return { ...load, hub, healedAt: performance.now() };
    },
  };
}

function wiresOf({ database, states }: Wires, way: Way): FaultyProxy[] {
  return way === 'the database' ? [database] : [...states.values()];
}
