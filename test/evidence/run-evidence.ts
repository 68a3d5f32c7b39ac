import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PROJECT_ROOT } from '../../hub/project-root.ts';
import { type EvidenceResult, type ShowEvidence, evidenceTable } from './evidence.ts';
import { mainJob } from './main-job.ts';

/** By name: what `npm run evidence -- NAME` shows. */
const EVIDENCE: ReadonlyMap<string, ShowEvidence> = new Map([['main-job', mainJob]]);

const RESULTS = join(PROJECT_ROOT, 'docs', 'evidence');
const USAGE =
  'usage: npm run evidence -- [NAME] [--full] [--seed N] [--json FILE] [--break DEFECT]';

/** Exit code 0 when every line holds, 1 when one falls short, 2 for wrong use. */
export async function runEvidence(args: readonly string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      full: { type: 'boolean', default: false },
      seed: { type: 'string', default: '2026' },
      json: { type: 'string' },
      break: { type: 'string' },
    },
  });
  const [name] = positionals;
  if (name === undefined) return listResults();
  const show = EVIDENCE.get(name);
  if (show === undefined) {
    console.log(`there is no evidence ${name}; ${USAGE}`);
    return 2;
  }
  const seed = Number(values.seed);
  const lines = await show({
    full: values.full,
    seed,
    defect: values.break,
    progress: (text) => {
      console.log(`  … ${text}`);
    },
  });
  const holds = lines.length > 0 && lines.every((line) => line.holds);
  const date = new Date().toISOString().slice(0, 10);
  const { full } = values;
  const result: EvidenceResult = { name, seed, commit: currentCommit(), date, full, holds, lines };
  console.log(evidenceTable(result));
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`);
  // What is broken on purpose is no result to keep.
  if (values.break === undefined) keepResult(result);
  const short = lines.filter((line) => !line.holds).map(({ line }) => line);
  console.log(`evidence ${name}: ${holds ? 'holds' : `falls short: ${short.join('; ')}`}`);
  return holds ? 0 : 1;
}

function listResults(): number {
  for (const name of EVIDENCE.keys()) {
    const file = join(RESULTS, `${name}.json`);
    if (!existsSync(file)) {
      console.log(`${name}: no result yet`);
      continue;
    }
    const last = JSON.parse(readFileSync(file, 'utf8')) as EvidenceResult;
    const verdict = last.holds ? 'holds' : 'falls short';
    console.log(`${name}: ${verdict} (${last.date}, commit ${last.commit.slice(0, 8)})`);
  }
  console.log(USAGE);
  return 0;
}

function keepResult(result: EvidenceResult): void {
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(join(RESULTS, `${result.name}.json`), `${JSON.stringify(result, null, 2)}\n`);
  const results = [...EVIDENCE.keys()]
    .map((name) => join(RESULTS, `${name}.json`))
    .filter((file) => existsSync(file))
    .map((file) => JSON.parse(readFileSync(file, 'utf8')) as EvidenceResult);
  writeFileSync(join(PROJECT_ROOT, 'docs', 'evidence.md'), evidencePage(results));
}

function evidencePage(results: readonly EvidenceResult[]): string {
  const sections = results.map((result) => {
    const rows = result.lines.map(
      ({ line, bar, figure, cases, holds }) =>
        `| ${line} | ${bar} | ${figure} | ${cases} | ${holds ? 'holds' : 'falls short'} |`,
    );
    const form = result.full ? 'long form' : 'short form';
    return [
      `## ${result.name}`,
      '',
      `${result.date}, commit ${result.commit.slice(0, 8)}, seed ${result.seed}, ${form}.`,
      '',
      '| line | bar | figure | cases | |',
      '|---|---|---|---|---|',
      ...rows,
    ].join('\n');
  });
  const intro =
    'Each claim has a command behind it: `npm run evidence -- NAME` computes every figure afresh and ' +
    'writes this page. With `--break DEFECT` a known defect is switched on and the run must fall short.';
  return ['# Evidence', '', intro, '', sections.join('\n\n'), ''].join('\n');
}

function currentCommit(): string {
  try {
    const options = { cwd: PROJECT_ROOT, encoding: 'utf8' } as const;
    return execFileSync('git', ['rev-parse', 'HEAD'], options).trim();
  } catch {
    return 'unknown';
  }
}
