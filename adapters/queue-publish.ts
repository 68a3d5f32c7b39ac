import { setMaxListeners } from 'node:events';
import type { Message, Options } from 'amqplib';
import type { QueueConnection } from './queue-connection.ts';

export interface OutgoingMessage {
  readonly queue: string;
  readonly body: Buffer;
  readonly properties: Options.Publish;
}

/** What became of one message; the difference between the failures is what the peer may know. */
export type Confirmation =
  /** The broker has it on the disks of most of its nodes. */
  | { readonly kind: 'confirmed' }
  /** No queue has that name: the broker gave it back. */
  | { readonly kind: 'returned' }
  /** The broker would not take it: the queue is full. */
  | { readonly kind: 'full' }
  /** The broker closed the channel because this user may not publish. */
  | { readonly kind: 'forbidden' }
  /** It left, and no word came on it. */
  | { readonly kind: 'unknown'; readonly detail: string }
  /** It is certain that nothing left. */
  | { readonly kind: 'not-sent'; readonly detail: string };

export interface Publisher {
  /**
   * Publishes one message and waits for the broker's word on it, at most `confirmMs`. Always resolves;
   * an aborted signal, or the end of the channel, leaves the outcome unknown.
   */
  publish(message: OutgoingMessage, signals: readonly AbortSignal[]): Promise<Confirmation>;
  /** Messages that wait for the broker's word. */
  outstanding(): number;
}

interface Outstanding {
  readonly messageId: unknown;
  returned: boolean;
  readonly settle: (confirmation: Confirmation) => void;
}

/**
 * Publishes on the one channel of a connection. A confirm names messages by their number on the channel
 * and nothing else, several at once where the broker likes (confirms of RabbitMQ), so they are counted
 * here; what the library promises about callbacks when a channel ends is not relied on.
 */
export function createPublisher(connection: QueueConnection, confirmMs: number): Publisher {
  const { channel } = connection;
  const waiting = new Map<number, Outstanding>();
  let last = 0;
  let confirmedAny = false;
  let closeCode: unknown;

  function settle(tag: number, confirmation: Confirmation): void {
    const found = waiting.get(tag);
    if (found === undefined) return; // given up before
    waiting.delete(tag);
    found.settle(found.returned ? { kind: 'returned' } : confirmation);
  }

  function settleUpTo(
    fields: { deliveryTag: number; multiple: boolean },
    kind: 'confirmed' | 'full',
  ) {
    confirmedAny = true;
    const { deliveryTag, multiple } = fields;
    const tags = multiple ? [...waiting.keys()].filter((tag) => tag <= deliveryTag) : [deliveryTag];
    for (const tag of tags) settle(tag, { kind });
  }

  channel.on('ack', (fields) => {
    settleUpTo(fields, 'confirmed');
  });
  channel.on('nack', (fields) => {
    settleUpTo(fields, 'full');
  });
  // It comes before the confirm of the same message, and in the order of publishing.
  channel.on('return', ({ properties }: Message) => {
    const mine = [...waiting.values()].find(
      ({ messageId, returned }) => !returned && messageId === properties.messageId,
    );
    if (mine !== undefined) mine.returned = true;
  });
  channel.on('error', (error: Error & { code?: unknown }) => {
    closeCode = error.code;
  });
  channel.on('close', () => {
    // The broker reads nothing after what it refuses. Once it has taken something on this channel, some
    // of the rest may be taken too, and only their confirms be lost.
    const forbidden = closeCode === 403 && !confirmedAny;
    for (const tag of [...waiting.keys()]) {
      settle(tag, forbidden ? { kind: 'forbidden' } : { kind: 'unknown', detail: 'CLOSED' });
    }
  });

  return {
    outstanding: () => waiting.size,
    publish: ({ queue, body, properties }, signals) => {
      if (!connection.isOpen()) return Promise.resolve({ kind: 'not-sent', detail: 'CLOSED' });
      try {
        channel.publish('', queue, body, { ...properties, persistent: true, mandatory: true });
      } catch {
        return Promise.resolve({ kind: 'not-sent', detail: 'CLOSED' });
      }
      last += 1;
      const tag = last;
      return new Promise((resolve) => {
        const giveUp = (detail: string): void => {
          settle(tag, { kind: 'unknown', detail });
        };
        const onAbort = (): void => {
          giveUp('ABORTED');
        };
        const timer = setTimeout(giveUp, confirmMs, 'CONFIRM_DEADLINE');
        waiting.set(tag, {
          messageId: properties.messageId,
          returned: false,
          settle: (confirmation) => {
            clearTimeout(timer);
            for (const signal of signals) signal.removeEventListener('abort', onAbort);
            resolve(confirmation);
          },
        });
        setMaxListeners(0, ...signals);
        for (const signal of signals) signal.addEventListener('abort', onAbort);
        if (signals.some(({ aborted }) => aborted)) onAbort();
      });
    },
  };
}
