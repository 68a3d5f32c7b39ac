import { correctableNow } from './case-correction.ts';
import { type Need, type Refusal, allowedNow } from './case-lifecycle.ts';
import { type CaseState, REGION_NAMES, type Side } from './case-state.ts';

/**
 * A refusal of the lifecycle in sentences: the row and what it needs; the case as it stands; what
 * the sender may send now, corrections of the types that `failed` too. Holds words of the tables only,
 * nothing that an activity said.
 */
export function refusalTexts(
  { row, needs }: Refusal,
  state: CaseState,
  by: Side,
  failed: readonly string[] = [],
): string[] {
  const allowed = [...allowedNow(state, by), ...correctableNow(state, by, failed)];
  const now = allowed.length === 0 ? 'nothing' : allowed.join(', ');
  return [
    needs.length === 0
      ? `row ${row} of the lifecycle never lets this activity pass`
      : `row ${row} of the lifecycle needs ${needs.map(needsText).join(', or ')}`,
    `the case has ${stateText(state)}`,
    `allowed now to the ${by} state: ${now}`,
  ];
}

function needsText(needs: readonly Need[]): string {
  return needs.map(({ region, values }) => `${region} ${orList(values)}`).join(' and ');
}

/** Why instructions were asked for is the sender's word: it is left out. */
function stateText(state: CaseState): string {
  return REGION_NAMES.map((region) => `${region} ${state[region]}`).join(', ');
}

function orList(values: readonly string[]): string {
  return values.length < 2
    ? values.join('')
    : `${values.slice(0, -1).join(', ')} or ${values.at(-1) ?? ''}`;
}
