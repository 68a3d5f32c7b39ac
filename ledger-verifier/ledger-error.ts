/**
 * What a verifier can find wrong, apart from each other because they mean different things:
 * - `malformed`: the bytes do not have the form that docs/ledger-format.md gives them;
 * - `bad-signature`: no known key signed, or a known key's signature does not verify;
 * - `bad-proof`: hashes do not lead to the signed root;
 * - `fork`: two signed heads of one log exclude each other;
 * - `bad-chain`: an entry does not follow from the one before it in its transmission or delivery;
 * - `missing`: a file or an entry that must be there is not;
 * - `erased`: the entry is there and says that its content was expunged;
 * - `extra`: a statement counts what the verifying side does not hold;
 * - `stale`: the log has not grown for longer than was allowed.
 */
export const LEDGER_ERROR_CODES = [
  'malformed',
  'bad-signature',
  'bad-proof',
  'fork',
  'bad-chain',
  'missing',
  'erased',
  'extra',
  'stale',
] as const;

export type LedgerErrorCode = (typeof LEDGER_ERROR_CODES)[number];

export class LedgerError extends Error {
  override readonly name = 'LedgerError';
  readonly code: LedgerErrorCode;

  constructor(code: LedgerErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
