import { appendFileSync } from 'node:fs';
import Mocha from 'mocha';

/** The result of a test as one letter: `npm test` counts them, also when mocha dies in between. */
const LETTERS = { pass: 'p', fail: 'f', pending: 's' } as const;

/** Mocha's usual output; besides, one letter for each result into the file TEST_RESULTS_FILE. */
class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const file = process.env['TEST_RESULTS_FILE'];
    if (file === undefined) return;
    for (const [event, letter] of Object.entries(LETTERS)) {
      runner.on(event as 'pass', () => {
        appendFileSync(file, letter);
      });
    }
  }
}

// Mocha takes a reporter by its default export.
export { CountingReporter as default };
