/** Statuses that this adapter goes by; the rest stands in the failure table. */
export const STATUS = { eof: 1, noSuchFile: 2, failure: 4, noSuchPath: 10, exists: 11 } as const;

/** The server answered a request with a status other than success (draft-ietf-secsh-filexfer-02, 7). */
export class SftpStatusError extends Error {
  override readonly name = 'SftpStatusError';
  readonly status: number;

  constructor(status: number) {
    super('the server refused a request');
    this.status = status;
  }
}

/** No answer came to a request: the connection is gone, or nobody waits any longer. */
export class SftpSilenceError extends Error {
  override readonly name = 'SftpSilenceError';
  readonly detail: 'CLOSED' | 'GIVEN_UP';

  constructor(detail: 'CLOSED' | 'GIVEN_UP') {
    super('no answer came');
    this.detail = detail;
  }
}

/** True where the server says that there is nothing of this name. */
export function isMissing(error: unknown): boolean {
  return (
    error instanceof SftpStatusError &&
    (error.status === STATUS.noSuchFile || error.status === STATUS.noSuchPath)
  );
}

/** How the library answers a request. */
export type Done<Value> = (error: Error | null | undefined, value: Value) => void;
/** How it answers one without a value. */
export type Told = (error?: Error | null) => void;
/** Sends one request of a session. */
export type Ask = <Value>(start: (done: Done<Value>) => void) => Promise<Value>;

/** One request: its answer, or that none will be waited for. */
export function request<Value>(
  start: (done: Done<Value>) => void,
  lost: AbortSignal,
  signal: AbortSignal,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const onLost = (): void => {
      end();
      reject(new SftpSilenceError('CLOSED'));
    };
    const onAbort = (): void => {
      end();
      reject(new SftpSilenceError('GIVEN_UP'));
    };
    function end(): void {
      lost.removeEventListener('abort', onLost);
      signal.removeEventListener('abort', onAbort);
    }
    if (signal.aborted) {
      onAbort();
      return;
    }
    if (lost.aborted) {
      onLost();
      return;
    }
    lost.addEventListener('abort', onLost);
    signal.addEventListener('abort', onAbort);
    start((error, value) => {
      end();
      if (error === undefined || error === null) resolve(value);
      else reject(errorOf(error));
    });
  });
}

/** The library answers requests of a lost connection itself, with an error that has no status. */
function errorOf(error: Error & { code?: unknown }): Error {
  return typeof error.code === 'number'
    ? new SftpStatusError(error.code)
    : new SftpSilenceError('CLOSED');
}
