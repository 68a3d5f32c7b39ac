import { toBase64, toHex } from '../encoding.ts';
import { HOLDS } from '../exit-code.ts';
import { readCheckpoint, readProofParts, requireOperands } from './command.ts';
import type { Command } from './command.ts';

/** Verifies the signatures of a checkpoint and prints what it states. */
export const checkpointCommand: Command = async (call) => {
  const [file = ''] = requireOperands(call, 'checkpoint');
  const { origin, size, root, signers } = await readCheckpoint(await readProofParts(call), file);
  call.print(`log ${origin}`);
  call.print(`${size.toString()} entries, root ${toBase64(root)}`);
  for (const { name, keyId } of signers) call.print(`signed by ${name} key ${toHex(keyId)}`);
  return HOLDS;
};
