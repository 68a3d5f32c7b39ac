import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PROJECT_ROOT } from '../../hub/project-root.ts';
import { formatted } from '../../scripts/formatted.ts';
import { DEFECTS } from '../faults/known-defects.ts';
import { type EvidenceResult, type ShowEvidence, evidenceTable } from './evidence.ts';
import { adapters } from './adapters.ts';
import { mainJob } from './main-job.ts';
import { RULES_DEFECTS } from './rules-defects.ts';
import { rules } from './rules.ts';

interface Evidence {
  readonly show: ShowEvidence;
  /** What `--break` may switch on. */
  readonly defects: readonly string[];
}

/** By name: what `npm run evidence -- NAME` shows. */
const EVIDENCE: ReadonlyMap<string, Evidence> = new Map<string, Evidence>([
  ['main-job', { show: mainJob, defects: DEFECTS }],
  ['adapters', { show: adapters, defects: [] }],
  ['rules', { show: rules, defects: RULES_DEFECTS }],
]);

const RESULTS = join(PROJECT_ROOT, 'docs', 'evidence');
const USAGE =
  'usage: npm run evidence -- [NAME] [--full] [--seed N] [--json FILE] [--break DEFECT]';

interface Order {
  readonly name: string;
  readonly evidence: Evidence;
  readonly full: boolean;
  readonly seed: number;
  readonly json: string | undefined;
  readonly defect: string | undefined;
}

/** Exit code 0 when every line holds, 1 when one falls short, 2 for wrong use. */
export async function runEvidence(args: readonly string[]): Promise<number> {
  if (args.length === 0) return listResults();
  const order = readOrder(args);
  if (typeof order === 'string') {
    console.log(`${order}; ${USAGE}`);
    return 2;
  }
  const { name, evidence, full, seed, json, defect } = order;
  const signal = interruption();
  const progress = (text: string): void => {
    console.log(`  … ${text}`);
  };
  const lines = await evidence.show({ full, seed, defect, progress, signal });
  const holds = lines.length > 0 && lines.every((line) => line.holds);
  const date = new Date().toISOString().slice(0, 10);
  const result: EvidenceResult = { name, seed, commit: currentCommit(), date, full, holds, lines };
  console.log(evidenceTable(result));
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(result, null, 2)}\n`);
  // What is broken on purpose, or was cut short, is no result to keep.
  if (defect === undefined && !signal.aborted) await keepResult(result);
  const short = lines.filter((line) => !line.holds).map(({ line }) => line);
  console.log(`evidence ${name}: ${holds ? 'holds' : `falls short: ${short.join('; ')}`}`);
  return holds ? 0 : 1;
}

/** What is asked for, or what is wrong with it. */
function readOrder(args: readonly string[]): Order | string {
  try {
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
    const [name = '', ...others] = positionals;
    const evidence = EVIDENCE.get(name);
    if (evidence === undefined || others.length > 0) {
      return `one name is needed: ${[...EVIDENCE.keys()].join(', ')}`;
    }
    const { full, json, break: defect } = values;
    const seed = Number(values.seed);
    if (!Number.isSafeInteger(seed)) return 'the seed is a whole number';
    if (defect !== undefined && !evidence.defects.includes(defect)) {
      return `what can be broken: ${evidence.defects.join(', ')}`;
    }
    return { name, evidence, full, seed, json, defect };
  } catch (error) {
    return error instanceof Error ? error.message : 'wrong arguments';
  }
}

/** Aborts when somebody ends the run, which then still cleans up. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => {
      controller.abort();
    });
  }
  return controller.signal;
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

async function keepResult(result: EvidenceResult): Promise<void> {
  mkdirSync(RESULTS, { recursive: true });
  const kept = join('docs', 'evidence', `${result.name}.json`);
  await writeFormatted(kept, JSON.stringify(result, null, 2));
  const results = [...EVIDENCE.keys()]
    .map((name) => join(RESULTS, `${name}.json`))
    .filter((file) => existsSync(file))
    .map((file) => JSON.parse(readFileSync(file, 'utf8')) as EvidenceResult);
  await writeFormatted(join('docs', 'evidence.md'), evidencePage(results));
}

async function writeFormatted(path: string, text: string): Promise<void> {
  writeFileSync(join(PROJECT_ROOT, path), await formatted(path, text));
}

function evidencePage(results: readonly EvidenceResult[]): string {
  const sections = results.map((result) => {
    const rows = result.lines.map(
      ({ line, bar, figure, cases, holds }) =>
        `| ${line} | ${bar} | ${figure.replaceAll('|', '/')} | ${cases} | ${holds ? 'holds' : 'falls short'} |`,
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
