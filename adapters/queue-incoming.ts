import type { ConsumeMessage } from 'amqplib';
import type { IncomingAnswer, IncomingAttachment, IncomingDocument } from './adapter.ts';
import { plainText } from './plain-text.ts';
import { MESSAGE_TYPE } from './queue-message.ts';

/** Something that a state put into a queue for the hub, without the way by which it is settled. */
export type Left =
  | Omit<IncomingDocument, 'settle'>
  | Omit<IncomingAttachment, 'settle'>
  | Omit<IncomingAnswer, 'settle'>;

/** The two queues from which the hub takes. */
export type IncomingRole = 'submissions' | 'answers';

export type Reading =
  | { readonly kind: 'read'; readonly item: Left }
  /** `problem`: a problem document (RFC 9457), JSON; it repeats no value. */
  | { readonly kind: 'unreadable'; readonly problem: string };

export interface ReadingLimits {
  readonly sizeLimitBytes: number;
  /** Of a document that says none. */
  readonly contentType: string;
}

/** Reads a message by its properties; what is in a document is not looked at. Never throws. */
export function readIncoming(
  role: IncomingRole,
  message: ConsumeMessage,
  limits: ReadingLimits,
): Reading {
  const { properties, content } = message;
  if (!isPlain(properties.contentEncoding)) return unreadable('CONTENT_ENCODING_UNSUPPORTED');
  if (role === 'answers') return readAnswer(content);
  return properties.type === MESSAGE_TYPE.attachment
    ? readAttachment(message)
    : readDocument(message, limits);
}

const LONGEST_ANSWER = 65_536;
/** What the hub takes of one file (docs/api.md). */
const LARGEST_ATTACHMENT = 3 * 2 ** 20;
const LONGEST_REASON = 1_000;
const LINE = /^[^\p{C}]{1,128}$/u;
const SHA256 = /^[0-9a-f]{64}$/;
const MEDIA_TYPE = /^[\x20-\x7e]{1,255}$/;

/** Many clients say the encoding of the characters here, though it is for compression. */
function isPlain(encoding: unknown): boolean {
  return encoding === undefined || isMatch(/^(|identity|utf-?8)$/i, encoding);
}

function readDocument(
  { properties, content }: ConsumeMessage,
  { sizeLimitBytes, contentType }: ReadingLimits,
): Reading {
  if (content.length > sizeLimitBytes) return unreadable('DOCUMENT_TOO_LARGE');
  const said: unknown = properties.contentType;
  if (said === undefined || said === '')
    return read({ kind: 'document', contentType, body: content });
  if (!isMatch(MEDIA_TYPE, said)) return unreadable('MESSAGE_PROPERTIES_INVALID');
  return read({ kind: 'document', contentType: said, body: content });
}

function readAttachment({ properties, content }: ConsumeMessage): Reading {
  if (content.length > LARGEST_ATTACHMENT) return unreadable('BODY_TOO_LARGE');
  // The library sets a header `__proto__` as an object's prototype; what it holds is no header.
  const headers = new Map<string, unknown>(Object.entries(properties.headers ?? {}));
  const sha256 = headers.get('sha256');
  const mediaType: unknown = properties.contentType;
  if (!isMatch(SHA256, sha256) || !isMatch(MEDIA_TYPE, mediaType)) {
    return unreadable('MESSAGE_PROPERTIES_INVALID');
  }
  return read({ kind: 'attachment', sha256, mediaType, body: content });
}

function readAnswer(content: Buffer): Reading {
  const said = content.length > LONGEST_ANSWER ? undefined : objectOf(content);
  if (said === undefined) return unreadable('ANSWER_UNREADABLE');
  const [deliveryId, verdict, reference, reason] = [
    said.get('deliveryId'),
    said.get('verdict'),
    said.get('reference'),
    said.get('reason'),
  ];
  if (!isMatch(LINE, deliveryId)) return unreadable('ANSWER_UNREADABLE');
  if (verdict === 'acknowledged') {
    // A reference that is no line of text is as if it were not there, as over HTTP.
    const known = isMatch(LINE, reference) ? { reference } : {};
    return read({ kind: 'answer', deliveryId, said: { kind: 'acknowledged', ...known } });
  }
  const text = typeof reason === 'string' ? plainText(reason, LONGEST_REASON) : '';
  if (verdict !== 'refused' || text === '') return unreadable('ANSWER_UNREADABLE');
  return read({ kind: 'answer', deliveryId, said: { kind: 'refused', reason: text } });
}

function objectOf(content: Buffer): ReadonlyMap<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content));
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? new Map(Object.entries(value)) : undefined;
  } catch {
    return undefined;
  }
}

const isMatch = (pattern: RegExp, value: unknown): value is string =>
  typeof value === 'string' && pattern.test(value);

const read = (item: Left): Reading => ({ kind: 'read', item });

/** Why a message cannot be read, by the codes of docs/errors.md. */
const PROBLEMS = {
  CONTENT_ENCODING_UNSUPPORTED: [415, 'a message is sent as it is, not compressed'],
  DOCUMENT_TOO_LARGE: [413, "the document is larger than the state's profile allows"],
  BODY_TOO_LARGE: [413, 'an attachment has at most 3 MiB'],
  MESSAGE_PROPERTIES_INVALID: [400, 'a property or header of the message is missing or wrong'],
  ANSWER_UNREADABLE: [400, 'the answer is not of the form that is described'],
} as const;

function unreadable(code: keyof typeof PROBLEMS): Reading {
  const [status, detail] = PROBLEMS[code];
  const words = code.toLowerCase().replaceAll('_', ' ');
  const problem = {
    type: `https://schemas.compact-hub.example/problems/${code.toLowerCase().replaceAll('_', '-')}`,
    title: words.charAt(0).toUpperCase() + words.slice(1),
    status,
    detail,
    code,
  };
  return { kind: 'unreadable', problem: JSON.stringify(problem) };
}
