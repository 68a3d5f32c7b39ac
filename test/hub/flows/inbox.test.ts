import { expect } from 'chai';
import { activity } from '../../support/activity.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

interface Item {
  readonly deliveryId: string;
  readonly caseId: string;
  readonly caseSequence: number;
  readonly attempt: number;
  readonly possibleDuplicate: boolean;
  readonly body: string;
}

describe('the inbox of a state that fetches', () => {
  let site: TestSite;
  let hub: TestHub;

  beforeEach(async () => {
    site = await openTestSite({ states: { OR: {}, TX: {}, NV: { mode: 'pull' } } });
    hub = await site.start();
  });
  afterEach(() => site.close());

  const fetchItems = async (limit?: number): Promise<readonly Item[]> => {
    const query = limit === undefined ? '' : `?limit=${limit}`;
    const answer = await hub.call('NV', `GET /v1/inbox${query}`);
    expect(answer.status, answer.text).to.equal(200);
    return answer.body['items'] as Item[];
  };
  const answer = (verb: 'ack' | 'nack', deliveryId: string | undefined, by = 'NV') =>
    hub.call(by, `POST /v1/inbox/${deliveryId ?? ''}/${verb}`, {
      json: verb === 'ack' ? { reference: 'N-1' } : { reason: 'not ours' },
    });
  async function open(): Promise<string> {
    const request = activity('reporting-instructions-request', { from: 'OR', to: 'NV' });
    const { body } = await hub.submit('OR', request);
    return String(body['caseId']);
  }
  async function goOn(subject: string): Promise<void> {
    const next = activity('transfer-request', { from: 'OR', to: 'NV', subject });
    expect((await hub.submit('OR', next)).status).to.equal(202);
  }
  const statesOf = async (caseId: string): Promise<string[]> => {
    const rows = await site.query<{ state: string }>(
      'SELECT state FROM deliveries WHERE case_id = $1 ORDER BY case_sequence',
      [caseId],
    );
    return rows.map(({ state }) => state);
  };

  it('gives out the oldest of each case, and the next once that is answered', async () => {
    const [first, second] = [await open(), await open()];
    await goOn(first);
    const items = await fetchItems();
    // Between cases there is no order; both may have been accepted in one millisecond.
    expect(items.map(({ caseId, caseSequence }) => [caseId, caseSequence])).to.have.deep.members([
      [first, 1],
      [second, 1],
    ]);
    const oldest = items.find(({ caseId }) => caseId === first);
    expect((await answer('ack', oldest?.deliveryId)).status).to.equal(204);
    const next = await fetchItems();
    expect(next.map(({ caseId, caseSequence }) => [caseId, caseSequence])).to.have.deep.members([
      [first, 2],
      [second, 1],
    ]);
  });

  it('gives out the same bytes again until they are answered', async () => {
    await open();
    const first = await fetchItems();
    expect(await fetchItems()).to.deep.equal(first);
    await hub.stop();
    hub = await site.start();
    expect(await fetchItems()).to.deep.equal(first);
    await answer('ack', first[0]?.deliveryId);
    expect(await fetchItems()).to.deep.equal([]);
  });

  it('gives out one delivery to all who ask at once', async () => {
    const caseId = await open();
    const all = await Promise.all(Array.from({ length: 6 }, () => fetchItems()));
    const ids = new Set(all.flat().map(({ deliveryId }) => deliveryId));
    expect(ids.size).to.equal(1);
    const attempts = await site.query('SELECT attempt FROM deliveries WHERE case_id = $1', [
      caseId,
    ]);
    expect(attempts).to.deep.equal([{ attempt: 1 }]);
    expect(await site.query(`SELECT FROM records WHERE kind = 'sent'`)).to.have.length(1);
  });

  it('commits that it is dispatching before it gives anything out', async () => {
    const caseId = await open();
    expect(await statesOf(caseId)).to.deep.equal(['queued']);
    await fetchItems();
    expect(await statesOf(caseId)).to.deep.equal(['dispatching']);
  });

  it('says of no more that it is dispatching than it gives out', async () => {
    const cases = [await open(), await open(), await open()];
    const [first] = await fetchItems(1);
    expect(await fetchItems(1)).to.deep.equal([first]);
    const states = (await Promise.all(cases.map(statesOf))).flat();
    expect(states.sort()).to.deep.equal(['dispatching', 'queued', 'queued']);
    await answer('ack', first?.deliveryId);
    expect(await fetchItems(1)).to.have.length(1);
  });

  it('waits for its state however long it takes', async () => {
    const caseId = await open();
    const items = await fetchItems();
    site.clock.advance(30 * 24 * 3_600_000);
    await site.query('SELECT pg_sleep(0.8)'); // a recovery comes by in the meantime
    expect(await statesOf(caseId)).to.deep.equal(['dispatching']);
    expect((await fetchItems()).map(({ deliveryId }) => deliveryId)).to.deep.equal(
      items.map(({ deliveryId }) => deliveryId),
    );
  });

  it('takes an answer once, and the same answer again without effect', async () => {
    const caseId = await open();
    const [item] = await fetchItems();
    for (let times = 0; times < 2; times += 1) {
      expect((await answer('ack', item?.deliveryId)).status).to.equal(204);
    }
    expect((await answer('nack', item?.deliveryId)).body).to.include({ code: 'STATE_FORBIDS' });
    expect(await statesOf(caseId)).to.deep.equal(['acknowledged']);
  });

  it('lets a refusal go to the failure inbox, the next of the case on, and a replay come back', async () => {
    const caseId = await open();
    await goOn(caseId);
    const [item] = await fetchItems();
    expect((await answer('nack', item?.deliveryId)).status).to.equal(204);
    const [next] = await fetchItems();
    expect(next).to.include({ caseId, caseSequence: 2 });
    await answer('ack', next?.deliveryId);
    const path = `POST /v1/deliveries/${item?.deliveryId ?? ''}/replay`;
    const replayed = await hub.call('OR office', path, { json: { reason: 'it is theirs' } });
    expect(replayed.status, replayed.text).to.equal(204);
    const [again] = await fetchItems();
    expect(again).to.include({
      deliveryId: item?.deliveryId,
      attempt: 2,
      possibleDuplicate: true,
      body: item?.body,
    });
  });

  it('is not for others to answer', async () => {
    const caseId = await open();
    const [item] = await fetchItems();
    expect((await answer('ack', item?.deliveryId, 'TX')).status).to.equal(404);
    expect((await answer('ack', item?.deliveryId, 'OR')).status).to.equal(403);
    expect(await statesOf(caseId)).to.deep.equal(['dispatching']);
    const theirs = await hub.call('TX', 'GET /v1/inbox');
    expect(theirs.body['items']).to.deep.equal([]);
  });

  it('takes no answer to what was not given out yet', async () => {
    await open();
    const [row] = await site.query<{ delivery_id: string }>('SELECT delivery_id FROM deliveries');
    expect((await answer('ack', row?.delivery_id)).body).to.include({ code: 'STATE_FORBIDS' });
  });
});
