import { rebuild } from '../../hub/flows/rebuild.ts';
import { stateOf } from '../../hub/flows/working-set.ts';
import * as caseHistory from '../../hub/store/case-history.ts';
import type { CaseRow } from '../../hub/store/cases.ts';
import * as persons from '../../hub/store/persons.ts';
import { caseGraph, keyOf } from '../../scripts/case-graph.ts';
import { STORY_STATES, playStory } from '../support/random-story.ts';
import { createSeededRandom } from '../support/seeded-random.ts';
import { openTestSite } from '../support/test-hub.ts';

/** What became of cases after random activities, several of a case at once. */
export interface RandomCases {
  readonly cases: number;
  readonly deadlines: number;
  /** Ids of cases in a state that the table of the lifecycle cannot make. */
  readonly unreachable: readonly string[];
  /** Cases whose read model is not what their activities say when it is told again. */
  readonly differing: readonly { readonly caseId: string; readonly columns: readonly string[] }[];
}

let reachable: ReadonlySet<string> | undefined;

/** Plays so many random steps through a running hub and looks at every case. */
export async function playRandomCases(seed: number, steps: number): Promise<RandomCases> {
  reachable ??= new Set(caseGraph().states.map(keyOf));
  const known = reachable;
  const site = await openTestSite({ states: STORY_STATES });
  try {
    await playStory(site, createSeededRandom(seed), steps);
    const rows = await site.query<CaseRow>('SELECT * FROM cases');
    const store = { ...site.parts.store, ...caseHistory, ...persons };
    const report = await rebuild({ ...site.parts, store }, { write: false });
    return {
      ...report,
      unreachable: rows
        .filter((row) => !known.has(keyOf(stateOf(row))))
        .map(({ case_id }) => case_id),
    };
  } finally {
    await site.close();
  }
}
