import { type ConfirmChannel, connect } from 'amqplib';
import {
  type QueueNames,
  prepareTopology,
  queueNames,
  QUEUE_ROLES,
} from '../../../adapters/queue-topology.ts';
import { connectState } from '../../../hub/flows/administer.ts';
import { startFaultyProxy } from '../faulty-proxy.ts';
import { type TestBroker, testBroker } from '../rabbitmq.ts';
import type { TestState } from '../test-states.ts';
import {
  type HubWord,
  type SenderKind,
  type SentDocument,
  type PreparedSender,
  acceptance,
  refusal,
} from './sender.ts';

/** What is asked of the hub is that it gives a silent broker up, not that it takes its time. */
const HEARTBEAT_S = 2;
const MOST_BYTES = 1024 * 1024;

/** A state's system that puts documents into a queue of RabbitMQ, where the hub fetches them. */
export const QUEUE_SENDER: SenderKind = {
  transport: 'queue',
  logsIn: 'hub',
  side: 'server',
  tooLarge: { bytes: MOST_BYTES, code: 'DOCUMENT_TOO_LARGE' },
  prepare,
};

let made = 0;

/** A state's own queues on the tests' broker, and its connection there. */
export interface QueueState {
  readonly broker: TestBroker;
  readonly channel: ConfirmChannel;
  readonly names: QueueNames;
  /** The hub's words on its messages. */
  readonly words: HubWords;
  /** How the hub is told of a state at this address. */
  readonly stateAt: (endpoint: string) => TestState;
  stop(): Promise<void>;
}

/** Declares the queues as the hub would, and begins to listen for its words. */
export async function openQueueState(): Promise<QueueState> {
  const broker = await testBroker();
  const { port, vhost, credentials } = broker;
  made += 1;
  const given = Object.fromEntries(
    QUEUE_ROLES.map((role) => [role, `compact.incoming-${made}.${role}`]),
  );
  const names = queueNames('', given);
  const [username = '', password = ''] = credentials.full.split(':');
  const model = await connect({ hostname: '127.0.0.1', port, vhost, username, password });
  const channel = await model.createConfirmChannel();
  await prepareTopology(channel, { names, declares: true, maxLength: undefined });
  const words = await listen(channel, names);
  return {
    broker,
    channel,
    names,
    words,
    stateAt: (endpoint) => ({
      reached: {
        transport: {
          kind: 'queue',
          authentication: { scheme: 'password' },
          queues: given,
          heartbeatS: HEARTBEAT_S,
        },
        endpoint,
        credential: credentials.full,
      },
      capabilities: { acknowledgement: 'asynchronous', sizeLimitBytes: MOST_BYTES },
    }),
    stop: async () => {
      for (const name of Object.values(names)) await channel.deleteQueue(name);
      await channel.deleteExchange(names.dead);
      await model.close();
    },
  };
}

async function prepare(): Promise<PreparedSender> {
  const state = await openQueueState();
  const { channel, names, words } = state;
  const { port, vhost, credentials } = state.broker;
  const [username = ''] = credentials.full.split(':');
  const proxy = await startFaultyProxy(port);
  const endpoint = `amqp://127.0.0.1:${proxy.port}/${vhost}`;

  function send({ contentType, body }: SentDocument): Promise<HubWord> {
    made += 1;
    const messageId = `M-${made}`;
    const word = words.on(messageId);
    const options = { messageId, contentType, persistent: true, mandatory: true };
    channel.publish('', names.submissions, body, options);
    return word;
  }

  return {
    state: state.stateAt(endpoint),
    connect: ({ site, member }) =>
      Promise.resolve({
        proxy,
        send,
        sendAll: (documents) => Promise.all(documents.map(send)),
        use: async (which) => {
          const credential = which === 'right' ? credentials.full : `${username}:wrong`;
          site.clock.advance(1_000); // the row in force is told by the time of its change
          await connectState(site.parts.administer, { member, endpoint, credential });
        },
        cut: proxy.cut,
        close: () => Promise.resolve(),
      }),
    stop: async () => {
      await proxy.stop();
      await state.stop();
    },
  };
}

/** The hub's words by the id of the message that they are about. */
export interface HubWords {
  /** The next word on it; of a message without an id where none is said. */
  on(messageId: string | undefined): Promise<HubWord>;
}

async function listen(
  channel: ConfirmChannel,
  names: Readonly<Record<'receipts' | 'errors', string>>,
): Promise<HubWords> {
  const waiting = new Map<unknown, (word: HubWord) => void>();
  const hear = async (queue: string, read: (text: string) => HubWord): Promise<void> => {
    await channel.consume(
      queue,
      (message) => {
        if (message === null) return;
        waiting.get(message.properties.correlationId)?.(read(message.content.toString('utf8')));
      },
      { noAck: true },
    );
  };
  await hear(names.receipts, acceptance);
  await hear(names.errors, refusal);
  return {
    on: (messageId) =>
      new Promise((resolve) => {
        waiting.set(messageId, resolve);
      }),
  };
}
