import type { EvidenceLine, ShowEvidence } from './evidence.ts';
import { LEDGER_DEFECTS, type LedgerDefect } from './ledger-defects.ts';
import { showErasures } from './show-erasures.ts';
import { showGolden } from './show-golden.ts';
import { showSecondVerifier } from './show-second-verifier.ts';
import { showStatements } from './show-statements.ts';
import { showTampering } from './show-tampering.ts';

/** What is shown, and the defects that each must find; under a defect the others say nothing new. */
const PARTS: readonly { readonly show: ShowEvidence; readonly finds: readonly LedgerDefect[] }[] = [
  { show: showGolden, finds: [] },
  { show: showTampering, finds: ['verifier-skips-tiles', 'audit-skips-states'] },
  { show: showSecondVerifier, finds: ['verifier-ignores-indexes'] },
  { show: showErasures, finds: [] },
  { show: showStatements, finds: ['statement-skips-one'] },
];

/**
 * Outsiders verify the ledger: whatever its keeper changes is found and named, a verifier in another
 * language agrees, what was erased is gone while every proof holds, and each state finds out by itself
 * that nothing was left out.
 */
export const ledger: ShowEvidence = async (options) => {
  const { defect } = options;
  if (defect !== undefined && !LEDGER_DEFECTS.some((known) => known === defect)) {
    throw new Error(`known defects: ${LEDGER_DEFECTS.join(', ')}`);
  }
  const lines: EvidenceLine[] = [];
  for (const { show, finds } of PARTS) {
    const isAsked = defect === undefined || finds.some((known) => known === defect);
    if (isAsked) lines.push(...(await show(options)));
  }
  return lines;
};
