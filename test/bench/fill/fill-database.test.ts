import { expect } from 'chai';
import { parseVerifierKey } from '../../../ledger-verifier/note.ts';
import { checkSignature, sha256 } from '../../../ledger-verifier/node-crypto.ts';
import { auditLedger } from '../../../hub/flows/audit-ledger.ts';
import * as auditReads from '../../../hub/store/audit-reads.ts';
import * as ledger from '../../../hub/store/ledger.ts';
import { ledgerKeysOf } from '../../../hub/open-ledger.ts';
import { knownKeyLines } from '../../../hub/flows/ledger-keys.ts';
import { PROJECT_ROOT } from '../../../hub/project-root.ts';
import { type TestSite, openTestSite } from '../../support/test-hub.ts';
import { type FillOrder, type FillReport, fillDatabase } from './fill-database.ts';

const ACTIVITIES = 400;

describe('a filled database', function () {
  this.timeout(120_000);
  let site: TestSite;
  let report: FillReport;
  let order: FillOrder;

  before(async () => {
    site = await openTestSite({ states: {} });
    order = {
      config: { ...site.config, mappingsDirectory: `${PROJECT_ROOT}/mappings` },
      databaseUrl: site.database.url,
      activities: ACTIVITIES,
      seed: 'test',
      softwareVersion: '0.0.0',
      signal: new AbortController().signal,
      progress: () => undefined,
      until: new Date('2026-11-30T12:00:00.000Z'),
      processes: 1,
    };
    report = await fillDatabase(order);
  });

  after(() => site.close());

  const numberOf = async (sql: string): Promise<number> => {
    const [row] = await site.query<{ count: string }>(`SELECT count(*) FROM ${sql}`);
    return Number(row?.count);
  };

  it('holds as many activities as were asked for, of enough cases', async () => {
    expect(report.activities).to.equal(ACTIVITIES);
    expect(await numberOf('transmissions')).to.equal(ACTIVITIES);
    expect(await numberOf('cases')).to.be.at.least(ACTIVITIES / 25);
    expect(report.leaves / ACTIVITIES).to.be.within(5.5, 8);
  });

  it('is a year of many states, types and ends', async () => {
    expect(await numberOf('(SELECT DISTINCT from_member FROM transmissions) AS m')).to.be.above(20);
    expect(await numberOf('(SELECT DISTINCT type FROM transmissions) AS t')).to.be.above(4);
    expect(await numberOf('(SELECT DISTINCT attempt FROM deliveries) AS a')).to.be.above(1);
    expect(await numberOf('deadlines WHERE ended_at IS NOT NULL')).to.be.above(10);
    expect(await numberOf('person_tokens')).to.be.above(100);
    expect(await numberOf('incidents WHERE closed_at IS NULL')).to.equal(2);
    const [row] = await site.query<{ days: number }>(
      `SELECT extract(day FROM max(accepted_at) - min(accepted_at))::integer AS days FROM transmissions`,
    );
    expect(row?.days).to.be.within(350, 365);
  });

  it('fits its own ledger, row by row and record by record', async () => {
    const { store, memberKeys } = site.parts;
    const { origin } = await ledger.findHead(store.query);
    const lines = await knownKeyLines(ledgerKeysOf(site.config, store, { origin }));
    const audit = await auditLedger({
      store: { ...store, ...ledger, ...auditReads },
      memberKeys,
      keys: lines.map((line) => parseVerifierKey(sha256, line)),
      checkSignature,
      keptHeads: [],
    });
    expect([...audit.ledger.findings, ...audit.findings]).to.deep.equal([]);
    expect(audit.transmissions).to.equal(ACTIVITIES);
    expect(audit.opened).to.be.at.least(3 * ACTIVITIES - 50);
  });

  it('is never filled again', async () => {
    const again = await fillDatabase(order).catch((error: unknown) => String(error));
    expect(again).to.contain('the database holds activities');
    expect(await numberOf('transmissions')).to.equal(ACTIVITIES);
  });
});
