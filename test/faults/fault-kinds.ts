import { createRandom } from '../../simulation/generator/random.ts';
import { brokerFaults, withQueueStates } from './broker-faults.ts';
import { databaseKills } from './database-faults.ts';
import { type SmallDatabase, diskFills, openSmallDatabase } from './disk-faults.ts';
import type { FaultRunOptions } from './fault-run.ts';
import { clockMoves, hubPauses, hubStops } from './hub-faults.ts';
import { hubKills } from './hub-kills.ts';
import { openEmbeddedDatabase } from './lab-database.ts';
import { HAND_PROFILES, playByHand } from './hand-traffic.ts';
import { peerFaults } from './peer-faults.ts';
import { POINT_FAULTS, pointFaults } from './point-faults.ts';
import { sftpCuts, withSftpStates } from './sftp-faults.ts';
import { wireFaults } from './wire-faults.ts';

/** A kind of fault, in a lab of its own. */
export interface FaultKind {
  /** How often in the long form, and in the shorter draw. */
  readonly times: { readonly full: number; readonly short: number };
  /** What a run of so many of them is; its lab may need more that ends with `work`. */
  run<T>(
    draw: { readonly seed: string; readonly times: number },
    work: (options: FaultRunOptions) => Promise<T>,
  ): Promise<T>;
}

type MakeFaults = (seed: string, times: number) => Omit<FaultRunOptions, 'seed' | 'openDatabase'>;

/** A kind that needs three REST states and a database of its own, and nothing else. */
function kind(full: number, short: number, make: MakeFaults): FaultKind {
  return {
    times: { full, short },
    run: ({ seed, times }, work) =>
      work({ seed, openDatabase: openEmbeddedDatabase, ...make(seed, times) }),
  };
}

const drawOf = (seed: string) => createRandom(`${seed}/faults`);

function sftpKind(): FaultKind {
  return {
    times: { full: 200, short: 12 },
    run: ({ seed, times }, work) =>
      withSftpStates((states) =>
        work({
          wired: true,
          // Files are the slowest way: fewer cases, less under way, and no requests.
          cases: 24,
          least: { openRequests: 0, underWay: 1 },
          seed,
          states,
          openDatabase: openEmbeddedDatabase,
          faults: sftpCuts(drawOf(seed), times),
        }),
      ),
  };
}

function brokerKind(): FaultKind {
  return {
    times: { full: 68, short: 4 },
    run: ({ seed, times }, work) =>
      withQueueStates((states, broker) =>
        work({
          wired: true,
          // Three of five states send requests: so many are open only while all cases report.
          cases: 90,
          fewerCases: 90,
          seed,
          states,
          openDatabase: openEmbeddedDatabase,
          // Whoever starts a broker again tells the hub so.
          longHoldMs: 5_000,
          faults: brokerFaults(drawOf(seed), broker, times),
        }),
      ),
  };
}

function diskKind(): FaultKind {
  return {
    times: { full: 20, short: 2 },
    run: async ({ seed, times }, work) => {
      let database: SmallDatabase | undefined;
      const opened = (): SmallDatabase => {
        if (database === undefined) throw new Error('the database is not open');
        return database;
      };
      return work({
        seed,
        openDatabase: async (folder) => (database = await openSmallDatabase(folder)),
        faults: diskFills(opened, times),
      });
    },
  };
}

/** By name: what `npm run test:faults` and the evidence let happen. */
export const FAULT_KINDS: ReadonlyMap<string, FaultKind> = new Map([
  [
    'hub-kills',
    kind(200, 12, (seed, times) => ({
      faults: hubKills(seed, { random: Math.ceil(times / 2), named: Math.floor(times / 2) }),
    })),
  ],
  [
    'database-kills',
    kind(100, 6, (seed, times) => ({ faults: databaseKills(drawOf(seed), times) })),
  ],
  [
    'partitions',
    kind(24, 8, (seed, times) => ({ wired: true, faults: wireFaults(drawOf(seed), times) })),
  ],
  ['peers', kind(50, 10, (_seed, times) => ({ faults: peerFaults(times) }))],
  ['clock-moves', kind(20, 4, (seed, times) => ({ faults: clockMoves(drawOf(seed), times) }))],
  ['pauses', kind(50, 3, (_seed, times) => ({ faults: hubPauses(times) }))],
  ['stops', kind(20, 3, (_seed, times) => ({ faults: hubStops(times) }))],
  [
    'points',
    kind(POINT_FAULTS, 16, (_seed, times) => ({
      faults: pointFaults(times),
      profiles: HAND_PROFILES,
      beside: ({ environment }) => playByHand(environment),
    })),
  ],
  ['sftp-cuts', sftpKind()],
  ['broker-kills', brokerKind()],
  ['disk-full', diskKind()],
]);
