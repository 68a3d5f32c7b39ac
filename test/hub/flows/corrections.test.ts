import { expect } from 'chai';
import type { CaseView } from '../../../hub/flows/reads.ts';
import { rebuild } from '../../../hub/flows/rebuild.ts';
import type { JsonObject } from '../../../hub/message/json.ts';
import * as caseHistory from '../../../hub/store/case-history.ts';
import * as persons from '../../../hub/store/persons.ts';
import { activity } from '../../support/activity.ts';
import { HOUR } from '../../support/settable-clock.ts';
import {
  type TestAnswer,
  type TestHub,
  type TestSite,
  openTestSite,
} from '../../support/test-hub.ts';

const DAY = 24 * HOUR;
const REQUEST = 'compact.transfer-request.v1';
const REJECTION = {
  decision: 'REJECTED',
  reportingInstructions: undefined,
  rejectionReasons: ['RESIDENCE_UNVERIFIED'],
  rejectionExplanation: 'Nobody answered on three visits.',
};

interface Sent {
  readonly caseId: string;
  readonly transmissionId: string;
}

describe('an activity in place of one that the other state’s system refused', () => {
  let site: TestSite;
  let hub: TestHub;

  beforeEach(async () => {
    site = await openTestSite({ states: { OR: {}, TX: {}, NV: { mode: 'pull' } } });
    hub = await site.start();
  });
  afterEach(() => site.close());

  type Facts = Parameters<typeof activity>[1];
  const trySending = (name: string, facts: Facts): Promise<TestAnswer> =>
    hub.submit(facts.from, activity(name, facts));
  async function send(name: string, facts: Facts): Promise<Sent> {
    const answer = await trySending(name, facts);
    expect(answer.status, answer.text).to.equal(202);
    const { caseId, transmissionId } = answer.body;
    return { caseId: String(caseId), transmissionId: String(transmissionId) };
  }
  const isOutOfOrder = async (name: string, facts: Facts): Promise<void> => {
    expect((await trySending(name, facts)).body).to.include({ status: 422, code: 'OUT_OF_ORDER' });
  };
  const deliveryOf = async ({ transmissionId }: Sent) => {
    const [row] = await site.query<{ delivery_id: string; state: string }>(
      'SELECT delivery_id, state FROM deliveries WHERE transmission_id = $1',
      [transmissionId],
    );
    return row!;
  };
  /** NV's system fetches it and answers. */
  async function answered(verb: 'ack' | 'nack', sent: Sent): Promise<void> {
    await hub.call('NV', 'GET /v1/inbox');
    const { delivery_id } = await deliveryOf(sent);
    const json = verb === 'ack' ? {} : { reason: 'the term has no end' };
    const answer = await hub.call('NV', `POST /v1/inbox/${delivery_id}/${verb}`, { json });
    expect(answer.status, answer.text).to.equal(204);
  }
  async function act(verb: string, sent: Sent, more: object = {}, by = 'OR office'): Promise<void> {
    const { delivery_id } = await deliveryOf(sent);
    const json = { reason: 'told them by telephone', ...more };
    const answer = await hub.call(by, `POST /v1/deliveries/${delivery_id}/${verb}`, { json });
    expect(answer.status, answer.text).to.equal(204);
  }
  const caseOf = async ({ caseId }: Sent, caller = 'OR'): Promise<CaseView> =>
    (await hub.call(caller, `GET /v1/cases/${caseId}`)).body as unknown as CaseView;
  const duties = async (sent: Sent, duty: string, caller = 'OR') =>
    (await caseOf(sent, caller)).deadlines.filter((deadline) => deadline.duty === duty);
  async function isToldAgain(): Promise<void> {
    const store = { ...site.parts.store, ...caseHistory, ...persons };
    const told = await rebuild({ ...site.parts, store }, { write: false });
    expect(told).to.deep.include({ differing: [], forbidden: [], erased: 0 });
  }

  const request = (subject?: string, more: Partial<Facts> = {}): Facts => ({
    from: 'OR',
    to: 'NV',
    ...(subject === undefined ? {} : { subject }),
    ...more,
  });
  async function refusedRequest(): Promise<Sent> {
    const first = await send('transfer-request', request());
    await answered('nack', first);
    return first;
  }

  it('crosses with the case as it is, and takes the place of the first', async () => {
    const first = await refusedRequest();
    const before = await caseOf(first);
    const second = await send('transfer-request', request(first.caseId));
    expect(second.caseId).to.equal(first.caseId);
    const { status, transfer, location } = await caseOf(first);
    expect({ status, transfer, location }).to.deep.equal({
      status: before.status,
      transfer: 'requested',
      location: before.location,
    });
    await act('supersede', first, { by: second.transmissionId });
    await answered('ack', second);
    expect(await deliveryOf(first)).to.include({ state: 'superseded' });
    expect(await deliveryOf(second)).to.include({ state: 'acknowledged' });
    await send('transfer-reply', { from: 'NV', to: 'OR', subject: first.caseId });
    await isToldAgain();
  });

  it('waits behind a first that blocks its case until that is superseded', async () => {
    site.state('TX').behave('refuse-document');
    const first = await send('transfer-request', { from: 'OR', to: 'TX' });
    await site.until(
      () => deliveryOf(first),
      ({ state }) => state === 'dead-letter',
    );
    site.state('TX').behave('take');
    const second = await send('transfer-request', { from: 'OR', to: 'TX', subject: first.caseId });
    await act('supersede', first, { by: second.transmissionId });
    await site.until(
      () => deliveryOf(second),
      ({ state }) => state === 'acknowledged',
    );
    await isToldAgain();
  });

  it('is refused where nothing failed, while the first is under way, tried again or held', async () => {
    const first = await send('transfer-request', request());
    await isOutOfOrder('transfer-request', request(first.caseId));
    await answered('ack', first);
    await isOutOfOrder('transfer-request', request(first.caseId));
    const other = await refusedRequest();
    await act('replay', other);
    await isOutOfOrder('transfer-request', request(other.caseId));
    site.state('TX').behave('refuse-credentials');
    const held = await send('transfer-request', { from: 'OR', to: 'TX' });
    await site.until(
      () => deliveryOf(held),
      ({ state }) => state === 'held',
    );
    await isOutOfOrder('transfer-request', { from: 'OR', to: 'TX', subject: held.caseId });
  });

  it('is refused where the state may have the first', async () => {
    const first = await refusedRequest();
    for (const code of ['NO_ANSWER', 'ID_CONFLICT', 'RETRIES_EXHAUSTED']) {
      await site.query(
        `UPDATE deliveries SET state = 'dead-letter', failure_code = $1 WHERE transmission_id = $2`,
        [code, first.transmissionId],
      );
      await isOutOfOrder('transfer-request', request(first.caseId));
    }
  });

  it('is refused while another correction is under way, and follows one that failed too', async () => {
    const first = await refusedRequest();
    const second = await send('transfer-request', request(first.caseId));
    await isOutOfOrder('transfer-request', request(first.caseId));
    await answered('nack', second);
    const third = await send('transfer-request', request(first.caseId));
    await answered('ack', third);
    await isOutOfOrder('transfer-request', request(first.caseId));
    await isToldAgain();
  });

  it('crosses alone of several that come at once, over two processes', async () => {
    const other = await site.start();
    for (let round = 0; round < 5; round += 1) {
      const { caseId } = await refusedRequest();
      const answers = await Promise.all(
        [hub, other, hub, other, hub, other].map((process) =>
          process.submit('OR', activity('transfer-request', request(caseId))),
        ),
      );
      const statuses = answers.map(({ status }) => status).sort();
      expect(statuses).to.deep.equal([202, 422, 422, 422, 422, 422]);
    }
    await isToldAgain();
  });

  it('corrects a reply with the same outcome, and no other', async () => {
    const { caseId } = await send('transfer-request', { from: 'NV', to: 'TX' });
    const reply: Facts = { from: 'TX', to: 'NV', subject: caseId };
    const first = await send('transfer-reply', reply);
    await answered('nack', first);
    await isOutOfOrder('transfer-reply', { ...reply, data: REJECTION as unknown as JsonObject });
    site.clock.advance(DAY);
    const second = await send('transfer-reply', reply);
    await act('supersede', first, { by: second.transmissionId }, 'TX office');
    await answered('ack', second);
    const departure = (await duties(second, 'departure', 'NV')).map(({ status }) => status);
    expect(departure).to.deep.equal(['ended', 'running']);
    await isToldAgain();
  });
  it('counts the duties that it starts from its own crossing, each open once', async () => {
    const first = await refusedRequest();
    site.clock.advance(5 * DAY);
    const second = await send('transfer-request', request(first.caseId));
    const [old, fresh, ...others] = await duties(first, 'transfer-reply');
    expect(others).to.deep.equal([]);
    expect(old).to.include({ startedOn: '2026-11-20', status: 'ended' });
    expect(old?.ended).to.include({ how: 'replaced', by: second.transmissionId });
    expect(fresh).to.include({ startedOn: '2026-11-25', status: 'running' });
    await answered('ack', second);
    await send('transfer-reply', { from: 'NV', to: 'OR', subject: first.caseId });
    const states = (await duties(first, 'transfer-reply')).map(({ status }) => status);
    expect(states).to.deep.equal(['ended', 'met']);
    await isToldAgain();
  });

  it('is told again, whatever became of the first', async () => {
    for (const verb of ['supersede', 'skip', 'cancel', 'replay']) {
      const first = await refusedRequest();
      site.clock.advance(HOUR);
      const second = await send('transfer-request', request(first.caseId));
      await act(verb, first, verb === 'supersede' ? { by: second.transmissionId } : {});
    }
    await isToldAgain();
  });

  it('crosses by its release too, as long as it has something to correct', async () => {
    const first = await refusedRequest();
    const waiting = [
      await send('transfer-request', request(first.caseId, { released: false })),
      await send('transfer-request', request(first.caseId, { released: false })),
    ];
    const release = ({ transmissionId }: Sent) =>
      hub.call('OR office', `POST /v1/messages/${transmissionId}/release`, { json: {} });
    expect((await release(waiting[0]!)).status).to.equal(204);
    expect((await release(waiting[1]!)).body).to.include({ code: 'OUT_OF_ORDER' });
    expect(await duties(first, 'transfer-reply')).to.have.length(2);
    await isToldAgain();
  });

  it('is named by the case among what its sender may send, and by a refusal', async () => {
    const first = await send('transfer-request', request());
    expect((await caseOf(first)).allowedNow.sending).to.not.include(REQUEST);
    await answered('nack', first);
    const { allowedNow } = await caseOf(first);
    expect(allowedNow.sending.filter((type) => type === REQUEST)).to.have.length(1);
    expect(allowedNow.receiving).to.not.include(REQUEST);
    await send('transfer-request', request(first.caseId));
    expect((await caseOf(first)).allowedNow.sending).to.not.include(REQUEST);
    const { caseId } = await send('transfer-request', { from: 'NV', to: 'TX' });
    const reply: Facts = { from: 'TX', to: 'NV', subject: caseId };
    await answered('nack', await send('transfer-reply', reply));
    const otherwise = { ...reply, data: REJECTION as unknown as JsonObject };
    expect((await trySending('transfer-reply', otherwise)).text).to.match(
      /allowed now to the receiving state: [^"]*compact\.transfer-reply\.v1/,
    );
  });

  it('is what a dry run says that it is', async () => {
    const first = await refusedRequest();
    const body = JSON.stringify(activity('transfer-request', request(first.caseId)));
    const contentType = 'application/cloudevents+json';
    const dry = await hub.call('OR', 'POST /v1/dry-run', { body, contentType });
    expect(dry.body, dry.text).to.include({ verdict: 'would-be-accepted' });
    expect((await hub.call('OR', 'POST /v1/messages', { body, contentType })).status).to.equal(202);
  });
});
