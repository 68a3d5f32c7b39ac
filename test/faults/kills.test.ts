import { expect } from 'chai';
import { runFaults } from './fault-run.ts';
import { hubKills } from './hub-kills.ts';
import { openTestDatabase } from './lab-database.ts';
import { LEAST } from './load.ts';

const SEED = 'kills in the tests';

/** The long form, 25 and 25: `npm run evidence -- main-job`. */
describe('a hub that is killed under traffic', function () {
  this.timeout(300_000);

  it('loses nothing, sends nothing twice with effect, keeps the order and its ledger', async () => {
    const report = await runFaults({
      seed: SEED,
      faults: hubKills(SEED, { random: 4, named: 5 }),
      openDatabase: openTestDatabase,
    });
    expect(report.wrong, `seed ${SEED}`).to.deep.equal([]);
    expect(report.rows).to.have.length(9);
    for (const { openRequests, underWay } of report.rows) {
      expect(openRequests).to.be.at.least(LEAST.openRequests);
      expect(underWay).to.be.at.least(LEAST.underWay);
    }
    expect(report.oracle.receipts).to.be.greaterThan(300);
    expect(report.oracle.delivered).to.equal(report.oracle.receipts);
  });
});
