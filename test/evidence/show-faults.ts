import { FAULT_KINDS } from '../faults/fault-kinds.ts';
import { type FaultReport, runFaults } from '../faults/fault-run.ts';
import { describeFaults } from '../faults/fault-table.ts';
import type { Defect } from '../faults/known-defects.ts';
import { type EvidenceLine, type EvidenceOptions, evidenceLine } from './evidence.ts';

const RECOVERY_S = 15;
const BAR = `0 lost, 0 effects twice, 0 inversions, ledger and rows agree, ready again in ${RECOVERY_S} s`;

/** What each kind is called in the table. */
const WORDS: Readonly<Record<string, string>> = {
  'hub-kills': 'SIGKILLs of the hub, at random moments and at named points',
  'database-kills': 'SIGKILLs of the database',
  partitions: 'cuts, partitions, half-open connections and delays to the database and the states',
  peers: 'states that hang, break off or lie',
  'clock-moves': 'moves of the machine’s time, ahead and back',
  pauses: 'pauses beyond the leases while another hub goes on',
  stops: 'stops under load',
  points: 'named calls to the outside that kill or fail, before or after their effect',
  'sftp-cuts': 'cuts of SFTP connections after byte k',
  'broker-kills': 'SIGKILLs of the broker, and partitions from it',
  'disk-full': 'full disks of the database',
};

/** The named kinds of faults, a line for each; with a known defect a single fault of each. */
export async function showFaults(
  { full, seed, progress, signal }: EvidenceOptions,
  kinds: readonly string[],
  defect?: Defect,
): Promise<EvidenceLine[]> {
  const lines: EvidenceLine[] = [];
  for (const [name, kind] of [...FAULT_KINDS].filter(([name]) => kinds.includes(name))) {
    const times = defect === undefined ? kind.times[full ? 'full' : 'short'] : 1;
    const claim = { line: WORDS[name] ?? name, bar: BAR };
    const line = await evidenceLine(claim, async () => {
      progress(`${name}, ${times} times`);
      const report = await kind.run({ seed: String(seed), times }, (options) =>
        runFaults({
          ...options,
          progress,
          ...(signal === undefined ? {} : { signal }),
          ...(defect === undefined ? {} : { defect }),
        }),
      );
      for (const text of describeFaults(report)) progress(text);
      return lineOf(report);
    });
    lines.push(line);
  }
  return lines;
}

function lineOf({ rows, oracle, ledger, wrong }: FaultReport): Omit<EvidenceLine, 'line' | 'bar'> {
  const slowest = Math.max(...rows.map(({ recoveryMs }) => recoveryMs)) / 1_000;
  const least = (read: (row: FaultReport['rows'][number]) => number): number =>
    Math.min(...rows.map(read));
  const load = `≥ ${least(({ openRequests }) => openRequests)} requests open and ≥ ${least(({ underWay }) => underWay)} deliveries under way`;
  const found = [
    `${oracle.receipts} accepted`,
    `${oracle.lost} lost`,
    `${oracle.effectsTwice} effects twice`,
    `${oracle.inversions + oracle.overtaken} inversions`,
    `ready in ${slowest.toFixed(1)} s at most`,
    `ledger of ${ledger.entries} ${ledger.holds ? 'verifies' : 'does not verify'}`,
    load,
    ...wrong,
  ];
  return {
    figure: found.join(', '),
    cases: rows.length,
    holds: wrong.length === 0 && slowest <= RECOVERY_S && oracle.receipts > 0,
  };
}
