import { verifyCheckpoint } from '../../../ledger-verifier/checkpoint.ts';
import { fromBase64, fromUtf8, toHex, toUtf8 } from '../../../ledger-verifier/encoding.ts';
import { parseEntry } from '../../../ledger-verifier/entry.ts';
import { type EvidenceEntry, verifyEvidence } from '../../../ledger-verifier/evidence.ts';
import { LedgerError } from '../../../ledger-verifier/ledger-error.ts';
import { type VerifierKey, parseVerifierKey } from '../../../ledger-verifier/note.ts';
import { type ProofParts, parseProof, verifyProof } from '../../../ledger-verifier/proof.ts';
import { createTreeHash } from '../../../ledger-verifier/tree.ts';
import type { LedgerEvent, MessageProof } from '../../generated/answers.ts';
import { checkSignature, sha256 } from './browser-crypto.ts';

/** One thing that was checked, in the order in which one rests on the other. */
export type ProofStep =
  | { readonly kind: 'keys'; readonly keys: readonly string[] }
  | { readonly kind: 'head'; readonly size: bigint; readonly signers: readonly string[] }
  | {
      readonly kind: 'entry';
      readonly index: number;
      readonly type: string;
      readonly leafHash: string;
      /** Hashes from the leaf up to the head. */
      readonly pathLength: number;
    }
  | { readonly kind: 'chain'; readonly count: number }
  | { readonly kind: 'story'; readonly count: number };

export type StepKind = ProofStep['kind'];

/** What a check came to; `failed` is the first step that did not hold. */
export interface ProofReport {
  readonly held: readonly ProofStep[];
  readonly failed?: { readonly kind: StepKind; readonly index?: number; readonly reason: string };
}

/** What is checked, as the hub answered it. */
export interface ProofQuestion {
  readonly transmissionId: string;
  /** Lines of `/v1/ledger/key`. */
  readonly keyLines: string;
  readonly proof: MessageProof;
  /** What the page shows of it. */
  readonly events: readonly LedgerEvent[];
}

/**
 * Checks the proof of a message, step by step up to the first that does not hold: the keys, the signed
 * head, each entry under it, that they follow from each other without a gap (`verifyEvidence` itself),
 * and that the story which the page shows is what the entries say.
 */
export function checkProof(question: ProofQuestion): ProofReport {
  const held: ProofStep[] = [];
  let now: { kind: StepKind; index?: number } = { kind: 'keys' };
  try {
    const keys = keysOf(question.keyLines);
    held.push({ kind: 'keys', keys: keys.map(({ name }) => name) });
    const parts: ProofParts = { tree: createTreeHash(sha256), keys, check: checkSignature };
    now = { kind: 'head' };
    const head = checkHead(parts, question.proof);
    held.push(head);
    for (const entry of question.proof.entries) {
      now = { kind: 'entry', index: entry.index };
      held.push(checkEntry(parts, entry));
    }
    now = { kind: 'chain' };
    held.push(checkChain(parts, question));
    now = { kind: 'story' };
    held.push(checkStory(question, head.size));
    return { held };
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    return { held, failed: { ...now, reason: error.message } };
  }
}

function keysOf(lines: string): VerifierKey[] {
  const keys = lines.split('\n').filter((line) => line !== '');
  if (keys.length === 0) throw new LedgerError('missing', 'the hub names no key');
  return keys.map((line) => parseVerifierKey(sha256, line));
}

function checkHead(
  { keys, check }: ProofParts,
  { checkpoint }: MessageProof,
): Extract<ProofStep, { kind: 'head' }> {
  const { size, signers } = verifyCheckpoint(toUtf8(checkpoint), keys, check);
  return { kind: 'head', size, signers: signers.map(({ name }) => name) };
}

function checkEntry(parts: ProofParts, { index, entry, proof }: EvidenceEntry): ProofStep {
  const bytes = fromBase64(entry);
  const proofBytes = toUtf8(proof);
  if (verifyProof(parts, proofBytes, bytes).index !== BigInt(index)) {
    throw new LedgerError('bad-proof', 'the proof is of another entry');
  }
  return {
    kind: 'entry',
    index,
    type: parseEntry(bytes).event.type,
    leafHash: toHex(parts.tree.leaf(bytes)),
    pathLength: parseProof(proofBytes).path.length,
  };
}

function checkChain(parts: ProofParts, { transmissionId, proof }: ProofQuestion): ProofStep {
  if (proof.transmissionId !== transmissionId) {
    throw new LedgerError('bad-proof', 'the proof is of another message');
  }
  const { events } = verifyEvidence(parts, proof);
  return { kind: 'chain', count: events.length };
}

const NONCE_BYTES = 16;

/**
 * The text of an entry is canonical and keeps the order of names: equal events have equal texts. What the
 * page shows beyond the head, no head covers yet.
 */
function checkStory({ proof, events }: ProofQuestion, size: bigint): ProofStep {
  const proven = new Map(proof.entries.map(({ index, entry }) => [index, entry]));
  const covered = events.filter(({ index }) => BigInt(index) < size);
  for (const { index, event } of covered) {
    const entry = proven.get(index);
    const text = entry === undefined ? '' : fromUtf8(fromBase64(entry).subarray(NONCE_BYTES));
    if (text !== JSON.stringify(event)) {
      throw new LedgerError('bad-proof', `entry ${index} says something else than this page shows`);
    }
  }
  return { kind: 'story', count: covered.length };
}
