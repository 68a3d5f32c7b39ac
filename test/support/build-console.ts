import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PROJECT_ROOT } from '../../hub/project-root.ts';

/** Builds the console unless what is built is newer than all of its sources. */
export async function buildConsole(): Promise<void> {
  await promisify(execFile)(process.execPath, [join(PROJECT_ROOT, 'bin', 'build-console.js')]);
}
