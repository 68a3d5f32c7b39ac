import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AccessCheck } from '../../browser/support/accessible.ts';
import { type EvidenceLine, type EvidenceOptions, linesOf } from '../evidence.ts';
import { type RanTest, runTestFiles } from '../run-test-files.ts';
import { browserTests } from './browser-tests.ts';
import { consolePages } from './page-canaries.ts';

/** Runs every test in the browser, and counts what axe-core looked at on the way and what it found. */
export async function showAccess({ signal, progress }: EvidenceOptions): Promise<EvidenceLine[]> {
  const claim = { line: 'axe-core on every page of the console', bar: '0 violations' };
  const folder = await mkdtemp(join(tmpdir(), 'compact-hub-checks-'));
  const file = join(folder, 'checks');
  try {
    return await linesOf(claim, async () => {
      progress('every test in the browser');
      const environment = { CONSOLE_CHECKS: file };
      const run = await runTestFiles(await browserTests(), { environment, signal });
      const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n').slice(0, -1);
      const checks = lines.map((line) => JSON.parse(line) as AccessCheck);
      return [axeLine(checks, consolePages()), keyboardLine(run.tests), everyTestLine(run)];
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A page that nobody looked at is no page without violations. */
export function axeLine(checks: readonly AccessCheck[], pages: readonly string[]): EvidenceLine {
  const violations = checks.reduce((sum, check) => sum + check.violations, 0);
  const missed = pages.filter((page) => !checks.some(({ path }) => patternOf(page).test(path)));
  const widths = new Set(checks.map(({ width }) => width));
  const gaps = missed.length > 0 ? `; not looked at: ${missed.join(', ')}` : '';
  return {
    line: 'axe-core violations (WCAG 2.2 A and AA) over every page of the console',
    bar: '0',
    figure: `${violations} in ${checks.length} looks at ${pages.length - missed.length} of ${pages.length} pages, ${widths.size} widths${gaps}`,
    cases: checks.length,
    holds: violations === 0 && missed.length === 0,
  };
}

const patternOf = (page: string): RegExp =>
  new RegExp(`^/app/${page.replaceAll(/:\w+/g, '[^/]+')}$`);

/** The main journeys without a pointing device. */
export function keyboardLine(tests: readonly RanTest[]): EvidenceLine {
  const own = tests.filter(({ titles }) =>
    titles.some((title) => title.includes('keyboard alone')),
  );
  const failed = own.filter(({ passed }) => !passed).length;
  return {
    line: 'journeys by the keyboard alone: signing in, and releasing a request',
    bar: 'every test passes, ≥ 2',
    figure: `${own.length - failed} passed, ${failed} failed`,
    cases: own.length,
    holds: failed === 0 && own.length >= 2,
  };
}

function everyTestLine({ passed, failed }: { passed: number; failed: number }): EvidenceLine {
  return {
    line: 'tests of the console in a browser, each with no fault in its pages',
    bar: 'every test passes',
    figure: `${passed} passed, ${failed} failed`,
    cases: passed + failed,
    holds: failed === 0 && passed > 0,
  };
}
