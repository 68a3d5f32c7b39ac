import { FAULT_KINDS } from '../faults/fault-kinds.ts';
import { DEFECTS, type Defect } from '../faults/known-defects.ts';
import { CRASH_POINTS } from '../faults/point-table.ts';
import type { EvidenceLine, EvidenceOptions, ShowEvidence } from './evidence.ts';
import { showFaults } from './show-faults.ts';
import { HOSTILE_DEFECTS, showHostile } from './show-hostile.ts';

/** What `--break` may switch on. */
export const FAULT_DEFECTS: readonly string[] = [...DEFECTS, ...HOSTILE_DEFECTS];

const POINTS = 'points';
const HOSTILE = 'hostile';

/** What can be shown by itself: each kind of fault, and the hostile inputs. */
export const FAULT_PARTS: readonly string[] = [...FAULT_KINDS.keys(), HOSTILE];

/** The kind of fault that must find each defect. */
const FOUND_BY: Readonly<Record<Defect, string>> = {
  'no-dedup': 'hub-kills',
  'drop-leaf': 'hub-kills',
  'no-fence': 'pauses',
};

/**
 * Whatever happens to a hub under load, nothing accepted is lost, delivered twice with effect or reordered
 * within a case; and whatever is sent to it, it answers as it should, leaks nothing and goes on.
 */
export const faults: ShowEvidence = async (options) => {
  const { defect, part } = options;
  if (defect === undefined) {
    if (part === undefined) throw new Error('the faults are shown part by part');
    const lines = await showPart(options, part);
    return lines.map((line) => ({ ...line, part }));
  }
  if (isHubDefect(defect)) return showFaults(options, [FOUND_BY[defect]], defect);
  if (!FAULT_DEFECTS.includes(defect)) {
    throw new Error(`known defects: ${FAULT_DEFECTS.join(', ')}`);
  }
  return showHostile(options);
};

async function showPart(options: EvidenceOptions, part: string): Promise<readonly EvidenceLine[]> {
  if (part === HOSTILE) return showHostile(options);
  const lines = await showFaults(options, [part]);
  return part === POINTS ? [...lines, pointsLine()] : lines;
}

const isHubDefect = (name: string): name is Defect => DEFECTS.some((known) => known === name);

const LEAST_POINTS = 40;

function pointsLine(): EvidenceLine {
  const count: number = CRASH_POINTS.length;
  return {
    line: 'named calls to the outside, each with four faults',
    bar: `≥ ${LEAST_POINTS}`,
    figure: String(count),
    cases: count,
    holds: count >= LEAST_POINTS,
  };
}
