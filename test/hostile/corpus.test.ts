import { expect } from 'chai';
import { BY_HTTP } from './corpus.ts';
import { type HostileLab, goodActivity, openHostileLab } from './hostile-lab.ts';
import { runCategory } from './run-category.ts';

const SEED = 20261130;
const LEAST_IN_ALL = 1_400;

/** By SFTP and queue, all of it is played by test/adapters. */
describe('the hostile corpus', function () {
  this.timeout(120_000);
  let lab: HostileLab;

  before(async () => {
    lab = await openHostileLab();
  });
  after(() => lab.close());

  it('is as large as it says', () => {
    const sizes = BY_HTTP.map(({ name, least, cases }) => ({
      name,
      least,
      size: cases(SEED).length,
    }));
    expect(sizes.filter(({ least, size }) => size < least)).to.deep.equal([]);
    const named = sizes.filter(
      ({ name }) => !name.startsWith('schema:') && !name.startsWith('patterns'),
    );
    expect(named.reduce((sum, { size }) => sum + size, 0)).to.be.at.least(LEAST_IN_ALL);
  });

  for (const category of BY_HTTP) {
    it(`${category.name}: each gets its verdict, and nothing of it shows`, async () => {
      const result = await runCategory(lab, category, { seed: SEED, whole: false });
      expect(result.wrong, 'wrong verdicts').to.deep.equal([]);
      expect(result.crashes, 'crashes').to.deep.equal([]);
      expect(result.leaked, 'leaked').to.deep.equal([]);
      expect(result.cases).to.be.greaterThan(0);
    });
  }

  it('finds a wrong verdict, a leak and a line of the log', async () => {
    const body = JSON.stringify(goodActivity());
    const play = async () => ({
      ...(await lab.post('OR', 'application/cloudevents+json', body)),
      shown: body,
    });
    const cases = () => [{ name: 'a good one', expected: 'refuse:X', play } as const];
    const result = await runCategory(
      lab,
      { name: 'x', least: 1, cases },
      { seed: SEED, whole: true },
    );
    expect(result.wrong).to.deep.equal(['a good one: accept']);
    expect(result.leaked).to.deep.equal(['a good one: shown']);
    expect(lab.log.length).to.be.greaterThan(100);
  });
});
