import { expect } from 'chai';
import type { Defect } from '../faults/known-defects.ts';
import { mainJob } from './main-job.ts';

/** Evidence that cannot fall short shows nothing. */
describe('the evidence of the main job', function () {
  // A run waits three minutes for its drain, which may never come under a defect: then it says so.
  this.timeout(300_000);

  const found: Readonly<Record<Defect, RegExp>> = {
    'no-dedup': /second effects/,
    'drop-leaf': /without their leaf|exported ledger/,
    'no-fence': /paused/,
  };
  for (const [defect, line] of Object.entries(found)) {
    it(`falls short under --break ${defect}, by what it finds`, async () => {
      const lines = await mainJob({
        full: false,
        seed: 2026,
        defect,
        progress: () => undefined,
      });
      const short = lines.filter(({ holds }) => !holds);
      expect(short.map((found) => found.line).join('\n')).to.match(line);
      for (const { figure } of short) expect(figure).not.to.contain('could not run');
    });
  }

  it('knows no other defect', async () => {
    const options = { full: false, seed: 1, defect: 'no-such', progress: () => undefined };
    const failure = await mainJob(options).catch((error: unknown) => String(error));
    expect(failure).to.contain('no-dedup, no-fence, drop-leaf');
  });
});
