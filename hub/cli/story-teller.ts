import type { StateEvent } from '../../simulation/state-event.ts';

/** Tells one case's story as the states' systems report it. */
export interface StoryTeller {
  readonly heard: (event: StateEvent, sentence: string) => void;
  /** Tells of this case from now on. */
  readonly tell: (caseNumber: number) => void;
}

/**
 * Of all that happens, the sentences of one case. Two systems report, each over a channel of its own:
 * that an activity is there may be heard before that it was sent, and is told after it.
 */
export function createStoryTeller(print: (line: string) => void): StoryTeller {
  let ending = '';
  const sent = new Set<number>();
  const early = new Map<number, string>();
  return {
    tell: (caseNumber) => {
      ending = `-${caseNumber}`;
    },
    heard: (event, sentence) => {
      if (ending === '' || !event.key.endsWith(ending)) return;
      const line = `  ${event.at.slice(11, 19)}  ${sentence}`;
      if (event.kind === 'arrived' && !sent.has(event.step)) {
        early.set(event.step, line);
        return;
      }
      print(line);
      if (event.kind !== 'accepted') return;
      sent.add(event.step);
      const arrival = early.get(event.step);
      if (arrival !== undefined) print(arrival);
    },
  };
}
