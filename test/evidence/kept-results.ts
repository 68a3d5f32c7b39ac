import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../hub/project-root.ts';
import { formatted } from '../../scripts/formatted.ts';
import type { EvidenceLine, EvidenceResult } from './evidence.ts';

const FOLDER = join('docs', 'evidence');
const PAGE = join('docs', 'evidence.md');

/** When a line was shown, and of what. */
interface Shown {
  readonly date: string;
  readonly commit: string;
  readonly seed: number;
  readonly full: boolean;
}

interface KeptLine extends EvidenceLine {
  readonly shown: Shown;
}

/** What `docs/evidence/NAME.json` holds: of each part the lines of its last run. */
export interface KeptResult {
  readonly name: string;
  /** Parts that no run has shown yet. */
  readonly missing: readonly string[];
  readonly holds: boolean;
  readonly lines: readonly KeptLine[];
}

/** Puts the lines of a run in the place of those of the same parts, whatever those were called. */
export function mergeResult(
  kept: KeptResult | undefined,
  { name, lines, date, commit, seed, full }: EvidenceResult,
  parts: readonly string[],
): KeptResult {
  const shown = { date, commit, seed, full };
  const own = new Set(lines.map(({ part }) => part));
  const others = (kept?.lines ?? []).filter(({ part }) => !own.has(part) && isPart(part, parts));
  const merged = [...others, ...lines.map((line): KeptLine => ({ ...line, shown }))];
  const placeOf = ({ part }: EvidenceLine): number => parts.indexOf(part ?? '');
  merged.sort((one, other) => placeOf(one) - placeOf(other));
  const missing = parts.filter((part) => merged.every((line) => line.part !== part));
  const holds = missing.length === 0 && merged.length > 0 && merged.every((line) => line.holds);
  return { name, missing, holds, lines: merged };
}

function isPart(part: string | undefined, parts: readonly string[]): boolean {
  return part === undefined ? parts.length === 0 : parts.includes(part);
}

/** The last result under this name, if there is one. */
export function readKept(name: string): KeptResult | undefined {
  const file = join(PROJECT_ROOT, FOLDER, `${name}.json`);
  if (!existsSync(file)) return undefined;
  return JSON.parse(readFileSync(file, 'utf8')) as KeptResult;
}

/** Keeps a result and writes the page of them all, `names` in this order. */
export async function keepResult(result: KeptResult, names: readonly string[]): Promise<void> {
  mkdirSync(join(PROJECT_ROOT, FOLDER), { recursive: true });
  await writeFormatted(join(FOLDER, `${result.name}.json`), JSON.stringify(result, null, 2));
  const results = names.map(readKept).filter((kept) => kept !== undefined);
  await writeFormatted(PAGE, evidencePage(results));
}

async function writeFormatted(path: string, text: string): Promise<void> {
  writeFileSync(join(PROJECT_ROOT, path), await formatted(path, text));
}

const INTRODUCTION =
  'Each claim has a command behind it: `npm run evidence -- NAME` computes every figure afresh and ' +
  'writes this page; `npm run evidence -- NAME PART` computes those of one part. With `--break DEFECT` ' +
  'a known defect is switched on and the run must fall short.';

function evidencePage(results: readonly KeptResult[]): string {
  return ['# Evidence', '', INTRODUCTION, '', ...results.flatMap(sectionOf)].join('\n');
}

function sectionOf({ name, missing, lines }: KeptResult): string[] {
  const times = [...new Set(lines.map(({ shown }) => wordsOf(shown)))];
  const together = times.length === 1;
  const head = ['line', 'bar', 'figure', 'cases', '', ...(together ? [] : ['shown'])];
  const rows = lines.map(({ line, bar, figure, cases, holds, shown }) => [
    line,
    bar,
    figure.replaceAll('|', '/'),
    String(cases),
    holds ? 'holds' : 'falls short',
    ...(together ? [] : [wordsOf(shown)]),
  ]);
  return [
    `## ${name}`,
    '',
    ...(together ? [`${times[0] ?? ''}.`, ''] : []),
    ...(missing.length > 0 ? [`Not shown yet: ${missing.join(', ')}.`, ''] : []),
    ...[head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`),
    '',
  ];
}

function wordsOf({ date, commit, seed, full }: Shown): string {
  return `${date}, commit ${commit.slice(0, 8)}, seed ${seed}, ${full ? 'long' : 'short'} form`;
}
