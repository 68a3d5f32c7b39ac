import { openEmbeddedDatabase } from '../faults/lab-database.ts';
import { type StoryEnd, playStory } from '../stories/play-story.ts';
import { withStoryLab } from '../stories/story-lab.ts';
import type { Story } from '../stories/story.ts';
import { stopTestBroker } from '../support/rabbitmq.ts';
import { type EvidenceLine, type EvidenceOptions, linesOf } from './evidence.ts';

const CLAIM = {
  line: 'stories told by hand through the running hub: four dialects; REST, SOAP, OpenSSH, RabbitMQ',
  bar: 'each case, clock and leaf as told',
};

/** The stories in a hub that serves, and what of them waited for its release. */
export function showStories(
  stories: readonly Story[],
  { progress, signal }: EvidenceOptions,
): Promise<EvidenceLine[]> {
  return linesOf(CLAIM, async () => {
    try {
      return await withStoryLab({ database: openEmbeddedDatabase }, async (lab) => {
        const ends: StoryEnd[] = [];
        for (const story of stories) {
          signal?.throwIfAborted();
          progress(story.name);
          const end = await playStory(lab, story);
          for (const difference of end.differences) progress(`${story.key}: ${difference}`);
          ends.push(end);
        }
        return linesFrom(ends);
      });
    } finally {
      await stopTestBroker();
    }
  });
}

function linesFrom(ends: readonly StoryEnd[]): EvidenceLine[] {
  const sum = (count: (end: StoryEnd) => number): number =>
    ends.reduce((total, end) => total + count(end), 0);
  const asTold = ends.filter(({ differences }) => differences.length === 0).length;
  const sent = sum((end) => end.sent);
  const [refused, clocks, leaves] = [
    sum((end) => end.refused),
    sum((end) => end.clocks),
    sum((end) => end.leaves),
  ];
  const [searched, found] = [
    sum(({ canaries }) => canaries.searched),
    sum(({ canaries }) => canaries.found),
  ];
  const released = sum((end) => end.released);
  const [tried, notReleased] = [
    sum(({ wrongReleases }) => wrongReleases.tried),
    sum(({ wrongReleases }) => wrongReleases.refused),
  ];
  return [
    {
      ...CLAIM,
      figure: `${asTold} of ${ends.length}; ${sent} activities taken, ${refused} refused with their row, ${clocks} clocks, ${leaves} leaves`,
      cases: sent + refused,
      holds: asTold === ends.length,
    },
    {
      line: 'texts of activities that wait for their release, looked for in all that their receivers hold',
      bar: '0 found before, all after',
      figure: `${found} found in ${searched} searches; ${released} released, and found then`,
      cases: searched,
      holds: found === 0 && searched > 0 && released > 0,
    },
    {
      line: 'releases tried with the key of a system, or by another state’s office',
      bar: 'all refused',
      figure: `${notReleased} of ${tried} refused`,
      cases: tried,
      holds: notReleased === tried && tried > 0,
    },
  ];
}
