import { setTimeout as wait } from 'node:timers/promises';
import type { Random } from '../../simulation/generator/random.ts';
import type { Fault } from './fault-run.ts';

const LONGEST_OUTAGE_MS = 1_500;

/** The database's server is killed (SIGKILL) and comes back after a while; the hub stays. */
export function databaseKills(draw: Random, count: number): Fault[] {
  return Array.from({ length: count }, () => databaseKill(draw.integer(0, LONGEST_OUTAGE_MS)));
}

function databaseKill(outageMs: number): Fault {
  return {
    name: 'database killed',
    strike: async ({ lab, hub, whenLoaded }) => {
      const { kill, start } = lab.database;
      if (kill === undefined || start === undefined) throw new Error('the database is not ours');
      const load = await whenLoaded(() => undefined);
      const healedAt = performance.now();
      await kill();
      await wait(outageMs);
      await start();
      return { ...load, hub, healedAt };
    },
  };
}
