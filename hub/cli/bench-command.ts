import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../project-root.ts';
import { type Command, FOUND_WRONG, UsageError, parseCommandLine } from './command.ts';

const BENCH = join(PROJECT_ROOT, 'test', 'bench');

/** Runs the bench of a checkout, or fills a database, in a process of its own (docs/performance.md). */
export const benchCommand: Command = {
  name: 'bench',
  usage:
    'bench [--only accept|end-to-end|sequencer|soak|mapping] [--quick] [--json FILE] | bench fill N [--seed S]',
  summary:
    'measures the hub against a naive relay on this machine, about 25 minutes; or writes N made-up activities into an empty database',
  run: async (args, { signal, print }) => {
    const script = args[0] === 'fill' ? fillScript(args.slice(1)) : benchScript(args);
    if (!existsSync(BENCH))
      throw new UsageError('the bench is part of a checkout, not of a package');
    const child = spawn(process.execPath, ['--import', 'tsx', ...script], {
      stdio: 'inherit',
      // A group of its own: Ctrl-C reaches it once, from here.
      detached: true,
    });
    const end = (): void => void child.kill('SIGINT');
    signal.addEventListener('abort', end, { once: true });
    const [code] = (await once(child, 'exit')) as [number | null];
    signal.removeEventListener('abort', end);
    if (code === null) print('the bench was ended');
    return code ?? FOUND_WRONG;
  },
};

function benchScript(args: readonly string[]): string[] {
  parseCommandLine(args, {
    only: { type: 'string' },
    json: { type: 'string' },
    quick: { type: 'boolean' },
    profile: { type: 'string' },
  });
  return [join(BENCH, 'main.ts'), ...args];
}

function fillScript(args: readonly string[]): string[] {
  const { positionals } = parseCommandLine(args, { seed: { type: 'string' } });
  const [count = ''] = positionals;
  if (positionals.length !== 1 || !/^[1-9]\d*$/.test(count)) {
    throw new UsageError('fill takes the number of activities');
  }
  return [join(BENCH, 'fill', 'main.ts'), ...args];
}
