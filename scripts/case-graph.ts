import type { Fact } from '../hub/compact/activity-facts.ts';
import { type LifecycleMove, moveCase } from '../hub/compact/case-lifecycle.ts';
import { type CaseState, NEW_CASE, REGION_NAMES } from '../hub/compact/case-state.ts';
import { LIFECYCLE } from '../hub/compact/lifecycle-rows.ts';

export interface CaseStep {
  readonly row: string;
  readonly from: CaseState;
  readonly to: CaseState;
}

export interface CaseGraph {
  /** Every state in which a case can be, the new case first. */
  readonly states: readonly CaseState[];
  /** Every move that the lifecycle allows in one of them. */
  readonly steps: readonly CaseStep[];
}

const ASKS = 'compact.reporting-instructions-request.v1';
const LIVES_THERE = 'LIVING_IN_RS_AT_SENTENCING';
const REASONS = [LIVES_THERE, 'MILITARY_MEMBER'];

/** Every activity that the lifecycle tells apart, from either side. */
export const EVERY_MOVE: readonly LifecycleMove[] = everyMove();

/** All that a case can become, found by trying every move in every state, breadth first. */
export function caseGraph(): CaseGraph {
  const found = new Map([[keyOf(NEW_CASE), NEW_CASE]]);
  const steps: CaseStep[] = [];
  // A Map goes on to what is added while it is walked.
  for (const from of found.values()) {
    for (const move of EVERY_MOVE) {
      const verdict = moveCase(from, move);
      if (verdict.kind === 'refused') continue;
      const key = keyOf(verdict.state);
      const to = found.get(key) ?? verdict.state;
      found.set(key, to);
      steps.push({ row: verdict.row, from, to });
    }
  }
  return { states: [...found.values()], steps };
}

function everyMove(): LifecycleMove[] {
  const kinds = new Map<string, { type: string; facts: readonly Fact[] }>();
  for (const { type, when } of LIFECYCLE) {
    kinds.set(`${type} ${when ?? ''}`, { type, facts: when === undefined ? [] : [when] });
  }
  return [...kinds.values()].flatMap((kind) =>
    (['sending', 'receiving'] as const).flatMap((by): LifecycleMove[] =>
      kind.type === ASKS
        ? REASONS.map((instructionsReason) => ({ ...kind, by, instructionsReason }))
        : [{ ...kind, by }],
    ),
  );
}

/** One text for each state: of the reasons for instructions the rows tell only one from the others. */
export function keyOf(state: CaseState): string {
  const lives = state.instructionsReason === LIVES_THERE ? LIVES_THERE : '';
  return [...REGION_NAMES.map((region) => state[region]), lives].join();
}
