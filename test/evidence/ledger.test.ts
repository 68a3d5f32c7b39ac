import { expect } from 'chai';
import { LEDGER_DEFECTS, type LedgerDefect } from './ledger-defects.ts';
import { ledger } from './ledger.ts';
import { showGolden } from './show-golden.ts';

/** The lines that a defect makes fall short, each about what it takes away. */
const FOUND_BY: Readonly<Record<LedgerDefect, readonly RegExp[]>> = {
  'verifier-ignores-indexes': [/^damaged proofs of which both say the same/],
  'verifier-skips-tiles': [/^tampering with export/, /^tampering in all/],
  'audit-skips-states': [
    /^tampering with transmissions$/,
    /^tampering with deliveries$/,
    /^tampering with records$/,
    /^tampering with content_keys$/,
    /^tampering with pending_leaves$/,
    /^tampering in all/,
  ],
  'statement-skips-one': [
    /^statements over midnights/,
    /^statements against .* after \d+ random expungements$/,
    /^statements against .* after a restore/,
  ],
};

/** Evidence that cannot fall short shows nothing. */
describe('the evidence of the ledger', function () {
  this.timeout(300_000);

  for (const defect of LEDGER_DEFECTS) {
    it(`falls short under --break ${defect}, by the lines about it and no other`, async () => {
      const options = { full: false, seed: 2026, defect, progress: () => undefined };
      const short = (await ledger(options)).filter(({ holds }) => !holds);
      for (const { figure } of short)
        expect(figure.startsWith('could not run'), figure).to.equal(false);
      const names = short.map(({ line }) => line);
      for (const about of FOUND_BY[defect]) {
        expect(
          names.some((name) => about.test(name)),
          `${about}: ${names.join('; ')}`,
        ).to.equal(true);
      }
      const others = names.filter((name) => !FOUND_BY[defect].some((about) => about.test(name)));
      expect(others).to.deep.equal([]);
    });
  }

  it('reads every golden file', async () => {
    expect((await showGolden()).filter(({ holds }) => !holds)).to.deep.equal([]);
  });

  it('knows no other defect', async () => {
    const options = { full: false, seed: 1, defect: 'no-such', progress: () => undefined };
    const failure = await ledger(options).catch((error: unknown) => String(error));
    expect(failure).to.contain(LEDGER_DEFECTS.join(', '));
  });
});
