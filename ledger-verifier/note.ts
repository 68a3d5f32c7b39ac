import { equalBytes, fromBase64, fromHex, fromUtf8, toBase64, toHex, toUtf8 } from './encoding.ts';
import { LedgerError } from './ledger-error.ts';
import type { Sha256 } from './tree.ts';

/** Text with signatures (C2SP signed-note). The text ends in a newline. */
export interface SignedNote {
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

export interface NoteSignature {
  readonly name: string;
  /** Four bytes, big-endian: which key of that name. */
  readonly keyId: Uint8Array;
  readonly signature: Uint8Array;
}

/** The types of signature that this verifier knows, by their byte in the specification. */
export const SIGNATURE_TYPES = { ed25519: 0x01, ecdsa: 0x02, cosignature: 0x04 } as const;

export type SignatureAlgorithm = keyof typeof SIGNATURE_TYPES;

/** A key that the verifying side trusts; it comes from outside of what is verified. */
export interface VerifierKey {
  readonly name: string;
  readonly keyId: Uint8Array;
  readonly algorithm: SignatureAlgorithm;
  /** Ed25519 and a witness's cosignature/v1: 32 bytes (RFC 8032). ECDSA: the public key in DER, SPKI form. */
  readonly publicKey: Uint8Array;
}

/**
 * Whether the signature over the message verifies; Ed25519 per RFC 8032, ECDSA over SHA-256, DER. Of a
 * cosignature what is given are message and signature within it (C2SP tlog-cosignature).
 */
export type CheckSignature = (
  key: Pick<VerifierKey, 'algorithm' | 'publicKey'>,
  message: Uint8Array,
  signature: Uint8Array,
) => boolean;

const KEY_NAME = /^[^\s+]+$/u;
const SIGNATURE_LINE = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/=]+)$/u;
// eslint-disable-next-line no-control-regex -- the specification forbids exactly these
const CONTROL_CHARACTER = /[\u0000-\u0009\u000b-\u001f]/;
const KEY_ID_BYTES = 4;
const MOST_SIGNATURES = 100;
const ED25519_KEY_BYTES = 32;

/** A text that may stand as a key's name: not empty, without Unicode spaces and plus signs. */
export function isKeyName(name: string): boolean {
  return KEY_NAME.test(name) && !CONTROL_CHARACTER.test(name);
}

export function formatNote(note: SignedNote): string {
  return `${note.text}\n${formatSignatureLines(note.signatures)}`;
}

/** Reads a note without believing it; throws `malformed` for anything that is none. */
export function parseNote(bytes: Uint8Array): SignedNote {
  const whole = fromUtf8(bytes);
  if (CONTROL_CHARACTER.test(whole))
    throw new LedgerError('malformed', 'control character in note');
  const split = whole.lastIndexOf('\n\n');
  if (split < 0 || !whole.endsWith('\n'))
    throw new LedgerError('malformed', 'note without its end');
  const lines = whole.slice(split + 2, -1).split('\n');
  if (lines.length > MOST_SIGNATURES) throw new LedgerError('malformed', 'too many signatures');
  return { text: whole.slice(0, split + 1), signatures: lines.map(parseSignatureLine) };
}

function parseSignatureLine(line: string): NoteSignature {
  const [, name, encoded] = SIGNATURE_LINE.exec(line) ?? [];
  if (name === undefined || encoded === undefined) {
    throw new LedgerError('malformed', 'not a signature line');
  }
  const bytes = fromBase64(encoded);
  if (bytes.length <= KEY_ID_BYTES) throw new LedgerError('malformed', 'signature too short');
  return { name, keyId: bytes.subarray(0, KEY_ID_BYTES), signature: bytes.subarray(KEY_ID_BYTES) };
}

/**
 * The trusted keys that signed the note, at least one. Signatures of unknown keys are ignored, which
 * makes rotation and cosigning possible; a wrong one of a known key refuses the whole note.
 */
export function verifyNote(
  note: SignedNote,
  keys: readonly VerifierKey[],
  check: CheckSignature,
): VerifierKey[] {
  const signers = new Set<VerifierKey>();
  for (const { name, keyId, signature } of note.signatures) {
    const key = keys.find((known) => known.name === name && equalBytes(known.keyId, keyId));
    if (key === undefined) continue;
    if (!verifies(note.text, key, signature, check)) {
      throw new LedgerError('bad-signature', `the signature of ${key.name} does not verify`);
    }
    signers.add(key);
  }
  if (signers.size === 0) throw new LedgerError('bad-signature', 'no known key signed');
  return [...signers];
}

