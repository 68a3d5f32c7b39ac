import type {
  ActivityWithdrawal,
  CaseReopening,
  CaseWithdrawal,
} from '../../hub/generated/messages.ts';
import { head, tail } from './activity-frame.ts';
import type { CaseFacts } from './case-facts.ts';
import { WITHDRAWAL_REASONS } from './code-weights.ts';
import { eitherAuthor } from './correspondence.ts';
import { demanded } from './draw.ts';
import type { Draw } from './draw.ts';
import type { SideChoices } from './notices.ts';
import { prose } from './prose.ts';
import { reference } from './reference.ts';
import type { ReferenceChoices } from './reference.ts';
import { receivingAuthor, sendingAuthor } from './replies.ts';

export interface WithdrawalChoices extends SideChoices, ReferenceChoices {
  readonly withdrawalReason?: CaseWithdrawal['reason'];
}

/** A state takes back what it sent. */
export function activityWithdrawal(
  draw: Draw,
  facts: CaseFacts,
  choices: WithdrawalChoices,
): ActivityWithdrawal {
  const reason = choices.withdrawalReason ?? draw.random.weighted(WITHDRAWAL_REASONS);
  return {
    ...head(draw, 'compact.activity-withdrawal.v1', eitherAuthor(draw, facts, choices)),
    withdrawn: reference(draw, choices, draw.random.pick(['TREQ', 'RFRI', 'CAR', 'OVR'] as const)),
    reason,
    ...demanded(draw, 'activity-withdrawal.explanation', reason === 'OTHER', () =>
      prose(draw, 'decision', 2048, 1),
    ),
    ...tail(draw),
  };
}

/** The sending state takes back the whole case. */
export function caseWithdrawal(
  draw: Draw,
  facts: CaseFacts,
  choices: WithdrawalChoices,
): CaseWithdrawal {
  const reason = choices.withdrawalReason ?? draw.random.weighted(WITHDRAWAL_REASONS);
  return {
    ...head(draw, 'compact.case-withdrawal.v1', sendingAuthor(facts)),
    reason,
    ...demanded(draw, 'case-withdrawal.explanation', reason === 'OTHER', () =>
      prose(draw, 'decision', 2048, 1),
    ),
    ...tail(draw),
  };
}

/** The receiving compact office opens a closed case again. */
export function caseReopening(draw: Draw, facts: CaseFacts): CaseReopening {
  return {
    ...head(draw, 'compact.case-reopening.v1', receivingAuthor(facts)),
    explanation: prose(draw, 'decision', 2048, 1),
    ...tail(draw),
  };
}
