import { QUICK_PLAN, FULL_PLAN } from '../bench/bench-plan.ts';
import { runBench } from '../bench/run-bench.ts';
import { DIALECTS_CLAIMED, withAdapterStates } from './adapter-states.ts';
import {
  type EvidenceLine,
  type EvidenceOptions,
  type ShowEvidence,
  evidenceLine,
  linesOf,
} from './evidence.ts';
import { showContracts } from './show-contracts.ts';
import { showDialects } from './show-dialects.ts';
import { showIsolation } from './show-isolation.ts';
import { showPairs } from './show-pairs.ts';

/**
 * Every state in its own language: adapters that keep their contract, dialects that lose nothing, stories
 * between all of them through the running hub, and what a mapping costs.
 */
export const adapters: ShowEvidence = async (options) => [
  ...(await showContracts(options)),
  ...(await showDialects(options)),
  ...(await withAdapterStates(async (states) => [
    await evidenceLine({ line: 'dialects', bar: `${DIALECTS_CLAIMED}` }, () =>
      Promise.resolve({
        figure: states.map(({ dialect, channel }) => `${dialect} (${channel.kind})`).join(', '),
        cases: states.length,
        holds: states.length === DIALECTS_CLAIMED,
      }),
    ),
    ...(await showPairs(states, options)),
  ])),
  ...(await showIsolation(options)),
  ...(await showMapping(options)),
];

function showMapping({ full, progress, signal }: EvidenceOptions): Promise<EvidenceLine[]> {
  const claim = { line: 'mappings by one validation of the same message', bar: 'every ratio' };
  return linesOf(claim, async () => {
    const plan = { ...(full ? FULL_PLAN : QUICK_PLAN), parts: new Set(['mapping'] as const) };
    const stop = signal ?? new AbortController().signal;
    const { lines, rounds } = await runBench({ plan, commit: '', progress, signal: stop });
    return lines.map(({ name, bar, figure, holds }) => ({
      line: name,
      bar: bar !== undefined && 'atMost' in bar ? `≤ ${bar.atMost}` : '',
      figure: figure.toFixed(2),
      cases: rounds,
      holds,
    }));
  });
}
