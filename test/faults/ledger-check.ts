import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runVerifier } from '../../ledger-verifier/cli.ts';
import type { FaultLab } from './fault-lab.ts';
import { runCommand } from './run-command.ts';

export interface LedgerCheck {
  readonly holds: boolean;
  readonly entries: number;
  /** Signed heads of the run that the end must extend. */
  readonly keptHeads: number;
  /** What the verifier printed. */
  readonly lines: readonly string[];
}

export interface KeptEvidence {
  /** Key lines, taken from the hub when the states joined. */
  readonly keys: string;
  /** Checkpoints as they were published during the run. */
  readonly checkpoints: readonly string[];
}

/**
 * Exports the ledger with the command and lets the verifier hash every entry, follow every chain and
 * hold the end against every head that was published before.
 */
export async function checkLedger(
  { environment, folder }: FaultLab,
  { keys, checkpoints }: KeptEvidence,
): Promise<LedgerCheck> {
  const exported = join(folder, 'export');
  await runCommand(environment, ['ledger', 'export', exported]);
  const keyFile = join(folder, 'ledger.key');
  await writeFile(keyFile, keys);
  const kept = await Promise.all(
    checkpoints.map(async (text, index) => {
      const file = join(folder, `checkpoint-${index}`);
      await writeFile(file, text);
      return ['--checkpoint', file];
    }),
  );
  const lines: string[] = [];
  const code = await runVerifier(['full', exported, '--key', keyFile, ...kept.flat()], (line) =>
    lines.push(line),
  );
  const head = await readFile(join(exported, 'checkpoint'), 'utf8');
  const entries = Number(head.split('\n')[1]);
  return { holds: code === 0, entries, keptHeads: kept.length, lines };
}
