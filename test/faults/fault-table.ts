import type { FaultReport, FaultRow } from './fault-run.ts';

/** The faults as a table, a row for each fault, what was found over all of them, and the first findings. */
export function describeFaults(report: FaultReport): string[] {
  const { rows, oracle, ledger, wrong } = report;
  const faults = [...new Set(rows.map(({ fault }) => fault))].sort();
  const head = ['fault', 'times', 'requests open', 'deliveries under way', 'seconds to ready'];
  const body = faults.map((fault) => {
    const own = rows.filter((row) => row.fault === fault);
    return [fault, String(own.length), ...LEAST_TO_MOST.map((read) => spread(own.map(read)))];
  });
  const table = [head, ...body];
  const widths = head.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const { receipts, lost, effectsTwice, inversions, overtaken } = oracle;
  return [
    ...table.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')),
    `${receipts} accepted, ${lost} lost, ${effectsTwice} effects twice, ${inversions + overtaken} out of order; ` +
      `ledger of ${ledger.entries} entries ${ledger.holds ? 'verifies' : 'does not verify'}; ` +
      (wrong.length === 0 ? 'nothing wrong' : wrong.join(', ')),
    ...findingsOf(report),
  ];
}

const MOST_FINDINGS = 20;

function findingsOf({ receipts, model, audit, ledger }: FaultReport): string[] {
  const lines = [...receipts, ...model, ...audit, ...(ledger.holds ? [] : ledger.lines)];
  return lines.slice(0, MOST_FINDINGS).map((line) => `  ${line}`);
}

const LEAST_TO_MOST: readonly ((row: FaultRow) => number)[] = [
  ({ openRequests }) => openRequests,
  ({ underWay }) => underWay,
  ({ recoveryMs }) => Math.round(recoveryMs / 100) / 10,
];

function spread(values: readonly number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? String(least) : `${least} to ${most}`;
}
