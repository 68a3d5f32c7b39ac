import { endedBy } from '../../../hub/flows/keep-deadlines.ts';
import type { Writes } from '../../../hub/flows/working-set.ts';
import type { DeadlineRow } from '../../../hub/store/deadlines.ts';
import type { PersonDescriptionRow, PersonTokenRow } from '../../../hub/store/persons.ts';

/** What is known of a case and written when its story ends, so that it is written once. */
export interface KeptCase {
  readonly deadlines: readonly DeadlineRow[];
  readonly description: PersonDescriptionRow | undefined;
  readonly tokens: readonly PersonTokenRow[];
}

export const NOTHING_KEPT: KeptCase = { deadlines: [], description: undefined, tokens: [] };

/** After an activity of the case, which has written this. */
export function keptAfter(
  { deadlines, description, tokens }: KeptCase,
  writes: Pick<Writes, 'endings' | 'deadlines' | 'descriptions' | 'personTokens'>,
): KeptCase {
  const [described] = writes.descriptions.values();
  return {
    deadlines: [...deadlines.map((row) => endedBy(row, writes.endings)), ...writes.deadlines],
    description: described ?? description,
    tokens: described === undefined ? tokens : writes.personTokens,
  };
}
