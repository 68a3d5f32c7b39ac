import { parseTreeHead, verifyCheckpoint } from '../checkpoint.ts';
import type { TreeHead } from '../checkpoint.ts';
import { equalBytes, fromBase64, fromUtf8, parseDecimal, toUtf8 } from '../encoding.ts';
import { LedgerError } from '../ledger-error.ts';
import { cosignedMessage, formatCosignature, formatSignatureLines, parseNote } from '../note.ts';
import type { CheckSignature, VerifierKey } from '../note.ts';
import { HASH_BYTES, verifyConsistency } from '../tree.ts';
import type { TreeHash } from '../tree.ts';

/** What a witness answers (C2SP tlog-witness). */
export interface WitnessAnswer {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422;
  readonly body: string;
  readonly contentType: 'text/plain; charset=utf-8' | 'text/x.tlog.size';
}

/** The last head of each log that the witness cosigned. */
export interface WitnessStore {
  /** Nobody else changes what is kept of the log while the work runs, not in another process either. */
  exclusively<T>(origin: string, work: (kept: KeptHead) => Promise<T>): Promise<T>;
}

export interface KeptHead {
  /** Undefined before the first. */
  readonly head: TreeHead | undefined;
  /** On the disk when it resolves. */
  keep(head: TreeHead): Promise<void>;
}

export interface WitnessParts {
  readonly tree: TreeHash;
  readonly check: CheckSignature;
  /** Keys of the logs that it follows; the name of each is an origin. */
  readonly logs: readonly VerifierKey[];
  /** The witness's own key, of the kind `cosignature`, and what signs under it. */
  readonly key: VerifierKey;
  readonly sign: (message: Uint8Array) => Uint8Array;
  readonly store: WitnessStore;
  /** Seconds since 1970. */
  readonly now: () => bigint;
}

interface Submitted {
  readonly oldSize: bigint;
  readonly proof: readonly Uint8Array[];
  readonly note: Uint8Array;
  readonly text: string;
  readonly head: TreeHead;
}

const MOST_PROOF_LINES = 63;

/**
 * `POST add-checkpoint`: cosigns a head that extends the last one it cosigned of that log, and keeps it
 * first. Never two that exclude each other, whoever asks, in whatever order.
 */
export async function addCheckpoint(parts: WitnessParts, body: Uint8Array): Promise<WitnessAnswer> {
  const submitted = readSubmitted(body);
  if (submitted === undefined) return answer(400, 'not a checkpoint with its proof\n');
  const { head, oldSize } = submitted;
  const keys = parts.logs.filter(({ name }) => name === head.origin);
  if (keys.length === 0) return answer(404, 'this log is not followed here\n');
  if (!isSigned(parts, submitted, keys)) return answer(403, 'no known key of the log signed it\n');
  if (oldSize > head.size) return answer(400, 'the old size is above that of the checkpoint\n');
  return parts.store.exclusively(head.origin, async (kept) => {
    const known = kept.head?.size ?? 0n;
    if (known !== oldSize) return conflict(known);
    if (kept.head !== undefined && known === head.size && !equalBytes(kept.head.root, head.root)) {
      return conflict(known);
    }
    if (!extendsKept(parts.tree, kept.head, submitted)) {
      return answer(422, 'the proof does not lead from the last head to this one\n');
    }
    await kept.keep(head);
    return answer(200, cosignatureLine(parts, submitted.text));
  });
}

function readSubmitted(body: Uint8Array): Submitted | undefined {
  try {
    const whole = fromUtf8(body);
    const end = whole.indexOf('\n\n');
    const [first = '', ...lines] = whole.slice(0, Math.max(end, 0)).split('\n');
    if (!first.startsWith('old ') || lines.length > MOST_PROOF_LINES) return undefined;
    const proof = lines.map(fromBase64);
    if (proof.some((hash) => hash.length !== HASH_BYTES)) return undefined;
    const note = toUtf8(whole.slice(end + 2));
    const { text } = parseNote(note);
    return { oldSize: parseDecimal(first.slice(4)), proof, note, text, head: parseTreeHead(text) };
  } catch (error) {
    if (error instanceof LedgerError) return undefined;
    throw error;
  }
}

function isSigned(
  { check }: WitnessParts,
  { note }: Submitted,
  keys: readonly VerifierKey[],
): boolean {
  try {
    verifyCheckpoint(note, keys, check);
    return true;
  } catch (error) {
    if (error instanceof LedgerError) return false;
    throw error;
  }
}

function extendsKept(
  tree: TreeHash,
  kept: TreeHead | undefined,
  { head, proof }: Submitted,
): boolean {
  if (kept === undefined || kept.size === 0n) {
    return proof.length === 0 && (head.size > 0n || equalBytes(head.root, tree.empty));
  }
  const claim = { size1: kept.size, root1: kept.root, size2: head.size, root2: head.root };
  return verifyConsistency(tree, claim, proof);
}

function cosignatureLine({ key, sign, now }: WitnessParts, text: string): string {
  const time = now();
  const signature = formatCosignature(time, sign(cosignedMessage(text, time)));
  return formatSignatureLines([{ name: key.name, keyId: key.keyId, signature }]);
}

function conflict(known: bigint): WitnessAnswer {
  return { status: 409, body: `${known.toString()}\n`, contentType: 'text/x.tlog.size' };
}

function answer(status: WitnessAnswer['status'], body: string): WitnessAnswer {
  return { status, body, contentType: 'text/plain; charset=utf-8' };
}
