import { appendFileSync } from 'node:fs';
import Mocha from 'mocha';

/** A test that failed, with the first lines of its error. */
export interface FailedTest {
  readonly title: string;
  readonly error: string;
}

const MOST_LINES = 12;

/**
 * Mocha's usual output; besides, a line for each result into the file TEST_RESULTS_FILE, so that
 * `npm test` counts them also when mocha dies in between: `p`, `s` (skipped), or `f` and what failed.
 * Into the file TEST_TITLES_FILE, which the processes of a run share, goes which test it was.
 */
class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    noteTitles(runner);
    const file = process.env['TEST_RESULTS_FILE'];
    if (file === undefined) return;
    const append = (line: string): void => {
      appendFileSync(file, `${line}\n`);
    };
    runner.on('pass', () => {
      append('p');
    });
    runner.on('pending', () => {
      append('s');
    });
    runner.on('fail', (test: Mocha.Runnable, error: unknown) => {
      const failed: FailedTest = { title: test.fullTitle(), error: wordsOf(error) };
      append(`f${JSON.stringify(failed)}`);
    });
  }
}

function noteTitles(runner: Mocha.Runner): void {
  const file = process.env['TEST_TITLES_FILE'];
  if (file === undefined) return;
  const note =
    (passed: boolean) =>
    (test: Mocha.Runnable): void => {
      appendFileSync(file, `${JSON.stringify({ titles: test.titlePath(), passed })}\n`);
    };
  runner.on('pass', note(true));
  runner.on('fail', note(false));
}

function wordsOf(error: unknown): string {
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return words.split('\n').slice(0, MOST_LINES).join('\n');
}

// Mocha takes a reporter by its default export.
export { CountingReporter as default };
