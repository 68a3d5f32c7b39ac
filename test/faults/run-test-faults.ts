import { parseArgs } from 'node:util';
import { TEST_NEEDS, meetNeeds } from '../support/needs.ts';
import { FAULT_KINDS } from './fault-kinds.ts';
import { runFaults } from './fault-run.ts';
import { describeFaults } from './fault-table.ts';

const USAGE = `usage: npm run test:faults -- [KIND …] [--times N | --full] [--seed TEXT]
kinds: ${[...FAULT_KINDS.keys()].join(', ')}`;

/**
 * `npm run test:faults`: lets faults of the named kinds, or of all, happen to a hub under load, each kind
 * in a lab of its own, and prints a table for each. Exit code 0 when nothing is wrong, 1 otherwise, 2 for
 * wrong use or when the machine lacks something.
 */
export async function runTestFaults(args: readonly string[]): Promise<number> {
  const order = readOrder(args);
  if (order === undefined) {
    console.log(USAGE);
    return 2;
  }
  const lacking = await meetNeeds(TEST_NEEDS, process.getuid?.() === 0);
  if (lacking !== undefined) {
    console.error(lacking);
    return 2;
  }
  const signal = interruption();
  let wrong = 0;
  for (const [name, kind] of order.kinds) {
    const times = order.times ?? (order.full ? kind.times.full : kind.times.short);
    console.log(`${name}: ${times} times, seed ${order.seed}`);
    const report = await kind.run({ seed: order.seed, times }, (options) =>
      runFaults({
        ...options,
        signal,
        progress: (text) => {
          console.log(`  … ${text}`);
        },
      }),
    );
    for (const line of describeFaults(report)) console.log(line);
    wrong += report.wrong.length;
  }
  console.log(wrong === 0 ? 'faults: nothing wrong' : `faults: ${wrong} kinds of wrong`);
  return wrong === 0 ? 0 : 1;
}

/** Aborts when somebody ends the run, which then still cleans up. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      controller.abort();
    });
  }
  return controller.signal;
}

function readOrder(args: readonly string[]) {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        times: { type: 'string' },
        full: { type: 'boolean', default: false },
        seed: { type: 'string', default: '2026' },
      },
    });
    const names = positionals.length === 0 ? [...FAULT_KINDS.keys()] : positionals;
    const kinds = names.map((name) => {
      const kind = FAULT_KINDS.get(name);
      if (kind === undefined) throw new TypeError('there is no such kind');
      return [name, kind] as const;
    });
    const times = values.times === undefined ? undefined : Number(values.times);
    if (times !== undefined && !(Number.isSafeInteger(times) && times > 0)) return undefined;
    return { kinds, times, full: values.full, seed: values.seed };
  } catch {
    return undefined;
  }
}
