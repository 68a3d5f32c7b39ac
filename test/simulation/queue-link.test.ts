import { type ChannelModel, type ConfirmChannel, connect } from 'amqplib';
import { expect } from 'chai';
import { type QueueLink, openQueueLink } from '../../simulation/queue-link.ts';
import { until } from '../adapters/adapter-contract.ts';
import { testBroker } from '../support/rabbitmq.ts';

const MEMBER = 'LINK';
const QUEUE = `compact.${MEMBER}.submissions`;

describe("a simulated state's link to its broker", () => {
  let broker: string;
  let model: ChannelModel;
  let link: QueueLink;
  /** Each channel that the link began to consume on. */
  let begun: ConfirmChannel[];
  let lost: number;

  before(async function () {
    this.timeout(120_000);
    const { port, vhost, credentials } = await testBroker();
    broker = `amqp://${credentials.full}@127.0.0.1:${port}/${vhost}`;
    model = await connect(broker);
  });
  after(() => model.close());
  beforeEach(async () => {
    begun = [];
    lost = 0;
    link = await openQueueLink({
      broker,
      member: MEMBER,
      begin: (channel) => {
        begun.push(channel);
        return Promise.resolve();
      },
      lost: () => {
        lost += 1;
      },
    });
  });
  afterEach(async () => {
    await link.goDown();
    const channel = await model.createChannel();
    await channel.purgeQueue(QUEUE);
    await channel.close();
  });

  const publishes = (text: string): Promise<boolean> =>
    link.publish('submissions', Buffer.from(text), {}).then(
      () => true,
      () => false,
    );

  const endings: readonly { name: string; end: (channel: ConfirmChannel) => void }[] = [
    {
      name: 'the broker closes its channel',
      end: (channel) => {
        channel.publish('no such exchange', '', Buffer.alloc(0));
      },
    },
    {
      name: 'its connection breaks',
      end: () => {
        link.cut();
      },
    },
  ];
  for (const { name, end } of endings) {
    it(`comes back once by itself when ${name}`, async () => {
      end(begun[0]!);
      await until(() => begun.length === 2);
      expect(lost).to.equal(1);
      expect(await publishes('after')).to.equal(true);
      const channel = await model.createChannel();
      const message = await channel.get(QUEUE, { noAck: true });
      expect(message !== false && message.content.toString()).to.equal('after');
      await channel.close();
      expect(begun).to.have.length(2);
    });
  }

  it('has a word on every message when the channel ends before its confirm', async () => {
    const publishing = publishes('lost');
    begun[0]!.publish('no such exchange', '', Buffer.alloc(0));
    expect(await publishing).to.be.a('boolean');
    await until(() => begun.length === 2);
  });

  it('stays down when it was told to, whatever ends then', async () => {
    await link.goDown();
    expect(begun).to.have.length(1);
    expect(await publishes('down')).to.equal(false);
    await link.comeUp();
    expect(await publishes('up')).to.equal(true);
  });
});
