// A hub as a process of its own that can be told, over the channel to its parent, to fail the nth time it
// comes to a point, or to kill itself there: no handler runs, no buffer is flushed, as with any SIGKILL.
import { once } from 'node:events';
import type * as RunHub from '../../hub/cli/run-hub.ts';
import type * as ReadConfig from '../../hub/config.ts';
import { loadCompiled } from '../support/load-compiled.ts';
import { type Moment, tellingDecorators } from './crash-points.ts';
import { DEFECTS, type Defect, withDefect } from './known-defects.ts';
import { countOpenRequests } from './open-requests.ts';
import { CRASH_POINTS, type CrashPoint } from './point-table.ts';

export interface HubProcessOptions {
  /** Whether it can be told to fail at a point: all of its work is then on one thread. */
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

/** To its parent, when the call of the order has failed. */
export const FAILED_AS_ORDERED = 'failed-as-ordered';

/** From its parent: replaces the order before it. */
export interface FaultOrder {
  readonly point: CrashPoint;
  readonly moment: Moment;
  readonly how: 'kill' | 'fail';
  readonly visits: number;
  /** A visit counts only while at least so many requests are open. */
  readonly leastOpen: number;
}

let order: FaultOrder | undefined;
let left = 0;

/** Whether the call fails. */
function reach(point: CrashPoint, moment: Moment): boolean {
  if (order?.point !== point || order.moment !== moment) return false;
  if (openRequests() < order.leastOpen) return false;
  left -= 1;
  if (left > 0) return false;
  if (order.how === 'kill') process.kill(process.pid, 'SIGKILL');
  order = undefined;
  process.send?.(FAILED_AS_ORDERED);
  return true;
}

function readOrder(message: unknown): FaultOrder | undefined {
  const {
    point,
    moment = 'after',
    how = 'kill',
    visits = 1,
    leastOpen = 0,
  } = message as Partial<FaultOrder>;
  const known = CRASH_POINTS.find((name) => name === point);
  return known === undefined ? undefined : { point: known, moment, how, visits, leastOpen };
}

const options = JSON.parse(process.argv[2] ?? '{}') as HubProcessOptions;
const defect = DEFECTS.find((name) => name === options.defect);
const openRequests = countOpenRequests(options.openRequestsFile);
// Its ways in are taken from where the command takes them; the imports above are types, or the test's own.
const { runHub } = (await loadCompiled('hub/cli/run-hub.ts')) as typeof RunHub;
const { readConfig } = (await loadCompiled('hub/config.ts')) as typeof ReadConfig;
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
