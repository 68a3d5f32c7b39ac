import type { DeliveryOutcome, FailureCode } from './adapter.ts';
import { STATUS, SftpSilenceError, SftpStatusError } from './sftp-request.ts';

/** A failure that is known to be of this code, whatever status led to it. */
export class SftpFailure extends Error {
  override readonly name = 'SftpFailure';
  readonly code: FailureCode;
  readonly detail: string;

  constructor(code: FailureCode, detail: string) {
    super('a file could not be handed over');
    this.code = code;
    this.detail = detail;
  }
}

/** How far one hand-over came. */
export interface HandOver {
  /** True once the file may lie under its final name, as the request to rename it has been sent. */
  mayLieThere: boolean;
}

/**
 * Statuses of version 3 of the protocol, and those of later ones that servers send all the same
 * (draft-ietf-secsh-filexfer-13, 9.1). The rest, disk and quota among them, is `REMOTE_ERROR`.
 */
const CODE_FOR_STATUS: ReadonlyMap<number, FailureCode> = new Map([
  [STATUS.noSuchFile, 'UNROUTABLE'],
  [3, 'UNROUTABLE'], // permission denied
  [5, 'DOCUMENT_REFUSED'], // bad message: OpenSSH says so of names it cannot use
  [8, 'UNROUTABLE'], // operation not supported
  [STATUS.noSuchPath, 'UNROUTABLE'],
  [12, 'UNROUTABLE'], // write-protected
  [13, 'UNROUTABLE'], // no medium
  [19, 'UNROUTABLE'], // not a directory
  [20, 'DOCUMENT_REFUSED'], // invalid file name
  [23, 'DOCUMENT_REFUSED'], // invalid parameter
]);

/** The failure table of docs/adapters-sftp.md from the log-in on. Throws what no server can cause. */
export function failureOf(
  error: unknown,
  { mayLieThere }: HandOver,
): DeliveryOutcome & { kind: 'failed' } {
  if (error instanceof SftpFailure) return failed(error.code, error.detail);
  if (error instanceof SftpStatusError) {
    const code = CODE_FOR_STATUS.get(error.status) ?? 'REMOTE_ERROR';
    return failed(code, `status ${error.status}`);
  }
  if (error instanceof SftpSilenceError) {
    return failed(mayLieThere ? 'NO_ANSWER' : 'CONNECTION_FAILED', error.detail);
  }
  throw error;
}

export function failed(code: FailureCode, detail: string): DeliveryOutcome & { kind: 'failed' } {
  return { kind: 'failed', code, detail, bytesIn: 0 };
}

export const HANDED_OVER: DeliveryOutcome = { kind: 'handed-over', bytesIn: 0 };
