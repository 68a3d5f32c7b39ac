import { fromBase64, fromUtf8, parseDecimal, toBase64, toUtf8 } from './encoding.ts';
import { LedgerError } from './ledger-error.ts';
import { verifyCheckpoint } from './checkpoint.ts';
import type { Checkpoint, Quorum } from './checkpoint.ts';
import type { CheckSignature, VerifierKey } from './note.ts';
import { HASH_BYTES, verifyInclusion } from './tree.ts';
import type { TreeHash } from './tree.ts';

/** A proof that stands alone (C2SP tlog-proof): index, path to the root, signed checkpoint. */
export interface LedgerProof {
  readonly extra?: Uint8Array;
  readonly index: bigint;
  /** From the leaf's sibling up to the root's child. */
  readonly path: readonly Uint8Array[];
  /** The signed checkpoint, verbatim. */
  readonly checkpoint: string;
}

const FIRST_LINE = 'c2sp.org/tlog-proof@v1';
const LONGEST_PATH = 63;

export function formatProof({ extra, index, path, checkpoint }: LedgerProof): string {
  const lines = [
    FIRST_LINE,
    ...(extra === undefined ? [] : [`extra ${toBase64(extra)}`]),
    `index ${index.toString()}`,
    ...path.map(toBase64),
  ];
  return `${lines.join('\n')}\n\n${checkpoint}`;
}

/** Reads a proof without believing it; throws `malformed`. */
export function parseProof(bytes: Uint8Array): LedgerProof {
  const whole = fromUtf8(bytes);
  const end = whole.indexOf('\n\n');
  const [first, ...lines] = whole.slice(0, Math.max(end, 0)).split('\n');
  if (first !== FIRST_LINE) throw new LedgerError('malformed', 'not a tlog-proof');
  const extra = lines[0]?.startsWith('extra ') === true ? lines.shift()?.slice(6) : undefined;
  const index = lines.shift();
  if (index?.startsWith('index ') !== true)
    throw new LedgerError('malformed', 'proof without index');
  return {
    ...(extra === undefined ? {} : { extra: fromBase64(extra) }),
    index: parseDecimal(index.slice(6)),
    path: parsePath(lines),
    checkpoint: whole.slice(end + 2),
  };
}

function parsePath(lines: readonly string[]): Uint8Array[] {
  if (lines.length > LONGEST_PATH) throw new LedgerError('malformed', 'path too long');
  const path = lines.map(fromBase64);
  if (path.some((hash) => hash.length !== HASH_BYTES)) {
    throw new LedgerError('malformed', 'a hash of the path has 32 bytes');
  }
  return path;
}

export interface ProofParts {
  readonly tree: TreeHash;
  readonly keys: readonly VerifierKey[];
  readonly check: CheckSignature;
  readonly quorum?: Quorum;
}

/** What a proof shows once it is verified. */
export interface ProvenEntry {
  readonly index: bigint;
  readonly checkpoint: Checkpoint;
}

/**
 * That the entry lies in the log, at the proof's index, under the proof's checkpoint. Throws
 * `malformed`, `bad-signature` or `bad-proof`.
 */
export function verifyProof(parts: ProofParts, bytes: Uint8Array, entry: Uint8Array): ProvenEntry {
  const { index, path, checkpoint: note } = parseProof(bytes);
  const checkpoint = verifyCheckpoint(toUtf8(note), parts.keys, parts.check, parts.quorum);
  const { size, root } = checkpoint;
  const claim = { index, size, root, leafHash: parts.tree.leaf(entry) };
  if (!verifyInclusion(parts.tree, claim, path)) {
    throw new LedgerError('bad-proof', 'the path does not lead from the entry to the signed root');
  }
  return { index, checkpoint };
}
