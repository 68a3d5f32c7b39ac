import { playRandomCases } from '../end-to-end/random-cases.ts';
import { type EvidenceLine, type EvidenceOptions, linesOf } from './evidence.ts';

const ROUNDS = 4;
const STEPS = 250;

/** Random activities, several of a case at once: where cases end, and whether they can be told again. */
export async function showRebuild({ seed, progress }: EvidenceOptions): Promise<EvidenceLine[]> {
  return linesOf(
    { line: 'random activities, several of a case at once', bar: 'played' },
    async () => {
      let [cases, deadlines, unreachable, differing] = [0, 0, 0, 0];
      for (let round = 0; round < ROUNDS; round += 1) {
        progress(`random activities, round ${round + 1} of ${ROUNDS}`);
        const played = await playRandomCases(seed + round, STEPS);
        cases += played.cases;
        deadlines += played.deadlines;
        unreachable += played.unreachable.length;
        differing += played.differing.length;
      }
      return [
        {
          line: 'cases after random activities, several at once, in a state that the table cannot make',
          bar: '0',
          figure: `${unreachable} of ${cases}; ${ROUNDS} × ${STEPS} steps`,
          cases,
          holds: unreachable === 0 && cases > 0,
        },
        {
          line: 'of those: read models that differ when they are told again from what crossed',
          bar: '0',
          figure: `${differing}; ${cases} cases, ${deadlines} deadlines`,
          cases,
          holds: differing === 0 && deadlines > 0,
        },
      ];
    },
  );
}