function verifies(
  text: string,
  key: VerifierKey,
  signature: Uint8Array,
  check: CheckSignature,
): boolean {
  if (key.algorithm !== 'cosignature') return check(key, toUtf8(text), signature);
  const cosignature = readCosignature(signature);
  if (cosignature === undefined) return false;
  return check(key, cosignedMessage(text, cosignature.time), cosignature.signature);
}

const TIME_BYTES = 8;
const ED25519_SIGNATURE_BYTES = 64;

/** What a witness signs: when it saw the checkpoint as the largest of its log (C2SP tlog-cosignature). */
export function cosignedMessage(text: string, time: bigint): Uint8Array {
  return toUtf8(`cosignature/v1\ntime ${time.toString()}\n${text}`);
}

/** The bytes of a cosignature on its line: seconds since 1970 as a big-endian uint64, the signature. */
export function formatCosignature(time: bigint, signature: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(TIME_BYTES + signature.length);
  new DataView(bytes.buffer).setBigUint64(0, time);
  bytes.set(signature, TIME_BYTES);
  return bytes;
}

/** Undefined for bytes of another form. */
export function readCosignature(
  bytes: Uint8Array,
): { readonly time: bigint; readonly signature: Uint8Array } | undefined {
  if (bytes.length !== TIME_BYTES + ED25519_SIGNATURE_BYTES) return undefined;
  const time = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0);
  if (time >= 1n << 63n) return undefined;
  return { time, signature: bytes.subarray(TIME_BYTES) };
}

/** The signature lines of a note, as they stand in it. */
export function formatSignatureLines(signatures: readonly NoteSignature[]): string {
  return signatures
    .map(
      ({ name, keyId, signature }) =>
        `\u2014 ${name} ${toBase64(Uint8Array.of(...keyId, ...signature))}\n`,
    )
    .join('');
}

/**
 * The id of a key (C2SP signed-note): the first four bytes of SHA-256 over name, newline, type and
 * key; for ECDSA of SHA-256 over the key in SPKI form alone.
 */
export function keyIdOf(
  sha256: Sha256,
  { name, algorithm, publicKey }: Omit<VerifierKey, 'keyId'>,
): Uint8Array {
  const hashed =
    algorithm === 'ecdsa'
      ? publicKey
      : Uint8Array.of(...toUtf8(`${name}\n`), SIGNATURE_TYPES[algorithm], ...publicKey);
  return sha256(hashed).slice(0, KEY_ID_BYTES);
}

/** `<name>+<key id in hex>+<base64 of type and key>`, one line, as the Go tools write it. */
export function formatVerifierKey({ name, keyId, algorithm, publicKey }: VerifierKey): string {
  const typed = Uint8Array.of(SIGNATURE_TYPES[algorithm], ...publicKey);
  return `${name}+${toHex(keyId)}+${toBase64(typed)}`;
}

/** Reads a key line and checks that its id belongs to its name and key. */
export function parseVerifierKey(sha256: Sha256, line: string): VerifierKey {
  const [name = '', id = '', ...rest] = line.trim().split('+');
  const [type, ...publicKeyBytes] = fromBase64(rest.join('+'));
  const publicKey = Uint8Array.from(publicKeyBytes);
  const algorithm = algorithmOf(type);
  if (!isKeyName(name) || algorithm === undefined) {
    throw new LedgerError('malformed', 'not a verifier key');
  }
  if (algorithm !== 'ecdsa' && publicKey.length !== ED25519_KEY_BYTES) {
    throw new LedgerError('malformed', 'an Ed25519 key has 32 bytes');
  }
  const keyId = keyIdOf(sha256, { name, algorithm, publicKey });
  if (!equalBytes(keyId, fromHex(id))) {
    throw new LedgerError('malformed', 'the id of the key is not its own');
  }
  return { name, keyId, algorithm, publicKey };
}

const ALGORITHMS = Object.keys(SIGNATURE_TYPES) as SignatureAlgorithm[];

function algorithmOf(type: number | undefined): SignatureAlgorithm | undefined {
  return ALGORITHMS.find((algorithm) => SIGNATURE_TYPES[algorithm] === type);
}
