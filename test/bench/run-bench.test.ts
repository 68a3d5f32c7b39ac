import { readdir } from 'node:fs/promises';
import { expect } from 'chai';
import { reachableTmp } from '../support/reachable-folder.ts';
import { TINY_PLAN } from './bench-plan.ts';
import { type BenchReport, tableOf } from './bench-report.ts';
import { runBench } from './run-bench.ts';

describe('the bench', function () {
  this.timeout(120_000);
  let report: BenchReport;
  const told: string[] = [];

  before(async () => {
    const { signal } = new AbortController();
    const progress = (line: string): void => void told.push(line);
    report = await runBench({ plan: TINY_PLAN, commit: 'none', signal, progress });
  });

  const figures = [
    'accept_ratio(16)',
    'accept_ratio(64)',
    'relay(64) by bare express',
    'end_to_end_ratio',
    'sequencer_ratio',
    'memory at the end by early memory',
    'nested-json: mapping alone by validation',
    'element-xml: with parsing by validation',
  ];
  for (const name of figures) {
    it(`gives a figure and its bar for ${name}`, () => {
      const line = report.lines.find((candidate) => candidate.name === name);
      expect(line?.figure).to.be.above(0);
      expect(line?.bar).to.be.an('object');
    });
  }

  it('finds every activity with its state once and in order', () => {
    for (const { hub, relay } of report.figures.endToEnd ?? []) {
      const all = { deliveries: TINY_PLAN.endToEndActivities, repeated: 0, outOfOrder: 0 };
      expect(hub.sink).to.deep.equal(all);
      expect(relay.sink).to.deep.equal(all);
    }
  });

  it('says who speaks what, and prints a line for every figure', () => {
    expect(Object.keys(report.dialects)).to.have.members(['OR', 'TX', 'GA']);
    const table = tableOf(report);
    const bars = report.lines.filter(({ bar }) => bar !== undefined);
    expect(table.filter((line) => /falls short|holds/.test(line))).to.have.length(bars.length);
    expect(told).to.have.length.above(5);
  });

  it('leaves no folder behind', async () => {
    const names = await readdir(await reachableTmp());
    const own = names.filter((name) => name.startsWith(`compact-hub-bench-${process.pid}-`));
    expect(own).to.deep.equal([]);
  });

  it('ends and cleans up when it is interrupted', async () => {
    const interrupt = new AbortController();
    const progress = (line: string): void => {
      if (line.startsWith('accept')) interrupt.abort();
    };
    const run = runBench({
      plan: TINY_PLAN,
      commit: 'none',
      signal: interrupt.signal,
      progress,
    });
    const error = await run.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(String(error)).to.contain('interrupted');
  });
});
