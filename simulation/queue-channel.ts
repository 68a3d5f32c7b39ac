import type { ConfirmChannel, ConsumeMessage } from 'amqplib';
import type { ChannelAddress, ChannelParts, ChannelSubmission, StateChannel } from './channel.ts';
import { takeDelivery } from './queue-deliveries.ts';
import { type QueueLink, type QueuePart, openQueueLink, queueOf } from './queue-link.ts';
import type { SubmitAnswer } from './submit-document.ts';

/**
 * Queues of a broker in both directions: the state takes deliveries and answers them, and submits on
 * another queue, where the hub's word comes back under the id of the message.
 */
export async function openQueueChannel(parts: ChannelParts): Promise<StateChannel> {
  const { broker } = parts.config;
  if (broker === undefined) throw new Error('a queue needs the address of its broker');
  const waiting = createWaitingSubmissions();
  const underWay = new Set<Promise<void>>();

  function deliver(channel: ConfirmChannel, message: ConsumeMessage): void {
    const taking = takeDelivery({ ...parts, link: () => link }, channel, message);
    underWay.add(taking);
    void taking.then(() => underWay.delete(taking));
  }

  const link: QueueLink = await openQueueLink({
    broker,
    member: parts.member,
    lost: () => {
      waiting.lose('CLOSED');
    },
    begin: async (channel) => {
      await channel.prefetch(parts.concurrency);
      const consume = (part: QueuePart, heard: (message: ConsumeMessage) => void) =>
        channel.consume(queueOf(parts.member, part), (message) => {
          if (message !== null) heard(message);
        });
      await consume('receipts', (message) => {
        waiting.settle(message, 202);
        channel.ack(message);
      });
      await consume('errors', (message) => {
        waiting.settle(message, statusOf(message));
        channel.ack(message);
      });
      await consume('deliveries', (message) => {
        deliver(channel, message);
      });
    },
  });

  async function submit(submission: ChannelSubmission): Promise<SubmitAnswer> {
    const { messageId, document, abandon = false } = submission;
    const answer = waiting.waitFor(messageId, parts.timeoutMs);
    const properties = { messageId, contentType: parts.dialect.contentType };
    link.publish('submissions', document, properties).then(
      () => {
        if (abandon) answer.fail('ABANDONED');
      },
      () => {
        answer.fail('NOT_TAKEN');
      },
    );
    return answer.given;
  }

  const goDown = async (): Promise<void> => {
    await link.goDown();
    await Promise.all(underWay);
  };
  return { ...addressOf(broker), submit, goDown, comeUp: () => link.comeUp(), close: goDown };
}

function addressOf(broker: string): ChannelAddress {
  const { protocol, host, pathname, username, password } = new URL(broker);
  return {
    endpoint: `${protocol}//${host}${pathname}`,
    credential: `${decodeURIComponent(username)}:${decodeURIComponent(password)}`,
    transport: { kind: 'queue', authentication: { scheme: 'password' } },
    hostKeys: [],
  };
}

/** The status of a problem document; one that is none of it is no answer that would be final. */
function statusOf({ content }: ConsumeMessage): number {
  try {
    const { status } = JSON.parse(content.toString('utf8')) as { status?: unknown };
    return typeof status === 'number' ? status : 500;
  } catch {
    return 500;
  }
}

interface Waiting {
  readonly given: Promise<SubmitAnswer>;
  readonly fail: (code: string) => void;
}

/** Submissions that have no answer yet, by the id of their message; two of one id get one each. */
function createWaitingSubmissions(): {
  waitFor(messageId: string, timeoutMs: number): Waiting;
  settle(message: ConsumeMessage, status: number): void;
  lose(code: string): void;
} {
  const waiting = new Map<string, ((answer: SubmitAnswer) => void)[]>();
  return {
    waitFor: (messageId, timeoutMs) => {
      let end: (answer: SubmitAnswer) => void = () => undefined;
      const given = new Promise<SubmitAnswer>((resolve) => {
        end = (answer) => {
          clearTimeout(timer);
          const others = (waiting.get(messageId) ?? []).filter((other) => other !== end);
          if (others.length === 0) waiting.delete(messageId);
          else waiting.set(messageId, others);
          resolve(answer);
        };
      });
      const fail = (code: string): void => {
        end({ kind: 'failed', code });
      };
      const timer = setTimeout(fail, timeoutMs, 'TIMEOUT');
      waiting.set(messageId, [...(waiting.get(messageId) ?? []), end]);
      return { given, fail };
    },
    settle: ({ properties, content }, status) => {
      const [first] = waiting.get(String(properties.correlationId)) ?? [];
      first?.({
        kind: 'answered',
        status,
        text: content.toString('utf8'),
        retryAfter: undefined,
      });
    },
    lose: (code) => {
      for (const end of [...waiting.values()].flat()) end({ kind: 'failed', code });
    },
  };
}
