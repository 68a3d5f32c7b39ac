import { createInterface } from 'node:readline';
import { checkJournals } from './oracle/check-journals.ts';
import type { ObservedState } from './oracle/observed-state.ts';

/** The oracle as a process: one line of JSON in, the states; one line out, the report. */
async function report(): Promise<void> {
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  const first = await lines.next();
  if (first.done === true) throw new Error('no states on standard input');
  const { states } = JSON.parse(first.value) as { states: readonly ObservedState[] };
  process.stdout.write(`${JSON.stringify(await checkJournals(states))}\n`);
  await lines.next();
}

await report();
