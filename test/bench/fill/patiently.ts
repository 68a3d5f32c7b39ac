import { setTimeout as pause } from 'node:timers/promises';

const TRIES = 30;
const PAUSE_MS = 2_000;

const UNCONNECTED: ReadonlySet<string> = new Set([
  'SequelizeConnectionError',
  'SequelizeConnectionAcquireTimeoutError',
]);

/** What pg says of a connection that was lost while nothing was asked on it: the statement was not sent. */
const NOT_SENT = 'Client has encountered a connection error and is not queryable';

/**
 * Does a transaction of a fill again when it got no connection, or one that was lost before it was of use, as on a
 * machine with too much to do: of such a one nothing was committed. Any other failure passes through.
 */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let left = TRIES; ; left -= 1) {
    try {
      return await work();
    } catch (error) {
      const isUnconnected =
        error instanceof Error && (UNCONNECTED.has(error.name) || error.message === NOT_SENT);
      if (!isUnconnected || left === 0) throw error;
      await pause(PAUSE_MS);
    }
  }
}
