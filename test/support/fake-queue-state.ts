import { type ChannelModel, type ConfirmChannel, type GetMessage, connect } from 'amqplib';
import type { FakeState, StoredParcel } from '../adapters/adapter-contract.ts';
import { type AmqpProxy, startAmqpProxy } from './amqp-proxy.ts';
import type { TestBroker } from './rabbitmq.ts';

export interface FakeQueueState extends FakeState {
  /** A member code of its own, so that its queues are too. */
  readonly member: string;
  /** Through the proxy. */
  readonly endpoint: string;
  readonly proxy: AmqpProxy;
  /** The state's own connection, past the proxy. */
  readonly channel: ConfirmChannel;
  /** Takes the next message of one of its queues. */
  take(role: string): Promise<GetMessage>;
  takeFrom(queue: string): Promise<GetMessage>;
  /** How many consume from a queue; 0 when there is none. */
  consumersOf(queue: string): Promise<number>;
  /** Puts a message into one of its queues. */
  put(role: string, body: string | Buffer, properties?: object): void;
}

let made = 0;

/** A state with queues of its own on the tests' broker, reached through a proxy that fails when told. */
export async function startFakeQueueState(broker: TestBroker): Promise<FakeQueueState> {
  made += 1;
  const member = `T${made}`;
  const [username = '', password = ''] = broker.credentials.full.split(':');
  const { port, vhost } = broker;
  const model = await connect({ hostname: '127.0.0.1', port, vhost, username, password });
  const channel = await model.createConfirmChannel();
  const full = `full.${member}`;
  await makeFullQueue(channel, full);
  const proxy = await startAmqpProxy(port, full);
  const stored = new Map<string, StoredParcel>();
  const queue = (role: string): string => `compact.${member}.${role}`;

  async function takeFrom(name: string): Promise<GetMessage> {
    for (;;) {
      const message = await channel.get(name, { noAck: true });
      if (message !== false) return message;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  return {
    member,
    endpoint: `amqp://127.0.0.1:${proxy.port}/${vhost}`,
    proxy,
    channel,
    take: (role) => takeFrom(queue(role)),
    takeFrom,
    consumersOf: async (name) => {
      const probe = await model.createChannel();
      probe.on('error', () => undefined);
      const found = await probe.checkQueue(name).catch(() => undefined);
      await probe.close().catch(() => undefined); // the broker closed it
      return found?.consumerCount ?? 0;
    },
    put: (role, body, properties = {}) => {
      channel.sendToQueue(queue(role), Buffer.from(body), properties);
    },
    stored: async () => {
      await drain(model, queue('deliveries'), stored);
      return [...stored.values()];
    },
    arrivals: () => proxy.arrivals(),
    mostAtOnce: () => proxy.mostAtOnce(),
    breakWith: (fault, onlyFor) => {
      proxy.breakWith(fault, onlyFor);
    },
    openConnections: () => proxy.openConnections(),
    stop: async () => {
      await proxy.stop();
      await model.close();
    },
  };
}

/** The broker fills it: a queue turns messages away a little after it has as many as it may. */
export async function makeFullQueue(channel: ConfirmChannel, name: string): Promise<void> {
  const limits = { 'x-queue-type': 'quorum', 'x-max-length': 1, 'x-overflow': 'reject-publish' };
  await channel.assertQueue(name, { arguments: limits });
  await fill(channel, name);
}

/** Publishes until the broker turns a message away. */
export async function fill(channel: ConfirmChannel, name: string): Promise<void> {
  const isTaken = (): Promise<boolean> =>
    new Promise((resolve) => {
      channel.sendToQueue(name, Buffer.from('filler'), {}, (error: unknown) => {
        resolve(error === null);
      });
    });
  while (await isTaken());
}

/** What stands in the queue, if it was declared, goes to the state's own store, each id once. */
async function drain(
  model: ChannelModel,
  queue: string,
  stored: Map<string, StoredParcel>,
): Promise<void> {
  const channel = await model.createChannel();
  channel.on('error', () => undefined);
  const next = (): Promise<GetMessage | false> =>
    channel.get(queue, { noAck: true }).catch((error: unknown) => {
      if ((error as { code?: unknown }).code === 404) return false;
      throw error;
    });
  for (let message = await next(); message !== false; message = await next()) {
    const headers = message.properties.headers ?? {};
    const deliveryId = String(message.properties.messageId);
    if (stored.has(deliveryId)) continue;
    stored.set(deliveryId, {
      deliveryId,
      caseId: String(headers['x-case-id']),
      caseSequence: Number(headers['x-case-sequence']),
      attempt: Number(headers['x-attempt']),
      body: message.content,
    });
  }
  await channel.close().catch(() => undefined); // the broker closed it
}
