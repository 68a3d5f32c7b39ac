import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { PROJECT_ROOT } from '../../hub/project-root.ts';
import { TEST_NEEDS, meetNeeds } from '../support/needs.ts';
import { stopTestServer } from '../support/test-server.ts';
import { DEFECTS } from '../faults/known-defects.ts';
import {
  type EvidenceLine,
  type EvidenceResult,
  type ShowEvidence,
  evidenceTable,
} from './evidence.ts';
import { adapters } from './adapters.ts';
import { CONSOLE_PARTS, consoleEvidence } from './console.ts';
import { CONSOLE_DEFECTS } from './console/console-defects.ts';
import { FAULT_DEFECTS, FAULT_PARTS, faults } from './faults.ts';
import { type KeptResult, keepResult, mergeResult, readKept } from './kept-results.ts';
import { LEDGER_DEFECTS } from './ledger-defects.ts';
import { LEDGER_PARTS, ledger } from './ledger.ts';
import { mainJob } from './main-job.ts';
import { RULES_DEFECTS } from './rules-defects.ts';
import { rules } from './rules.ts';

interface Evidence {
  readonly show: ShowEvidence;
  /** What `--break` may switch on. */
  readonly defects: readonly string[];
  /** What can be shown by itself, and is kept as soon as it was. */
  readonly parts?: readonly string[];
}

/** By name: what `npm run evidence -- NAME` shows. */
const EVIDENCE: ReadonlyMap<string, Evidence> = new Map<string, Evidence>([
  ['main-job', { show: mainJob, defects: DEFECTS }],
  ['adapters', { show: adapters, defects: [] }],
  ['rules', { show: rules, defects: RULES_DEFECTS }],
  ['faults', { show: faults, defects: FAULT_DEFECTS, parts: FAULT_PARTS }],
  ['ledger', { show: ledger, defects: LEDGER_DEFECTS, parts: LEDGER_PARTS }],
  ['console', { show: consoleEvidence, defects: CONSOLE_DEFECTS, parts: CONSOLE_PARTS }],
]);

const USAGE =
  'usage: npm run evidence -- [NAME [PART …]] [--full] [--seed N] [--json FILE] [--break DEFECT]';

interface Order {
  readonly name: string;
  readonly evidence: Evidence;
  /** One run each; one run of everything where there are none. */
  readonly parts: readonly (string | undefined)[];
  readonly full: boolean;
  readonly seed: number;
  readonly json: string | undefined;
  readonly defect: string | undefined;
}

/** Exit code 0 when every line holds, 1 when one falls short, 2 for wrong use or when the machine lacks something. */
export async function runEvidence(args: readonly string[]): Promise<number> {
  if (args.length === 0) return listResults();
  const order = readOrder(args);
  if (typeof order === 'string') {
    console.log(`${order}; ${USAGE}`);
    return 2;
  }
  const lacking = await meetNeeds(TEST_NEEDS, process.getuid?.() === 0);
  if (lacking !== undefined) {
    console.error(lacking);
    return 2;
  }
  const lines: EvidenceLine[] = [];
  const signal = interruption();
  try {
    for (const part of order.parts) {
      if (signal.aborted) break;
      lines.push(...(await showPart(order, part, signal)));
    }
  } finally {
    await stopTestServer();
  }
  const result = resultOf(order, lines);
  console.log(evidenceTable(result));
  if (order.json !== undefined) writeFileSync(order.json, `${JSON.stringify(result, null, 2)}\n`);
  const short = lines.filter((line) => !line.holds).map(({ line }) => line);
  const verdict = result.holds ? 'holds' : `falls short: ${short.join('; ')}`;
  console.log(`evidence ${order.name}: ${verdict}`);
  return result.holds ? 0 : 1;
}

async function showPart(
  order: Order,
  part: string | undefined,
  signal: AbortSignal,
): Promise<readonly EvidenceLine[]> {
  const { full, seed, defect } = order;
  const progress = (text: string): void => {
    console.log(`  … ${text}`);
  };
  const options = { full, seed, defect, progress, signal };
  const lines = await order.evidence.show({ ...options, ...(part === undefined ? {} : { part }) });
  // What is broken on purpose, or was cut short, is no result to keep.
  if (defect === undefined && !signal.aborted && lines.length > 0) {
    const parts = order.evidence.parts ?? [];
    const merged = mergeResult(readKept(order.name), resultOf(order, lines), parts);
    await keepResult(merged, [...EVIDENCE.keys()]);
  }
  return lines;
}

function resultOf({ name, seed, full }: Order, lines: readonly EvidenceLine[]): EvidenceResult {
  const holds = lines.length > 0 && lines.every((line) => line.holds);
  const date = new Date().toISOString().slice(0, 10);
  return { name, seed, commit: currentCommit(), date, full, holds, lines };
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
    const [name = '', ...asked] = positionals;
    const evidence = EVIDENCE.get(name);
    if (evidence === undefined) {
      return `one name is needed: ${[...EVIDENCE.keys()].join(', ')}`;
    }
    const known = evidence.parts ?? [];
    if (asked.some((part) => !known.includes(part))) {
      return `the parts of ${name}: ${known.join(', ') || 'none'}`;
    }
    const { full, json, break: defect } = values;
    const seed = Number(values.seed);
    if (!Number.isSafeInteger(seed)) return 'the seed is a whole number';
    if (defect !== undefined && !evidence.defects.includes(defect)) {
      return `what can be broken: ${evidence.defects.join(', ')}`;
    }
    const parts = defect !== undefined || known.length === 0 ? [undefined] : known;
    return { name, evidence, parts: asked.length > 0 ? asked : parts, full, seed, json, defect };
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
  for (const [name, { parts = [] }] of EVIDENCE) {
    const last = readKept(name);
    const ofParts = parts.length > 0 ? `; parts: ${parts.join(', ')}` : '';
    console.log(`${name}: ${last === undefined ? 'no result yet' : verdictOf(last)}${ofParts}`);
  }
  console.log(USAGE);
  return 0;
}

function verdictOf({ holds, missing, lines }: KeptResult): string {
  const dates = lines.map(({ shown }) => shown.date).sort();
  const verdict = holds ? 'holds' : 'falls short';
  const gaps = missing.length > 0 ? `, not shown yet: ${missing.join(', ')}` : '';
  return `${verdict} (since ${dates[0] ?? 'never'}${gaps})`;
}

function currentCommit(): string {
  try {
    const options = { cwd: PROJECT_ROOT, encoding: 'utf8' } as const;
    return execFileSync('git', ['rev-parse', 'HEAD'], options).trim();
  } catch {
    return 'unknown';
  }
}
