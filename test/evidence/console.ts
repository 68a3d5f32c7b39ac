import type { EvidenceLine, EvidenceOptions, ShowEvidence } from './evidence.ts';
import { CONSOLE_DEFECTS, type ConsoleDefect, FOUND_BY } from './console/console-defects.ts';
import { showAccess } from './console/show-access.ts';
import { showCanaries, showCanaryPages } from './console/show-canaries.ts';
import { showJourneys } from './console/show-journeys.ts';
import { showPolicy } from './console/show-policy.ts';
import { showSpeed } from './console/show-speed.ts';
import { showConsoleReads } from './show-console-reads.ts';

type Show = (
  options: EvidenceOptions & { readonly defect: ConsoleDefect | undefined },
) => Promise<readonly EvidenceLine[]>;

const PARTS = {
  journeys: showJourneys,
  isolation: showCanaries,
  pages: showCanaryPages,
  policy: showPolicy,
  access: showAccess,
  speed: showSpeed,
  reads: showConsoleReads,
} as const satisfies Record<string, Show>;

/** What can be shown by itself. */
export const CONSOLE_PARTS: readonly string[] = Object.keys(PARTS);

/** The console as people meet it: what they can do, what they never see, and how fast it is. */
export const consoleEvidence: ShowEvidence = async (options) => {
  const defect = defectOf(options.defect);
  const part = defect === undefined ? options.part : FOUND_BY[defect];
  const show = Object.entries(PARTS).find(([name]) => name === part)?.[1];
  if (show === undefined) throw new Error('the console is shown part by part');
  const lines = await show({ ...options, defect });
  return lines.map((line) => ({ ...line, part: part ?? '' }));
};

function defectOf(name: string | undefined): ConsoleDefect | undefined {
  if (name === undefined) return undefined;
  const defect = CONSOLE_DEFECTS.find((known) => known === name);
  if (defect === undefined) throw new Error(`known defects: ${CONSOLE_DEFECTS.join(', ')}`);
  return defect;
}
