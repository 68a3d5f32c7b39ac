import { activity } from '../support/activity.ts';
import type { QueueState } from '../support/incoming/queue-sender.ts';
import type { HubWord } from '../support/incoming/sender.ts';
import { putWithRawProperty } from '../support/raw-message.ts';
import type { HostileMessage } from './hostile-messages.ts';

const CANONICAL = 'application/cloudevents+json';
const NOBODY = '0197aaaa-0000-7000-8000-000000000000';

/** A state that puts messages of its own making into its queues, and hears what the hub says of them. */
export interface QueuePlayer {
  send(message: HostileMessage): Promise<HubWord>;
  sendGood(): Promise<HubWord>;
  /** The word on an answer that it gave about a delivery. */
  answer(text: string): Promise<HubWord>;
}

export function answerOn(deliveryId: string): string {
  return JSON.stringify({ deliveryId, verdict: 'acknowledged' });
}

/** Answers that are none of this state's. */
export const HOSTILE_ANSWERS: readonly {
  readonly name: string;
  readonly text: string;
  readonly code: string;
}[] = [
  { name: 'on an id of no form', text: answerOn('D-1'), code: 'NOT_FOUND' },
  { name: 'on an id of nobody', text: answerOn(NOBODY), code: 'NOT_FOUND' },
  { name: 'on an id with SQL', text: answerOn("' OR 1=1 --"), code: 'NOT_FOUND' },
  { name: 'with an id of 10,000', text: answerOn('a'.repeat(10_000)), code: 'ANSWER_UNREADABLE' },
];

export function openQueuePlayer({ words, names, broker, channel }: QueueState): QueuePlayer {
  const good = (): Buffer =>
    Buffer.from(JSON.stringify(activity('transfer-request', { from: 'OR', to: 'TX' })));
  let made = 0;
  return {
    send: async ({ properties, raw, make, isNameless }) => {
      made += 1;
      const messageId = properties?.messageId ?? `bad-${made}`;
      const named = raw === undefined ? messageId : raw.bytes.subarray(1).toString();
      const word = words.on(isNameless === true ? undefined : named);
      const body = make?.(good()) ?? good();
      if (raw !== undefined) await putWithRawProperty(broker, names.submissions, { ...raw, body });
      else {
        const options = { messageId, contentType: CANONICAL, persistent: true, ...properties };
        channel.publish('', names.submissions, body, options);
      }
      return word;
    },
    sendGood: () => {
      made += 1;
      const messageId = `good-${made}`;
      const word = words.on(messageId);
      channel.publish('', names.submissions, good(), { messageId, contentType: CANONICAL });
      return word;
    },
    answer: (text) => {
      made += 1;
      const messageId = `answer-${made}`;
      const word = words.on(messageId);
      channel.publish('', names.answers, Buffer.from(text), { messageId });
      return word;
    },
  };
}
