import { FULL_PLAN, QUICK_PLAN } from '../bench/bench-plan.ts';
import type { BenchLine } from '../bench/bench-report.ts';
import { runBench } from '../bench/run-bench.ts';
import { type EvidenceLine, type EvidenceOptions, linesOf } from './evidence.ts';

/** The bench's lines that have a bar; the short form has fewer and shorter runs. */
export function showBench({ full, progress, signal }: EvidenceOptions): Promise<EvidenceLine[]> {
  const claim = { line: 'the bench against a naive relay', bar: 'every ratio' };
  return linesOf(claim, async () => {
    const plan = full ? FULL_PLAN : QUICK_PLAN;
    const stop = signal ?? new AbortController().signal;
    const { lines, rounds } = await runBench({ plan, commit: '', progress, signal: stop });
    return lines.filter(({ bar }) => bar !== undefined).map((line) => benchLine(line, rounds));
  });
}

function benchLine(
  { name, bar, figure, lowest, highest, holds }: BenchLine,
  rounds: number,
): EvidenceLine {
  const text = bar === undefined ? '' : 'atLeast' in bar ? `≥ ${bar.atLeast}` : `≤ ${bar.atMost}`;
  const spread = lowest === highest ? '' : ` (${lowest.toFixed(2)} to ${highest.toFixed(2)})`;
  const words = { line: name.trim(), bar: text, figure: `${figure.toFixed(2)}${spread}` };
  return { ...words, cases: rounds, holds };
}
