import { expect } from 'chai';
import type { Finding } from '../../../hub/compact/finding.ts';
import type { DryRunReport } from '../../../hub/flows/dry-run.ts';
import type { JsonObject } from '../../../hub/message/json.ts';
import { activity } from '../../support/activity.ts';
import { type RowCounts, countReadable, growth } from '../../support/readable-rows.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

const OUTSIDE = {
  kind: 'HOUSE',
  address: { line1: '1 Sample Street', city: 'Sample', state: 'GU' },
};

describe('the findings of a request', () => {
  let site: TestSite;
  let hub: TestHub;

  before(async () => {
    site = await openTestSite();
    hub = await site.start();
    // Their credentials have leaves too: made now, they are not counted later.
    for (const caller of ['OR', 'TX', 'CA', 'OR office', 'TX office', 'national']) {
      await hub.call(caller, 'GET /v1/members');
    }
  });
  after(() => site.close());

  const request = (facts: { released?: boolean; data?: JsonObject } = {}) =>
    activity('transfer-request', { from: 'OR', to: 'TX', ...facts });

  async function submit(facts: { released?: boolean; data?: JsonObject } = {}): Promise<string> {
    const answer = await hub.submit('OR', request(facts));
    expect(answer.status, answer.text).to.equal(202);
    return String(answer.body['transmissionId']);
  }

  const read = (caller: string, transmissionId: string) =>
    hub.call(caller, `GET /v1/messages/${transmissionId}`);
  async function findingsFor(caller: string, transmissionId: string): Promise<Finding[]> {
    const answer = await read(caller, transmissionId);
    expect(answer.status, answer.text).to.equal(200);
    return answer.body['findings'] as Finding[];
  }
  const everythingIsSettled = () =>
    site.until(
      () =>
        site.query('SELECT FROM deliveries WHERE blocking UNION ALL SELECT FROM pending_leaves'),
      (rows) => rows.length === 0,
    );
  const countFor = (member: string): Promise<RowCounts> => countReadable(site.parts.reader, member);
  const rowsOf = (transmissionId: string) =>
    site.query<{ to_member: string | null }>(
      'SELECT to_member FROM findings WHERE transmission_id = $1',
      [transmissionId],
    );

  it('are told to both states and the nation in the order of the checks, and to no third', async () => {
    const transmissionId = await submit({ data: { substantialCompliance: false } });
    const findings = await findingsFor('OR', transmissionId);
    expect(findings[0]).to.deep.equal({
      code: 'SUBSTANTIAL_COMPLIANCE',
      rule: '3.101',
      result: 'not-met',
      weight: 'advisory',
      pointers: ['/data/substantialCompliance'],
    });
    expect(findings.map(({ code }) => code)).to.include.members(['RESIDENT_FOR_A_YEAR', 'PHOTO']);
    for (const caller of ['TX', 'TX office', 'OR office', 'national']) {
      expect(await findingsFor(caller, transmissionId), caller).to.deep.equal(findings);
    }
    expect((await read('CA', transmissionId)).status).to.equal(404);
    expect((await countFor('CA')).findings).to.equal(0);
    expect((await countFor('')).findings).to.equal(0);
  });

  it('are hidden from the receiving state until the request is released', async () => {
    const before = { TX: await countFor('TX'), OR: await countFor('OR'), CA: await countFor('CA') };
    const transmissionId = await submit({ released: false });
    const findings = await findingsFor('OR', transmissionId);
    expect(findings.length).to.be.greaterThan(0);
    expect(await findingsFor('national', transmissionId)).to.deep.equal(findings);
    expect((await read('TX', transmissionId)).status).to.equal(404);
    expect(growth(before.TX, await countFor('TX'))).not.to.have.property('findings');
    expect(growth(before.OR, await countFor('OR'))).to.include({ findings: findings.length });

    const released = await hub.call('OR office', `POST /v1/messages/${transmissionId}/release`, {
      json: {},
    });
    expect(released.status, released.text).to.equal(204);
    expect(await findingsFor('TX', transmissionId)).to.deep.equal(findings);
    expect(growth(before.TX, await countFor('TX'))).to.include({ findings: findings.length });
    expect(growth(before.CA, await countFor('CA'))).not.to.have.property('findings');
  });

  it('stay with the sender when the request is returned', async () => {
    const transmissionId = await submit({ released: false });
    await hub.call('OR office', `POST /v1/messages/${transmissionId}/return`, {
      json: { reason: 'a photo is missing' },
    });
    for (const { to_member } of await rowsOf(transmissionId)) expect(to_member).to.equal(null);
    expect(await findingsFor('OR', transmissionId)).not.to.deep.equal([]);
  });

  it('are not stored again with a repeat, and none with another activity', async () => {
    const envelope = request();
    const first = await hub.submit('OR', envelope);
    const transmissionId = String(first.body['transmissionId']);
    const rows = await rowsOf(transmissionId);
    const again = await hub.submit('OR', envelope);
    expect(again.text).to.equal(first.text);
    expect(await rowsOf(transmissionId)).to.deep.equal(rows);
    const reply = activity('transfer-reply', {
      from: 'TX',
      to: 'OR',
      subject: String(first.body['caseId']),
    });
    const { body } = await hub.submit('TX', reply);
    expect(await findingsFor('TX', String(body['transmissionId']))).to.deep.equal([]);
  });

  it('are judged by the day where the sending state’s office is', async () => {
    const signedOn = site.clock.now().toISOString().slice(0, 10);
    const tomorrow = new Date(site.clock.now().getTime() + 2 * 86_400_000);
    const later = tomorrow.toISOString().slice(0, 10);
    const codes = async (day: string) => {
      const data = { application: { signedOn: day, extraditionWaived: true } };
      const found = await findingsFor('OR', await submit({ data }));
      return found.map(({ code }) => code);
    };
    expect(await codes(later)).to.include('APPLICATION_SIGNED');
    site.clock.advance(2 * 86_400_000);
    expect(await codes(signedOn)).not.to.include('APPLICATION_SIGNED');
    expect(await codes(later)).not.to.include('APPLICATION_SIGNED');
  });

  it('keep a plan outside of the compact out, with nothing stored but the leaf of the refusal', async () => {
    await everythingIsSettled();
    const before = await countFor('OR');
    const envelope = request({ data: { residence: OUTSIDE } });
    const answer = await hub.submit('OR', envelope);
    expect(answer.status).to.equal(422);
    expect(answer.body).to.include({ code: 'NOT_TRANSFERABLE' });
    expect(answer.body['problems']).to.deep.equal([
      {
        pointer: '/data/residence/address/state',
        code: 'PLAN_WITHIN_COMPACT',
        detail:
          'Rule 1.101 asks: the person will live in a member of the compact, for there is no transfer to elsewhere',
      },
    ]);
    await everythingIsSettled();
    expect(growth(before, await countFor('OR'))).to.deep.equal({ ledger_entries: 1 });
    const corrected = await hub.submit('OR', { ...request(), id: envelope.id });
    expect(corrected.status, corrected.text).to.equal(202);
  });

  it('keep a request for reporting instructions out in the same way', async () => {
    const data = { residence: OUTSIDE };
    const envelope = activity('reporting-instructions-request', { from: 'OR', to: 'TX', data });
    expect((await hub.submit('OR', envelope)).body).to.include({ code: 'NOT_TRANSFERABLE' });
  });

  it('are told by a dry run, also when they refuse', async () => {
    const run = async (data: JsonObject): Promise<DryRunReport> => {
      const body = JSON.stringify(request({ data }));
      const contentType = 'application/cloudevents+json';
      const answer = await hub.call('OR', 'POST /v1/dry-run', { body, contentType });
      expect(answer.status, answer.text).to.equal(200);
      return answer.body as unknown as DryRunReport;
    };
    const passing = await run({});
    expect(passing.verdict).to.equal('would-be-accepted');
    expect(passing.findings).to.deep.equal(await findingsFor('OR', await submit()));
    const refused = await run({ residence: OUTSIDE });
    expect(refused).to.include({ verdict: 'would-be-refused', stage: 'authorised' });
    expect(refused.refusal?.code).to.equal('NOT_TRANSFERABLE');
    expect(refused.findings?.map(({ code }) => code)).to.include.members([
      'PLAN_WITHIN_COMPACT',
      'PHOTO',
    ]);
    expect(await run({ registrable: 'no' })).not.to.have.property('findings');
  });

  it('go with the key of the request', async () => {
    const transmissionId = await submit();
    expect(await rowsOf(transmissionId)).not.to.deep.equal([]);
    await site.parts.store.query('DELETE FROM content_keys WHERE transmission_id = $1', [
      transmissionId,
    ]);
    expect(await rowsOf(transmissionId)).to.deep.equal([]);
  });
});
