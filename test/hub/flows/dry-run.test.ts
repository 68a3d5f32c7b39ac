import { readFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { DryRunReport } from '../../../hub/flows/dry-run.ts';
import { PROJECT_ROOT } from '../../../hub/project-root.ts';
import { activity } from '../../support/activity.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

const MAPPINGS = join(PROJECT_ROOT, 'mappings');
const SAMPLE = join(MAPPINGS, 'dialects/nested-json/samples/departure-notice.in.json');

describe('a dry run', () => {
  let site: TestSite;
  let hub: TestHub;

  before(async () => {
    site = await openTestSite({ states: { OR: {}, TX: {}, GA: {}, CA: { connected: false } } });
    const folder = site.config.mappingsDirectory;
    for (const name of ['OR', 'TX', 'GA', 'dialects']) {
      await cp(join(MAPPINGS, name), join(folder, name), { recursive: true });
    }
    hub = await site.start();
  });
  after(() => site.close());

  async function run(
    caller: string,
    body: string,
    contentType = 'application/json',
  ): Promise<DryRunReport> {
    const answer = await hub.call(caller, 'POST /v1/dry-run', { body, contentType });
    expect(answer.status, answer.text).to.equal(200);
    return answer.body as unknown as DryRunReport;
  }

  it('explains a native document rule by rule, in both directions, and keeps nothing', async () => {
    const report = await run('OR', readFileSync(SAMPLE, 'utf8'));
    expect(report).to.include({ verdict: 'would-be-accepted', stage: 'translated' });
    expect(report.inbound?.dialect).to.equal('nested-json');
    const departure = report.inbound?.rules.find(({ canonical }) =>
      canonical.some(({ pointer }) => pointer === '/data/departureDate'),
    );
    expect(departure?.op).to.equal('date');
    expect(departure?.local).to.have.length(1);
    const data = report.envelope?.['data'] as Record<string, unknown>;
    expect(departure?.canonical[0]?.value).to.equal(data['departureDate']);
    expect(report.outbound?.destination).to.equal(report.envelope?.['destination']);
    const there = report.outbound?.rules.find(({ canonical }) =>
      canonical.some(({ pointer }) => pointer === '/data/departureDate'),
    );
    expect(report.outbound?.document.body).to.include(there?.local[0]?.value);
    for (const kept of [
      'transmissions',
      'records',
      'content_keys',
      // Leaves of the caller's own key may wait, or have their index.
      'pending_leaves WHERE transmission_id IS NOT NULL',
      'ledger_entries WHERE transmission_id IS NOT NULL',
    ]) {
      expect(await site.query(`SELECT FROM ${kept}`), kept).to.deep.equal([]);
    }
  });

  it('is for the compact office too', async () => {
    const report = await run('OR office', readFileSync(SAMPLE, 'utf8'));
    expect(report.verdict).to.equal('would-be-accepted');
  });

  const canonical = (facts: Parameters<typeof activity>[1]) =>
    JSON.stringify(activity('transfer-request', facts));
  const refused: [string, string, string | undefined, string][] = [
    ['that cannot be read', '{"id":', undefined, 'JSON_MALFORMED'],
    ['of no known kind', '{}', undefined, 'RECORD_UNRECOGNISED'],
  ];
  for (const [name, body, stage, code] of refused) {
    it(`says why a document ${name} would be refused`, async () => {
      const report = await run('OR', body);
      expect(report.verdict).to.equal('would-be-refused');
      expect(report.stage).to.equal(stage);
      expect(report.refusal?.code).to.equal(code);
    });
  }

  it('says how far a canonical envelope comes, and what is wrong with it', async () => {
    const type = 'application/cloudevents+json';
    const unconnected = await run('OR', canonical({ from: 'OR', to: 'CA' }), type);
    expect(unconnected).to.deep.include({ stage: 'validated', verdict: 'would-be-refused' });
    expect(unconnected.refusal?.code).to.equal('DESTINATION_NOT_CONNECTED');
    const foreign = await run('OR', canonical({ from: 'TX', to: 'OR' }), type);
    expect(foreign.refusal?.code).to.equal('SOURCE_FOREIGN');
    const invalid = await run(
      'OR',
      canonical({ from: 'OR', to: 'TX', data: { supervision: {} } }),
      type,
    );
    expect(invalid.stage).to.equal('mapped');
    expect(invalid.refusal?.problems.map(({ pointer }) => pointer)).to.include(
      '/data/supervision/type',
    );
  });
});
