import { formatTreeHead, parseTreeHead } from '../../ledger-verifier/checkpoint.ts';
import { equalBytes } from '../../ledger-verifier/encoding.ts';
import { formatNote, parseNote } from '../../ledger-verifier/note.ts';
import type { ReadTile } from '../../ledger-verifier/tile-proof.ts';
import { verifyConsistency } from '../../ledger-verifier/tree.ts';
import { HubError } from '../errors.ts';
import { proveConsistency } from './prove.ts';
import type { Signer } from './signer.ts';
import { treeHash } from './tree-hash.ts';

/** The head of this hub's log: what a checkpoint states and signs. */
export interface LedgerHead {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

/** The three lines of a checkpoint that are signed (C2SP tlog-checkpoint). */
export function checkpointText({ origin, size, root }: LedgerHead): string {
  return formatTreeHead({ origin, size: BigInt(size), root });
}

/** The checkpoint as served: text and one signature of each signer, in their order. */
export async function signCheckpoint(
  head: LedgerHead,
  signers: readonly Signer[],
): Promise<string> {
  const text = checkpointText(head);
  const signatures = await Promise.all(
    signers.map(async (signer) => ({
      name: signer.name,
      keyId: signer.keyId,
      signature: await signer.sign(Buffer.from(text)),
    })),
  );
  return formatNote({ text, signatures });
}

/** The head that a checkpoint states, whoever signed it; throws a `LedgerError`. */
export function statedHead(checkpoint: string): LedgerHead {
  const { origin, size, root } = parseTreeHead(parseNote(Buffer.from(checkpoint)).text);
  return { origin, size: Number(size), root };
}

/** A log never signs a head that its last signed head cannot grow into. */
export class ForkError extends HubError<'LEDGER_FORK'> {
  override readonly name = 'ForkError';

  constructor(publicText: string, options: { cause?: unknown } = {}) {
    super('LEDGER_FORK', publicText, options);
  }
}

/**
 * Lets a head through only when it extends the last signed one, by a consistency proof out of the
 * stored tiles; throws `ForkError` otherwise. The same head again may be signed again.
 * (C2SP tlog-checkpoint: "A log MUST not sign any checkpoint which is inconsistent".)
 */
export async function requireExtension(
  readTile: ReadTile,
  last: LedgerHead | undefined,
  next: LedgerHead,
): Promise<void> {
  if (last === undefined) return;
  if (last.origin !== next.origin) throw new ForkError('the origin of the ledger changed');
  if (next.size < last.size) throw new ForkError('the ledger is shorter than its signed head');
  if (last.size === 0) {
    requireEmptyRoot(last);
    return;
  }
  if (next.size === last.size) {
    if (equalBytes(last.root, next.root)) return;
    throw new ForkError('the ledger has another root than its signed head');
  }
  const proof = await proveConsistency(readTile, last.size, next.size);
  const claim = {
    size1: BigInt(last.size),
    size2: BigInt(next.size),
    root1: last.root,
    root2: next.root,
  };
  if (!verifyConsistency(treeHash, claim, proof)) {
    throw new ForkError('the ledger does not extend its signed head');
  }
}

function requireEmptyRoot(head: LedgerHead): void {
  if (!equalBytes(head.root, treeHash.empty)) {
    throw new ForkError('the signed head of an empty ledger has a root');
  }
}
