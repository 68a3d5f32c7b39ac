import { expect } from 'chai';
import { type AuditLab, auditOn, openAuditLab, tamperWith } from './audit-lab.ts';
import { ROW_TAMPERINGS } from './row-tampering.ts';

const SEED = 20261130;

describe('tampering with rows, as a superuser', function () {
  this.timeout(120_000);
  let audit: AuditLab;

  before(async () => {
    audit = await openAuditLab(300);
  });
  after(() => audit.close());

  it('finds nothing in what the hub itself did, and opens every record', async () => {
    const report = await auditOn(audit);
    expect(report.findings).to.deep.equal([]);
    expect(report.ledger.findings).to.deep.equal([]);
    expect(report.transmissions).to.be.greaterThan(15);
    expect(report.opened).to.be.greaterThan(2 * report.transmissions);
  });

  for (const tampering of ROW_TAMPERINGS) {
    it(`finds ${tampering.table}: ${tampering.name}`, async () => {
      const found = await tamperWith(audit, tampering, { seed: SEED });
      expect(found).to.include({ isFound: true, isNamed: true });
    });
  }

  it('does not find what is wrong in a row when it looks at none', async () => {
    const tampering = ROW_TAMPERINGS.find(({ table }) => table === 'deliveries')!;
    const found = await tamperWith(audit, tampering, { seed: SEED, skipsRows: true });
    expect(found.isFound).to.equal(false);
  });
});
