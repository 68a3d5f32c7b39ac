import { verifyCheckpoint } from './checkpoint.ts';
import type { Checkpoint } from './checkpoint.ts';
import { equalBytes, fromBase64, fromUtf8, toHex, toUtf8 } from './encoding.ts';
import { parseEntry } from './entry.ts';
import type { EntryEvent } from './entry.ts';
import { createChainCheck } from './event-chain.ts';
import { LedgerError } from './ledger-error.ts';
import { verifyProof } from './proof.ts';
import type { ProofParts } from './proof.ts';

/**
 * The evidence of one transmission as the hub answers it (`/v1/messages/{transmissionId}/proof`):
 * every entry under the checkpoint, with its proof.
 */
export interface TransmissionEvidence {
  readonly transmissionId: string;
  /** The signed checkpoint, verbatim; empty while the log has none. */
  readonly checkpoint: string;
  readonly entries: readonly EvidenceEntry[];
}

export interface EvidenceEntry {
  readonly index: number;
  /** The entry's bytes in standard base64. */
  readonly entry: string;
  /** A C2SP tlog-proof of that entry under the checkpoint. */
  readonly proof: string;
}

/** Reads the evidence without believing it; throws `malformed`. */
export function parseEvidence(bytes: Uint8Array): TransmissionEvidence {
  let value: unknown;
  try {
    value = JSON.parse(fromUtf8(bytes));
  } catch (cause) {
    throw new LedgerError('malformed', 'evidence is not JSON', { cause });
  }
  if (!isEvidence(value)) throw new LedgerError('malformed', 'not the evidence of a transmission');
  return value;
}

function isEvidence(value: unknown): value is TransmissionEvidence {
  const { transmissionId, checkpoint, entries } = (value ?? {}) as Partial<TransmissionEvidence>;
  return (
    typeof transmissionId === 'string' &&
    typeof checkpoint === 'string' &&
    Array.isArray(entries) &&
    entries.every(isEvidenceEntry)
  );
}

function isEvidenceEntry(value: unknown): value is EvidenceEntry {
  const { index, entry, proof } = (value ?? {}) as Partial<EvidenceEntry>;
  return Number.isSafeInteger(index) && typeof entry === 'string' && typeof proof === 'string';
}

export interface VerifiedEvidence {
  readonly checkpoint: Checkpoint;
  readonly events: readonly { readonly index: number; readonly event: EntryEvent }[];
}

/**
 * That all of the entries lie in the log under the checkpoint, belong to the transmission, and follow
 * from each other without a gap. Throws a `LedgerError`; `missing` when no entry is under a checkpoint
 * yet. That no later entry was left out, only the whole log can show.
 */
export function verifyEvidence(
  parts: ProofParts,
  evidence: TransmissionEvidence,
): VerifiedEvidence {
  if (evidence.entries.length === 0) {
    throw new LedgerError('missing', 'no entry of the transmission is under a checkpoint yet');
  }
  const { keys, check, quorum } = parts;
  const checkpoint = verifyCheckpoint(toUtf8(evidence.checkpoint), keys, check, quorum);
  const followChain = createChainCheck();
  const entries = evidence.entries.toSorted((one, other) => one.index - other.index);
  const events = entries.map(({ index, entry, proof }) => {
    const bytes = fromBase64(entry);
    const proven = verifyProof(parts, toUtf8(proof), bytes);
    if (proven.index !== BigInt(index) || proven.checkpoint.size !== checkpoint.size) {
      throw new LedgerError('bad-proof', `the proof of entry ${index} is of something else`);
    }
    if (!equalBytes(proven.checkpoint.root, checkpoint.root)) {
      throw new LedgerError('fork', 'two signed checkpoints of one size with different roots');
    }
    const { event } = parseEntry(bytes);
    if (event.transmissionId !== evidence.transmissionId) {
      throw new LedgerError('bad-proof', `entry ${index} is of another transmission`);
    }
    const problem = followChain(event, { index, leafHash: toHex(parts.tree.leaf(bytes)) });
    if (problem !== undefined) {
      throw new LedgerError('bad-chain', `entry ${index} ${problem.reason}`);
    }
    return { index, event };
  });
  return { checkpoint, events };
}
