import { expect } from 'chai';
import type { MemoryBehaviour } from '../../../adapters/memory-state.ts';
import { connectState } from '../../../hub/flows/administer.ts';
import type { DeliveryRow } from '../../../hub/store/deliveries.ts';
import { activity } from '../../support/activity.ts';
import { HOUR, MINUTE, SECOND } from '../../support/settable-clock.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

/** Longer than the longest delay between two tries. */
const NEXT_TRY = 31 * MINUTE;

describe('delivery', () => {
  let site: TestSite;
  let hub: TestHub;

  before(async () => {
    site = await openTestSite({
      states: {
        OR: {},
        TX: {},
        CA: { capabilities: { acknowledgement: 'asynchronous' } },
        ID: { capabilities: { idempotent: false } },
        NV: { capabilities: { concurrency: 1 } },
        HI: {},
      },
    });
    hub = await site.start();
  });
  after(() => site.close());
  afterEach(() => {
    for (const member of ['OR', 'TX', 'CA', 'ID', 'NV']) site.state(member).behave('take');
  });

  async function send(to: string): Promise<{ caseId: string; transmissionId: string }> {
    const answer = await hub.submit('OR', activity('transfer-request', { from: 'OR', to }));
    expect(answer.status, answer.text).to.equal(202);
    const { caseId, transmissionId } = answer.body;
    return { caseId: String(caseId), transmissionId: String(transmissionId) };
  }

  /** Opens a case and submits so many reports on it to its sending state. */
  async function report(subject: string, count: number, from = 'TX'): Promise<void> {
    for (let sent = 0; sent < count; sent += 1) {
      const answer = await hub.submit(
        from,
        activity('progress-report', { from, to: 'OR', subject }),
      );
      expect(answer.status, answer.text).to.equal(202);
    }
  }

  const deliveriesOf = (caseId: string, to: string) =>
    site.query<DeliveryRow>(
      'SELECT * FROM deliveries WHERE case_id = $1 AND to_member = $2 ORDER BY case_sequence',
      [caseId, to],
    );
  const firstOf = async (caseId: string, to: string) => (await deliveriesOf(caseId, to))[0];
  const becomes = (caseId: string, to: string, state: string) =>
    site.until(
      () => firstOf(caseId, to),
      (row) => row?.state === state,
    );
  const allBecome = (caseId: string, to: string, state: string) =>
    site.until(
      () => deliveriesOf(caseId, to),
      (rows) => rows.length > 0 && rows.every((row) => row.state === state),
    );
  const leavesOf = async (transmissionId: string): Promise<string[]> => {
    await site.until(
      () => site.query('SELECT FROM pending_leaves'),
      (rows) => rows.length === 0,
    );
    const rows = await site.query<{ entry: Buffer }>(
      'SELECT entry FROM ledger_entries WHERE transmission_id = $1 ORDER BY leaf_index',
      [transmissionId],
    );
    return rows
      .map(({ entry }) => JSON.parse(entry.subarray(16).toString()) as { type: string })
      .map(({ type }) => type);
  };
  const storedOf = (member: string, caseId: string): number[] =>
    site
      .state(member)
      .stored.filter((parcel) => parcel.caseId === caseId)
      .map((parcel) => parcel.caseSequence);

  describe('after a failure', () => {
    const ACCEPTED = ['accepted', 'transmitted', 'dispatching'];
    const DONE = ['dispatching', 'handed-over', 'acknowledged'];
    const cases: {
      behaviour: MemoryBehaviour;
      to: string;
      state: string;
      code: string;
      stored: number;
      leaves: string[];
    }[] = [
      {
        behaviour: 'down',
        to: 'TX',
        state: 'retry-wait',
        code: 'CONNECTION_FAILED',
        stored: 0,
        leaves: ['retry'],
      },
      {
        behaviour: 'busy',
        to: 'TX',
        state: 'retry-wait',
        code: 'REMOTE_BUSY',
        stored: 0,
        leaves: ['retry'],
      },
      {
        behaviour: 'fail-before-storing',
        to: 'TX',
        state: 'retry-wait',
        code: 'NO_ANSWER',
        stored: 0,
        leaves: ['outcome-unknown', 'retry'],
      },
      {
        behaviour: 'fail-after-storing',
        to: 'TX',
        state: 'retry-wait',
        code: 'NO_ANSWER',
        stored: 1,
        leaves: ['outcome-unknown', 'retry'],
      },
      {
        behaviour: 'lie',
        to: 'TX',
        state: 'retry-wait',
        code: 'ANSWER_UNREADABLE',
        stored: 1,
        leaves: ['outcome-unknown', 'retry'],
      },
      {
        behaviour: 'down',
        to: 'ID',
        state: 'retry-wait',
        code: 'CONNECTION_FAILED',
        stored: 0,
        leaves: ['retry'],
      },
      {
        behaviour: 'fail-before-storing',
        to: 'ID',
        state: 'outcome-unknown',
        code: 'NO_ANSWER',
        stored: 0,
        leaves: ['outcome-unknown'],
      },
      {
        behaviour: 'fail-after-storing',
        to: 'ID',
        state: 'outcome-unknown',
        code: 'NO_ANSWER',
        stored: 1,
        leaves: ['outcome-unknown'],
      },
      {
        behaviour: 'lie',
        to: 'ID',
        state: 'outcome-unknown',
        code: 'ANSWER_UNREADABLE',
        stored: 1,
        leaves: ['outcome-unknown'],
      },
      {
        behaviour: 'refuse-document',
        to: 'TX',
        state: 'dead-letter',
        code: 'DOCUMENT_REFUSED',
        stored: 0,
        leaves: ['dead-letter'],
      },
    ];
    for (const { behaviour, to, state, code, stored, leaves } of cases) {
      it(`${behaviour} at ${to} is ${state} with ${code}`, async () => {
        site.state(to).behave(behaviour);
        const { caseId, transmissionId } = await send(to);
        const row = await becomes(caseId, to, state);
        expect(row).to.include({
          failure_code: code,
          attempt: 1,
          blocking: true,
          lease_until: null,
        });
        expect(storedOf(to, caseId)).to.have.length(stored);
        expect(await leavesOf(transmissionId)).to.deep.equal([...ACCEPTED, ...leaves]);

        site.state(to).behave('take');
        if (state === 'retry-wait') {
          site.clock.advance(NEXT_TRY);
        } else {
          const path = `POST /v1/deliveries/${row?.delivery_id ?? ''}/replay`;
          const replayed = await hub.call('OR office', path, { json: { reason: 'asked them' } });
          expect(replayed.status, replayed.text).to.equal(204);
        }
        const after = await becomes(caseId, to, 'acknowledged');
        expect(after).to.include({ attempt: 2, failure_code: null, blocking: false });
        expect(storedOf(to, caseId)).to.deep.equal([1]);
        const between = state === 'retry-wait' ? [] : ['replayed'];
        const all = [...ACCEPTED, ...leaves, ...between, ...DONE];
        expect(await leavesOf(transmissionId)).to.deep.equal(all);
      });
    }

    it('is tried again by the business clock and not before', async () => {
      site.state('TX').behave('down');
      const { caseId } = await send('TX');
      const row = await becomes(caseId, 'TX', 'retry-wait');
      const wait = (row?.due_at.getTime() ?? 0) - site.clock.now().getTime();
      expect(wait).to.be.within(SECOND, 6 * SECOND);
      const arrived = site.state('TX').arrivals.length;
      site.state('TX').behave('take');
      site.clock.advance(wait - 1);
      await send('TX').then((other) => becomes(other.caseId, 'TX', 'acknowledged'));
      expect(await firstOf(caseId, 'TX')).to.include({ state: 'retry-wait' });
      site.clock.advance(1);
      await becomes(caseId, 'TX', 'acknowledged');
      expect(site.state('TX').arrivals).to.have.length(arrived + 2);
    });

    it('waits at least as long as the state asked for', async () => {
      site.state('TX').behave('busy');
      const { caseId } = await send('TX');
      const row = await becomes(caseId, 'TX', 'retry-wait');
      const wait = (row?.due_at.getTime() ?? 0) - site.clock.now().getTime();
      expect(wait).to.be.at.least(2 * SECOND);
    });

    it('goes to the failure inbox after three days without success', async () => {
      site.state('TX').behave('down');
      const { caseId } = await send('TX');
      await becomes(caseId, 'TX', 'retry-wait');
      site.clock.advance(72 * HOUR + MINUTE);
      const row = await becomes(caseId, 'TX', 'dead-letter');
      expect(row).to.include({ attempt: 2 });
      const failures = await hub.call('OR office', `GET /v1/failures?case=${caseId}`);
      expect(failures.status, failures.text).to.equal(200);
      expect(failures.body['items']).to.have.length(1);
    });
  });

  describe('order', () => {
    it('keeps the later of a case waiting for the earlier, and nothing else', async () => {
      const subject = await hub.playTo('arrived');
      const other = await hub.playTo('arrived');
      await allBecome(subject, 'OR', 'acknowledged');
      site.state('OR').behave((parcel) => (parcel.caseId === subject ? 'down' : 'take'));
      await report(subject, 3);
      await report(other, 2);
      await allBecome(other, 'OR', 'acknowledged');
      const states = async (): Promise<string[]> =>
        (await deliveriesOf(subject, 'OR')).map((row) => row.state);
      await site.until(states, (now) => now.includes('retry-wait'));
      expect(await states()).to.deep.equal([
        'acknowledged',
        'acknowledged',
        'retry-wait',
        'queued',
        'queued',
      ]);
      site.state('OR').behave('take');
      site.clock.advance(NEXT_TRY);
      await allBecome(subject, 'OR', 'acknowledged');
      expect(storedOf('OR', subject)).to.deep.equal([1, 2, 3, 4, 5]);
    });

    const blocking: { name: string; behaviour: MemoryBehaviour; to: string; state: string }[] = [
      { name: 'dead-lettered', behaviour: 'refuse-document', to: 'TX', state: 'dead-letter' },
      {
        name: 'outcome-unknown',
        behaviour: 'fail-before-storing',
        to: 'ID',
        state: 'outcome-unknown',
      },
      { name: 'held', behaviour: 'refuse-credentials', to: 'TX', state: 'held' },
    ];
    for (const { name, behaviour, to, state } of blocking) {
      it(`is kept behind what is ${name}, until a person ends it`, async () => {
        const between = { sending: 'OR', receiving: to };
        const subject = await hub.playTo('accepted', between);
        await allBecome(subject, to, 'acknowledged');
        site.state(to).behave(behaviour);
        const notice = activity('departure-notice', { from: 'OR', to, subject });
        expect((await hub.submit('OR', notice)).status).to.equal(202);
        const failed = async (): Promise<DeliveryRow | undefined> =>
          (await deliveriesOf(subject, to))[1];
        await site.until(failed, (row) => row?.state === state);
        site.state(to).behave('take');
        const second = activity('transfer-request', { from: 'OR', to, subject });
        const refusedOrSent = await hub.submit('OR', second);
        expect(refusedOrSent.status).to.be.oneOf([202, 422]);
        const path = `POST /v1/deliveries/${(await failed())?.delivery_id ?? ''}/cancel`;
        const ended = await hub.call('OR office', path, { json: { reason: 'told them by phone' } });
        expect(ended.status, ended.text).to.equal(204);
        expect(await failed()).to.include({ state: 'cancelled', blocking: false });
        expect(storedOf(to, subject)).to.deep.equal([1]);
        // The hold of the destination ends with a sign of life or a new address.
        site.clock.advance(NEXT_TRY);
        await send(to).then((next) => becomes(next.caseId, to, 'acknowledged'));
      });
    }
  });

  describe('of a destination at fault', () => {
    it('is held, dead-letters nothing, tries again by the business clock and then goes on', async () => {
      site.state('TX').behave('refuse-credentials');
      const sent = await Promise.all(Array.from({ length: 6 }, () => send('TX')));
      await site.until(
        () => site.query(`SELECT FROM destinations WHERE member = 'TX' AND held_code IS NOT NULL`),
        (rows) => rows.length === 1,
      );
      site.state('TX').behave('take');
      site.clock.advance(11 * MINUTE);
      for (const { caseId } of sent) await becomes(caseId, 'TX', 'acknowledged');
      // A hub looks once a second which destinations are held: what it sends then ends the hold.
      await site.until(
        async () => {
          await send('TX').then(({ caseId }) => becomes(caseId, 'TX', 'acknowledged'));
          return site.query(`SELECT FROM destinations WHERE held_code IS NOT NULL`);
        },
        (holds) => holds.length === 0,
      );
    });

    it('is tried at once when its connection is mended', async () => {
      site.state('TX').behave('refuse-credentials');
      const { caseId } = await send('TX');
      await becomes(caseId, 'TX', 'held');
      site.state('TX').behave('take');
      const endpoint = 'http://127.0.0.1:9/mended';
      await connectState(site.parts.administer, { member: 'TX', endpoint, credential: undefined });
      await becomes(caseId, 'TX', 'acknowledged');
    });

    it('does not touch other destinations', async () => {
      site.state('HI').behave('hang');
      for (let sent = 0; sent < 6; sent += 1) await send('HI');
      const { caseId } = await send('NV');
      await becomes(caseId, 'NV', 'acknowledged');
      site.state('HI').behave('take');
    });
  });

  describe('acknowledgement', () => {
    const acknowledge = (member: string, deliveryId: string | undefined) =>
      hub.call(member, `POST /v1/inbox/${deliveryId ?? ''}/ack`, { json: { reference: 'S-1' } });

    it('of a state that answers later is a fact of its own', async () => {
      const { caseId, transmissionId } = await send('CA');
      const row = await becomes(caseId, 'CA', 'handed-over');
      expect(row).to.include({ blocking: false, acknowledged_at: null });
      expect((await acknowledge('CA', row?.delivery_id)).status).to.equal(204);
      expect(await firstOf(caseId, 'CA')).to.include({
        state: 'acknowledged',
        peer_reference: 'S-1',
      });
      expect((await acknowledge('CA', row?.delivery_id)).status).to.equal(204);
      expect(await leavesOf(transmissionId)).to.deep.equal([
        'accepted',
        'transmitted',
        'dispatching',
        'handed-over',
        'acknowledged',
      ]);
    });

    it('that comes before the settlement counts, and the settlement changes nothing', async () => {
      site.state('NV').behave((parcel) => (parcel.body.includes('Slow one') ? 'hang' : 'take'));
      const facts = { from: 'OR', to: 'NV', data: { justification: 'Slow one' } };
      const { body } = await hub.submit('OR', activity('transfer-request', facts));
      const caseId = String(body['caseId']);
      const row = await becomes(caseId, 'NV', 'dispatching');
      expect((await acknowledge('NV', row?.delivery_id)).status).to.equal(204);
      const acknowledged = await firstOf(caseId, 'NV');
      expect(acknowledged).to.include({ state: 'acknowledged', peer_reference: 'S-1' });
      // One goes at a time: when the next has gone, the first was given up and settled.
      await send('NV').then((next) => becomes(next.caseId, 'NV', 'acknowledged'));
      expect(await firstOf(caseId, 'NV')).to.deep.equal(acknowledged);
      const leaves = await leavesOf(String(body['transmissionId']));
      expect(leaves.slice(2)).to.deep.equal(['dispatching', 'handed-over', 'acknowledged']);
    });

    it('of what was thought lost ends the retries', async () => {
      site.state('TX').behave('fail-after-storing');
      const { caseId } = await send('TX');
      const row = await becomes(caseId, 'TX', 'retry-wait');
      expect((await acknowledge('TX', row?.delivery_id)).status).to.equal(204);
      expect(await firstOf(caseId, 'TX')).to.include({ state: 'acknowledged', blocking: false });
    });

    it('is not for another state, and not for what was never sent', async () => {
      site.state('TX').behave('refuse-credentials');
      const { caseId } = await send('TX');
      const row = await becomes(caseId, 'TX', 'held');
      expect((await acknowledge('OR', row?.delivery_id)).status).to.equal(403);
      expect((await acknowledge('CA', row?.delivery_id)).status).to.equal(404);
      site.clock.advance(NEXT_TRY);
    });

    it('refused by the state goes to the failure inbox and blocks nothing', async () => {
      const { caseId } = await send('CA');
      const row = await becomes(caseId, 'CA', 'handed-over');
      const refused = await hub.call('CA', `POST /v1/inbox/${row?.delivery_id ?? ''}/nack`, {
        json: { reason: 'no such person here' },
      });
      expect(refused.status, refused.text).to.equal(204);
      expect(await firstOf(caseId, 'CA')).to.include({ state: 'refused', blocking: false });
      const failures = await hub.call('OR office', `GET /v1/failures?case=${caseId}`);
      expect(failures.body['items']).to.have.length(1);
    });
  });

  describe('by a person', () => {
    const refusals = [
      { verb: 'replay', by: 'OR', status: 403 },
      { verb: 'replay', by: 'TX office', status: 403 },
      { verb: 'replay', by: 'CA office', status: 404 },
      { verb: 'cancel', by: 'national', status: 403 },
    ];
    for (const { verb, by, status } of refusals) {
      it(`${verb} is not for ${by}`, async () => {
        site.state('TX').behave('refuse-document');
        const { caseId } = await send('TX');
        const row = await becomes(caseId, 'TX', 'dead-letter');
        const path = `POST /v1/deliveries/${row?.delivery_id ?? ''}/${verb}`;
        expect((await hub.call(by, path, { json: { reason: 'why' } })).status).to.equal(status);
        expect(await firstOf(caseId, 'TX')).to.include({ state: 'dead-letter' });
      });
    }

    it('what was acknowledged is neither replayed nor cancelled', async () => {
      const { caseId } = await send('TX');
      const row = await becomes(caseId, 'TX', 'acknowledged');
      for (const verb of ['replay', 'cancel']) {
        const path = `POST /v1/deliveries/${row?.delivery_id ?? ''}/${verb}`;
        const answer = await hub.call('OR office', path, { json: { reason: 'why' } });
        expect(answer.body).to.include({ status: 422, code: 'STATE_FORBIDS' });
      }
    });

    it('a replay keeps the id, and the state takes it once', async () => {
      site.state('ID').behave('fail-after-storing');
      const { caseId } = await send('ID');
      const row = await becomes(caseId, 'ID', 'outcome-unknown');
      site.state('ID').behave('take');
      const path = `POST /v1/deliveries/${row?.delivery_id ?? ''}/replay`;
      await hub.call('OR office', path, { json: { reason: 'asked them' } });
      expect(await becomes(caseId, 'ID', 'acknowledged')).to.include({
        delivery_id: row?.delivery_id,
      });
      const arrivals = site.state('ID').arrivals.filter((parcel) => parcel.caseId === caseId);
      expect(arrivals.map(({ possibleDuplicate }) => possibleDuplicate)).to.deep.equal([
        false,
        true,
      ]);
      expect(new Set(arrivals.map(({ body }) => body.toString())).size).to.equal(1);
      expect(storedOf('ID', caseId)).to.deep.equal([1]);
    });
  });
});
