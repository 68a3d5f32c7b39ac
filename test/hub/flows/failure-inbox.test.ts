import { expect } from 'chai';
import type { DeliveryRow } from '../../../hub/store/deliveries.ts';
import { activity } from '../../support/activity.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

describe('the failure inbox', () => {
  let site: TestSite;
  let hub: TestHub;

  beforeEach(async () => {
    site = await openTestSite({ states: { OR: {}, TX: {}, CA: {} } });
    hub = await site.start();
  });
  afterEach(() => site.close());

  const deliveriesTo = (member: string) =>
    site.query<DeliveryRow>(
      'SELECT * FROM deliveries WHERE to_member = $1 ORDER BY created_at, delivery_id',
      [member],
    );
  const failing = (member: string, count: number) =>
    site.until(
      async () => (await deliveriesTo(member)).filter(({ state }) => state === 'dead-letter'),
      (rows) => rows.length === count,
    );
  async function submit(name: string, from: string, to: string, subject?: string) {
    const about = subject === undefined ? {} : { subject };
    const answer = await hub.submit(from, activity(name, { from, to, ...about }));
    expect(answer.status, answer.text).to.equal(202);
    return {
      caseId: String(answer.body['caseId']),
      transmissionId: String(answer.body['transmissionId']),
    };
  }
  const act = (verb: string, row: DeliveryRow | undefined, more: object = {}, by = 'OR office') =>
    hub.call(by, `POST /v1/deliveries/${row?.delivery_id ?? ''}/${verb}`, {
      json: { reason: 'told them by telephone', ...more },
    });
  /** Instructions asked for and refused as a document, and a request behind it in its case. */
  async function blockedCase() {
    site
      .state('TX')
      .behave((parcel) =>
        parcel.activityType.includes('instructions') ? 'refuse-document' : 'take',
      );
    const first = await submit('reporting-instructions-request', 'OR', 'TX');
    const [failed] = await failing('TX', 1);
    const second = await submit('transfer-request', 'OR', 'TX', first.caseId);
    return { failed, second };
  }
  const deliveredOf = (transmissionId: string) =>
    site.until(
      async () => (await deliveriesTo('TX')).find((row) => row.transmission_id === transmissionId),
      (row) => row?.state === 'acknowledged',
    );
  const lastLeafOf = async (row: DeliveryRow | undefined): Promise<Record<string, unknown>> => {
    const { body } = await site.until(
      () => hub.call('OR', `GET /v1/messages/${row?.transmission_id ?? ''}`),
      (answer) => (answer.body['events'] as unknown[]).length === 5,
    );
    const events = body['events'] as { event: Record<string, unknown> }[];
    return events.at(-1)?.event ?? {};
  };

  it('says for what a delivery waits, to both states', async () => {
    const { failed, second } = await blockedCase();
    for (const caller of ['OR office', 'TX office', 'national']) {
      const { body } = await hub.call(caller, `GET /v1/messages/${second.transmissionId}`);
      const [delivery] = body['deliveries'] as { state: string; blockedBy: object }[];
      expect(delivery?.blockedBy).to.deep.equal({
        deliveryId: failed?.delivery_id,
        transmissionId: failed?.transmission_id,
        caseSequence: 1,
        state: 'dead-letter',
        failureCode: 'DOCUMENT_REFUSED',
      });
    }
    const { body } = await hub.call('OR', 'GET /v1/failures');
    expect((body['items'] as object[])[0]).to.include({ blocks: 1 });
  });

  it('lets a case go on past what is skipped, with the reason kept and the leaf written', async () => {
    const { failed, second } = await blockedCase();
    expect((await act('skip', failed)).status).to.equal(204);
    await deliveredOf(second.transmissionId);
    const skipped = (await deliveriesTo('TX')).find(
      (row) => row.delivery_id === failed?.delivery_id,
    );
    expect(skipped).to.include({ state: 'skipped', blocking: false });
    expect(await lastLeafOf(failed)).to.include({ type: 'skipped', channel: 'console' });
    const decisions = await site.query<{ action: string; reason: Buffer }>(
      'SELECT action, reason FROM decisions',
    );
    expect(decisions.map(({ action }) => action)).to.deep.equal(['skip']);
    expect(decisions[0]?.reason.includes('telephone')).to.equal(false);
    expect((await act('skip', failed)).body).to.include({ code: 'STATE_FORBIDS' });
  });

  it('lets a later activity of the case take the place of what is superseded', async () => {
    const { failed, second } = await blockedCase();
    const elsewhere = await submit('transfer-request', 'OR', 'CA');
    const otherCase = await submit('transfer-request', 'OR', 'TX');
    const unfit = [
      elsewhere.transmissionId,
      otherCase.transmissionId,
      failed?.transmission_id,
      '018f0000-0000-7000-8000-000000000000',
    ];
    for (const by of unfit) {
      expect((await act('supersede', failed, { by })).body).to.include({
        status: 422,
        code: 'SUCCESSOR_UNFIT',
      });
    }
    const by = second.transmissionId;
    expect((await act('supersede', failed)).body).to.include({ code: 'COMMAND_INVALID' });
    expect((await act('supersede', failed, { by }, 'TX office')).status).to.equal(403);
    expect((await act('supersede', failed, { by }, 'CA office')).status).to.equal(404);
    expect((await act('supersede', failed, { by })).status).to.equal(204);
    await deliveredOf(second.transmissionId);
    expect(await lastLeafOf(failed)).to.include({ type: 'superseded', subject: by });
  });

  describe('replayed by a filter', () => {
    const replay = (json: object, by = 'OR office') =>
      hub.call(by, 'POST /v1/failures/replay', { json });

    it('shows the list first, does what was shown, and each with its leaf', async () => {
      for (const member of ['TX', 'CA']) site.state(member).behave('refuse-document');
      for (const to of ['TX', 'CA', 'TX', 'TX']) await submit('transfer-request', 'OR', to);
      const failed = await failing('TX', 3);
      await failing('CA', 1);
      site.state('TX').behave('take');
      const filter = { member: 'TX', code: 'DOCUMENT_REFUSED' };
      const list = await replay(filter);
      expect(list.body).to.deep.include({
        count: 3,
        more: false,
        deliveryIds: failed.map((row) => row.delivery_id),
      });
      expect(await failing('TX', 3)).to.have.length(3);
      const { digest } = list.body;
      expect((await replay({ ...filter, digest })).body).to.include({ code: 'COMMAND_INVALID' });
      const done = await replay({ ...filter, digest, reason: 'their system works again' });
      expect(done.body, done.text).to.deep.equal({ replayed: 3, passed: 0 });
      await site.until(
        () => deliveriesTo('TX'),
        (rows) => rows.every(({ state, attempt }) => state === 'acknowledged' && attempt === 2),
      );
      expect(await failing('CA', 1)).to.have.length(1);
      const decisions = await site.query(`SELECT FROM decisions WHERE action = 'replay'`);
      expect(decisions).to.have.length(3);
    });

    it('does nothing when the list is another by now', async () => {
      site.state('TX').behave('refuse-document');
      await submit('transfer-request', 'OR', 'TX');
      await failing('TX', 1);
      const { digest } = (await replay({})).body;
      await submit('transfer-request', 'OR', 'TX');
      await failing('TX', 2);
      const answer = await replay({ digest, reason: 'why not' });
      expect(answer.body).to.include({ status: 409, code: 'LIST_CHANGED' });
      await failing('TX', 2);
    });

    it('is of the own state’s activities, and narrowed by each part of the filter', async () => {
      site.state('TX').behave('refuse-document');
      await submit('transfer-request', 'OR', 'TX');
      await submit('transfer-request', 'CA', 'TX');
      await failing('TX', 2);
      const later = new Date(site.clock.now().getTime() + 1).toISOString();
      const counts = await Promise.all(
        [
          {},
          { type: 'compact.transfer-request.v1' },
          { type: 'compact.progress-report.v1' },
          { state: 'refused' },
          { state: 'dead-letter' },
          { code: 'NO_ANSWER' },
          { since: later },
          { until: later },
          { member: 'CA' },
        ].map(async (filter) => (await replay(filter)).body['count']),
      );
      expect(counts).to.deep.equal([1, 1, 0, 0, 1, 0, 0, 1, 0]);
      expect((await replay({ state: 'queued' })).body).to.include({ code: 'COMMAND_INVALID' });
      expect((await replay({}, 'OR')).status).to.equal(403);
    });
  });
});
