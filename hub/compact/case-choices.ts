import { holds } from './case-lifecycle.ts';
import type { CaseState, Side } from './case-state.ts';
import type { Guard } from './lifecycle-rows.ts';

/** A way on from a rejection, and the activity by which it is taken. */
export interface Choice {
  readonly choice: 'request-again' | 'return' | 'withdraw-case';
  readonly type: string;
  /** Who sends the activity: for a return the receiving state asks for the instructions. */
  readonly by: Side;
}

export interface Choices {
  /** The side that is asked to choose. */
  readonly asked: Side;
  readonly choices: readonly Choice[];
}

// prettier-ignore
const CHOICES: readonly (Choice & { readonly when: Guard })[] = [
  { choice: 'request-again', type: 'compact.transfer-request.v1', by: 'sending',
    when: { status: ['rejected'], location: ['sending', 'departed', 'failed-to-arrive', 'receiving'], returning: ['none'] } },
  { choice: 'return', type: 'compact.return-instructions-request.v1', by: 'receiving',
    when: { status: ['rejected'], location: ['receiving'], returning: ['none'] } },
  { choice: 'withdraw-case', type: 'compact.case-withdrawal.v1', by: 'sending',
    when: { status: ['rejected'], location: ['sending', 'departed', 'failed-to-arrive'] } },
];

/**
 * What the sending state is asked to choose from after the transfer was rejected or its acceptance
 * withdrawn (rows 7 and 8); undefined when nothing is asked. A person who arrived on reporting
 * instructions is not dropped: the case goes on by a new request or by the return (Rule 4.111).
 */
export function choicesOf(state: CaseState): Choices | undefined {
  const open = CHOICES.filter(({ when }) => holds(state, when));
  if (open.length === 0) return undefined;
  return { asked: 'sending', choices: open.map(({ choice, type, by }) => ({ choice, type, by })) };
}
