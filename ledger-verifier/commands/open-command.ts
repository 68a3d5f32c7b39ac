import { equalBytes, fromHex, toUtf8 } from '../encoding.ts';
import { parseEntry } from '../entry.ts';
import { HOLDS } from '../exit-code.ts';
import { LedgerError } from '../ledger-error.ts';
import { sha256 } from '../node-crypto.ts';
import { parseProof, verifyProof } from '../proof.ts';
import { readBytes, readProofParts, requireOperands, UsageError } from './command.ts';
import type { Command } from './command.ts';

/** Verifies that an entry in the log commits to exactly this content. */
export const openCommand: Command = async (call) => {
  const [proofFile = '', contentFile = ''] = requireOperands(call, 'proof', 'content');
  const [salt] = call.options['salt'] ?? [];
  if (salt === undefined) throw new UsageError('--salt <hexadecimal> is needed');
  const bytes = await readBytes(proofFile);
  const entry = parseProof(bytes).extra;
  if (entry === undefined) throw new LedgerError('missing', 'the proof holds no entry');
  const { index } = verifyProof(await readProofParts(call), bytes, entry);
  const { event } = parseEntry(entry);
  const content = await readBytes(contentFile);
  const purpose = PURPOSES.find((name) => {
    const made = sha256(Uint8Array.of(...toUtf8(`hub/${name}/v1`), ...fromHex(salt), ...content));
    return equalBytes(made, fromHex(event[`${name}Commit`] ?? ''));
  });
  if (purpose === undefined) {
    throw new LedgerError('bad-proof', 'the entry does not commit to this content under this salt');
  }
  call.print(`entry ${index.toString()} commits to this content as its ${purpose}`);
  return HOLDS;
};

const PURPOSES = ['payload', 'envelope', 'acknowledgement'] as const;
