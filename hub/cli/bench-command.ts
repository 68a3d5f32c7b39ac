import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../project-root.ts';
import { type Command, FOUND_WRONG, UsageError, parseCommandLine } from './command.ts';

const BENCH = join(PROJECT_ROOT, 'test', 'bench', 'main.ts');

/** Runs the bench of a checkout in a process of its own (docs/performance.md). */
export const benchCommand: Command = {
  name: 'bench',
  usage: 'bench [--only accept|end-to-end|sequencer|soak|mapping] [--quick] [--json FILE]',
  summary: 'measures the hub against a naive relay on this machine, about 25 minutes',
  run: async (args, { signal, print }) => {
    parseCommandLine(args, {
      only: { type: 'string' },
      json: { type: 'string' },
      quick: { type: 'boolean' },
      profile: { type: 'string' },
    });
    if (!existsSync(BENCH))
      throw new UsageError('the bench is part of a checkout, not of a package');
    const child = spawn(process.execPath, ['--import', 'tsx', BENCH, ...args], {
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
