import { expect } from 'chai';
import { activity } from '../../support/activity.ts';
import { countReadable, growth } from '../../support/readable-rows.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

const REASON = 'the address is not theirs';

/** What the eligibility checks find in the smallest transfer request. */
const FINDINGS = 9;
/** Codes and places by which they are found. */
const TERMS = 18;

describe('an activity that waits for its release', () => {
  let site: TestSite;
  let hub: TestHub;

  before(async () => {
    site = await openTestSite({ states: { OR: {}, TX: {}, CA: {}, ID: { attestation: false } } });
    hub = await site.start();
    // Their credentials have leaves too: made now, they are not counted later.
    for (const caller of ['OR', 'TX', 'OR office', 'TX office']) {
      await hub.call(caller, 'GET /v1/members');
    }
  });
  after(() => site.close());

  const decide = (by: string, transmissionId: unknown, verb: 'release' | 'return') =>
    hub.call(by, `POST /v1/messages/${String(transmissionId)}/${verb}`, {
      json: verb === 'return' ? { reason: REASON } : {},
    });

  async function submitWaiting(facts: {
    name?: string;
    from: string;
    to: string;
    subject?: string;
  }): Promise<{ transmissionId: string; caseId: string }> {
    const { name = 'transfer-request', ...rest } = facts;
    const answer = await hub.submit(facts.from, activity(name, { ...rest, released: false }));
    expect(answer.body).to.include({ status: 'awaiting-release' });
    const { transmissionId, caseId } = answer.body;
    return { transmissionId: String(transmissionId), caseId: String(caseId) };
  }

  const statusOf = async (transmissionId: string) => {
    const [row] = await site.query<{ status: string; to_member: string | null }>(
      'SELECT status, to_member FROM transmissions WHERE transmission_id = $1',
      [transmissionId],
    );
    return row;
  };
  const numbersTo = async (member: string, caseId: string): Promise<number[]> => {
    const rows = await site.query<{ case_sequence: number }>(
      `SELECT case_sequence FROM deliveries WHERE to_member = $1 AND case_id = $2
        ORDER BY case_sequence`,
      [member, caseId],
    );
    return rows.map((row) => row.case_sequence);
  };
  const everyLeafIsSequenced = () =>
    site.until(
      () => site.query('SELECT FROM pending_leaves'),
      (rows) => rows.length === 0,
    );
  const countFor = async (member: string) => {
    await everyLeafIsSequenced();
    return countReadable(site.parts.reader, member);
  };

  it('is invisible to the other state and to all others, and counts for its sender', async () => {
    const others = ['TX', 'CA', 'ID', ''];
    const before = new Map(
      await Promise.all(
        ['OR', 'national', ...others].map(
          async (member) => [member, await countFor(member)] as const,
        ),
      ),
    );
    const since = async (member: string) => {
      const counts = before.get(member);
      return counts && growth(counts, await countFor(member));
    };
    await submitWaiting({ from: 'OR', to: 'TX' });
    expect(await since('OR')).to.deep.equal({
      persons: 1,
      person_members: 1,
      cases: 1,
      transmissions: 1,
      content_keys: 1,
      records: 2,
      findings: FINDINGS,
      finding_terms: TERMS,
      reviews: 1,
      ledger_entries: 1,
    });
    expect(await since('national')).to.deep.equal({
      cases: 1,
      transmissions: 1,
      findings: FINDINGS,
      finding_terms: TERMS,
      ledger_entries: 1,
    });
    for (const member of others) expect(await since(member), member).to.deep.equal({});
  });

  it('shows an empty member nothing at all', async () => {
    const counts = await countFor('');
    expect(new Set(Object.values(counts))).to.deep.equal(new Set([0]));
  });

  it('crosses when its compact office releases it, and is seen from then on', async () => {
    const { transmissionId, caseId } = await submitWaiting({ from: 'OR', to: 'TX' });
    const before = await countFor('TX');
    expect((await hub.call('TX', `GET /v1/messages/${transmissionId}`)).status).to.equal(404);
    expect((await hub.call('TX', `GET /v1/cases/${caseId}`)).status).to.equal(404);
    expect((await decide('OR office', transmissionId, 'release')).status).to.equal(204);
    expect(await statusOf(transmissionId)).to.deep.equal({
      status: 'transmitted',
      to_member: 'TX',
    });
    expect(await numbersTo('TX', caseId)).to.deep.equal([1]);
    await site.until(
      () =>
        site.query('SELECT FROM deliveries WHERE case_id = $1 AND state = $2', [
          caseId,
          'acknowledged',
        ]),
      (rows) => rows.length === 1,
    );
    expect(growth(before, await countFor('TX'))).to.deep.equal({
      persons: 1,
      person_members: 1,
      cases: 1,
      transmissions: 1,
      content_keys: 1,
      records: 3,
      findings: FINDINGS,
      finding_terms: TERMS,
      deliveries: 1,
      // The reply, and the closure at the end of supervision.
      deadlines: 2,
      decisions: 1,
      person_descriptions: 1,
      person_tokens: 6,
      case_assignments: 1,
      ledger_entries: 6,
    });
    expect((await hub.call('TX', `GET /v1/messages/${transmissionId}`)).status).to.equal(200);
  });

  it('waits when its state’s profile does not let its system attest', async () => {
    const answer = await hub.submit('ID', activity('transfer-request', { from: 'ID', to: 'TX' }));
    expect(answer.body).to.include({ status: 'awaiting-release' });
  });

  it('takes no number and holds nothing up while it waits', async () => {
    const subject = await hub.playTo('arrived');
    const numbers = await numbersTo('OR', subject);
    const waiting = await submitWaiting({ name: 'progress-report', from: 'TX', to: 'OR', subject });
    expect(await numbersTo('OR', subject)).to.deep.equal(numbers);
    const report = activity('progress-report', { from: 'TX', to: 'OR', subject });
    expect((await hub.submit('TX', report)).body).to.include({ status: 'transmitted' });
    expect((await decide('TX office', waiting.transmissionId, 'release')).status).to.equal(204);
    const expected = [...numbers, numbers.length + 1, numbers.length + 2];
    expect(await numbersTo('OR', subject)).to.deep.equal(expected);
  });

  it('leaves no gap when it is returned, and never crosses any more', async () => {
    const subject = await hub.playTo('arrived');
    const numbers = await numbersTo('OR', subject);
    const waiting = await submitWaiting({ name: 'progress-report', from: 'TX', to: 'OR', subject });
    const before = await countFor('OR');
    expect((await decide('TX office', waiting.transmissionId, 'return')).status).to.equal(204);
    expect(await statusOf(waiting.transmissionId)).to.deep.equal({
      status: 'returned',
      to_member: null,
    });
    await hub.submit('TX', activity('progress-report', { from: 'TX', to: 'OR', subject }));
    expect(await numbersTo('OR', subject)).to.deep.equal([...numbers, numbers.length + 1]);
    for (const verb of ['release', 'return'] as const) {
      const answer = await decide('TX office', waiting.transmissionId, verb);
      expect(answer.body).to.include({ code: 'STATE_FORBIDS' });
    }
    const seen = growth(before, await countFor('OR'));
    expect(seen).to.include({ transmissions: 1 });
    expect(seen.decisions).to.equal(undefined);
  });

  it('tells why it was returned to everybody of its own state who may open it, and to nobody else', async () => {
    const facts = { from: 'OR', to: 'TX' };
    const returned = await submitWaiting(facts);
    expect((await decide('OR office', returned.transmissionId, 'return')).status).to.equal(204);
    const released = await submitWaiting(facts);
    expect((await decide('OR office', released.transmissionId, 'release')).status).to.equal(204);
    const decisionsFor = async (caller: string, id: string): Promise<unknown> =>
      (await hub.call(caller, `GET /v1/messages/${id}`)).body['decisions'];
    const [told] = (await decisionsFor('OR', returned.transmissionId)) as Record<string, string>[];
    expect(told).to.include({ action: 'return', reason: REASON });
    expect(told?.['by']).to.match(/^U-/);
    expect(await decisionsFor('national', returned.transmissionId)).to.deep.equal([]);
    const [release] = (await decisionsFor('OR', released.transmissionId)) as object[];
    expect(release).to.include({ action: 'release' });
    expect(release).to.not.have.property('reason');
    expect(await decisionsFor('TX office', released.transmissionId)).to.deep.equal([]);
  });

  it('is answered as out of order when the case forbids it by then, and goes on waiting', async () => {
    const subject = await hub.playTo('requested');
    const facts = { name: 'transfer-reply', from: 'TX', to: 'OR', subject };
    const [first, second] = [await submitWaiting(facts), await submitWaiting(facts)];
    expect((await decide('TX office', first.transmissionId, 'release')).status).to.equal(204);
    const answer = await decide('TX office', second.transmissionId, 'release');
    expect(answer.body).to.include({ status: 422, code: 'OUT_OF_ORDER' });
    expect(await statusOf(second.transmissionId)).to.deep.equal({
      status: 'awaiting-release',
      to_member: null,
    });
    const decisions = await site.query('SELECT FROM decisions WHERE transmission_id = $1', [
      second.transmissionId,
    ]);
    expect(decisions).to.deep.equal([]);
    expect((await decide('TX office', second.transmissionId, 'return')).status).to.equal(204);
  });

  it('is released once when two officers release it at once', async () => {
    const { transmissionId, caseId } = await submitWaiting({ from: 'OR', to: 'TX' });
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => decide('OR office', transmissionId, 'release')),
    );
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([204, 422, 422, 422, 422]);
    expect(await numbersTo('TX', caseId)).to.deep.equal([1]);
  });

  const strangers = [
    { by: 'OR', status: 403 },
    { by: 'TX office', status: 404 },
    { by: 'CA office', status: 404 },
    { by: 'national', status: 403 },
  ];
  for (const { by, status } of strangers) {
    it(`is not for ${by} to release or return`, async () => {
      const { transmissionId } = await submitWaiting({ from: 'OR', to: 'TX' });
      for (const verb of ['release', 'return'] as const) {
        expect((await decide(by, transmissionId, verb)).status).to.equal(status);
      }
      expect(await statusOf(transmissionId)).to.include({ status: 'awaiting-release' });
    });
  }

  it('gets the receipt of its acceptance for ever', async () => {
    const envelope = activity('transfer-request', { from: 'OR', to: 'TX', released: false });
    const first = await hub.submit('OR', envelope);
    await decide('OR office', first.body['transmissionId'], 'release');
    expect(await hub.submit('OR', envelope)).to.include({ status: 200, text: first.text });
  });
});
