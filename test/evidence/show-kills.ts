import { randomBytes } from 'node:crypto';
import type { FaultLab } from '../faults/fault-lab.ts';
import { type FaultReport, type FaultRow, runFaults } from '../faults/fault-run.ts';
import { describeFaults } from '../faults/fault-table.ts';
import { type KillCounts, hubKills } from '../faults/hub-kills.ts';
import type { Defect } from '../faults/known-defects.ts';
import { openEmbeddedDatabase } from '../faults/lab-database.ts';
import { LEAST } from '../faults/load.ts';
import { type EvidenceLine, type EvidenceOptions, linesOf } from './evidence.ts';
import { findCanaries } from './find-canaries.ts';
import { findInRows } from './find-in-rows.ts';

/** Every kill of the claim; with a known defect one is enough to show it. */
const KILLS: KillCounts = { random: 25, named: 25 };
const DEFECTIVE: KillCounts = { random: 1, named: 0 };

const RECOVERY_S = 15;

export function showKills(
  { seed, progress, signal }: EvidenceOptions,
  defect?: Defect,
): Promise<EvidenceLine[]> {
  const counts = defect === undefined ? KILLS : DEFECTIVE;
  const total = counts.random + counts.named;
  const claim = {
    line: `${total} SIGKILLs of the hub, ${counts.random} at random moments and ${counts.named} at named points`,
    bar: `each with ≥ ${LEAST.openRequests} requests open and ≥ ${LEAST.underWay} deliveries under way`,
  };
  return linesOf(claim, async () => {
    const familyName = `Canary${randomBytes(8).toString('hex')}`;
    let canaries: Canaries | undefined;
    const report = await runFaults({
      faults: hubKills(String(seed), counts),
      seed: String(seed),
      familyName,
      progress,
      openDatabase: openEmbeddedDatabase,
      atEnd: async (lab) => {
        canaries = await searchLab(lab, familyName);
      },
      ...(signal === undefined ? {} : { signal }),
      ...(defect === undefined ? {} : { defect }),
    });
    for (const line of describeFaults(report)) progress(line);
    return [loadLine(claim, report), ...foundLines(report), canaryLine(canaries)];
  });
}

function loadLine(claim: Pick<EvidenceLine, 'line' | 'bar'>, { rows }: FaultReport): EvidenceLine {
  const least = (read: (row: FaultRow) => number): number => Math.min(...rows.map(read));
  const open = least(({ openRequests }) => openRequests);
  const underWay = least(({ underWay: count }) => count);
  const slowest = Math.max(...rows.map(({ recoveryMs }) => recoveryMs)) / 1_000;
  return {
    ...claim,
    figure: `at least ${open} open and ${underWay} under way; served again in ${slowest.toFixed(1)} s at most`,
    cases: rows.length,
    holds: open >= LEAST.openRequests && underWay >= LEAST.underWay && slowest <= RECOVERY_S,
  };
}

function foundLines({ oracle, receipts, model, ledger, drain }: FaultReport): EvidenceLine[] {
  const lost = oracle.lost + oracle.unsettled + receipts.length;
  const disorder = oracle.inversions + oracle.overtaken;
  const { effectsTwice, misrouted, unsent, contentDifferences } = oracle;
  const wrongBytes = oracle.receiptsDiffering + oracle.conflicts + oracle.unreadable;
  const line = (text: string, wrong: number, cases: number, more = ''): EvidenceLine => ({
    line: text,
    bar: '0',
    figure: `${wrong}${more}`,
    cases,
    holds: wrong === 0 && cases > 0,
  });
  return [
    line(
      'receipts whose activity was not delivered after the kills',
      lost,
      oracle.receipts,
      drain.left === '' ? '' : `; ${drain.left}`,
    ),
    line('second effects at a state', effectsTwice, oracle.effects),
    line('inversions, gaps and overtakings within a case', disorder, oracle.effects),
    line('effects at a wrong state or of what nobody sent', misrouted + unsent, oracle.effects),
    line('values that arrived otherwise than they were meant', contentDifferences, oracle.compared),
    line('receipts or documents that changed between two attempts', wrongBytes, oracle.receipts),
    line('facts without their leaf and leaves without their fact', model.length, ledger.entries),
    {
      line: 'the exported ledger verifies, chains followed, and extends every head published meanwhile',
      bar: '0 findings',
      figure: ledger.lines.find((text) => /^(holds|falls short)/.test(text)) ?? 'no verdict',
      cases: ledger.keptHeads,
      holds: ledger.holds,
    },
  ];
}

interface Canaries {
  readonly hits: number;
  readonly files: number;
  readonly megabytes: number;
  readonly tables: number;
}

/** In the files of hubs and database, write-ahead log and logs among them, and in every row. */
async function searchLab(lab: FaultLab, name: string): Promise<Canaries> {
  await lab.query('CHECKPOINT');
  const { hits, files, bytes } = await findCanaries(lab.hubPlaces, [name]);
  const rows = await findInRows(lab.query, name);
  return {
    hits: hits.length + rows.found.length,
    files,
    megabytes: Math.round(bytes / 1e6),
    tables: rows.tables,
  };
}

function canaryLine(canaries: Canaries | undefined): EvidenceLine {
  const { hits, files, megabytes, tables } = canaries ?? {
    hits: 0,
    files: 0,
    megabytes: 0,
    tables: 0,
  };
  return {
    line: 'a name of every person of that run in the hub’s data directory, cluster, WAL, logs and rows',
    bar: '0 hits',
    figure: `${hits} hits in ${files} files (${megabytes} MB) and ${tables} tables`,
    cases: files,
    holds: hits === 0 && files > 0,
  };
}
