import type { LedgerLockCode } from '../store/ledger.ts';
import { ExchangeError } from './exchange-error.ts';
import { type HeadFile, findLockCode, keepHead, lockCodeOf, readKept } from './kept-head.ts';
import { type LedgerStore, tileReader } from './sequence.ts';

/**
 * Whether evidence can still be signed. Once it is locked in a process it stays so until the process
 * ends: what was found wrong is mended by a command, and a start looks at everything anew.
 */
export interface LedgerLock {
  /** Throws LEDGER_LOCKED: for whatever would write a fact that nobody could prove. */
  readonly requireOpen: () => void;
  /** Undefined while it is open. */
  readonly code: () => LedgerLockCode | undefined;
  /** The work, done only while it is open: for what nobody asks for and so nobody is told of. */
  readonly whileOpen: (work: () => Promise<unknown>) => () => Promise<void>;
}

export interface WatchedLedgerLock extends LedgerLock {
  /** Compares the database with the kept head; once a second, and at the start. */
  look(): Promise<void>;
}

export interface LedgerLockParts {
  readonly store: LedgerStore;
  readonly headFile: HeadFile;
  /** Of the ledger with which this process began. */
  readonly origin: string;
  /** Process clock. */
  readonly now: () => Date;
  /** Called once, when it is found locked. */
  readonly onLocked: (code: LedgerLockCode) => void;
}

/**
 * The lock of this process. What one process finds it writes into the database, so that none signs on;
 * what others published is kept here too, so that each machine knows of every head.
 */
export function createLedgerLock(parts: LedgerLockParts): WatchedLedgerLock {
  const { store, headFile, origin, now, onLocked } = parts;
  let locked: LedgerLockCode | undefined;
  return {
    code: () => locked,
    requireOpen: () => {
      if (locked !== undefined) throw new ExchangeError('LEDGER_LOCKED');
    },
    whileOpen: (work) => async () => {
      if (locked === undefined) await work();
    },
    look: async () => {
      if (locked !== undefined) return;
      const { found, head } = await compare(store, headFile);
      if (found !== undefined) {
        locked = found;
        onLocked(found);
        await store.lockLedger(store.query, found, now());
      } else if (head.origin !== origin) {
        // Another ledger goes on: only this process has to begin anew.
        locked = 'LEDGER_FORK';
        onLocked(locked);
      } else {
        const { signed_size: size, checkpoint } = head;
        if (checkpoint !== null) await keepHead(headFile, { origin, size, checkpoint });
      }
    },
  };
}

async function compare(store: LedgerStore, headFile: HeadFile) {
  const kept = await readKept(headFile).catch((error: unknown) => {
    const code = lockCodeOf(error);
    if (code === undefined) throw error;
    return code;
  });
  const head = await store.findHead(store.query);
  if (head.lock_code !== null) return { head, found: head.lock_code };
  if (typeof kept === 'string') return { head, found: kept };
  const parts = { ...store, readTile: tileReader(store) };
  return { head, found: await findLockCode(parts, kept, head) };
}
