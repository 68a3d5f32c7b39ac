import type { CaseEnd } from '../../simulation/progress-book.ts';
import type { PlayingState } from '../../simulation/player.ts';
import { type EvidenceLine, type EvidenceOptions, evidenceLine } from './evidence.ts';
import type { LabState } from '../faults/lab-states.ts';
import { type Nation, withNation } from './nation-lab.ts';

/** What the system of one state does while the others go on. */
const TROUBLES = [
  {
    name: 'stalled',
    begin: (state: PlayingState) => state.setFaults([{ kind: 'hang-before-storing' }]),
  },
  { name: 'dead', begin: (state: PlayingState) => state.goDown() },
  {
    name: 'lying',
    begin: (state: PlayingState) => state.setFaults([{ kind: 'wrong-answer' }]),
  },
] as const;

const STATES: readonly LabState[] = [
  { member: 'AZ', dialect: 'nested-json', channel: { kind: 'rest' } },
  { member: 'OR', dialect: 'nested-json', channel: { kind: 'rest' } },
  { member: 'TX', dialect: 'flat-json', channel: { kind: 'rest' } },
  { member: 'GA', dialect: 'element-xml', channel: { kind: 'rest' } },
];
const TROUBLED = 'AZ';

/** Cases begin at set times, whether or not the earlier ones go on: the senders are open-loop. */
const BEGIN_EVERY_MS = 300;
const WARM_CASES = 24;
const MEASURED_CASES = 48;
/** In which a case between healthy states must be over. */
const SETTLE_MS = 20_000;
const ROUNDS = 5;

/** The bar: at most a fifth more, or so many milliseconds more, whichever is more. */
const AT_MOST = { ratio: 1.2, moreMs: 25 };

/**
 * What a state in trouble costs the others: 95th percentile of the time until an activity is on the disk of the
 * receiving state, from the moment when its case was due to begin, or from its receipt for those that follow;
 * in runs beside a healthy and a troubled state, in turn.
 */
export async function showIsolation(options: EvidenceOptions): Promise<EvidenceLine[]> {
  const lines: EvidenceLine[] = [];
  for (const trouble of TROUBLES) {
    options.progress(`others beside a ${trouble.name} state`);
    const claim = {
      line: `p95 of the others beside a ${trouble.name} state, by that beside a healthy one`,
      bar: `≤ ${AT_MOST.ratio}, or ${AT_MOST.moreMs} ms more`,
    };
    lines.push(await evidenceLine(claim, () => compare(trouble, options)));
  }
  return lines;
}

type Trouble = (typeof TROUBLES)[number];

async function compare(
  trouble: Trouble,
  options: EvidenceOptions,
): Promise<Omit<EvidenceLine, 'line' | 'bar'>> {
  const healthy: Run[] = [];
  const troubled: Run[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    healthy.push(await runOnce(undefined, round, options));
    troubled.push(await runOnce(trouble, round, options));
    options.progress(
      `round ${round + 1}: ${healthy.at(-1)?.p95.toFixed(0)} ms healthy, ${troubled.at(-1)?.p95.toFixed(0)} ms ${trouble.name}`,
    );
  }
  const [before, beside] = [median(healthy), median(troubled)];
  const finished = [...healthy, ...troubled].every((run) => run.unfinished === 0);
  return {
    figure: `${(beside / before).toFixed(2)} (${beside.toFixed(0)} ms by ${before.toFixed(0)} ms; healthy runs ${spread(healthy)})`,
    cases: troubled.reduce((sum, { steps }) => sum + steps, 0),
    holds: finished && beside <= Math.max(before * AT_MOST.ratio, before + AT_MOST.moreMs),
  };
}

interface Run {
  readonly p95: number;
  readonly steps: number;
  /** Cases between healthy states that were not over in time. */
  readonly unfinished: number;
}

function runOnce(
  trouble: Trouble | undefined,
  round: number,
  { seed, signal }: EvidenceOptions,
): Promise<Run> {
  const options = {
    seed: `${seed}/isolation/${round}`,
    states: STATES,
    ...(signal === undefined ? {} : { signal }),
  };
  return withNation(options, async (nation) => {
    const state = nation.simulation.states.get(TROUBLED);
    if (state !== undefined) await trouble?.begin(state);
    const played = await playOpenLoop(nation);
    const times = played.flatMap(({ times }) => times).toSorted((one, other) => one - other);
    return {
      p95: times[Math.ceil(times.length * 0.95) - 1] ?? Infinity,
      steps: times.length,
      unfinished: played.filter(({ told }) => !told).length,
    };
  });
}

interface PlayedCase {
  readonly times: readonly number[];
  readonly told: boolean;
}

/** Those of the cases between healthy states that began after the warm-up. */
async function playOpenLoop({ simulation }: Nation): Promise<PlayedCase[]> {
  const pairs = STATES.flatMap(({ member: sending }) =>
    STATES.filter(({ member }) => member !== sending).map(({ member: receiving }) => ({
      sending,
      receiving,
    })),
  );
  const begin = Date.now();
  const played: Promise<PlayedCase>[] = [];
  for (let number = 0; number < WARM_CASES + MEASURED_CASES; number++) {
    const due = begin + number * BEGIN_EVERY_MS;
    await pause(due - Date.now());
    const pair = pairs[number % pairs.length]!;
    const ended = simulation.playCase(number + 1, { ...pair, thinkMs: [20, 60] });
    ended.catch(() => undefined); // The cases of the state in trouble end with the simulation.
    const concerns = pair.sending === TROUBLED || pair.receiving === TROUBLED;
    if (!concerns && number >= WARM_CASES) played.push(timesOf(ended, due));
  }
  return Promise.all(played);
}

async function timesOf(ended: Promise<CaseEnd>, due: number): Promise<PlayedCase> {
  const end = await Promise.race([ended, pause(SETTLE_MS)]);
  if (end === undefined) return { times: [], told: false };
  const times = end.steps.map(({ acceptedAt = '', arrivedAt = '' }, step) => {
    const from = step === 0 ? due : Date.parse(acceptedAt);
    return Date.parse(arrivedAt) - from;
  });
  return { times, told: end.ended === 'told' };
}

function pause(ms: number): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(resolve, Math.max(0, ms), undefined).unref();
  });
}

function median(runs: readonly Run[]): number {
  const sorted = runs.map(({ p95 }) => p95).toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Infinity;
}

function spread(runs: readonly Run[]): string {
  const all = runs.map(({ p95 }) => p95);
  return `${Math.min(...all).toFixed(0)} to ${Math.max(...all).toFixed(0)} ms`;
}
