import { expect } from 'chai';
import { FAULT_DEFECTS, faults } from './faults.ts';

/** Evidence that cannot fall short shows nothing. */
describe('the evidence of faults', function () {
  // A run waits three minutes for its drain, which may never come under a defect: then it says so.
  this.timeout(300_000);

  const found: Readonly<Record<string, RegExp>> = {
    'no-dedup': /effects twice|receipts without/,
    'drop-leaf': /rows that their leaves do not tell|does not verify/,
    'no-fence': /rows that their leaves do not tell|does not verify/,
    'echoes-values': /leak/,
  };
  for (const defect of FAULT_DEFECTS) {
    it(`falls short under --break ${defect}, by what it finds`, async () => {
      const options = { full: false, seed: 2026, defect, progress: () => undefined };
      const short = (await faults(options)).filter(({ holds }) => !holds);
      expect(short.map(({ figure }) => figure).join('\n')).to.match(found[defect] ?? /^$/);
      for (const { figure } of short) expect(figure).not.to.contain('could not run');
    });
  }

  it('knows no other defect', async () => {
    const options = { full: false, seed: 1, defect: 'no-such', progress: () => undefined };
    const failure = await faults(options).catch((error: unknown) => String(error));
    expect(failure).to.contain(FAULT_DEFECTS.join(', '));
  });
});
