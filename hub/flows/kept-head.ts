import type { ReadTile } from '../../ledger-verifier/tile-proof.ts';
import { HubError } from '../errors.ts';
import { ForkError, type LedgerHead, requireExtension, statedHead } from '../ledger/checkpoint.ts';
import type * as ledger from '../store/ledger.ts';
import type { LedgerHeadRow, LedgerLockCode } from '../store/ledger.ts';
import type { Query } from '../store/database.ts';

/** Where the last signed head is kept off the database: a database that was set back shows by it. */
export interface HeadFile {
  /** The checkpoint; undefined where none was kept yet. */
  read(): Promise<string | undefined>;
  /** Whole or not at all, and on the disk when it resolves. */
  write(checkpoint: string): Promise<void>;
}

type ClosedStore = { readonly query: Query } & Pick<typeof ledger, 'findClosedLedgers'>;

/**
 * The head that the tree must extend by what is kept; undefined where none is kept, or one of a ledger
 * that ended before this one. Throws LEDGER_DAMAGED when it cannot be read.
 */
export async function keptHead(
  store: ClosedStore,
  headFile: HeadFile,
  origin: string,
): Promise<LedgerHead | undefined> {
  return unlessClosed(store, await readKept(headFile), origin);
}

async function unlessClosed(
  store: ClosedStore,
  kept: LedgerHead | undefined,
  origin: string,
): Promise<LedgerHead | undefined> {
  if (kept === undefined || kept.origin === origin) return kept;
  const closed = await store.findClosedLedgers(store.query);
  return closed.some(({ checkpoint }) => isWithin(kept, checkpoint)) ? undefined : kept;
}

/** What the file states, of whichever ledger. Throws LEDGER_DAMAGED. */
export async function readKept(headFile: HeadFile): Promise<LedgerHead | undefined> {
  const checkpoint = await headFile.read();
  if (checkpoint === undefined) return undefined;
  try {
    return statedHead(checkpoint);
  } catch (cause) {
    throw new HubError('LEDGER_DAMAGED', 'the kept head of the ledger cannot be read', { cause });
  }
}

function isWithin(kept: LedgerHead, final: string): boolean {
  const { origin, size } = statedHead(final);
  return kept.origin === origin && kept.size <= size;
}

/**
 * Keeps the head unless it or a later one of its ledger is kept: a process that was paused must not set
 * it back. Before the head is published, so that none is known outside and forgotten here.
 */
export async function keepHead(
  headFile: HeadFile,
  head: { readonly origin: string; readonly size: number; readonly checkpoint: string },
): Promise<void> {
  const kept = await readKept(headFile);
  if (kept?.origin === head.origin && kept.size >= head.size) return;
  await headFile.write(head.checkpoint);
}

/**
 * Why a stored ledger is not what was signed: undefined when it is, or has grown out of it.
 *
 * @param read the kept head, read before the stored ledger was: a head is kept only of what is stored.
 */
export async function findLockCode(
  parts: ClosedStore & { readonly readTile: ReadTile },
  read: LedgerHead | undefined,
  stored: LedgerHeadRow,
): Promise<LedgerLockCode | undefined> {
  try {
    const kept = await unlessClosed(parts, read, stored.origin);
    if (kept !== undefined && kept.origin === stored.origin && stored.size < kept.size) {
      return 'LEDGER_BEHIND';
    }
    await requireExtension(parts.readTile, kept, stored);
    return undefined;
  } catch (error) {
    const code = lockCodeOf(error);
    if (code === undefined) throw error;
    return code;
  }
}

/** The code under which such a fault locks the ledger; undefined for any other fault. */
export function lockCodeOf(error: unknown): LedgerLockCode | undefined {
  if (error instanceof ForkError) return 'LEDGER_FORK';
  if (error instanceof HubError && error.code === 'LEDGER_DAMAGED') return 'LEDGER_DAMAGED';
  return undefined;
}
