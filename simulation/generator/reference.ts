import type { ActivityCode } from '../../hub/generated/code-lists.ts';
import type { ActivityReference } from '../../hub/generated/messages.ts';
import { CASE_SIDES } from './code-weights.ts';
import { optional } from './draw.ts';
import type { Draw } from './draw.ts';

export interface ReferenceChoices {
  /** An earlier activity of the story that this one names. */
  readonly reference?: ActivityReference;
}

/** What a story says is named; otherwise an activity of this code that nobody sent. */
export function reference(
  draw: Draw,
  choices: ReferenceChoices,
  activity: ActivityCode,
): ActivityReference {
  const { random } = draw;
  return (
    choices.reference ?? {
      activity,
      id: `${random.pick(['msg', 'TX:2026', 'a/b'])}-${random.integer(1, 999_999)}`,
      ...optional(draw, 'activityReference.sentBy', () => random.weighted(CASE_SIDES)),
    }
  );
}
