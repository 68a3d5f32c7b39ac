import { fromUtf8, toUtf8 } from './encoding.ts';
import { LedgerError } from './ledger-error.ts';

/** What the hub promised when it accepted an activity. */
export interface Receipt {
  readonly transmissionId: string;
  readonly status: string;
  readonly messageId: string;
  readonly type: string;
  readonly from: string;
  readonly to: string;
  /** `sha-256:` and the hash of the document as received, in hexadecimal. */
  readonly digest: string;
  readonly acceptedAt: string;
  /** Origin of the log that has its leaf. */
  readonly ledger: string;
  readonly maxMergeDelaySeconds: number;
  /** A detached JWS over the canonical JSON of the other members. */
  readonly signature: string;
}

/** A receipt key as a JWK set holds it (RFC 7517). */
export interface ReceiptKey {
  readonly kid: string;
  readonly jwk: Readonly<Record<string, unknown>>;
}

/** Whether the Ed25519 signature of the JWK's key over the message verifies. */
export type CheckReceipt = (
  jwk: ReceiptKey['jwk'],
  message: Uint8Array,
  signature: Uint8Array,
) => boolean;

const TEXTS = ['transmissionId', 'from', 'to', 'type', 'acceptedAt', 'ledger', 'signature'];

/** Reads a receipt without believing it; undefined for JSON that is none. Throws `malformed`. */
export function parseReceipt(bytes: Uint8Array): Receipt | undefined {
  const value = parseJson(bytes);
  const fields = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (!TEXTS.every((name) => typeof fields[name] === 'string')) return undefined;
  return value as Receipt;
}

export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(fromUtf8(bytes));
  } catch (cause) {
    throw new LedgerError('malformed', 'not JSON', { cause });
  }
}

/** The keys of a JWK set. */
export function parseReceiptKeys(bytes: Uint8Array): ReceiptKey[] {
  const { keys } = (parseJson(bytes) ?? {}) as { readonly keys?: unknown };
  if (!Array.isArray(keys)) throw new LedgerError('malformed', 'not a JWK set');
  return (keys as Readonly<Record<string, unknown>>[]).flatMap((jwk) =>
    typeof jwk['kid'] === 'string' ? [{ kid: jwk['kid'], jwk }] : [],
  );
}

/**
 * Checks the signature (RFC 7515 appendix F, EdDSA) under one of the keys. Throws `bad-signature`.
 * A receipt is flat, of texts and whole numbers: sorted by name it is canonical (RFC 8785).
 */
export function verifyReceipt(
  receipt: Receipt,
  keys: readonly ReceiptKey[],
  check: CheckReceipt,
): void {
  const [header = '', middle, signature = ''] = receipt.signature.split('.');
  const { alg, kid } = parseHeader(header);
  const key = keys.find((known) => known.kid === kid);
  if (middle !== '' || alg !== 'EdDSA' || key === undefined) {
    throw new LedgerError('bad-signature', 'no known receipt key signed the receipt');
  }
  const members = Object.entries(receipt).filter(([name]) => name !== 'signature');
  const canonical = JSON.stringify(Object.fromEntries(members.sort(byName)));
  const message = toUtf8(`${header}.${toBase64url(toUtf8(canonical))}`);
  if (!check(key.jwk, message, fromBase64url(signature))) {
    throw new LedgerError('bad-signature', 'the signature of the receipt does not verify');
  }
}

const byName = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one < other ? -1 : 1;

function parseHeader(header: string): { readonly alg?: unknown; readonly kid?: unknown } {
  return parseJson(fromBase64url(header)) ?? {};
}

function toBase64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}

function fromBase64url(text: string): Uint8Array {
  return Buffer.from(text, 'base64url');
}
