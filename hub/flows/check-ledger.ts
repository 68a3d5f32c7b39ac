import { verifyCheckpoint } from '../../ledger-verifier/checkpoint.ts';
import type { CheckSignature, VerifierKey } from '../../ledger-verifier/note.ts';
import { HASH_BYTES } from '../../ledger-verifier/tree.ts';
import { TILE_WIDTH } from '../../ledger-verifier/tile.ts';
import { HubError } from '../errors.ts';
import { requireExtension } from '../ledger/checkpoint.ts';
import { leafHashOf } from '../ledger/entry.ts';
import type * as auditReads from '../store/audit-reads.ts';
import type { LedgerHeadRow } from '../store/ledger.ts';
import { type LedgerStore, lastSignedHead, loadEdge, tileReader } from './sequence.ts';

export interface CheckLedgerParts {
  readonly store: LedgerStore;
  readonly keys: readonly VerifierKey[];
  readonly checkSignature: CheckSignature;
}

/**
 * The check at every start (docs/ledger-format.md): the stored tiles give the stored root, the
 * published head verifies under this hub's keys and the tree extends it, the newest entries hash to
 * their leaves, and none lies beyond the head. Throws LEDGER_DAMAGED or LEDGER_FORK; the hub then does not start.
 */
export async function checkLedgerTail(parts: CheckLedgerParts): Promise<LedgerHeadRow> {
  const { store } = parts;
  const head = await store.findHead(store.query);
  await loadEdge(store, head);
  const signed = lastSignedHead(head);
  if (signed !== undefined) {
    checkPublished(parts, head);
    await requireExtension(tileReader(store), signed, head);
  }
  await checkNewestEntries(store, head.size);
  const [beyond] = await store.findEntries(store.query, head.size, head.size + 1);
  if (beyond !== undefined) throw damaged('there are entries beyond the head');
  return head;
}

/**
 * The same as one moment shows it: beside processes that sequence on, what came after the head was read is not
 * taken for something beyond it.
 */
export function checkLedgerOfNow({
  store,
  ...parts
}: CheckLedgerParts & {
  readonly store: Pick<typeof auditReads, 'beginSnapshot'>;
}): Promise<LedgerHeadRow> {
  return store.withTransaction(async ({ query }) => {
    await store.beginSnapshot(query);
    return checkLedgerTail({ ...parts, store: { ...store, query } });
  });
}

function checkPublished({ keys, checkSignature }: CheckLedgerParts, head: LedgerHeadRow): void {
  const note = Buffer.from(head.checkpoint ?? '');
  try {
    verifyCheckpoint(note, keys, checkSignature);
  } catch (cause) {
    throw damaged('the published head is not signed by a key of this hub', cause);
  }
}

async function checkNewestEntries(store: LedgerStore, size: number): Promise<void> {
  if (size === 0) return;
  const tile = Math.floor((size - 1) / TILE_WIDTH);
  const start = tile * TILE_WIDTH;
  const hashes = await store.findTile(store.query, 0, tile);
  const entries = await store.findEntries(store.query, start, size);
  if (entries.length !== size - start) throw damaged('the newest entries are not complete');
  for (const { index, entry } of entries) {
    const at = (index - start) * HASH_BYTES;
    const stored = hashes?.subarray(at, at + HASH_BYTES);
    if (stored === undefined || !leafHashOf(entry).equals(stored)) {
      throw damaged(`the entry at index ${index} is not the one that was hashed`);
    }
  }
}

function damaged(text: string, cause?: unknown): HubError {
  return new HubError('LEDGER_DAMAGED', text, cause === undefined ? {} : { cause });
}
