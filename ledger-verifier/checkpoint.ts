import { fromBase64, parseDecimal, toBase64 } from './encoding.ts';
import { LedgerError } from './ledger-error.ts';
import { parseNote, verifyNote } from './note.ts';
import type { CheckSignature, VerifierKey } from './note.ts';
import { HASH_BYTES } from './tree.ts';

/** The head of a log (C2SP tlog-checkpoint): which log, how many entries, the root over them. */
export interface TreeHead {
  readonly origin: string;
  readonly size: bigint;
  readonly root: Uint8Array;
}

/** A head with the keys that vouch for it. */
export interface Checkpoint extends TreeHead {
  readonly signers: readonly VerifierKey[];
}

/** The three lines that are signed; this project writes no extension lines. */
export function formatTreeHead({ origin, size, root }: TreeHead): string {
  return `${origin}\n${size.toString()}\n${toBase64(root)}\n`;
}

/** Reads the text of a checkpoint; extension lines are allowed and ignored. */
export function parseTreeHead(text: string): TreeHead {
  const [origin = '', size = '', root = '', ...rest] = text.split('\n');
  const end = rest.pop();
  if (origin === '' || end !== '' || rest.includes('')) {
    throw new LedgerError('malformed', 'not the text of a checkpoint');
  }
  const hash = fromBase64(root);
  if (hash.length !== HASH_BYTES) throw new LedgerError('malformed', 'a root hash has 32 bytes');
  return { origin, size: parseDecimal(size), root: hash };
}

/**
 * The head that a signed checkpoint states. Throws `malformed`, or `bad-signature` when no known key
 * signed or when the origin is not the one that the keys speak for.
 */
export function verifyCheckpoint(
  bytes: Uint8Array,
  keys: readonly VerifierKey[],
  check: CheckSignature,
): Checkpoint {
  const note = parseNote(bytes);
  const signers = verifyNote(note, keys, check);
  const head = parseTreeHead(note.text);
  if (!signers.some((key) => key.name === head.origin)) {
    throw new LedgerError('bad-signature', 'no key of this log signed its checkpoint');
  }
  return { ...head, signers };
}
