import type { ActivityType } from '../../simulation/generator/activity-frame.ts';
import { generateActivity } from '../../simulation/generator/generate-activity.ts';
import type { GenerateOptions } from '../../simulation/generator/generate-activity.ts';
import type { Meaning } from '../../simulation/native/meaning.ts';

/** A generated activity as its sender means it. */
export function meaningOf(
  type: ActivityType,
  seed: string,
  options: GenerateOptions = {},
): Meaning {
  const { sending = 'OR', receiving = 'TX' } = options;
  return {
    id: `t-${seed.replaceAll(' ', '-')}.1`,
    type,
    from: sending,
    to: receiving,
    time: '2026-05-04T13:07:09Z',
    caseReference: 'C-0123456789ABCDEFGHJKMNPQRS',
    supervisionType: seed.endsWith('1') ? 'PAROLE' : 'PROBATION',
    data: generateActivity(type, seed, options),
  };
}
