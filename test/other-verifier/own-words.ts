import { verifyCheckpoint } from '../../ledger-verifier/checkpoint.ts';
import { equalBytes, fromBase64, fromUtf8 } from '../../ledger-verifier/encoding.ts';
import { parseEvidence, verifyEvidence } from '../../ledger-verifier/evidence.ts';
import { LedgerError } from '../../ledger-verifier/ledger-error.ts';
import { checkSignature, sha256 } from '../../ledger-verifier/node-crypto.ts';
import { parseVerifierKey } from '../../ledger-verifier/note.ts';
import { type ProofParts, parseProof, verifyProof } from '../../ledger-verifier/proof.ts';
import { createTreeHash, verifyConsistency } from '../../ledger-verifier/tree.ts';
import type { Question, Word } from './ask-verifier.ts';

/** What our own verifier says to the same questions. */
export function ownWords(questions: readonly Question[], keyLines: string): Word[] {
  const parts: ProofParts = {
    tree: createTreeHash(sha256),
    keys: keyLines
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => parseVerifierKey(sha256, line)),
    check: checkSignature,
  };
  return questions.map((question) => ownWord(parts, question));
}

function ownWord(parts: ProofParts, { kind, parts: files }: Question): Word {
  const [first = Buffer.alloc(0), second = Buffer.alloc(0), third = Buffer.alloc(0)] = files;
  try {
    switch (kind) {
      case 'checkpoint':
        verifyCheckpoint(first, parts.keys, parts.check);
        return 'holds';
      case 'inclusion':
        return inclusion(parts, first);
      case 'evidence':
        return evidence(parts, first);
      case 'consistency':
        return consistency(parts, [first, second], third);
    }
  } catch (error) {
    if (error instanceof LedgerError) return error.code;
    throw error;
  }
}

function inclusion(parts: ProofParts, file: Buffer): Word {
  const entry = parseProof(file).extra;
  if (entry === undefined) return 'missing';
  verifyProof(parts, file, entry);
  return 'holds';
}

function evidence(parts: ProofParts, file: Buffer): Word {
  const { events } = verifyEvidence(parts, parseEvidence(file));
  return events.some(({ event }) => event.type === 'expunged') ? 'erased' : 'holds';
}

function consistency(parts: ProofParts, heads: [Buffer, Buffer], proof: Buffer): Word {
  const [older, newer] = heads.map((head) => verifyCheckpoint(head, parts.keys, parts.check)) as [
    ReturnType<typeof verifyCheckpoint>,
    ReturnType<typeof verifyCheckpoint>,
  ];
  if (older.origin !== newer.origin) return 'bad-proof';
  if (older.size === newer.size && !equalBytes(older.root, newer.root)) return 'fork';
  const hashes = fromUtf8(proof)
    .split('\n')
    .filter((line) => line !== '')
    .map(fromBase64);
  const claim = { size1: older.size, size2: newer.size, root1: older.root, root2: newer.root };
  return verifyConsistency(parts.tree, claim, hashes) ? 'holds' : 'bad-proof';
}
