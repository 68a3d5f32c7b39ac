import { expect } from 'chai';
import { rebuild } from '../../hub/flows/rebuild.ts';
import { stateOf } from '../../hub/flows/working-set.ts';
import * as caseHistory from '../../hub/store/case-history.ts';
import type { CaseRow } from '../../hub/store/cases.ts';
import { caseGraph, keyOf } from '../../scripts/case-graph.ts';
import { STORY_STATES, playStory } from '../support/random-story.ts';
import { createSeededRandom } from '../support/seeded-random.ts';
import { openTestSite } from '../support/test-hub.ts';

const SEEDS = [4, 2026, 53];
const STEPS = 200;

describe('cases after any activities, several at once', function () {
  this.timeout(120_000);
  const reachable = new Set(caseGraph().states.map(keyOf));

  for (const seed of SEEDS) {
    it(`are as the table can make them, and as what crossed tells them again (seed ${seed})`, async () => {
      const site = await openTestSite({ states: STORY_STATES });
      try {
        await playStory(site, createSeededRandom(seed), STEPS);
        const rows = await site.query<CaseRow>('SELECT * FROM cases');
        expect(rows).to.have.length.at.least(10);
        for (const row of rows) expect(reachable, row.case_id).to.include(keyOf(stateOf(row)));
        const store = { ...site.parts.store, ...caseHistory };
        const report = await rebuild({ ...site.parts, store }, { write: false });
        expect(report).to.deep.include({ cases: rows.length, differing: [], erased: 0 });
        expect(report.deadlines).to.be.at.least(20);
      } finally {
        await site.close();
      }
    });
  }
});
