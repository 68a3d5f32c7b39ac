import { exitCodeFor } from '../exit-code.ts';
import { LedgerError } from '../ledger-error.ts';
import type { LedgerErrorCode } from '../ledger-error.ts';
import { checkReceiptSignature } from '../node-crypto.ts';
import { parseReceipt, parseReceiptKeys, verifyReceipt } from '../receipt.ts';
import type { Receipt, ReceiptKey } from '../receipt.ts';
import { listFiles, readBytes, readProofParts, UsageError } from './command.ts';
import type { Command } from './command.ts';
import { readProofs } from './held-proofs.ts';
import type { ProvenEvents } from './held-proofs.ts';

/**
 * Verifies receipts under published receipt keys, offline; with evidence also that the leaf which each
 * promises lies in the log and says the same. Needs `--key` only with `--proofs`.
 */
export const receiptsCommand: Command = async (call) => {
  const { operands, options, print } = call;
  const [keyFile] = options['receipt-keys'] ?? [];
  if (keyFile === undefined) throw new UsageError('--receipt-keys <JWK set> is needed');
  if (operands.length === 0) throw new UsageError('expected <file or folder>...');
  const keys = parseReceiptKeys(await readBytes(keyFile));
  const [folder] = options['proofs'] ?? [];
  const proven =
    folder === undefined ? undefined : await readProofs(await readProofParts(call), folder);
  const codes: LedgerErrorCode[] = [];
  const files = await listFiles(operands);
  for (const file of files) {
    const problem = await problemOf(file, keys, proven);
    if (problem === undefined) continue;
    codes.push(problem.code);
    print(`${problem.code}: ${file}: ${problem.message}`);
  }
  if (codes.length === 0)
    print(`holds: ${files.length} receipts${proven ? ' with their leaves' : ''}`);
  return exitCodeFor(codes);
};

async function problemOf(
  file: string,
  keys: readonly ReceiptKey[],
  proven: ReadonlyMap<string, ProvenEvents> | undefined,
): Promise<LedgerError | undefined> {
  try {
    const receipt = parseReceipt(await readBytes(file));
    if (receipt === undefined) throw new LedgerError('malformed', 'no receipt');
    verifyReceipt(receipt, keys, checkReceiptSignature);
    if (proven !== undefined) requireLeaf(receipt, proven.get(receipt.transmissionId));
    return undefined;
  } catch (error) {
    if (error instanceof LedgerError) return error;
    throw error;
  }
}

/** The promise of a receipt: an `accepted` leaf that says the same. Without one it is broken. */
function requireLeaf(receipt: Receipt, events: ProvenEvents | undefined): void {
  const accepted = events?.find(({ event }) => event.type === 'accepted')?.event;
  if (accepted === undefined) {
    throw new LedgerError('missing', 'no evidence of the leaf that it promises');
  }
  const { from, activityType, occurredAt } = accepted;
  const { type, acceptedAt } = receipt;
  if (from !== receipt.from || activityType !== type || occurredAt !== acceptedAt) {
    throw new LedgerError('bad-proof', 'the leaf says something else than the receipt');
  }
}
