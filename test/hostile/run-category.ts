import { createSeededRandom } from '../support/seeded-random.ts';
import { CANARY, type HostileCase, type HostileCategory } from './hostile-case.ts';
import type { HostileLab } from './hostile-lab.ts';

export interface CategoryResult {
  readonly name: string;
  readonly least: number;
  /** Cases that the whole category has, and that were played. */
  readonly all: number;
  readonly cases: number;
  /** Cases whose verdict was another one, with what it was. */
  readonly wrong: readonly string[];
  readonly crashes: readonly string[];
  /** Where the canary was found. */
  readonly leaked: readonly string[];
  /** Time of this process's CPU; a figure, and never a verdict. */
  readonly slowestMs: number;
  readonly slowest: string;
}

export interface RunOptions {
  readonly seed: number;
  /** All cases of each category, not a draw. */
  readonly whole: boolean;
}

/** Plays the cases of a category one after the other and looks at what the hub showed of them. */
export async function runCategory(
  lab: HostileLab,
  category: HostileCategory,
  { seed, whole }: RunOptions,
): Promise<CategoryResult> {
  const all = category.cases(seed);
  const cases: readonly HostileCase[] = whole ? all : drawn(all, category.draw ?? all.length, seed);
  const [wrong, leaked] = [new Array<string>(), new Array<string>()];
  const before = { crashes: lab.crashes.length, log: lab.log.length };
  let [slowestMs, slowest] = [0, ''];
  for (const one of cases) {
    const start = process.cpuUsage();
    const { verdict, shown } = await playSafely(one, lab);
    const { user, system } = process.cpuUsage(start);
    if ((user + system) / 1_000 > slowestMs)
      [slowestMs, slowest] = [(user + system) / 1_000, one.name];
    if (![one.expected].flat().some((expected) => expected === verdict))
      wrong.push(`${one.name}: ${verdict}`);
    if (shown.includes(CANARY)) leaked.push(`${one.name}: shown`);
  }
  const lines = lab.log.slice(before.log);
  const crashes = [...lab.crashes.slice(before.crashes), ...lines.filter(isUnhandled)];
  if (lines.some((line) => line.includes(CANARY))) leaked.push('in the log');
  if (await isInLeaves(lab)) leaked.push('in a leaf');
  const { name, least } = category;
  return {
    name,
    least,
    all: all.length,
    cases: cases.length,
    wrong,
    crashes,
    leaked,
    slowestMs,
    slowest,
  };
}

async function playSafely(
  one: HostileCase,
  lab: HostileLab,
): Promise<{ verdict: string; shown: string }> {
  try {
    const { verdict, shown = '' } = await within(PATIENCE_MS, one.play(lab));
    return { verdict, shown };
  } catch (error) {
    return { verdict: `threw ${error instanceof Error ? error.message : 'something'}`, shown: '' };
  }
}

/** A hub that says nothing for so long is stuck on the case. */
const PATIENCE_MS = 30_000;

async function within<T>(ms: number, work: T | Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error('no word came'));
    }, ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

const isUnhandled = (line: string): boolean =>
  /"event":"(?:request-failed|loop-failed|hub-crashed)"/.test(line);

async function isInLeaves({ site }: HostileLab): Promise<boolean> {
  const rows = await site.query(
    `SELECT FROM (SELECT entry FROM ledger_entries UNION ALL SELECT entry FROM pending_leaves) AS leaves
      WHERE position($1::bytea IN entry) > 0 LIMIT 1`,
    [Buffer.from(CANARY)],
  );
  return rows.length > 0;
}

/** Some of them, by the seed alone. */
function drawn<Item>(items: readonly Item[], count: number, seed: number): readonly Item[] {
  if (count >= items.length) return items;
  const random = createSeededRandom(seed);
  const left = [...items];
  return Array.from({ length: count }, () => left.splice(random.below(left.length), 1)[0]!);
}
