import type { LedgerErrorCode } from './ledger-error.ts';

/** 0 is "holds" and 2 "wrong use"; every way of being wrong has its own code. */
export const EXIT_CODES: Readonly<Record<LedgerErrorCode, number>> = {
  malformed: 1,
  'bad-signature': 3,
  'bad-proof': 4,
  fork: 5,
  missing: 6,
  erased: 7,
  'bad-chain': 8,
  extra: 9,
  stale: 10,
};

export const HOLDS = 0;
export const WRONG_USE = 2;

const GRAVEST_FIRST: readonly LedgerErrorCode[] = [
  'bad-signature',
  'fork',
  'bad-proof',
  'missing',
  'extra',
  'bad-chain',
  'malformed',
  'stale',
  'erased',
];

/** The exit code for a list of findings: that of the gravest. */
export function exitCodeFor(codes: readonly LedgerErrorCode[]): number {
  const gravest = GRAVEST_FIRST.find((code) => codes.includes(code));
  return gravest === undefined ? HOLDS : EXIT_CODES[gravest];
}
