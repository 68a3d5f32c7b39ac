/** Verifiers and hubs that see or say too little, which an evidence run must find. */
export const LEDGER_DEFECTS = [
  'verifier-ignores-indexes',
  'verifier-skips-tiles',
  'audit-skips-states',
  'statement-skips-one',
] as const;

export type LedgerDefect = (typeof LEDGER_DEFECTS)[number];

/** The text with one check of it gone; throws when the check is no longer there. */
export function withoutCheck(text: string, check: string): string {
  if (!text.includes(check)) throw new Error('the check that the defect takes away has moved');
  return text.replace(check, '');
}
