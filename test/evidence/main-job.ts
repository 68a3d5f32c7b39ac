import { DEFECTS, type Defect } from '../faults/known-defects.ts';
import type { EvidenceLine, EvidenceOptions, ShowEvidence } from './evidence.ts';
import { showBench } from './show-bench.ts';
import { showDemo } from './show-demo.ts';
import { showKills } from './show-kills.ts';
import { showPause } from './show-pause.ts';

type Show = (options: EvidenceOptions, defect?: Defect) => Promise<EvidenceLine[]>;

/** What must find a known defect; the other lines do not concern it. */
const CONCERNS: Readonly<Record<Defect, Show>> = {
  'no-dedup': showKills,
  'drop-leaf': showKills,
  'no-fence': showPause,
};

/**
 * A transfer crosses the hub: started by one command, sent by hand, under kills and pauses, in
 * evidence that anybody verifies, without a name where none belongs, and as fast as a naive relay.
 */
export const mainJob: ShowEvidence = async (options) => {
  if (options.defect !== undefined) {
    const defect = DEFECTS.find((known) => known === options.defect);
    if (defect === undefined) throw new Error(`known defects: ${DEFECTS.join(', ')}`);
    return CONCERNS[defect](options, defect);
  }
  return [
    ...(await showDemo(options)),
    ...(await showKills(options)),
    ...(await showPause(options)),
    ...(await showBench(options)),
  ];
};
