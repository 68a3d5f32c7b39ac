import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { ConfirmChannel, ConsumeMessage } from 'amqplib';
import type { ChannelParts } from './channel.ts';
import { isSafeDeliveryId } from './delivery-store.ts';
import type { ReceiveFault } from './fault-plan.ts';
import type { QueueLink } from './queue-link.ts';
import type { Delivery, ReceiveVerdict } from './receive-delivery.ts';

type DeliveryParts = Pick<ChannelParts, 'faults' | 'take' | 'referenceOf'> & {
  readonly link: () => QueueLink;
};

/** What the state says of a delivery, on the queue of answers. */
type Answer =
  | { readonly deliveryId: string; readonly verdict: 'acknowledged'; readonly reference: string }
  | { readonly deliveryId: string; readonly verdict: 'refused'; readonly reason: string };

/** What becomes of the message itself. */
type End = 'done' | 'again' | 'cut';

/** How long a system that hangs keeps a message before the broker hands it out again. */
const HANG_MS = 1_000;

/**
 * Takes one message from the queue of deliveries: stores, answers, then tells the broker. Faults of the
 * plan come in between; what a queue cannot have (a refused credential) is as if there were none.
 */
export async function takeDelivery(
  parts: DeliveryParts,
  channel: ConfirmChannel,
  message: ConsumeMessage,
): Promise<void> {
  const end = await handle(parts, message).catch((): End => 'again');
  try {
    if (end === 'done') channel.ack(message);
    else if (end === 'again') channel.nack(message, false, true);
    else parts.link().cut();
  } catch {
    // The channel has ended meanwhile: the broker hands the message out again.
  }
}

async function handle(parts: DeliveryParts, message: ConsumeMessage): Promise<End> {
  // A file comes before its document, which names it; this system keeps documents only.
  if (message.properties.type === 'compact.attachment') return 'done';
  const delivery = readDelivery(message);
  if (delivery === undefined) return 'done';
  const { deliveryId } = delivery;
  const { kind, ms = HANG_MS } = parts.faults.nextReceive() ?? { kind: 'none' };
  if (kind === 'slow') await wait(ms);
  const before = kind === 'none' ? undefined : BEFORE_STORING[kind];
  if (before !== undefined) {
    if (kind.startsWith('hang')) await wait(ms);
    if (kind === 'refuse') await say(parts, { deliveryId, verdict: 'refused', reason: 'refused' });
    if (kind === 'forget') await say(parts, acknowledged(deliveryId, 'none'));
    return before;
  }
  const verdict = await parts.take(delivery, kind !== 'store-twice');
  const after = kind === 'none' ? undefined : AFTER_STORING[kind];
  if (kind.startsWith('hang')) await wait(ms);
  if (after !== undefined) return after;
  await answer(parts, kind, answerOn(parts, deliveryId, verdict));
  return 'done';
}

/** Faults in the place of all work: nothing is stored. */
const BEFORE_STORING: Partial<Record<ReceiveFault, End>> = {
  unavailable: 'again',
  'error-before-storing': 'again',
  'hang-before-storing': 'again',
  'close-before-storing': 'cut',
  refuse: 'done',
  forget: 'done',
};

/** Faults in the place of the answer: the document is stored. */
const AFTER_STORING: Partial<Record<ReceiveFault, End>> = {
  'error-after-storing': 'again',
  'hang-after-storing': 'again',
  'close-after-storing': 'cut',
  'close-midway': 'cut',
};

function answer(parts: DeliveryParts, kind: ReceiveFault | 'none', right: Answer): Promise<void> {
  if (kind === 'garbage-answer') return say(parts, '<html>it works!</html>');
  if (kind === 'wrong-answer') return say(parts, acknowledged('another', 'none'));
  return say(parts, right);
}

function answerOn(
  { referenceOf }: DeliveryParts,
  deliveryId: string,
  { kind }: ReceiveVerdict,
): Answer {
  if (kind === 'stored' || kind === 'repeated') {
    return acknowledged(deliveryId, referenceOf(deliveryId));
  }
  const reason = kind === 'conflict' ? 'another document is held' : 'the document cannot be read';
  return { deliveryId, verdict: 'refused', reason };
}

const acknowledged = (deliveryId: string, reference: string): Answer => ({
  deliveryId,
  verdict: 'acknowledged',
  reference,
});

function say(parts: DeliveryParts, said: Answer | string): Promise<void> {
  const text = typeof said === 'string' ? said : JSON.stringify(said);
  const messageId = createHash('sha256').update(text).digest('hex').slice(0, 32);
  const properties = { messageId, contentType: 'application/json' };
  return parts.link().publish('answers', Buffer.from(text), properties);
}

function readDelivery({ properties, content }: ConsumeMessage): Delivery | undefined {
  const headers = properties.headers ?? {};
  const deliveryId = String(properties.messageId);
  if (!isSafeDeliveryId(deliveryId) || headers['x-delivery-id'] !== deliveryId) return undefined;
  return {
    deliveryId,
    attempt: Number(headers['x-attempt']),
    caseId: String(headers['x-case-id']),
    caseSequence: Number(headers['x-case-sequence']),
    document: content,
  };
}
