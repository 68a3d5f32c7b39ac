import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { PROJECT_ROOT } from '../../hub/project-root.ts';
import { startEmbeddedPostgres } from '../../hub/store/embedded-postgres.ts';
import { TEST_NEEDS, meetNeeds } from './needs.ts';
import { removeLeftFolders } from './left-folders.ts';
import { makeReachableFolder } from './reachable-folder.ts';
import { TEST_SETTINGS } from './test-server.ts';

const ALL_TESTS = 'test/**/*.test.ts';
const FOLDER_PREFIX = 'compact-hub-test-';

/**
 * Runs the named test files, or all, on a PostgreSQL server of their own, and prints the counts last.
 * Returns the exit code: 0 all passed, 1 a test failed or none ran, 2 the machine lacks something.
 */
export async function runTests(files: readonly string[]): Promise<number> {
  const interrupted = interruption();
  const problem = await meetNeeds(TEST_NEEDS, process.getuid?.() === 0);
  if (problem !== undefined) {
    console.error(problem);
    return 2;
  }
  await removeLeftFolders(FOLDER_PREFIX);
  const folder = await makeReachableFolder(`${FOLDER_PREFIX}${process.pid}-`);
  const data = join(folder, 'database');
  const database = await startEmbeddedPostgres({ dataDirectory: data, settings: TEST_SETTINGS });
  const results = join(folder, 'results');
  try {
    const environment = { TEST_DATABASE_URL: database.url, TEST_RESULTS_FILE: results };
    const code = await runMocha(files, environment, interrupted);
    return report(await readFile(results, 'utf8').catch(() => ''), code);
  } finally {
    await database.stop();
    await rm(folder, { recursive: true });
  }
}

/** Aborts when somebody ends the run, which then still cleans up. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      controller.abort();
    });
  }
  return controller.signal;
}

/** Mocha in a process group of its own, so that whatever a test leaves ends with it. */
async function runMocha(
  files: readonly string[],
  environment: Readonly<Record<string, string>>,
  interrupted: AbortSignal,
): Promise<number> {
  const mocha = join(PROJECT_ROOT, 'node_modules', 'mocha', 'lib', 'cli', 'cli.js');
  const reporter = join(import.meta.dirname, 'counting-reporter.ts');
  const args = ['--import', 'tsx', mocha, '--reporter', reporter];
  const child = spawn(process.execPath, [...args, ...(files.length > 0 ? files : [ALL_TESTS])], {
    cwd: PROJECT_ROOT,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  });
  interrupted.addEventListener('abort', () => void endGroup(child));
  if (interrupted.aborted) signalGroup(child, 'SIGKILL');
  const [code] = (await once(child, 'exit')) as [number | null];
  signalGroup(child, 'SIGKILL');
  return code ?? 1;
}

async function endGroup(child: ChildProcess): Promise<void> {
  signalGroup(child, 'SIGINT');
  await wait(3_000);
  signalGroup(child, 'SIGKILL');
}

function signalGroup(child: ChildProcess, signal: 'SIGINT' | 'SIGKILL'): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch {
    // the group is gone
  }
}

function report(results: string, code: number): number {
  const count = (letter: string): number => results.split(letter).length - 1;
  const [passed, skipped] = [count('p'), count('s')];
  // A run that breaks off, or in which nothing ran, is a failure of its own.
  const brokeOff = code !== 0 && count('f') === 0;
  const failed = count('f') + (brokeOff || passed === 0 ? 1 : 0);
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  return failed > 0 ? 1 : 0;
}
