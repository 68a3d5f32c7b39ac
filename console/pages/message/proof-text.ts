import { shortHash, whole } from '../../words/amount.ts';
import type { ProofReport, ProofStep, StepKind } from './check-proof.ts';

interface StepWords {
  readonly said: string;
  /** Small: for who wants to compare. */
  readonly fine: string;
}

/** A step that held, in words; entries in those of the story, by the number of their leaf. */
export function stepWords(step: ProofStep, entries: ReadonlyMap<number, string>): StepWords {
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
        said: `“${entries.get(step.index) ?? step.type.replaceAll('-', ' ')}” is an entry under that head, unchanged`,
        fine: `leaf ${whole(step.index)}, ${shortHash(step.leafHash)}… with ${whole(step.pathLength)} hashes up to the head`,
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

export const PROOF = {
  what: 'Every step of this message is an entry of a ledger that can only grow. This browser can check by itself that the entries are in it and unchanged, without trusting what the page says.',
  holds: 'The proof holds.',
  rest: 'It shows these entries, whole and in their order. Whether a later one is kept back here, only a check of the whole ledger shows.',
  awaiting: (count: number): string =>
    `${whole(count)} of the last entries are not under a signed head yet: check again in a second.`,
  keys: 'The keys came from this hub; compare them with your own copy if you trust nobody.',
  broken: 'The proof does not hold: something was changed on its way or in the ledger.',
  tell: 'Do not rely on this page for this message. Check it again; if it stays so, download the proof and tell the national office.',
  steps: (count: number): string => `What was checked, step by step (${count})`,
  download: 'Download the proof (JSON)',
} as const;

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
