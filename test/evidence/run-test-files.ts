import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../hub/project-root.ts';

/** A test that ran: its titles from the outermost `describe` inwards. */
export interface RanTest {
  readonly titles: readonly string[];
  readonly passed: boolean;
}

export interface TestFilesRun {
  /** As the runner counts them. */
  readonly passed: number;
  readonly failed: number;
  readonly tests: readonly RanTest[];
}

export interface TestFilesOptions {
  /** Options of mocha, such as `--grep`. */
  readonly options?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/** Runs these test files as `npm test` does. Rejects where it printed no counts. */
export async function runTestFiles(
  files: readonly string[],
  { options = [], environment = {}, signal }: TestFilesOptions = {},
): Promise<TestFilesRun> {
  const folder = await mkdtemp(join(tmpdir(), 'compact-hub-ran-'));
  const titlesFile = join(folder, 'titles');
  try {
    const env = { ...process.env, ...environment, TEST_TITLES_FILE: titlesFile };
    const said = await outputOf([...files, ...options], env, signal);
    const [, passed, failed] = /(\d+) passed, (\d+) failed[^\n]*\s*$/.exec(said) ?? [];
    if (passed === undefined) throw new Error('the tests did not run');
    const lines = (await readFile(titlesFile, 'utf8').catch(() => '')).split('\n').slice(0, -1);
    const tests = lines.map((line) => JSON.parse(line) as RanTest);
    return { passed: Number(passed), failed: Number(failed), tests };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function outputOf(
  words: readonly string[],
  env: NodeJS.ProcessEnv,
  signal: AbortSignal | undefined,
): Promise<string> {
  const command = join(PROJECT_ROOT, 'bin', 'run-tests.js');
  const options = { cwd: PROJECT_ROOT, env, maxBuffer: 64 * 2 ** 20, ...(signal && { signal }) };
  return new Promise((resolve) => {
    // The exit code says no more than the counts do.
    execFile(process.execPath, [command, ...words], options, (_error, stdout) => {
      resolve(stdout);
    });
  });
}
