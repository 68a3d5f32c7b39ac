import { once } from 'node:events';
import { runHub } from '../../hub/cli/run-hub.ts';
import { readConfig } from '../../hub/config.ts';
import { CRASH_POINTS, type CrashPoint, tellingDecorators } from './crash-points.ts';
import { DEFECTS, type Defect, withDefect } from './known-defects.ts';

/**
 * A hub as a process of its own that can be told, over the channel to its parent, to kill itself the
 * nth time it comes to a point: no handler runs, no buffer is flushed, as with any SIGKILL.
 */
interface Order {
  readonly killAt: CrashPoint;
  readonly visits: number;
}

let order: Order | undefined;
let left = 0;

function reach(point: CrashPoint): void {
  if (order?.killAt !== point) return;
  left -= 1;
  if (left > 0) return;
  process.kill(process.pid, 'SIGKILL');
}

function readOrder(message: unknown): Order | undefined {
  const { killAt, visits } = message as Partial<Order>;
  const known = CRASH_POINTS.find((point) => point === killAt);
  return known === undefined ? undefined : { killAt: known, visits: visits ?? 1 };
}

const defect = DEFECTS.find((name): name is Defect => name === process.argv[2]);
const leaseMs = Number(process.argv[3] ?? 2_000);
const hub = await runHub({
  config: readConfig(process.env, process.cwd()),
  softwareVersion: 'fault-test',
  settings: { leaseMs, rates: undefined },
  decorate: withDefect(tellingDecorators(reach), defect),
});
process.on('message', (message) => {
  order = readOrder(message);
  left = order?.visits ?? 0;
});
process.send?.({ url: hub.url });
await Promise.race([once(process, 'SIGTERM'), once(process, 'disconnect')]);
await hub.stop();
process.exit(0);
