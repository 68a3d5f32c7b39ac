import { quotedText } from '../message/quoted-text.ts';
import { treeHash } from './tree-hash.ts';
import type { DeliveryEvent, HubEvent, LedgerEvent, TransmissionEvent } from './event.ts';

/** Random bytes before the text: without them a leaf hash could be guessed from its event. */
export const NONCE_BYTES = 16;

/** C2SP tlog-tiles gives an entry's length as a uint16. */
export const LARGEST_ENTRY = 0xffff;

/**
 * The bytes of an entry, as they are hashed, stored and served for ever: the nonce, then the event as
 * JCS text (RFC 8785). Fixed once, when the pending leaf is written. Throws a RangeError for a nonce
 * of another length, an entry above 65,535 bytes, or a number or text that JCS cannot hold.
 */
export function encodeEntry(event: LedgerEvent, nonce: Uint8Array): Buffer {
  return encodeEntryOf([event], nonce);
}

/** As `encodeEntry`, of an event in parts that share no field: they need not be copied together. */
export function encodeEntryOf(parts: readonly EventPart[], nonce: Uint8Array): Buffer {
  return entryOf(canonicalText(parts), nonce);
}

/** As `encodeEntry`, of an event whose JCS text is there already. */
export function entryOf(text: string, nonce: Uint8Array): Buffer {
  if (nonce.length !== NONCE_BYTES) throw new RangeError('the nonce of an entry has 16 bytes');
  const entry = Buffer.allocUnsafe(NONCE_BYTES + Buffer.byteLength(text));
  if (entry.length > LARGEST_ENTRY) throw new RangeError('an entry has at most 65,535 bytes');
  entry.set(nonce);
  entry.write(text, NONCE_BYTES);
  return entry;
}

/** RFC 6962 leaf hash of an entry's bytes. */
export function leafHashOf(entry: Uint8Array): Buffer {
  return Buffer.from(treeHash.leaf(entry));
}

type EventField = keyof TransmissionEvent | keyof DeliveryEvent | keyof HubEvent;

/** Some fields of an event. */
export type EventPart = Readonly<Partial<Record<EventField, Value>>>;

/** Every field that an entry can have; the compiler keeps it complete. */
const EVENT_FIELDS: Record<EventField, true> = {
  acknowledgementCommit: true,
  activityType: true,
  actor: true,
  approvers: true,
  attempt: true,
  authority: true,
  bytesIn: true,
  bytesOut: true,
  channel: true,
  code: true,
  deliveryId: true,
  envelopeCommit: true,
  eventId: true,
  eventNo: true,
  from: true,
  mappingHash: true,
  occurredAt: true,
  outcome: true,
  payloadCommit: true,
  peerIdentity: true,
  prevEventHash: true,
  profileHash: true,
  role: true,
  schema: true,
  softwareVersion: true,
  subject: true,
  subjectHash: true,
  targets: true,
  to: true,
  transmissionId: true,
  type: true,
  v: true,
};

// JCS sorts names by UTF-16 code units, as sort() does.
const SORTED_FIELDS = (Object.keys(EVENT_FIELDS) as EventField[]).sort();

const PLACES = new Map<string, number>(SORTED_FIELDS.map((field, place) => [field, place]));

type Value = string | number | readonly string[] | undefined;

function canonicalText(parts: readonly EventPart[]): string {
  const members: (string | undefined)[] = SORTED_FIELDS.map(() => undefined);
  for (const part of parts) {
    for (const [field, value] of Object.entries(part)) {
      if (value === undefined) continue;
      members[PLACES.get(field) ?? -1] = `"${field}":${canonicalValue(value)}`;
    }
  }
  let text = '';
  for (const member of members) {
    if (member !== undefined) text += `${text === '' ? '{' : ','}${member}`;
  }
  return `${text}}`;
}

/** A whole number, a text or a list of texts as RFC 8785 writes it. */
function canonicalValue(value: Exclude<Value, undefined>): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'number') return `[${value.map(quoted).join(',')}]`;
  if (Number.isSafeInteger(value)) return String(value);
  throw new RangeError('a number in an entry is whole');
}

function quoted(text: string): string {
  const quotes = quotedText(text);
  if (quotes !== undefined) return quotes;
  throw new RangeError('a text in an entry is well-formed Unicode');
}
