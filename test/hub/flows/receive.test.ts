import { createHash } from 'node:crypto';
import { expect } from 'chai';
import pg from 'pg';
import type { IncomingVerdict, RecordVerdict, StateAdapter } from '../../../adapters/adapter.ts';
import type { Left } from '../../../adapters/memory-outbox.ts';
import { type TestEnvelope, activity } from '../../support/activity.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

const CANONICAL = 'application/cloudevents+json';

describe('what the hub fetches from a state', () => {
  let site: TestSite;
  let hub: TestHub;

  beforeEach(async () => {
    site = await openTestSite({
      states: { OR: {}, TX: { capabilities: { acknowledgement: 'asynchronous' } }, CA: {} },
    });
    hub = await site.start();
  });
  afterEach(() => site.close());

  const leave = (member: string, item: Left) => site.state(member).outbox.leave(item);
  const leaveActivity = (member: string, envelope: TestEnvelope) =>
    leave(member, {
      kind: 'document',
      contentType: CANONICAL,
      body: Buffer.from(JSON.stringify(envelope)),
    });
  const arrived = (member: string, count: number) =>
    site.until(
      () => Promise.resolve(site.state(member).stored),
      (stored) => stored.length === count,
    );

  it('is accepted with a receipt and delivered, in its order', async () => {
    const opening = activity('transfer-request', {
      from: 'OR',
      to: 'TX',
      data: { senderCaseNumber: 'OR-77' },
    });
    const [first, second] = await Promise.all([
      leaveActivity('OR', opening),
      leaveActivity('OR', activity('departure-notice', { from: 'OR', to: 'TX', subject: 'OR-77' })),
    ]);
    expect(onlyRecord(first).kind).to.equal('accepted');
    // The case is known when the second comes; that it departs before a reply is against the rules.
    expect(codeOf(onlyRecord(second))).to.equal('OUT_OF_ORDER');
    const [parcel] = await arrived('TX', 1);
    const receipt = receiptOf(onlyRecord(first));
    expect(receipt).to.include({ status: 'transmitted', messageId: opening.id });
    expect(parcel?.transmissionId).to.equal(receipt['transmissionId']);
  });

  it('gets the same receipt again when it is offered again, byte for byte, and has one effect', async () => {
    const envelope = activity('transfer-request', { from: 'OR', to: 'TX' });
    const [first, again] = [
      await leaveActivity('OR', envelope),
      await leaveActivity('OR', envelope),
    ];
    expect(again).to.deep.equal(first);
    await arrived('TX', 1);
  });

  it('is said in the ledger to have come from the endpoint, by its transport', async () => {
    const receipt = receiptOf(
      onlyRecord(await leaveActivity('OR', activity('transfer-request', { from: 'OR', to: 'TX' }))),
    );
    const [row] = await site.query(
      'SELECT actor, channel FROM transmissions WHERE transmission_id = $1',
      [receipt['transmissionId']],
    );
    expect(row).to.deep.equal({ actor: 'endpoint-OR', channel: 'memory' });
  });

  const refusals: [string, Left, string][] = [
    [
      'that is no JSON',
      { kind: 'document', contentType: CANONICAL, body: Buffer.from('{"id":') },
      'JSON_MALFORMED',
    ],
    [
      'of another content type',
      { kind: 'document', contentType: 'text/plain', body: Buffer.from('hello') },
      'CONTENT_TYPE_UNEXPECTED',
    ],
    [
      'in the name of another state',
      {
        kind: 'document',
        contentType: CANONICAL,
        body: Buffer.from(JSON.stringify(activity('transfer-request', { from: 'CA', to: 'TX' }))),
      },
      'SOURCE_FOREIGN',
    ],
    [
      'whose name is not that of its bytes',
      {
        kind: 'attachment',
        sha256: '0'.repeat(64),
        mediaType: 'text/plain',
        body: Buffer.from('x'),
      },
      'DIGEST_MISMATCH',
    ],
    [
      'on a delivery that is not there',
      {
        kind: 'answer',
        deliveryId: '0197aaaa-0000-7000-8000-000000000000',
        said: { kind: 'acknowledged' },
      },
      'NOT_FOUND',
    ],
    [
      'on a delivery whose id is none',
      { kind: 'answer', deliveryId: 'D-1', said: { kind: 'acknowledged' } },
      'NOT_FOUND',
    ],
    [
      'that refuses a delivery whose id is none',
      { kind: 'answer', deliveryId: 'D-1', said: { kind: 'refused', reason: 'x' } },
      'NOT_FOUND',
    ],
  ];
  for (const [name, item, code] of refusals) {
    it(`is refused with its problem, and the next is taken: ${item.kind} ${name}`, async () => {
      const [refused, next] = await Promise.all([
        leave('OR', item),
        leaveActivity('OR', activity('transfer-request', { from: 'OR', to: 'TX' })),
      ]);
      expect(codeOf(onlyRecord(refused))).to.equal(code);
      expect(onlyRecord(next).kind).to.equal('accepted');
    });
  }

  it('completes an activity that waits for a file', async () => {
    const body = Buffer.from('%PDF-1.7 made up');
    const sha256 = createHash('sha256').update(body).digest('hex');
    const attachments = [
      {
        sha256,
        fileName: 'x.pdf',
        mediaType: 'application/pdf',
        size: body.length,
        kind: 'OTHER',
        description: 'x',
      },
    ];
    const waiting = await leaveActivity(
      'OR',
      activity('transfer-request', { from: 'OR', to: 'TX', data: { attachments } }),
    );
    expect(receiptOf(onlyRecord(waiting))['status']).to.equal('awaiting-attachments');
    const stored = await leave('OR', {
      kind: 'attachment',
      sha256,
      mediaType: 'application/pdf',
      body,
    });
    expect(onlyRecord(stored).kind).to.equal('accepted');
    await arrived('TX', 1);
  });

  it('acknowledges a delivery, and says so by the transport', async () => {
    await hub.submit('OR', activity('transfer-request', { from: 'OR', to: 'TX' }));
    const [parcel] = await arrived('TX', 1);
    const said = { kind: 'acknowledged', reference: 'TX-1' } as const;
    const deliveryId = parcel!.deliveryId;
    const verdict = await leave('TX', { kind: 'answer', deliveryId, said });
    expect(onlyRecord(verdict).kind).to.equal('accepted');
    const [row] = await site.query('SELECT state, peer_reference FROM deliveries');
    expect(row).to.deep.equal({ state: 'acknowledged', peer_reference: 'TX-1' });
    const foreign = await leave('CA', { kind: 'answer', deliveryId, said });
    expect(codeOf(onlyRecord(foreign))).to.equal('NOT_FOUND');
  });

  it('is fetched by one of two processes, and by the other when that one stops', async () => {
    const second = await site.start();
    for (const from of ['OR', 'CA', 'OR']) {
      const verdict = await leaveActivity(from, activity('transfer-request', { from, to: 'TX' }));
      expect(onlyRecord(verdict).kind).to.equal('accepted');
    }
    const holders = await site.query('SELECT count(DISTINCT receiver)::integer FROM destinations');
    expect(holders).to.deep.equal([{ count: 1 }]);
    await hub.stop();
    const verdict = await leaveActivity(
      'OR',
      activity('transfer-request', { from: 'OR', to: 'TX' }),
    );
    expect(onlyRecord(verdict).kind).to.equal('accepted');
    await second.stop();
    expect(await site.query('SELECT FROM destinations WHERE receiver IS NOT NULL')).to.deep.equal(
      [],
    );
  });

  it('is fetched again after the adapter broke down, as none should', async () => {
    await hub.stop();
    let calls = 0;
    const brokenOnce = (adapter: StateAdapter, member: string): StateAdapter => ({
      ...adapter,
      receive: (signal) => {
        if (member === 'OR') calls += 1;
        if (member === 'OR' && calls === 1) throw new Error('a fault of the adapter');
        return adapter.receive!(signal);
      },
    });
    await site.start({ decorate: { adapter: brokenOnce } });
    const envelope = activity('transfer-request', { from: 'OR', to: 'TX' });
    expect(onlyRecord(await leaveActivity('OR', envelope)).kind).to.equal('accepted');
    expect(site.faults.map(({ part }) => part)).to.deep.equal(['receive']);
  });

  it('is postponed while the store cannot be reached, and taken afterwards', async () => {
    // Once something was taken, the hub reads this state's side.
    await leaveActivity('OR', activity('transfer-request', { from: 'OR', to: 'TX' }));
    await letConnect(site, false);
    const leaving = leaveActivity('OR', activity('transfer-request', { from: 'OR', to: 'TX' }));
    await site.until(
      () => Promise.resolve(site.state('OR').outbox.verdicts),
      (verdicts) => verdicts.some(({ verdict }) => verdict.kind === 'postponed'),
    );
    await letConnect(site, true);
    expect(onlyRecord(await leaving).kind).to.equal('accepted');
    await arrived('TX', 2);
  });
});

/** Lets processes connect to the test's database, or ends their connections and lets none. */
async function letConnect({ database }: TestSite, allowed: boolean): Promise<void> {
  const url = new URL(database.url);
  const name = url.pathname.slice(1);
  url.pathname = '/postgres';
  const owner = new pg.Client({ connectionString: url.href });
  await owner.connect();
  await owner.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS ${allowed}`);
  await owner.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = $1 AND NOT $2 AND pid <> pg_backend_pid()`,
    [name, allowed],
  );
  await owner.end();
}

function onlyRecord(verdict: IncomingVerdict): RecordVerdict {
  if (verdict.kind !== 'decided' || verdict.records.length !== 1) {
    throw new Error(`expected one decision: ${JSON.stringify(verdict)}`);
  }
  return verdict.records[0]!;
}

function receiptOf(record: RecordVerdict): Record<string, unknown> {
  if (record.kind !== 'accepted') throw new Error(record.problem);
  return JSON.parse(record.receipt ?? '{}') as Record<string, unknown>;
}

function codeOf(record: RecordVerdict): unknown {
  return record.kind === 'refused'
    ? (JSON.parse(record.problem) as { code: unknown }).code
    : record.kind;
}
