import { fromUtf8 } from './encoding.ts';
import { LedgerError } from './ledger-error.ts';

/** An entry as it lies in the log: 16 random bytes, then the event as JCS text (RFC 8785). */
export interface Entry {
  readonly nonce: Uint8Array;
  readonly event: EntryEvent;
}

/** What a verifier reads of an event; docs/ledger-format.md lists the other fields. */
export interface EntryEvent {
  readonly v: 1;
  readonly type: string;
  readonly eventId: string;
  readonly occurredAt: string;
  readonly transmissionId?: string;
  readonly deliveryId?: string;
  readonly eventNo?: number;
  readonly prevEventHash?: string;
  readonly from?: string;
  readonly to?: string;
  readonly activityType?: string;
  readonly code?: string;
  readonly payloadCommit?: string;
  readonly envelopeCommit?: string;
  readonly acknowledgementCommit?: string;
  readonly targets?: readonly string[];
}

const NONCE_BYTES = 16;

/**
 * Reads an entry; throws `malformed`. The text must be the canonical one, so that no two readers can
 * understand it differently (a name twice, say); what is hashed is always the bytes as they are.
 */
export function parseEntry(bytes: Uint8Array): Entry {
  const text = fromUtf8(bytes.subarray(NONCE_BYTES));
  const fields = parseFields(text);
  const event = requireEvent(fields);
  if (!isCanonical(fields, text)) throw new LedgerError('malformed', 'event is not canonical');
  return { nonce: bytes.slice(0, NONCE_BYTES), event };
}

type Fields = Readonly<Record<string, unknown>>;

function parseFields(text: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new LedgerError('malformed', 'event is not JSON', { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new LedgerError('malformed', 'event is not an object');
  }
  return value as Fields;
}

/**
 * JSON.parse keeps the order of names, so a canonical text is one whose names ascend and which comes
 * back as it was; a name given twice, a space or another form of a number does not.
 */
function isCanonical(fields: Fields, text: string): boolean {
  const names = Object.keys(fields);
  const ascends = names.every((name, at) => at === 0 || (names[at - 1] ?? '') < name);
  return ascends && JSON.stringify(fields) === text;
}

const REQUIRED_TEXTS = ['type', 'eventId', 'occurredAt'];
const OPTIONAL_TEXTS = [
  'transmissionId',
  'deliveryId',
  'prevEventHash',
  'from',
  'to',
  'activityType',
  'code',
  'payloadCommit',
  'envelopeCommit',
  'acknowledgementCommit',
];

function requireEvent(fields: Fields): EntryEvent {
  if (!Object.values(fields).every(isValue)) {
    throw new LedgerError('malformed', 'a value is no text, whole number or list of texts');
  }
  const hasTexts =
    REQUIRED_TEXTS.every((name) => typeof fields[name] === 'string') &&
    OPTIONAL_TEXTS.every((name) => isAbsentOr('string', fields[name]));
  const { v, eventNo, targets } = fields;
  const isNumbered = isAbsentOr('number', eventNo);
  const namesTargets = targets === undefined || Array.isArray(targets);
  if (v !== 1 || !hasTexts || !isNumbered || !namesTargets) {
    throw new LedgerError('malformed', 'event lacks a field or has one of another kind');
  }
  return fields as unknown as EntryEvent;
}

/** RFC 8785 has no form for half a surrogate pair, though JSON can escape one. */
const isText = (value: unknown): boolean => typeof value === 'string' && !HALF_A_PAIR.test(value);
const HALF_A_PAIR = /\p{Surrogate}/u;

const isValue = (value: unknown): boolean =>
  isText(value) || Number.isSafeInteger(value) || (Array.isArray(value) && value.every(isText));

const isAbsentOr = (kind: string, value: unknown): boolean =>
  value === undefined || typeof value === kind;
