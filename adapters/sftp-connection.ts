import { SftpSilenceError } from './sftp-request.ts';
import { SftpFailure } from './sftp-outcome.ts';
import type { OpenedSession, SftpSession } from './sftp-session.ts';

/** One session, opened when it is needed and kept for a while; all work of an adapter shares it. */
export interface SftpConnection {
  /** Rejects with an `SftpFailure` when no session can be opened, and with what the work rejects with. */
  use<Value>(signal: AbortSignal, work: (session: SftpSession) => Promise<Value>): Promise<Value>;
  /** Ends the session, also one in use; resolves when no socket and no timer is left. */
  close(): Promise<void>;
}

/** Shorter than the minutes after which servers and firewalls forget a connection. */
const IDLE_MS = 45_000;

interface Kept {
  readonly opening: Promise<OpenedSession>;
  users: number;
  /** Some answer never came: nothing new is asked of this session. */
  retired: boolean;
  idle?: NodeJS.Timeout;
}

export function createSftpConnection(
  open: (signal: AbortSignal) => Promise<OpenedSession>,
): SftpConnection {
  const closing = new AbortController();
  const all = new Set<Kept>();
  let current: Kept | undefined;

  function begin(): Kept {
    const kept: Kept = { opening: open(closing.signal), users: 0, retired: false };
    all.add(kept);
    void kept.opening.then((opened) => {
      if (opened.kind === 'failed') drop(kept);
      else {
        opened.session.lost.addEventListener('abort', () => {
          drop(kept);
        });
      }
    });
    return kept;
  }

  function drop(kept: Kept): void {
    if (current === kept) current = undefined;
    clearTimeout(kept.idle);
    all.delete(kept);
  }

  function retire(kept: Kept): void {
    kept.retired = true;
    if (current === kept) current = undefined;
  }

  async function end(kept: Kept): Promise<void> {
    clearTimeout(kept.idle);
    if (current === kept) current = undefined;
    const opened = await kept.opening;
    if (opened.kind === 'open') await opened.session.end();
  }

  function release(kept: Kept): void {
    kept.users -= 1;
    if (kept.users > 0 || !all.has(kept)) return;
    if (kept.retired || closing.signal.aborted) void end(kept);
    else kept.idle = setTimeout(() => void end(kept), IDLE_MS);
  }

  return {
    use: async (signal, work) => {
      if (signal.aborted || closing.signal.aborted) throw new SftpSilenceError('GIVEN_UP');
      const givenUp = (): boolean => signal.aborted;
      const kept = (current ??= begin());
      clearTimeout(kept.idle);
      kept.users += 1;
      try {
        const opened = await orGivenUp(kept.opening, signal);
        if (opened.kind === 'failed') throw new SftpFailure(opened.code, opened.detail);
        return await work(opened.session);
      } finally {
        // Some answer may still be owed, and its file half written.
        if (givenUp()) retire(kept);
        release(kept);
      }
    },
    close: async () => {
      closing.abort();
      await Promise.all([...all].map(end));
    },
  };
}

/** A session that opens for others too is not waited for after the signal. */
function orGivenUp<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      reject(new SftpSilenceError('GIVEN_UP'));
    };
    signal.addEventListener('abort', onAbort);
    void promise.then((value) => {
      signal.removeEventListener('abort', onAbort);
      resolve(value);
    });
  });
}
