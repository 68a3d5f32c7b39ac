import { expect } from 'chai';
import type { IncomingDocument, IncomingVerdict } from '../../../adapters/adapter.ts';
import { createIncomingTries } from '../../../hub/flows/incoming-tries.ts';
import { type ReceiveParts, receive, systemAtEndpoint } from '../../../hub/flows/receive.ts';
import { activity } from '../../support/activity.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

const CANONICAL = 'application/cloudevents+json';

describe('what ends processes that fetch it', () => {
  let site: TestSite;
  let hub: TestHub;

  before(async () => {
    site = await openTestSite({ states: { OR: {}, TX: {}, CA: {} } });
    hub = await site.start();
  });
  after(() => site.close());

  const document = (from: string, id?: string) => ({
    kind: 'document' as const,
    contentType: CANONICAL,
    body: Buffer.from(
      JSON.stringify(
        activity('transfer-request', { from, to: 'TX', ...(id === undefined ? {} : { id }) }),
      ),
    ),
  });
  type Left = ReturnType<typeof document>;
  const counts = async (): Promise<number[]> => {
    const rows = await site.query<{ count: number }>('SELECT count FROM incoming_tries');
    return rows.map(({ count }) => count);
  };
  const becomes = (expected: number[]) =>
    site.until(counts, (now) => JSON.stringify(now) === JSON.stringify(expected));

  /** A process that ends while it works on the document: nothing after that happens. */
  const endIn = (left: Left): void => {
    const never = new Promise<never>(() => undefined);
    const dialect = site.parts.states.dialects.get('canonical');
    if (dialect === undefined) throw new Error('there is no canonical dialect');
    const parts: ReceiveParts = {
      accept: () => never,
      storeAttachment: () => never,
      acknowledge: () => never,
      refuse: () => never,
      problemOf: () => undefined,
      onFault: () => undefined,
      tries: createIncomingTries(site.parts),
    };
    const source = { actor: systemAtEndpoint('OR'), channel: 'sftp' as const, dialect };
    const item: IncomingDocument = { ...left, settle: () => never };
    void receive(parts, source, item);
  };
  const codeOf = (verdict: IncomingVerdict): unknown => {
    if (verdict.kind !== 'decided') return verdict.kind;
    const [record] = verdict.records;
    if (record?.kind !== 'refused') return record?.kind;
    return (JSON.parse(record.problem) as { code: unknown }).code;
  };

  it('is nothing of what is worked on to its end', async () => {
    const { outbox } = site.state('OR');
    expect(codeOf(await outbox.leave(document('OR')))).to.equal('accepted');
    const broken = { ...document('OR'), body: Buffer.from('{"id":') };
    expect(codeOf(await outbox.leave(broken))).to.equal('JSON_MALFORMED');
    await becomes([]);
  });

  it('is tried three times, then refused on the record, and the lane goes on', async () => {
    const poison = document('OR', 'poison-1');
    for (const deaths of [1, 2, 3]) {
      endIn(poison);
      await becomes([deaths]);
    }
    const { outbox } = site.state('OR');
    const [refused, next] = await Promise.all([outbox.leave(poison), outbox.leave(document('OR'))]);
    expect(codeOf(refused)).to.equal('DOCUMENT_QUARANTINED');
    expect(codeOf(next)).to.equal('accepted');
    const { body } = await hub.call('OR', 'GET /v1/incidents?open=yes');
    expect(body['items']).to.have.length(1);
    expect((body['items'] as object[])[0]).to.include({
      member: 'OR',
      kind: 'intake',
      code: 'DOCUMENT_QUARANTINED',
      count: 1,
    });
    const leaves = await site.until(
      () =>
        site.query<{ entry: Buffer }>(
          `SELECT entry FROM ledger_entries WHERE from_member = 'OR' ORDER BY leaf_index`,
        ),
      (rows) => rows.some(({ entry }) => entry.includes('DOCUMENT_QUARANTINED')),
    );
    const rejected = leaves.filter(({ entry }) => entry.includes('"type":"rejected"'));
    expect(rejected.at(-1)?.entry.toString()).to.contain('"code":"DOCUMENT_QUARANTINED"');
  });

  it('stays refused when it is offered again, and is taken from another state', async () => {
    const poison = document('OR', 'poison-1');
    const again = await site.state('OR').outbox.leave(poison);
    expect(codeOf(again)).to.equal('DOCUMENT_QUARANTINED');
    const elsewhere = await site.state('CA').outbox.leave(poison);
    expect(codeOf(elsewhere)).to.equal('SOURCE_FOREIGN');
    expect(await site.query('SELECT transmission_id FROM transmissions')).to.have.length(2);
  });

  it('is taken after fewer deaths, and forgotten then', async () => {
    const unlucky = document('OR');
    for (const deaths of [1, 2]) {
      endIn(unlucky);
      await site.until(counts, (now) => now.includes(deaths));
    }
    expect(codeOf(await site.state('OR').outbox.leave(unlucky))).to.equal('accepted');
    await site.until(counts, (now) => now.length === 1);
  });
});
