import { startProcess } from './child-process.ts';
import type { ObservedState } from './oracle/observed-state.ts';
import type { OracleReport } from './oracle/report.ts';

/** Checks the states' journals in a process of its own, which has no part in what it judges. */
export async function runOracle(states: readonly ObservedState[]): Promise<OracleReport> {
  const child = await startProcess('oracle-process', { states });
  await child.stop();
  return child.ready as OracleReport;
}
