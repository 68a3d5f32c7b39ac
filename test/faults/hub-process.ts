// A hub as a process of its own that can be told, over the channel to its parent, to kill itself the
// nth time it comes to a point: no handler runs, no buffer is flushed, as with any SIGKILL.
import { once } from 'node:events';
import { runHub } from '../../hub/cli/run-hub.ts';
import { readConfig } from '../../hub/config.ts';
import { CRASH_POINTS, type CrashPoint, tellingDecorators } from './crash-points.ts';
import { DEFECTS, type Defect, withDefect } from './known-defects.ts';
import { countOpenRequests } from './open-requests.ts';

export interface HubProcessOptions {
  /** Whether it can be told to kill itself at a point: all of its work is then on one thread. */
  readonly tellsPoints: boolean;
  readonly defect: Defect | undefined;
  readonly leaseMs: number;
  /** Where the number of open requests stands, also after the process was killed. */
  readonly openRequestsFile: string;
}

/** To its parent, once. */
export interface HubReady {
  readonly url: string;
}

/** From its parent: replaces the order before it. */
export interface KillOrder {
  readonly killAt: CrashPoint;
  readonly visits: number;
  /** A visit counts only while at least so many requests are open. */
  readonly leastOpen: number;
}

let order: KillOrder | undefined;
let left = 0;

function reach(point: CrashPoint): void {
  if (order?.killAt !== point || openRequests() < order.leastOpen) return;
  left -= 1;
  if (left > 0) return;
  process.kill(process.pid, 'SIGKILL');
}

function readOrder(message: unknown): KillOrder | undefined {
  const { killAt, visits = 1, leastOpen = 0 } = message as Partial<KillOrder>;
  const known = CRASH_POINTS.find((point) => point === killAt);
  return known === undefined ? undefined : { killAt: known, visits, leastOpen };
}

const options = JSON.parse(process.argv[2] ?? '{}') as HubProcessOptions;
const defect = DEFECTS.find((name) => name === options.defect);
const openRequests = countOpenRequests(options.openRequestsFile);
const hub = await runHub({
  config: readConfig(process.env, process.cwd()),
  softwareVersion: 'fault-test',
  settings: { leaseMs: options.leaseMs, rates: undefined },
  ...(options.tellsPoints || defect !== undefined
    ? { decorate: withDefect(tellingDecorators(reach), defect) }
    : {}),
});
process.on('message', (message) => {
  order = readOrder(message);
  left = order?.visits ?? 0;
});
process.send?.({ url: hub.url } satisfies HubReady);
await Promise.race([once(process, 'SIGTERM'), once(process, 'disconnect')]);
await hub.stop();
process.exit(0);
