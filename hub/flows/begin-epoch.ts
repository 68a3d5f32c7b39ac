import { HubError } from '../errors.ts';
import { checkpointText, type LedgerHead, statedHead } from '../ledger/checkpoint.ts';
import { EMPTY_EDGE, appendLeaves } from '../ledger/tree-edge.ts';
import type { Signer } from '../ledger/signer.ts';
import { sha256 } from '../message/sealed-content.ts';
import type * as ledgerKeys from '../store/ledger-keys.ts';
import type * as ledgerRecovery from '../store/ledger-recovery.ts';
import type { Evidence } from './evidence.ts';
import { ExchangeError } from './exchange-error.ts';
import type { HeadFile } from './kept-head.ts';
import type { LedgerStore } from './sequence.ts';

/** Why a ledger is not continued. */
export const EPOCH_REASONS = [
  'database-lost',
  'database-behind',
  'ledger-forked',
  'ledger-damaged',
  'key-compromised',
  'planned',
] as const;
export type EpochReason = (typeof EPOCH_REASONS)[number];

export interface BeginEpochParts {
  /** On a pool of the database's owner: nobody else may set a ledger aside. */
  readonly store: LedgerStore & typeof ledgerRecovery & typeof ledgerKeys;
  readonly headFile: HeadFile;
  /** The origin line of the ledger that begins. */
  readonly successor: string;
  readonly signers: readonly Signer[];
  readonly evidence: Evidence;
  readonly actor: string;
  readonly now: () => Date;
}

export interface EpochOrder {
  readonly reason: EpochReason;
  /** Two persons of the national office, by their references. */
  readonly approvers: readonly string[];
}

/**
 * Ends the ledger where it is and begins another under a new origin, in one transaction. Entry 0 of
 * the new one commits to the last head that was signed of the old, entry 1 to the tree that the hub
 * still holds of it: what lies between the two is the gap. What waits for an index gets one there.
 * Throws NOT_PERMITTED unless two different persons of the national office approve.
 */
export async function beginEpoch(parts: BeginEpochParts, order: EpochOrder): Promise<LedgerHead> {
  const { store, successor, now } = parts;
  return store.withTransaction(async (tx) => {
    const approvers = await store.findApprovers(tx, order.approvers, now());
    if (new Set(approvers).size !== 2) throw new ExchangeError('NOT_PERMITTED');
    await store.lockHead(tx);
    await store.lockLedgerKeys(tx);
    const head = await store.findHead(tx.query);
    const checkpoint = await finalCheckpoint(parts, head.checkpoint);
    const final = statedHead(checkpoint);
    await store.closeLedger(tx, {
      origin: final.origin,
      successor,
      checkpoint,
      size: head.size,
      root: head.root,
      reason: order.reason,
      approvers,
      now: now(),
    });
    const leaves = epochLeaves(parts, order, { final, held: { ...head, origin: final.origin } });
    const grown = appendLeaves(
      EMPTY_EDGE,
      leaves.map(({ leaf_hash }) => leaf_hash),
    );
    await store.insertEntries(tx, 0, leaves);
    await store.putTiles(tx, grown.tiles);
    await store.setRestoredHead(tx, {
      origin: successor,
      size: grown.edge.size,
      root: grown.root,
      signedSize: 0,
      checkpoint: null,
      now: now(),
    });
    for (const { verifierKey } of parts.signers) {
      const row = { key_line: verifierKey, origin: successor, signs_from: now() };
      await store.insertLedgerKey(tx.query, { ...row, signs_until: null });
    }
    return { origin: successor, size: grown.edge.size, root: grown.root };
  });
}

/** The latest head that is known to have been signed: that of the database or that beside it. */
async function finalCheckpoint(
  { headFile }: BeginEpochParts,
  stored: string | null,
): Promise<string> {
  const kept = await headFile.read();
  const heads = [kept, stored ?? undefined].filter((checkpoint) => checkpoint !== undefined);
  const [latest] = heads.toSorted((one, other) => statedHead(other).size - statedHead(one).size);
  if (latest !== undefined) return latest;
  throw new HubError('LEDGER_UNSIGNED', 'no head of the ledger has been signed yet');
}

function epochLeaves(
  { evidence, actor, now }: BeginEpochParts,
  { reason, approvers }: EpochOrder,
  { final, held }: { readonly final: LedgerHead; readonly held: LedgerHead },
) {
  const about = {
    actor,
    channel: 'command',
    code: reason,
    approvers,
    subject: final.origin,
  } as const;
  return [
    evidence.single({ ...about, type: 'epoch-start', subjectHash: hashOf(final) }, now()),
    evidence.single({ ...about, type: 'epoch-end', subjectHash: hashOf(held) }, now()),
  ];
}

/** Of the three lines that a checkpoint of the head signs. */
function hashOf(head: LedgerHead): string {
  return sha256(Buffer.from(checkpointText(head))).toString('hex');
}
