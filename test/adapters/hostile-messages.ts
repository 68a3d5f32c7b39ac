import { gzipSync } from 'node:zlib';
import type { Options } from 'amqplib';
import { shortText } from '../support/amqp-frames.ts';
import { PROPERTY, type RawMessage } from '../support/raw-message.ts';

/** Around a document that would be accepted: the properties of a message as nobody should write them. */
export interface HostileMessage {
  readonly name: string;
  readonly properties?: Options.Publish;
  /** One property as no client writes it, instead of all others. */
  readonly raw?: Omit<RawMessage, 'body'>;
  /** In the place of the document's bytes. */
  readonly make?: (good: Buffer) => Buffer;
  /** Absent: accepted, as what stands around the document says nothing about it. */
  readonly code?: string;
  /** The word on it names no message: it had no id that can be said again. */
  readonly isNameless?: true;
}

/** All that one text of AMQP can hold. */
const LONGEST_TEXT = 255;
const BYTES_OF_A_LONG = 8;

/** A text of bytes that are no UTF-8; read as such it grows to three times its length. */
const NO_TEXT = Buffer.concat([Buffer.from([LONGEST_TEXT]), Buffer.alloc(LONGEST_TEXT, 0xff)]);

/** As many headers as the library of the test can write. */
const MANY_HEADERS = Object.fromEntries(
  Array.from({ length: 7_000 }, (_, place) => [`k${place}`, true]),
);

/** What the broker writes on a message that died, and here somebody else did. */
const FORGED_DEATH = {
  'x-death': [{ queue: 'compact.TX.submissions', reason: 'rejected', count: 2_147_483_647 }],
  'x-delivery-count': 1_000_000,
  'x-first-death-reason': 'delivery_limit',
};

/** What the hub writes on what it delivers. */
const FORGED_DELIVERY = {
  'x-delivery-id': '0197aaaa-0000-7000-8000-000000000000',
  'x-record': 7,
  'x-records': 'many',
  'x-possible-duplicate': true,
  'content-digest': 'sha-256=:AAAA:',
};

/** An object that says under `__proto__` what a file must say itself. */
const INHERITED = JSON.parse(`{"__proto__":{"sha256":"${'a'.repeat(64)}"}}`) as object;

const file = (headers: object): Options.Publish => ({
  type: 'compact.attachment',
  contentType: 'text/plain',
  headers,
});

// prettier-ignore
export const HOSTILE_MESSAGES: readonly HostileMessage[] = [
  { name: 'an id of 255 characters', properties: { messageId: 'x'.repeat(LONGEST_TEXT) } },
  { name: 'an id of control characters', properties: { messageId: 'a\r\n\u0000\u001b[2J\u202eb' } },
  { name: 'an empty id', properties: { messageId: '' }, isNameless: true },
  { name: 'an id that is no text', raw: { flag: PROPERTY.messageId, bytes: NO_TEXT }, isNameless: true },
  { name: 'a time beyond all times', raw: { flag: PROPERTY.timestamp, bytes: Buffer.alloc(BYTES_OF_A_LONG, 0xff) }, isNameless: true },
  { name: 'no property but an id of spaces', raw: { flag: PROPERTY.messageId, bytes: shortText('   ') } },
  { name: 'an end in a hundred years', properties: { expiration: '4294967295' } },
  { name: 'the highest priority', properties: { priority: 255 } },
  { name: 'not to be kept (delivery-mode 1)', properties: { persistent: false } },
  { name: 'a type of nobody', properties: { type: 'x'.repeat(LONGEST_TEXT) } },
  { name: 'the type of a receipt', properties: { type: 'compact.receipt' } },
  { name: '7,000 headers', properties: { headers: MANY_HEADERS } },
  { name: 'forged deaths', properties: { headers: FORGED_DEATH } },
  { name: 'headers of the hub', properties: { headers: FORGED_DELIVERY } },
  { name: 'the content type of another format', properties: { contentType: 'application/xml' }, code: 'CONTENT_TYPE_UNEXPECTED' },
  { name: 'a content type of 255 characters', properties: { contentType: 'x'.repeat(LONGEST_TEXT) }, code: 'CONTENT_TYPE_UNEXPECTED' },
  { name: 'a content type with an escape', properties: { contentType: 'text/\u001b[2J' }, code: 'MESSAGE_PROPERTIES_INVALID' },
  { name: 'gzip', properties: { contentEncoding: 'gzip' }, make: (good) => gzipSync(good), code: 'CONTENT_ENCODING_UNSUPPORTED' },
  { name: 'a bomb in gzip', properties: { contentEncoding: 'gzip' }, make: () => gzipSync(Buffer.alloc(200_000_000)), code: 'CONTENT_ENCODING_UNSUPPORTED' },
  { name: 'gzip behind what is none', properties: { contentEncoding: 'identity, gzip' }, code: 'CONTENT_ENCODING_UNSUPPORTED' },
  { name: 'gzip that says nothing of it', make: (good) => gzipSync(good), code: 'TEXT_INVALID' },
  { name: 'no body', make: () => Buffer.alloc(0), code: 'JSON_MALFORMED' },
  { name: 'a byte more than the profile allows', make: (good) => Buffer.concat([good, Buffer.alloc(2 ** 20 + 1 - good.length, ' ')]), code: 'DOCUMENT_TOO_LARGE' },
  { name: 'a file of another name than its bytes', properties: file({ sha256: 'a'.repeat(64) }), code: 'DIGEST_MISMATCH' },
  { name: 'a file named in capitals', properties: file({ sha256: 'A'.repeat(64) }), code: 'MESSAGE_PROPERTIES_INVALID' },
  { name: 'a file whose name is inherited', properties: file(INHERITED), code: 'MESSAGE_PROPERTIES_INVALID' },
  { name: 'a file whose name is long', properties: file({ sha256: 'a'.repeat(10_000) }), code: 'MESSAGE_PROPERTIES_INVALID' },
  { name: 'a file of no kind that may cross', properties: { ...file({ sha256: 'a'.repeat(64) }), contentType: 'text/html' }, code: 'MEDIA_TYPE_UNSUPPORTED' },
];
