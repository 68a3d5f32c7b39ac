import type { JsonObject } from '../../hub/message/json.ts';
import type { ActivityType } from '../../simulation/generator/activity-frame.ts';
import type { Meaning } from '../../simulation/native/meaning.ts';
import type { Settlement } from '../../simulation/outbox.ts';
import { activity } from '../support/activity.ts';
import type { Sending, Story, StoryMember, ToldCase } from './story.ts';
import type { StoryLab } from './story-lab.ts';

/** What of a story has been sent so far. */
export interface PostBook {
  readonly story: Story;
  /** The hub's ids of the story's cases, by name. */
  readonly caseIds: Map<string, string>;
  /** By which another state's case is of the same person. */
  personId?: string;
}

export const ONLY_CASE = 'case';

/** The case that a step is of. */
export function caseOf(story: Story, { of = ONLY_CASE }: Sending): ToldCase {
  const told = story.cases[of];
  if (told === undefined) throw new Error(`${story.key} has no ${of}`);
  return told;
}

/** The other state of the step's case. */
export function receiverOf(story: Story, step: Sending): StoryMember {
  const { sending, receiving } = caseOf(story, step);
  return step.from === sending ? receiving : sending;
}

/** A text that stands nowhere but in this activity. */
export function canaryOf(story: Story, name: string): string {
  return `Waitingword${story.key}${name.replaceAll('-', '')}Zq`;
}

/** Submits the step's activity by its state's own transport, in its own dialect. */
export async function post(lab: StoryLab, book: PostBook, step: Sending): Promise<Settlement> {
  const { story, caseIds } = book;
  const caseName = step.of ?? ONLY_CASE;
  const caseId = caseIds.get(caseName);
  const system = lab.simulation.states.get(step.from);
  if (system === undefined) throw new Error(`no system of ${step.from}`);
  const meaning: Meaning = {
    id: idOf(story, step.as),
    type: `compact.${step.sends}.v1` as ActivityType,
    from: step.from,
    to: receiverOf(story, step),
    time: `${lab.now().toISOString().slice(0, 19)}Z`,
    ...(caseId === undefined ? {} : { caseReference: caseId }),
    supervisionType: caseOf(story, step).supervisionType,
    data: dataOf(book, step, caseId === undefined) as unknown as Meaning['data'],
  };
  return system.submit(`${story.key} ${caseName}`, meaning);
}

function dataOf({ story, personId }: PostBook, step: Sending, opens: boolean): JsonObject {
  const text = { comments: `${canaryOf(story, step.as)} waits.` };
  const merged = activity(step.sends, {
    from: step.from,
    to: receiverOf(story, step),
    released: step.waits !== true,
    data: {
      ...(step.waits === true ? text : {}),
      ...(withIds(story, step.data ?? {}) as JsonObject),
    },
  }).data;
  const said = Object.entries(merged).filter(([, value]) => value !== null);
  const data: JsonObject = Object.fromEntries(said);
  if (!opens || personId === undefined) return data;
  const person = { ...(data['supervisedIndividual'] as JsonObject), personId };
  return { ...data, supervisedIndividual: person };
}

const idOf = (story: Story, name: string): string => `${story.key}-${name}`;

/** The data with `{ref: name}` replaced by the id of that activity. */
function withIds(story: Story, value: JsonObject[string]): JsonObject[string] {
  if (Array.isArray(value)) return value.map((each: JsonObject[string]) => withIds(story, each));
  if (typeof value !== 'object' || value === null) return value;
  const { ref } = value;
  if (typeof ref === 'string') return idOf(story, ref);
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, withIds(story, each)]),
  );
}
