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

/** Who besides the log must have seen a head: so many of these witnesses, by their names. */
export interface Quorum {
  readonly witnesses: readonly VerifierKey[];
  readonly least: number;
}

/**
 * The head that a signed checkpoint states. Throws `malformed`, or `bad-signature` when no known key
 * signed, when the origin is not the one that the keys speak for, or when too few witnesses cosigned.
 */
export function verifyCheckpoint(
  bytes: Uint8Array,
  keys: readonly VerifierKey[],
  check: CheckSignature,
  quorum: Quorum = NO_QUORUM,
): Checkpoint {
  const note = parseNote(bytes);
  const signers = verifyNote(note, [...keys, ...quorum.witnesses], check);
  const head = parseTreeHead(note.text);
  const isOwn = ({ name, algorithm }: VerifierKey): boolean =>
    name === head.origin && algorithm !== 'cosignature';
  if (!signers.some(isOwn)) {
    throw new LedgerError('bad-signature', 'no key of this log signed its checkpoint');
  }
  const cosigned = signers.filter((key) => quorum.witnesses.includes(key));
  if (new Set(cosigned.map(({ name }) => name)).size < quorum.least) {
    throw new LedgerError('bad-signature', 'too few witnesses cosigned the checkpoint');
  }
  return { ...head, signers };
}

const NO_QUORUM: Quorum = { witnesses: [], least: 0 };
