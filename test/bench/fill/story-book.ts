import {
  type CaseScript,
  type ScriptStep,
  caseScript,
} from '../../../simulation/generator/case-story.ts';
import { type Random, createRandom } from '../../../simulation/generator/random.ts';
import { statePair } from '../../../simulation/generator/state-pair.ts';

/** A case as it is told so far. */
export interface OpenStory {
  readonly key: string;
  readonly script: CaseScript;
  readonly random: Random;
  /** Index of the step that comes next. */
  next: number;
  /** Of the hub, once its first activity was accepted. */
  caseId: string | undefined;
  /** When the last of its activities crossed, in milliseconds. */
  lastAt: number;
  /** It goes no further: an activity of it waits, failed or was refused. */
  over: boolean;
}

export interface StoryMoment {
  readonly story: OpenStory;
  readonly step: ScriptStep;
  readonly at: Date;
}

export interface StoryBookPlan {
  readonly seed: string;
  readonly members: readonly string[];
  readonly activities: number;
  readonly until: Date;
}

const BEGINNING = { next: 0, lastAt: 0, over: false } as const;
const DAYS = 365;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/**
 * The activities of a year, day by day and in the order of the clock: what is due in the cases that are
 * open, and new cases for the rest of the day's share. The last moment is the end of the year. Whoever
 * reads on says how many of the day's moments came to nothing: others take their place.
 */
export function* storyBook(plan: StoryBookPlan): Generator<StoryMoment[], void, number> {
  const random = createRandom(plan.seed);
  const due = new Map<number, OpenStory[]>();
  const start = plan.until.getTime() - DAYS * DAY_MS;
  let left = plan.activities;
  let opened = 0;

  const later = (story: OpenStory, day: number): void => {
    const [before, after] = [story.script.steps[story.next - 1], story.script.steps[story.next]];
    if (after === undefined) return;
    const on = day + (before === undefined ? 1 : daysBetween(before.date, after.date));
    if (on >= DAYS) return;
    const others = due.get(on) ?? [];
    others.push(story);
    due.set(on, others);
  };

  for (let day = 0; left > 0; day = Math.min(day + 1, DAYS - 1)) {
    const share = Math.ceil(left / (DAYS - day));
    const today = due.get(day) ?? [];
    due.delete(day);
    const stories = today.slice(0, share);
    // What is one too many today is due tomorrow.
    const tomorrow = [...today.slice(share), ...(due.get(day + 1) ?? [])];
    if (tomorrow.length > 0 && day + 1 < DAYS) due.set(day + 1, tomorrow);
    while (stories.length < share) {
      stories.push(openStory(plan, random, (opened += 1), new Date(start + day * DAY_MS)));
    }
    const times = stories.map(() => start + day * DAY_MS + timeOfDay(random)).sort((a, b) => a - b);
    const lost = yield stories.flatMap((story, index): StoryMoment[] => {
      const step = story.script.steps[story.next];
      if (step === undefined) return [];
      const at = Math.max(times[index] ?? start, story.lastAt + MINUTE_MS);
      return [{ story, step, at: new Date(Math.min(at, plan.until.getTime())) }];
    });
    left -= share - lost;
    for (const story of stories) {
      story.next += 1;
      if (!story.over) later(story, day);
    }
  }
}

function openStory(
  { seed, members }: StoryBookPlan,
  random: Random,
  number: number,
  day: Date,
): OpenStory {
  const key = `${seed}-${number}`;
  const pair = statePair(random, members);
  const caseNumbers = { sending: `${pair.sending}-${key}`, receiving: `${pair.receiving} ${key}` };
  const startDate = day.toISOString().slice(0, 10);
  const script = caseScript({ ...pair, seed: key, key, startDate, variant: 'any', caseNumbers });
  return { key, script, random: random.fork(key), caseId: undefined, ...BEGINNING };
}

/** Most of it by day, some of it in the batches of the night. */
function timeOfDay(random: Random): number {
  const hours = random.chance(0.9) ? 13 + 11 * random.next() : 24 * random.next();
  return Math.floor(hours * 60 * MINUTE_MS) % DAY_MS;
}

/** At least one, so that a step is crossed before the next is due. */
function daysBetween(one: string, other: string): number {
  return Math.max(1, Math.round((Date.parse(other) - Date.parse(one)) / DAY_MS));
}
