import type { ObservedState } from '../../simulation/oracle/check-journals.ts';
import { type OracleReport, VIOLATIONS } from '../../simulation/oracle/report.ts';
import { runOracle } from '../../simulation/run-oracle.ts';
import type { FaultLab } from './fault-lab.ts';
import { type KeptEvidence, type LedgerCheck, checkLedger } from './ledger-check.ts';
import { checkModel } from './model-check.ts';
import { checkReceipts } from './receipt-check.ts';
import { runCommand } from './run-command.ts';
import { readStoredFacts } from './stored-facts.ts';

/** What the states saw, the rows and the ledger, held against each other. */
export interface LabFindings {
  readonly oracle: OracleReport;
  /** Receipts without their transmission, and transmissions without a receipt. */
  readonly receipts: readonly string[];
  /** Rows without their leaves, and leaves without their rows. */
  readonly model: readonly string[];
  readonly ledger: LedgerCheck;
  /** What the hub's own audit finds: records opened, their commitments made again. */
  readonly audit: readonly string[];
}

/** To be run when nothing is under way any more. */
export async function checkLab(lab: FaultLab, kept: KeptEvidence): Promise<LabFindings> {
  const states = observedStates(lab);
  return {
    oracle: await runOracle(states),
    receipts: await checkReceipts(lab, states),
    model: checkModel(await readStoredFacts(lab)),
    ledger: await checkLedger(lab, kept),
    audit: await auditFindings(lab),
  };
}

async function auditFindings({ environment }: FaultLab): Promise<string[]> {
  try {
    await runCommand(environment, ['ledger', 'audit']);
    return [];
  } catch (error) {
    return String(error).trim().split('\n');
  }
}

function observedStates({ simulation, dialects }: FaultLab): ObservedState[] {
  return [...simulation.states].map(([member, { dataDirectory }]) => ({
    member,
    dialect: dialects.get(member) ?? 'canonical',
    dataDirectory,
  }));
}

/** What is wrong, a phrase for each kind; empty when nothing is. */
export function wrongIn(found: LabFindings): string[] {
  const { oracle, receipts, model, ledger, audit } = found;
  const counts: readonly (readonly [string, number])[] = [
    ...VIOLATIONS.map((violation) => [violation, oracle[violation]] as const),
    ['without an answer', oracle.unsettled],
    ['receipts without their transmission or the reverse', receipts.length],
    ['rows that their leaves do not tell', model.length],
    ['lines of the ledger audit', audit.length],
    ['findings of the ledger verifier', ledger.holds ? 0 : Math.max(1, ledger.lines.length - 2)],
  ];
  return counts.filter(([, count]) => count > 0).map(([kind, count]) => `${count} ${kind}`);
}
