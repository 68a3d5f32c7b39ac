import { STORIES } from '../stories/stories.ts';
import type { EvidenceLine, EvidenceOptions, ShowEvidence } from './evidence.ts';
import { RULES_DEFECTS, type RulesDefect, withRulesDefect } from './rules-defects.ts';
import { showRebuild } from './show-rebuild.ts';
import { showRuleTables } from './show-rule-tables.ts';
import { showStories } from './show-stories.ts';

/** What must find a known defect; the other lines do not concern it. */
const CONCERNS: Readonly<
  Record<RulesDefect, (options: EvidenceOptions) => Promise<EvidenceLine[]>>
> = {
  'closes-while-retaking': showRuleTables,
  'no-release-gate': (options) =>
    showStories(
      STORIES.filter(({ steps }) => steps.some((step) => 'waits' in step)).slice(0, 1),
      options,
    ),
};

/**
 * The compact's rules: a lifecycle that refuses by name, days that a person counted, stories that a
 * person told, and nothing that crosses before its office released it.
 */
export const rules: ShowEvidence = async (options) => {
  if (options.defect !== undefined) {
    const defect = RULES_DEFECTS.find((known) => known === options.defect);
    if (defect === undefined) throw new Error(`known defects: ${RULES_DEFECTS.join(', ')}`);
    return withRulesDefect(defect, () => CONCERNS[defect](options));
  }
  return [
    ...(await showRuleTables(options)),
    ...(await showStories(STORIES, options)),
    ...(await showRebuild(options)),
  ];
};
