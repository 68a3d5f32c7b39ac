import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../hub/store/embedded-postgres.ts';
import { removeLeftFolders } from './left-folders.ts';
import { type MochaResults, runMocha } from './mocha-process.ts';
import { TEST_NEEDS, meetNeeds } from './needs.ts';
import { makeReachableFolder } from './reachable-folder.ts';
import { TEST_SETTINGS } from './test-server.ts';
import { allTestFiles, sharesOf } from './test-shares.ts';

const FOLDER_PREFIX = 'compact-hub-test-';

/** More at a time would wait for each other on the one database. */
const MOST_PROCESSES = 4;

/** Where a run keeps its results, and what its tests find in their environment. */
interface TestRun {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly interrupted: AbortSignal;
}

/**
 * Runs the named test files, or all, on a PostgreSQL server of their own, and prints the counts last.
 * Words from the first that begins with `-` are options of mocha. Returns the exit code: 0 all passed,
 * 1 a test failed or none ran, 2 the machine lacks something.
 */
export async function runTests(words: readonly string[]): Promise<number> {
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
  try {
    const environment = { TEST_DATABASE_URL: database.url };
    return report(await runAll(words, { folder, environment, interrupted }));
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

/** As many processes at a time as the machine has cores; one alone prints as it goes. */
async function runAll(words: readonly string[], run: TestRun): Promise<MochaResults[]> {
  const at = words.findIndex((word) => word.startsWith('-'));
  const options = at < 0 ? [] : words.slice(at);
  const named = at < 0 ? words : words.slice(0, at);
  const shares = sharesOf(named.length > 0 ? named : await allTestFiles());
  const output = shares.length === 1 ? 'at once' : 'at the end';
  const waiting = shares.entries();
  const results: MochaResults[] = [];
  const takeShares = async (): Promise<void> => {
    for (const [index, files] of waiting) {
      if (run.interrupted.aborted) return;
      const resultsFile = join(run.folder, `results-${index}`);
      const order = { args: [...files, ...options], environment: run.environment };
      const begun = performance.now();
      results.push(await runMocha({ ...order, resultsFile, output }, run.interrupted));
      const seconds = Math.round((performance.now() - begun) / 1_000);
      if (shares.length > 1) console.log(`${seconds} s for ${files.join(' ')}\n`);
    }
  };
  const processes = Math.min(availableParallelism(), MOST_PROCESSES);
  await Promise.all(Array.from({ length: processes }, takeShares));
  return results;
}

function report(results: readonly MochaResults[]): number {
  const sum = (count: (one: MochaResults) => number): number =>
    results.reduce((total, one) => total + count(one), 0);
  const passed = sum((one) => one.passed);
  // A run in which nothing ran is a failure of its own.
  const failed = sum((one) => one.failed) || (passed === 0 ? 1 : 0);
  const skipped = sum((one) => one.skipped);
  if (results.length > 1) {
    for (const { title, error } of results.flatMap(({ failures }) => failures)) {
      console.log(`\nFAILED ${title}\n${error}`);
    }
  }
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  return failed > 0 ? 1 : 0;
}
