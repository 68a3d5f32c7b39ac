import type { ShowEvidence } from './evidence.ts';
import { LEDGER_DEFECTS, type LedgerDefect } from './ledger-defects.ts';
import { showErasures } from './show-erasures.ts';
import { showGolden } from './show-golden.ts';
import { showSecondVerifier } from './show-second-verifier.ts';
import { showStatements } from './show-statements.ts';
import { showTampering } from './show-tampering.ts';

/** What can be shown by itself. */
const PARTS: Readonly<Record<string, ShowEvidence>> = {
  golden: showGolden,
  tampering: showTampering,
  'second-verifier': showSecondVerifier,
  erasures: showErasures,
  statements: showStatements,
};

export const LEDGER_PARTS: readonly string[] = Object.keys(PARTS);

/** The part that must find each defect. */
const FOUND_BY: Readonly<Record<LedgerDefect, string>> = {
  'verifier-skips-tiles': 'tampering',
  'audit-skips-states': 'tampering',
  'verifier-ignores-indexes': 'second-verifier',
  'statement-skips-one': 'statements',
};

/**
 * Outsiders verify the ledger: whatever its keeper changes is found and named, a verifier in another
 * language agrees, what was erased is gone while every proof holds, and each state finds out by itself
 * that nothing was left out.
 */
export const ledger: ShowEvidence = async (options) => {
  const defect = defectOf(options.defect);
  const part = defect === undefined ? options.part : FOUND_BY[defect];
  const show = part === undefined ? undefined : PARTS[part];
  if (show === undefined) throw new Error('the ledger is shown part by part');
  const lines = await show(options);
  return lines.map((line) => ({ ...line, part: part ?? '' }));
};

function defectOf(name: string | undefined): LedgerDefect | undefined {
  if (name === undefined) return undefined;
  const defect = LEDGER_DEFECTS.find((known) => known === name);
  if (defect === undefined) throw new Error(`known defects: ${LEDGER_DEFECTS.join(', ')}`);
  return defect;
}
