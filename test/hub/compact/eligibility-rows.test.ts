import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  ELIGIBILITY_CHECKS,
  type EligibilityCheck,
} from '../../../hub/compact/eligibility-rows.ts';
import { CHECK_CODES } from '../../../hub/compact/finding.ts';
import { PROJECT_ROOT } from '../../../hub/project-root.ts';
import {
  REPORTING_INSTRUCTIONS_REASON,
  TRANSFER_REASON,
} from '../../../hub/generated/code-lists.ts';

const SHORT: Readonly<Record<string, string>> = {
  'compact.transfer-request.v1': 'TREQ',
  'compact.reporting-instructions-request.v1': 'RFRI',
};

/** The row of a check as docs/compact-rules.md has it. */
function rowOf(check: EligibilityCheck): string[] {
  const { code, rule, types, reasons = [], when, sending = [], from, until } = check;
  const only = [
    ...reasons.map((reason) => `\`${reason}\``),
    ...sending.map((member) => `from ${member}`),
    ...(when === undefined ? [] : [when.words]),
  ];
  const force = [
    ...(from === undefined ? [] : [`from ${from}`]),
    ...(until === undefined ? [] : [`before ${until}`]),
  ];
  return [
    `\`${code}\``,
    rule,
    types.map((type) => SHORT[type] ?? type).join(', '),
    only.join('; '),
    check.asks,
    force.join(' '),
    check.weight,
    check.confirmed ? 'yes' : 'no',
  ];
}

/** Cells of the table below a heading. */
function tableBelow(heading: string): string[][] {
  const text = readFileSync(join(PROJECT_ROOT, 'docs', 'compact-rules.md'), 'utf8');
  const [, section = ''] = text.split(`\n## ${heading}\n`);
  const lines = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => /^\|/.test(line));
  return lines.slice(2).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
}

describe('the table of eligibility checks', () => {
  it('stands in docs/compact-rules.md row for row', () => {
    expect(tableBelow('Eligibility and completeness')).to.deep.equal(ELIGIBILITY_CHECKS.map(rowOf));
  });

  it('has a row for every code', () => {
    const codes = new Set(ELIGIBILITY_CHECKS.map(({ code }) => code));
    expect([...codes].sort()).to.deep.equal([...CHECK_CODES].sort());
  });

  it('names reasons that the types have, and no two rows of one code for the same request', () => {
    const reasonsOf: Readonly<Record<string, readonly string[]>> = {
      TREQ: TRANSFER_REASON,
      RFRI: REPORTING_INSTRUCTIONS_REASON,
    };
    const seen = new Set<string>();
    for (const { code, types, reasons, from, until, sending } of ELIGIBILITY_CHECKS) {
      for (const type of types) {
        const all = reasonsOf[SHORT[type] ?? ''] ?? [];
        for (const reason of reasons ?? all) {
          expect(all, code).to.include(reason);
          for (const age of [
            ...(from === undefined ? ['old'] : []),
            ...(until === undefined ? ['new'] : []),
          ]) {
            const name = [code, type, reason, age, sending ?? ''].join(' ');
            expect(seen.has(name), name).to.equal(false);
            seen.add(name);
          }
        }
      }
    }
  });

  it('says of what it is not sure why, and of every row where it is from', () => {
    for (const { code, source, asks } of ELIGIBILITY_CHECKS) {
      expect(source.length, code).to.be.greaterThan(10);
      expect(asks, code).to.match(/^[a-z].*[^.]$/);
    }
  });
});
