import { expect } from 'chai';
import { activity } from '../support/activity.ts';
import { type QueueState, openQueueState } from '../support/incoming/queue-sender.ts';
import type { HubWord } from '../support/incoming/sender.ts';
import { type TestHub, type TestSite, openTestSite } from '../support/test-hub.ts';
import { HOSTILE_MESSAGES, type HostileMessage } from './hostile-messages.ts';
import { HOSTILE_ANSWERS, type QueuePlayer, answerOn, openQueuePlayer } from './queue-player.ts';

describe('queue: hostile properties of messages', () => {
  const endings: (() => Promise<unknown>)[] = [];
  let site: TestSite;
  let hub: TestHub;
  let oregon: QueueState;
  let california: QueueState;
  let player: QueuePlayer;

  before(async function () {
    this.timeout(120_000);
    [oregon, california] = [await openQueueState(), await openQueueState()];
    for (const state of [oregon, california]) endings.push(() => state.stop());
    const { port, vhost } = oregon.broker;
    const endpoint = `amqp://127.0.0.1:${port}/${vhost}`;
    const states = { OR: oregon.stateAt(endpoint), CA: california.stateAt(endpoint), TX: {} };
    site = await openTestSite({ states });
    endings.push(() => site.close());
    hub = await site.start();
    player = openQueuePlayer(oregon);
  });
  after(async () => {
    for (const end of endings.toReversed()) await end();
  });

  const count = async (): Promise<number> =>
    (await site.query<{ count: number }>('SELECT count(*)::integer FROM transmissions'))[0]!.count;

  const send = (message: HostileMessage): Promise<HubWord> => player.send(message);

  for (const message of HOSTILE_MESSAGES) {
    const { name, code } = message;
    it(`${name}: ${code ?? 'accepted as without'}`, async () => {
      const before = await count();
      const [word, next] = await Promise.all([send(message), player.sendGood()]);
      if (code === undefined) expect(word.kind, JSON.stringify(word)).to.equal('accepted');
      else expect(word).to.include({ kind: 'refused', code });
      expect(next.kind, JSON.stringify(next)).to.equal('accepted');
      expect(await count()).to.equal(before + (code === undefined ? 2 : 1));
    });
  }

  it('an answer asked for in the queue of another state stays in its own', async () => {
    const replyTo = california.names.deliveries;
    const word = await send({ name: '', properties: { replyTo, correlationId: 'x' } });
    expect(word.kind).to.equal('accepted');
    const refused = await send({ name: '', properties: { replyTo }, make: () => Buffer.from('x') });
    expect(refused.kind).to.equal('refused');
    for (const queue of [california.names.deliveries, california.names.receipts]) {
      expect(await california.channel.checkQueue(queue)).to.include({ messageCount: 0 });
    }
  });

  it('the name of the user that sent it changes nothing about whose it is', async () => {
    const [userId = ''] = oregon.broker.credentials.full.split(':');
    const word = await send({ name: '', properties: { userId, appId: 'CA' } });
    expect(word.kind).to.equal('accepted');
    const foreign = activity('transfer-request', { from: 'CA', to: 'TX' });
    const make = (): Buffer => Buffer.from(JSON.stringify(foreign));
    const properties = { userId, appId: 'CA', headers: { member: 'CA' } };
    expect(await send({ name: '', properties, make })).to.include({ code: 'SOURCE_FOREIGN' });
  });

  for (const { name, text, code } of HOSTILE_ANSWERS) {
    it(`an answer ${name}: ${code}, and the next is taken`, async () => {
      const [word, next] = await Promise.all([answer(text), answer('{}')]);
      expect(word).to.include({ kind: 'refused', code });
      expect(next).to.include({ kind: 'refused', code: 'ANSWER_UNREADABLE' });
    });
  }

  it('an answer on the delivery of another state: NOT_FOUND, and nothing changes', async () => {
    const deliveryId = await deliveredTo('CA');
    expect(await answer(answerOn(deliveryId))).to.include({ code: 'NOT_FOUND' });
    expect(await stateOf(deliveryId)).to.equal('handed-over');
  });

  it('a reason of NUL and halves of pairs is a reason, and the delivery refused', async () => {
    const deliveryId = await deliveredTo('OR');
    const reason = `\u0000\ud800${'x'.repeat(997)}\u{1f600}`;
    const text = JSON.stringify({ deliveryId, verdict: 'refused', reason });
    oregon.channel.publish('', oregon.names.answers, Buffer.from(text));
    await site.until(
      () => stateOf(deliveryId),
      (state) => state === 'refused',
    );
  });

  const answer = (text: string): Promise<HubWord> => player.answer(text);

  async function deliveredTo(to: string): Promise<string> {
    const sent = await hub.submit('TX', activity('transfer-request', { from: 'TX', to }));
    const [row] = await site.until(
      () =>
        site.query<{ delivery_id: string; state: string }>(
          'SELECT delivery_id, state FROM deliveries WHERE transmission_id = $1',
          [sent.body['transmissionId']],
        ),
      (rows) => rows[0]?.state === 'handed-over',
    );
    return row!.delivery_id;
  }

  async function stateOf(deliveryId: string): Promise<string | undefined> {
    const [row] = await site.query<{ state: string }>(
      'SELECT state FROM deliveries WHERE delivery_id = $1',
      [deliveryId],
    );
    return row?.state;
  }
});
