import type { ActivityType } from './generator/activity-frame.ts';

/** What a state system says of a step of a story, as it happens. */
export type StepEvent =
  /** The hub gave a receipt; `status` is the receipt's. */
  | (StepFacts & {
      readonly kind: 'accepted';
      readonly to: string;
      readonly caseId: string;
      readonly transmissionId: string;
      readonly status: string;
    })
  /** The hub will never take it: the story ends here. */
  | (StepFacts & { readonly kind: 'refused'; readonly to: string; readonly status: number })
  /** It is on this state's disk. */
  | (StepFacts & {
      readonly kind: 'arrived';
      readonly from: string;
      readonly caseId: string;
      readonly caseSequence: number;
      readonly deliveryId: string;
    });

export type StateEvent = StepEvent | StoryEnded;

/** This state's part in the story is over: every step has happened. */
export interface StoryEnded extends StoryFacts {
  readonly kind: 'ended';
}

interface StoryFacts {
  readonly at: string;
  /** The state that tells it. */
  readonly member: string;
  readonly key: string;
}

interface StepFacts extends StoryFacts {
  readonly step: number;
  readonly type: ActivityType;
}

/** A story's key and a step's number in one id, which is the activity's id with its sender. */
export function messageIdOf(key: string, step: number): string {
  return `${key}.${step}`;
}

/** Key and number out of an id; undefined for ids of activities that belong to no story. */
export function readMessageId(id: string): { key: string; step: number } | undefined {
  const match = /^(.+)\.(\d{1,4})$/.exec(id);
  return match === null ? undefined : { key: match[1] ?? '', step: Number(match[2]) };
}
