import { createHash } from 'node:crypto';
import type { Options } from 'amqplib';
import type { Parcel, ParcelAttachment } from './adapter.ts';
import type { OutgoingMessage } from './queue-publish.ts';

/** `type` of messages, where the hub or the state must tell them apart. */
export const MESSAGE_TYPE = {
  document: 'compact.document',
  attachment: 'compact.attachment',
  receipt: 'compact.receipt',
  problem: 'compact.problem',
} as const;

/** The document of a parcel, under the id that stays the same over attempts (docs/adapters-queue.md). */
export function documentMessage(queue: string, parcel: Parcel): OutgoingMessage {
  const { body, contentType } = parcel;
  return {
    queue,
    body,
    properties: {
      messageId: parcel.deliveryId,
      contentType,
      type: MESSAGE_TYPE.document,
      headers: {
        ...caseHeaders(parcel),
        'x-attempt': parcel.attempt,
        'x-possible-duplicate': parcel.possibleDuplicate,
        'x-case-sequence': parcel.caseSequence,
        'x-activity-type': parcel.activityType,
        'content-digest': digestOf(body),
      },
    },
  };
}

/** A file of a parcel, which goes before its document. */
export function attachmentMessage(
  queue: string,
  parcel: Parcel,
  { sha256, mediaType, body }: ParcelAttachment,
): OutgoingMessage {
  return {
    queue,
    body,
    properties: {
      messageId: sha256,
      contentType: mediaType,
      type: MESSAGE_TYPE.attachment,
      headers: { ...caseHeaders(parcel), sha256, 'content-digest': digestOf(body) },
    },
  };
}

function caseHeaders({ deliveryId, caseId }: Parcel): Record<string, string> {
  return { 'x-delivery-id': deliveryId, 'x-case-id': caseId };
}

/** What the hub says on one record of a message that it took or refused. */
export interface Reply {
  readonly kind: 'receipt' | 'problem';
  readonly text: string;
  /** From 1, of so many records of the message. */
  readonly record: number;
  readonly records: number;
}

/** A reply, correlated with the message that it is on by that message's id where it had one that can be said. */
export function replyMessage(queue: string, reply: Reply, messageId: unknown): OutgoingMessage {
  const { kind, text, record, records } = reply;
  const properties: Options.Publish = {
    contentType: kind === 'receipt' ? 'application/json' : 'application/problem+json',
    type: MESSAGE_TYPE[kind],
    headers: { 'x-record': record, 'x-records': records },
  };
  if (canStandFor(messageId)) properties.correlationId = messageId;
  return { queue, body: Buffer.from(text), properties };
}

/** All that a text among the properties can hold (AMQP 0-9-1, 4.2.5.3). */
const LONGEST_TEXT_BYTES = 255;

/** Bytes that are no UTF-8 are longer once they were read: a reply with such an id would never leave. */
function canStandFor(messageId: unknown): messageId is string {
  return (
    typeof messageId === 'string' &&
    messageId !== '' &&
    Buffer.byteLength(messageId) <= LONGEST_TEXT_BYTES
  );
}

function digestOf(body: Buffer): string {
  return `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
}
