// `compact-hub bench fill`: a year of activities in an empty database (docs/performance.md).
import { parseArgs } from 'node:util';
import { readConfig } from '../../../hub/config.ts';
import { openedDatabase } from '../../../hub/cli/run-hub.ts';
import { FILL_SETTINGS, HoldsTraffic, fillDatabase } from './fill-database.ts';

const { values, positionals } = parseArgs({
  args: process.argv.slice(2),
  options: { seed: { type: 'string' } },
  allowPositionals: true,
});
const [text = ''] = positionals;
const activities = Number(text);
if (positionals.length !== 1 || !Number.isSafeInteger(activities) || activities < 1) {
  console.error('fill takes the number of activities');
  process.exit(2);
}
const interrupted = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.once(name, () => {
    interrupted.abort();
  });
}
const config = readConfig(process.env, process.cwd());
const database = await openedDatabase(config, FILL_SETTINGS);
try {
  const report = await fillDatabase({
    config,
    databaseUrl: database.url,
    activities,
    seed: values.seed ?? '1',
    softwareVersion: '0.0.0-fill',
    signal: interrupted.signal,
    progress: (line) => {
      console.log(line);
    },
    until: new Date(),
  });
  const { seconds, cases, leaves } = report;
  const rate = report.activities / seconds;
  const perActivity = leaves / report.activities;
  console.log(
    `${report.activities} activities of ${cases} cases with ${leaves} leaves (${perActivity.toFixed(1)} each), sequenced and signed, in ${seconds.toFixed(1)} s: ${rate.toFixed(0)}/s`,
  );
} catch (error) {
  if (!(error instanceof HoldsTraffic)) throw error;
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await database.stop();
}
