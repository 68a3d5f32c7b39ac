import { expect } from 'chai';
import type { Defect } from './known-defects.ts';
import { runKills } from './kill-run.ts';
import { openTestDatabase } from './lab-database.ts';
import { runPause } from './pause-run.ts';

/** A run that finds nothing wrong says little unless it finds what is wrong on purpose. */
describe('a known defect', function () {
  this.timeout(120_000);

  const options = (defect: Defect) =>
    ({
      seed: `a hub with ${defect}`,
      dialects: 'canonical',
      defect,
      openDatabase: openTestDatabase,
    }) as const;

  it('no-dedup shows as a second effect of one activity', async () => {
    const { oracle } = await runKills({ ...options('no-dedup'), random: 1, named: 0 });
    expect(oracle.effectsTwice).to.be.greaterThan(0);
    expect(oracle.receiptsDiffering).to.be.greaterThan(0);
  });

  it('drop-leaf shows as rows without their leaves and as broken chains', async () => {
    const { model, ledger, oracle } = await runKills({
      ...options('drop-leaf'),
      random: 1,
      named: 0,
    });
    expect(model).to.not.deep.equal([]);
    expect(ledger.holds).to.equal(false);
    expect(oracle.findings).to.deep.equal([]);
  });

  it('no-fence shows as a second settlement by a paused worker', async () => {
    const { inHand, settledByOther, model, ledger } = await runPause(options('no-fence'));
    expect(settledByOther).to.equal(inHand);
    expect(model).to.not.deep.equal([]);
    expect(ledger.holds).to.equal(false);
  });
});

describe('a hub that is paused beyond its leases', function () {
  this.timeout(120_000);

  it('changes nothing when it goes on', async () => {
    const { inHand, wrong } = await runPause({
      seed: 'a paused hub',
      dialects: 'canonical',
      openDatabase: openTestDatabase,
    });
    expect(inHand).to.be.greaterThan(0);
    expect(wrong).to.deep.equal([]);
  });
});
