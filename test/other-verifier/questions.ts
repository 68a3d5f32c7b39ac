import { proveConsistency, type ReadTile } from '../../hub/ledger/prove.ts';
import { proveEntry } from '../../hub/ledger/transmission-evidence.ts';
import { toBase64 } from '../../ledger-verifier/encoding.ts';
import type { Question } from './ask-verifier.ts';

/** Proofs of the first entries under one checkpoint, as they are exported. */
export async function inclusionQuestions(
  readTile: ReadTile,
  signed: { readonly size: number; readonly checkpoint: string },
  entries: readonly Uint8Array[],
): Promise<Question[]> {
  const questions: Question[] = [];
  // One after the other: thousands at once would keep the loop from what the tiles are read by.
  for (const [index, entry] of entries.entries()) {
    const proof = await proveEntry(readTile, signed, { index, entry });
    questions.push({ kind: 'inclusion', parts: [Buffer.from(proof)] });
  }
  return questions;
}

/** That each of these checkpoints grew into each later one. */
export async function consistencyQuestions(
  readTile: ReadTile,
  checkpoints: readonly { readonly size: number; readonly checkpoint: string }[],
): Promise<Question[]> {
  const pairs = checkpoints.flatMap((older) =>
    checkpoints.filter(({ size }) => size > older.size).map((newer) => ({ older, newer })),
  );
  return Promise.all(
    pairs.map(async ({ older, newer }): Promise<Question> => {
      const proof = await proveConsistency(readTile, older.size, newer.size);
      const lines = proof.map((hash) => `${toBase64(hash)}\n`).join('');
      const parts = [older.checkpoint, newer.checkpoint, lines].map((text) => Buffer.from(text));
      return { kind: 'consistency', parts };
    }),
  );
}
