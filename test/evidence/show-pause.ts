import type { Defect } from '../faults/known-defects.ts';
import { openEmbeddedDatabase } from '../faults/lab-database.ts';
import { runPause } from '../faults/pause-run.ts';
import { type EvidenceLine, type EvidenceOptions, evidenceLine } from './evidence.ts';

/** A worker that was stopped beyond its leases, and what it writes when it goes on. */
export async function showPause(
  { seed, progress, signal }: EvidenceOptions,
  defect?: Defect,
): Promise<EvidenceLine[]> {
  const claim = {
    line: 'a hub paused in its sends until another had settled them changes nothing when it goes on',
    bar: '0 wrong',
  };
  const line = await evidenceLine(claim, async () => {
    const { inHand, settledByOther, wrong } = await runPause({
      seed: `${seed} paused`,
      progress,
      openDatabase: openEmbeddedDatabase,
      ...(signal === undefined ? {} : { signal }),
      ...(defect === undefined ? {} : { defect }),
    });
    const found = wrong.length === 0 ? '0 wrong' : wrong.join(', ');
    return {
      figure: `${found}; ${inHand} deliveries in its hands, ${settledByOther} settled by the other`,
      cases: inHand,
      holds: wrong.length === 0 && inHand > 0 && inHand === settledByOther,
    };
  });
  return [line];
}
