import { setTimeout as wait } from 'node:timers/promises';
import {
  type ChannelModel,
  type ConfirmChannel,
  type Options,
  type SocketOptions,
  connect,
} from 'amqplib';

/** The queues between a state and the hub, by what they are for (docs/adapters-queue.md). */
export type QueuePart = 'deliveries' | 'submissions' | 'answers' | 'receipts' | 'errors';

const PARTS: readonly QueuePart[] = ['deliveries', 'submissions', 'answers', 'receipts', 'errors'];

export const queueOf = (member: string, part: QueuePart): string => `compact.${member}.${part}`;

/** A state's connection to its broker, made again by itself when it breaks. */
export interface QueueLink {
  /** Resolves when the broker has the message; throws where it has not, or nobody knows. */
  publish(part: QueuePart, body: Buffer, properties: Options.Publish): Promise<void>;
  /** Ends the connection as a crash would; it comes back by itself. */
  cut(): void;
  goDown(): Promise<void>;
  comeUp(): Promise<void>;
}

export interface LinkParts {
  readonly broker: string;
  readonly member: string;
  /** Called for each new connection, to consume. */
  readonly begin: (channel: ConfirmChannel) => Promise<void>;
  /** Called when a connection has ended. */
  readonly lost: () => void;
}

interface Current {
  readonly model: ChannelModel;
  readonly channel: ConfirmChannel;
  /** Of the socket: aborted, it ends without a word. */
  readonly life: AbortController;
}

const AGAIN_MS = 100;
const ANSWERS_WITHIN_MS = 5_000;

/** Whether a broker is there that lets this user in: `amqp://user:password@host:port/vhost`. */
export async function brokerAnswers(broker: string): Promise<boolean> {
  try {
    const model = await connect(broker, { timeout: ANSWERS_WITHIN_MS });
    model.on('error', () => undefined);
    await model.close();
    return true;
  } catch {
    return false;
  }
}

/** Connects and declares the queues as the hub does, so that it does not matter who is first. */
export async function openQueueLink(parts: LinkParts): Promise<QueueLink> {
  let isUp = true;
  let current: Current | undefined;
  let coming: Promise<void> | undefined;

  async function open(): Promise<void> {
    const life = new AbortController();
    const socket: SocketOptions & { readonly signal: AbortSignal } = {
      noDelay: true,
      signal: life.signal,
    };
    try {
      await prepare(await connect(parts.broker, socket), life);
    } catch (error) {
      life.abort();
      current = undefined;
      throw error;
    }
  }

  async function prepare(model: ChannelModel, life: AbortController): Promise<void> {
    model.on('error', () => undefined); // its end is told by close
    const channel = await model.createConfirmChannel();
    channel.on('error', () => undefined);
    // What the broker does not allow closes the channel alone; a connection without it is of no use.
    channel.on('close', () => {
      life.abort();
    });
    await declare(channel, parts.member);
    model.on('close', () => {
      current = undefined;
      parts.lost();
      if (isUp) coming ??= comeBack();
    });
    current = { model, channel, life };
    await parts.begin(channel);
  }

  async function comeBack(): Promise<void> {
    while (isUp && current === undefined) {
      await open().catch(() => wait(AGAIN_MS));
    }
    coming = undefined;
  }

  await open();
  return {
    publish: (part, body, properties) =>
      new Promise((resolve, reject) => {
        if (current === undefined) throw new Error('no connection to the broker');
        const { channel } = current;
        const options = { ...properties, persistent: true, mandatory: true };
        channel.publish('', queueOf(parts.member, part), body, options, (error: unknown) => {
          if (error === null) resolve();
          else reject(new Error('the broker did not take it'));
        });
      }),
    cut: () => {
      current?.life.abort();
    },
    goDown: async () => {
      isUp = false;
      await coming;
      await current?.model.close().catch(() => undefined);
    },
    comeUp: async () => {
      isUp = true;
      coming ??= comeBack();
      await coming;
    },
  };
}

/** As docs/adapters-queue.md says; the broker refuses a queue that is there with other arguments. */
async function declare(channel: ConfirmChannel, member: string): Promise<void> {
  const dead = `compact.${member}.dead`;
  const quorum = { 'x-queue-type': 'quorum' };
  await channel.assertExchange(dead, 'fanout', { durable: true });
  await channel.assertQueue(dead, { durable: true, arguments: quorum });
  await channel.bindQueue(dead, dead, '');
  for (const part of PARTS) {
    await channel.assertQueue(queueOf(member, part), {
      durable: true,
      arguments: {
        ...quorum,
        'x-delivery-limit': 20,
        'x-dead-letter-exchange': dead,
        'x-dead-letter-strategy': 'at-least-once',
        'x-overflow': 'reject-publish',
      },
    });
  }
}
