import { expect } from 'chai';
import { RULES_DEFECTS, type RulesDefect } from './rules-defects.ts';
import { rules } from './rules.ts';

/** Evidence that cannot fall short shows nothing. */
describe('the evidence of the rules', function () {
  this.timeout(180_000);

  const found: Readonly<Record<RulesDefect, RegExp>> = {
    'closes-while-retaking': /^cells of the lifecycle stated by hand$/m,
    'no-release-gate': /^texts of activities that wait/m,
  };
  for (const defect of RULES_DEFECTS) {
    it(`falls short under --break ${defect}, by what it finds`, async () => {
      const options = { full: false, seed: 2026, defect, progress: () => undefined };
      const short = (await rules(options)).filter(({ holds }) => !holds);
      expect(short.map(({ line }) => line).join('\n')).to.match(found[defect]);
      for (const { figure } of short) expect(figure).not.to.contain('could not run');
    });
  }

  it('knows no other defect', async () => {
    const options = { full: false, seed: 1, defect: 'no-such', progress: () => undefined };
    const failure = await rules(options).catch((error: unknown) => String(error));
    expect(failure).to.contain(RULES_DEFECTS.join(', '));
  });
});
