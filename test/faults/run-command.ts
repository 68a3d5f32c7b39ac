import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../hub/project-root.ts';

const COMMAND = join(PROJECT_ROOT, 'bin', 'compact-hub.js');
const WITHIN_MS = 120_000;

/**
 * Runs `compact-hub` in a process of its own with nothing of this one's environment but where
 * programs and the home are. Resolves with what it printed; rejects, with that, when it does not
 * end with 0 in time.
 */
export function runCommand(
  environment: Readonly<Record<string, string>>,
  args: readonly string[],
): Promise<string> {
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment };
  const options = { env, timeout: WITHIN_MS, maxBuffer: 64 * 2 ** 20 };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [COMMAND, ...args], options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`compact-hub ${args.join(' ')}: ${stdout}${stderr}`));
    });
  });
}
