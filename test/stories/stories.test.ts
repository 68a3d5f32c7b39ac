import { expect } from 'chai';
import { openTestDatabase } from '../faults/lab-database.ts';
import { stopTestBroker } from '../support/rabbitmq.ts';
import { playStory } from './play-story.ts';
import { STORIES } from './stories.ts';
import { type StoryLab, openStoryLab } from './story-lab.ts';

describe('a story between four dialects and transports', function () {
  this.timeout(60_000);
  let lab: StoryLab;
  let close: () => Promise<void> = () => Promise.resolve();

  before(async () => {
    ({ lab, close } = await openStoryLab({ database: openTestDatabase }));
  });
  after(async () => {
    await close();
    await stopTestBroker();
  });

  for (const story of STORIES) {
    it(`goes as it is told: ${story.name}`, async () => {
      const end = await playStory(lab, story);
      expect(end.differences).to.deep.equal([]);
      expect(end.canaries.found).to.equal(0);
    });
  }
});
