import { expect } from 'chai';
import { ACTIVITIES } from '../../../hub/compact/activity-catalogue.ts';
import { factsOf } from '../../../hub/compact/activity-facts.ts';
import { moveCase } from '../../../hub/compact/case-lifecycle.ts';
import { NEW_CASE } from '../../../hub/compact/case-state.ts';
import { caseStory } from '../../../simulation/generator/case-story.ts';
import type { CaseStory, StoryPlan } from '../../../simulation/generator/case-story.ts';
import { createRandom } from '../../../simulation/generator/random.ts';
import { statePair } from '../../../simulation/generator/state-pair.ts';
import { messageIdOf } from '../../../simulation/state-event.ts';
import { createChecker } from '../compact-schemas.ts';

const plan = (seed: string, variant: StoryPlan['variant'] = 'any'): StoryPlan => ({
  seed,
  variant,
  startDate: '2026-05-04',
  sending: 'OR',
  receiving: 'TX',
  caseNumbers: { sending: 'OR-26-1', receiving: 'TX 99' },
});

const STORIES = Array.from({ length: 400 }, (_, index) => caseStory(plan(`case ${index}`)));

describe('caseStory', () => {
  it('tells the same story for the same plan', () => {
    expect(caseStory(plan('one'))).to.deep.equal(caseStory(plan('one')));
    expect(caseStory(plan('one'))).not.to.deep.equal(caseStory(plan('two')));
  });

  it('goes from request to closure by the shortest way when it is ordinary', () => {
    const story = caseStory(plan('one', 'ordinary'));
    expect(story.steps.map(({ type, from }) => `${type.slice(8, -3)} ${from}`)).to.deep.equal([
      'transfer-request OR',
      'transfer-reply TX',
      'departure-notice OR',
      'arrival-notice TX',
      'progress-report TX',
      'case-closure-notice TX',
      'case-closure-reply OR',
    ]);
  });

  it('holds only activities that their schemas take', () => {
    const problemsOf = createChecker();
    const problems = STORIES.slice(0, 100).flatMap(({ steps }) =>
      steps.flatMap(({ type, data }) => problemsOf(type, data)),
    );
    expect(problems).to.deep.equal([]);
  });

  it("holds only activities that the compact's lifecycle allows at their place", () => {
    expect(STORIES.flatMap((story) => refusals(story))).to.deep.equal([]);
  });

  it('tells the variants about as often as they are', () => {
    const having = (...types: string[]): number =>
      STORIES.filter(({ steps }) =>
        types.every((type) => steps.some((step) => step.type === `compact.${type}.v1`)),
      ).length / STORIES.length;
    expect(having('reporting-instructions-request')).to.be.within(0.4, 0.56);
    expect(having('failure-to-arrive-notice')).to.be.within(0.005, 0.07);
    expect(having('case-closure-reply')).to.be.within(0.75, 0.97);
    expect(having('violation-report', 'violation-response')).to.be.within(0.2, 0.4);
    expect(having('return-instructions-request', 'return-instructions-reply')).to.be.within(
      0.08,
      0.2,
    );
    expect(having('action-request')).to.be.within(0.6, 0.95);
    expect(having('case-withdrawal')).to.be.within(0.04, 0.16);
    const steps = STORIES.reduce((sum, story) => sum + story.steps.length, 0);
    expect(steps / STORIES.length).to.be.within(12, 18);
  });

  it('tells every activity of the catalogue', () => {
    const told = new Set(STORIES.flatMap(({ steps }) => steps.map(({ type }) => type)));
    expect([...told].sort()).to.deep.equal(ACTIVITIES.map(({ type }) => type).sort());
  });

  it('names earlier activities of the same case by the ids that the states give', () => {
    const named = STORIES.flatMap(({ steps }) =>
      steps.flatMap((step) => {
        const { withdrawn } = { withdrawn: undefined, ...step.data };
        return withdrawn === undefined ? [] : [{ steps, step, withdrawn }];
      }),
    );
    expect(named).to.have.length.at.least(10);
    for (const { steps, step, withdrawn } of named) {
      const earlier = steps.find(({ number }) => messageIdOf('case', number) === withdrawn.id);
      const definition = ACTIVITIES.find(({ icotsCode }) => icotsCode === withdrawn.activity);
      expect(earlier?.type).to.equal(definition?.type);
      expect(earlier?.from).to.equal(step.from);
      expect(earlier?.number).to.be.lessThan(step.number);
    }
  });

  it('never goes back in time', () => {
    const dates = STORIES.map(({ steps }) => steps.map(({ date }) => date));
    expect(dates.map((days) => [...days].sort())).to.deep.equal(dates);
  });
});

describe('statePair', () => {
  it('prefers large states, neighbors and the region, and never pairs a state with itself', () => {
    const random = createRandom('pairs');
    const pairs = Array.from({ length: 3000 }, () => statePair(random, ['OR', 'TX', 'GA', 'CA']));
    const share = (test: (pair: { sending: string; receiving: string }) => boolean): number =>
      pairs.filter(test).length / pairs.length;
    expect(share(({ sending, receiving }) => sending === receiving)).to.equal(0);
    expect(share(({ sending }) => sending === 'CA')).to.be.within(0.42, 0.52);
    const fromOregon = pairs.filter(({ sending }) => sending === 'OR');
    const toCalifornia = fromOregon.filter(({ receiving }) => receiving === 'CA');
    expect(toCalifornia.length / fromOregon.length).to.be.within(0.7, 0.9);
  });
});

function refusals({ steps, sending }: CaseStory): string[] {
  let state = NEW_CASE;
  const refused: string[] = [];
  for (const { type, data, from } of steps) {
    const facts = factsOf(type, data as unknown as Readonly<Record<string, unknown>>);
    const reason = 'reason' in data ? { instructionsReason: data.reason } : {};
    const by = from === sending ? 'sending' : 'receiving';
    const verdict = moveCase(state, { type, facts, by, ...reason });
    if (verdict.kind === 'moves') state = verdict.state;
    else refused.push(`${type} ${verdict.row}`);
  }
  return refused;
}
