import { shortHash, whole } from '../../words/amount.ts';
import type { ProofReport, ProofStep, StepKind } from './check-proof.ts';

interface StepWords {
  readonly said: string;
  /** Small: for who wants to compare. */
  readonly fine: string;
}

/** A step that held, in words. */
export function stepWords(step: ProofStep): StepWords {
  switch (step.kind) {
    case 'keys':
      return {
        said:
          step.keys.length === 1
            ? 'The key of the ledger is read'
            : 'The keys of the ledger are read',
        fine: step.keys.join(', '),
      };
    case 'head':
      return {
        said: `The head of ${whole(step.size)} entries is signed by ${countOfSigners(step.signers)}`,
        fine: step.signers.join(', '),
      };
    case 'entry':
      return {
        said: `“${step.type.replaceAll('-', ' ')}”: the entry’s bytes hash to leaf ${whole(step.index)}, which lies under that head`,
        fine: `${shortHash(step.leafHash)}… with ${whole(step.pathLength)} hashes up to the head`,
      };
    case 'chain':
      return {
        said: `The ${whole(step.count)} entries follow from each other: none between them is missing`,
        fine: 'each names the hash of the one before it',
      };
    case 'story':
      return { said: 'What this page tells is what the entries say', fine: '' };
  }
}

const countOfSigners = (signers: readonly string[]): string =>
  signers.length === 1 ? 'the key of the ledger' : `${whole(signers.length)} keys`;

const FAILED: Readonly<Record<StepKind, string>> = {
  keys: 'The keys of the ledger cannot be read',
  head: 'The head of the ledger is not signed by a key of it',
  entry: 'does not lie under the signed head',
  chain: 'The entries do not follow from each other',
  story: 'This page tells something else than the entries',
};

/** The step that did not hold, in words. */
export function failedWords({ kind, index }: NonNullable<ProofReport['failed']>): string {
  return index === undefined ? FAILED[kind] : `Leaf ${whole(index)} ${FAILED[kind]}`;
}
