import { expect } from 'chai';
import { createStoryTeller } from '../../../hub/cli/story-teller.ts';
import type { StateEvent } from '../../../simulation/state-event.ts';

const event = (kind: 'accepted' | 'arrived', step: number, key = 'run-1'): StateEvent =>
  ({ kind, step, key, at: `2026-11-25T10:47:4${step}.000Z`, member: 'OR' }) as StateEvent;

/** What is heard, and what is told of case 1. */
const STORIES: readonly {
  readonly name: string;
  readonly heard: readonly [StateEvent, string][];
  readonly told: readonly string[];
}[] = [
  {
    name: 'as it is heard',
    heard: [
      [event('accepted', 1), 'asks'],
      [event('arrived', 1), 'has it'],
    ],
    told: ['asks', 'has it'],
  },
  {
    name: 'an arrival after the sending, also when it is heard first',
    heard: [
      [event('accepted', 1), 'asks'],
      [event('arrived', 2), 'has the answer'],
      [event('arrived', 1), 'has it'],
      [event('accepted', 2), 'answers'],
    ],
    told: ['asks', 'has it', 'answers', 'has the answer'],
  },
  {
    name: 'nothing of another case',
    heard: [
      [event('accepted', 1, 'run-11'), 'asks'],
      [event('arrived', 1, 'run-2'), 'has it'],
    ],
    told: [],
  },
];

describe('the story of a case', () => {
  for (const { name, heard, told } of STORIES) {
    it(`tells ${name}`, () => {
      const lines: string[] = [];
      const teller = createStoryTeller((line) => lines.push(line));
      teller.heard(event('accepted', 1), 'before anybody asked');
      teller.tell(1);
      for (const [what, sentence] of heard) teller.heard(what, sentence);
      expect(lines.map((line) => line.slice(12))).to.deep.equal(told);
    });
  }
});
