import { expect } from 'chai';
import { openTestDatabase } from './lab-database.ts';
import { runPause } from './pause-run.ts';

const SEED = 'a paused hub';

describe('a hub that is paused beyond its leases', function () {
  this.timeout(120_000);

  it('changes nothing when it goes on', async () => {
    const { inHand, settledByOther, wrong } = await runPause({
      seed: SEED,
      openDatabase: openTestDatabase,
    });
    expect(wrong, `seed ${SEED}`).to.deep.equal([]);
    expect(inHand).to.be.greaterThan(0);
    expect(settledByOther).to.equal(inHand);
  });
});
