import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { isClean } from '../../simulation/oracle/report.ts';
import { startSimulation } from '../../simulation/player.ts';
import type { Simulation } from '../../simulation/player.ts';
import { runOracle } from '../../simulation/run-oracle.ts';
import { startRelay } from './relay.ts';
import type { Relay } from './relay.ts';

const DIALECTS = { OR: 'nested-json', TX: 'flat-json', GA: 'element-xml' } as const;

describe('a played nation', () => {
  let folder: string;
  let relay: Relay;
  let simulation: Simulation;
  const sentences: string[] = [];
  const observed = () =>
    Object.entries(DIALECTS).map(([member, dialect]) => ({
      member,
      dialect,
      dataDirectory: join(folder, member),
    }));

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'simulation-'));
    relay = await startRelay();
    simulation = await startSimulation({
      seed: 'player test',
      states: observed(),
      startDate: '2026-05-04',
      thinkMs: [0, 5],
      heard: (_, sentence) => sentences.push(sentence),
    });
    for (const [member, { endpoint, pushKey }] of simulation.states) {
      relay.join(member, { endpoint, pushKey, dialect: DIALECTS[member as keyof typeof DIALECTS] });
      await simulation.connect(member, relay.url, `key-${member}`);
    }
  });

  after(async () => {
    await simulation.stop();
    await relay.close();
    await rm(folder, { recursive: true });
  });

  it('plays an ordinary transfer to its end and tells it in words', async () => {
    const end = await simulation.playCase(1, {
      sending: 'OR',
      receiving: 'TX',
      variant: 'ordinary',
    });
    expect(end.ended).to.equal('told');
    expect(end.steps.map(({ acceptedAt, arrivedAt }) => [!acceptedAt, !arrivedAt])).to.deep.equal(
      end.steps.map(() => [false, false]),
    );
    expect(sentences).to.include('Oregon asks Texas to take over supervision');
    expect(sentences).to.include(
      "Oregon's system holds it: Texas tells Oregon that supervision ends",
    );
  });

  it('plays many cases at once while the states misbehave, and the oracle finds nothing', async () => {
    for (const state of simulation.states.values()) {
      await state.setFaults([
        { kind: 'error-after-storing', probability: 0.05 },
        { kind: 'close-midway', probability: 0.05 },
        { kind: 'unavailable', probability: 0.05 },
        { kind: 'submit-twice', probability: 0.1 },
        { kind: 'submit-again', probability: 0.1 },
        { kind: 'abandon-answer', probability: 0.1 },
      ]);
    }
    const traffic = simulation.playTraffic({ casesInProgress: 20, rate: 400 });
    await until(() => traffic.counts().ended >= 60);
    await traffic.finish();
    const report = await runOracle(observed());
    expect(report.findings).to.deep.equal([]);
    expect(isClean(report)).to.equal(true);
    expect(report.receipts).to.be.greaterThan(300);
    expect(report.delivered).to.equal(report.receipts);
    expect(report.repeats).to.be.greaterThan(10);
    expect(report.compared).to.be.greaterThan(20_000);
  });

  it('goes on after a state system was killed and started again', async () => {
    const ends = Array.from({ length: 10 }, (_, index) =>
      simulation.playCase(900 + index, { sending: 'GA', receiving: 'OR', thinkMs: [40, 60] }),
    );
    for (const member of ['GA', 'OR', 'GA']) {
      const told = sentences.length;
      await until(() => sentences.length > told + 15);
      await simulation.restart(member);
    }
    await Promise.all(ends);
    const report = await runOracle(observed());
    expect(report.findings).to.deep.equal([]);
    expect(isClean(report)).to.equal(true);
  });

  it('shows what a bad exchange does', async () => {
    const misdeeds = ['deliver twice', 'skip a number', 'alter', 'vary receipts'] as const;
    for (const state of simulation.states.values()) {
      await state.setFaults([{ kind: 'submit-again', probability: 1 }]);
    }
    for (const misdeed of misdeeds) {
      relay.misdo(misdeed);
      await simulation.playCase(950 + misdeeds.indexOf(misdeed), { variant: 'ordinary' });
    }
    const { effectsTwice, inversions, contentDifferences, receiptsDiffering, lost, misrouted } =
      await runOracle(observed());
    expect({ effectsTwice, inversions, lost, misrouted }).to.deep.equal({
      effectsTwice: 1,
      inversions: 1,
      lost: 0,
      misrouted: 0,
    });
    expect(contentDifferences).to.be.greaterThan(0);
    expect(receiptsDiffering).to.equal(1);
  });
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
}
