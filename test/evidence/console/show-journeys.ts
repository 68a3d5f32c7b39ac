import { type EvidenceLine, type EvidenceOptions, linesOf } from '../evidence.ts';
import { type RanTest, runTestFiles } from '../run-test-files.ts';
import { browserTests } from './browser-tests.ts';

interface Journey {
  readonly line: string;
  /** Title of the `describe` in which its tests stand. */
  readonly title: RegExp;
}

const PREFIX = 'journey: ';

/** What a person comes to the console for, from the first step to the end that it has outside. */
export const JOURNEYS: readonly Journey[] = [
  { line: 'invitation to first login with policy and TOTP', title: /^journey: invitation/ },
  { line: 'lockout and release', title: /^journey: lockout/ },
  {
    line: 'release of a held request through to the other state’s system',
    title: /^journey: release of a held request/,
  },
  { line: 'return with reason and resubmission', title: /^journey: return/ },
  {
    line: 'a failure found in the inbox, explained, replayed, gone',
    title: /^journey: a failure/,
  },
  {
    line: 'a proof verified in the page, and refused after one byte is changed',
    title: /^journey: a proof/,
  },
];

/** Plays every journey in Chromium against a running hub. */
export async function showJourneys({ signal, progress }: EvidenceOptions): Promise<EvidenceLine[]> {
  const claim = { line: 'journeys in a real browser', bar: 'every test passes' };
  return linesOf(claim, async () => {
    progress('the journeys of the browser tests');
    const { tests } = await runTestFiles(await browserTests(), {
      options: ['--grep', PREFIX],
      signal,
    });
    return journeyLines(tests);
  });
}

/** A line for each journey; one without a test falls short. */
export function journeyLines(tests: readonly RanTest[]): EvidenceLine[] {
  return JOURNEYS.map(({ line, title }) => {
    const own = tests.filter(({ titles }) => titles.some((one) => title.test(one)));
    const failed = own.filter(({ passed }) => !passed).length;
    return {
      line: `journey: ${line}`,
      bar: 'every test passes',
      figure: `${own.length - failed} passed, ${failed} failed`,
      cases: own.length,
      holds: failed === 0 && own.length > 0,
    };
  });
}
