// The bench as a command: `npm run bench` (docs/performance.md).
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { PROJECT_ROOT } from '../../hub/project-root.ts';
import { type BenchPlan, FULL_PLAN, PARTS, QUICK_PLAN } from './bench-plan.ts';
import { tableOf } from './bench-report.ts';
import { runBench } from './run-bench.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    only: { type: 'string' },
    quick: { type: 'boolean' },
    profile: { type: 'string' },
  },
});

function planned(): BenchPlan {
  const plan = values.quick === true ? QUICK_PLAN : FULL_PLAN;
  if (values.only === undefined) return plan;
  const asked = values.only.split(',');
  const parts = PARTS.filter((part) => asked.includes(part));
  if (parts.length < asked.length) {
    console.error(`--only takes ${PARTS.join(', ')}, with commas between`);
    process.exit(2);
  }
  return { ...plan, parts: new Set(parts) };
}

function commit(): string {
  try {
    const options = { cwd: PROJECT_ROOT, encoding: 'utf8' } as const;
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], options).trim();
  } catch {
    return 'unknown';
  }
}

const interrupted = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.once(name, () => {
    interrupted.abort();
  });
}
const { profile } = values;
const report = await runBench({
  plan: planned(),
  commit: commit(),
  signal: interrupted.signal,
  progress: (line) => {
    console.log(line);
  },
  nodeOptions: profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`],
});
for (const line of ['', ...tableOf(report)]) console.log(line);
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
process.exit(report.holds ? 0 : 1);
