import type { OracleReport } from '../../simulation/oracle/report.ts';
import { VIOLATIONS } from '../../simulation/oracle/report.ts';
import { runOracle } from '../../simulation/run-oracle.ts';
import { type EvidenceLine, type EvidenceOptions, linesOf } from './evidence.ts';
import type { LabState } from '../faults/lab-states.ts';
import { type Nation, withNation } from './nation-lab.ts';

const CLAIM = {
  line: 'stories between every ordered pair of dialects, all activity types in each',
  bar: '0 differences between what was meant and what the receiver reads',
};

/** The tours together hold every activity type; one more as cases are. */
const VARIANTS = ['tour-return', 'tour-retaking', 'tour-withdrawal', 'any'] as const;
type Variant = (typeof VARIANTS)[number];

/** Cases that are played beside each other. */
const AT_ONCE = 40;

/** Every ordered pair of these states plays cases that together hold every activity type. */
export function showPairs(
  states: readonly LabState[],
  { seed, progress, signal }: EvidenceOptions,
): Promise<EvidenceLine[]> {
  const pairs = states.flatMap((sending) =>
    states
      .filter((receiving) => receiving !== sending)
      .map((receiving) => ({ sending, receiving })),
  );
  return linesOf(CLAIM, () =>
    withNation(
      { seed: String(seed), states, ...(signal === undefined ? {} : { signal }) },
      async (nation) => {
        const cases = pairs.flatMap(({ sending, receiving }, place) =>
          VARIANTS.map((variant, at) => ({
            number: place * VARIANTS.length + at + 1,
            sending: sending.member,
            receiving: receiving.member,
            variant,
          })),
        );
        progress(`${cases.length} cases between ${pairs.length} pairs`);
        const ends = await playAll(nation, cases, progress);
        const told = ends.filter((ended) => ended === 'told').length;
        const report = await runOracle(
          [...nation.simulation.states.values()].map(({ member, dataDirectory }) => ({
            member,
            dialect: states.find((state) => state.member === member)?.dialect ?? '',
            dataDirectory,
          })),
        );
        for (const { violation, member, detail } of report.findings.slice(0, 20)) {
          progress(`${violation} at ${member}: ${detail}`);
        }
        return linesFrom(report, { pairs: pairs.length, cases: cases.length, told });
      },
    ),
  );
}

interface Case {
  readonly number: number;
  readonly sending: string;
  readonly receiving: string;
  readonly variant: Variant;
}

async function playAll(
  { simulation }: Nation,
  cases: readonly Case[],
  progress: (text: string) => void,
): Promise<string[]> {
  const waiting = [...cases];
  const ends: string[] = [];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { number, sending, receiving, variant } = next;
      const { ended, steps } = await simulation.playCase(number, {
        sending,
        receiving,
        variant,
        thinkMs: [1, 5],
      });
      if (ended !== 'told') {
        const failed = steps.find(({ arrivedAt }) => arrivedAt === undefined);
        progress(`case ${number} ${sending} to ${receiving}: ${ended} at ${failed?.type ?? ''}`);
      }
      ends.push(ended);
      if (ends.length % 50 === 0) progress(`${ends.length} of ${cases.length} cases are over`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return ends;
}

function linesFrom(
  report: OracleReport,
  { pairs, cases, told }: { pairs: number; cases: number; told: number },
): EvidenceLine[] {
  const wrong = VIOLATIONS.filter((violation) => report[violation] > 0);
  return [
    {
      ...CLAIM,
      figure: `${report.contentDifferences} of ${report.compared} values differ; ${pairs} pairs, ${told} of ${cases} cases told to their end`,
      cases: report.delivered,
      holds: report.contentDifferences === 0 && told === cases && report.compared > 0,
    },
    {
      line: 'of those: lost, twice, out of order, misrouted, unreadable',
      bar: '0',
      figure: wrong.length === 0 ? '0' : wrong.map((name) => `${name} ${report[name]}`).join(', '),
      cases: report.effects,
      holds: wrong.length === 0 && report.delivered === report.receipts,
    },
  ];
}
