import { fromUtf8 } from '../encoding.ts';
import { HOLDS } from '../exit-code.ts';
import { LedgerError } from '../ledger-error.ts';
import { parseProof, verifyProof } from '../proof.ts';
import { readBytes, readProofParts, requireOperands } from './command.ts';
import type { Command } from './command.ts';

const NONCE_BYTES = 16;

/** Verifies that one entry lies in the log; the entry is in `--entry`, or in the proof's extra line. */
export const inclusionCommand: Command = async (call) => {
  const [file = ''] = requireOperands(call, 'proof');
  const parts = await readProofParts(call);
  const bytes = await readBytes(file);
  const [entryFile] = call.options['entry'] ?? [];
  const entry = entryFile === undefined ? parseProof(bytes).extra : await readBytes(entryFile);
  if (entry === undefined) {
    throw new LedgerError('missing', 'the proof holds no entry: name its file with --entry');
  }
  const { index, checkpoint } = verifyProof(parts, bytes, entry);
  call.print(`entry ${index.toString()} is in ${checkpoint.origin}`);
  call.print(`under the signed checkpoint of ${checkpoint.size.toString()} entries`);
  call.print(fromUtf8(entry.subarray(NONCE_BYTES)));
  return HOLDS;
};
