import type {
  ReturnInstructionsReply,
  ReturnInstructionsRequest,
} from '../../hub/generated/messages.ts';
import { head, tail } from './activity-frame.ts';
import { residence } from './address.ts';
import { addDays } from './calendar.ts';
import type { CaseFacts } from './case-facts.ts';
import { RETURN_REASONS } from './code-weights.ts';
import { listOf, optional } from './draw.ts';
import type { Draw } from './draw.ts';
import { employment } from './person.ts';
import { meansOfSupport } from './plan.ts';
import { prose } from './prose.ts';
import { CHANCES } from './rates.ts';
import { receivingAuthor, reportingInstructions, sendingAuthor } from './replies.ts';

export interface ReturnChoices {
  readonly returnReason?: ReturnInstructionsRequest['reason'];
}

/** The receiving state asks how the person is to report back. */
export function returnInstructionsRequest(
  draw: Draw,
  facts: CaseFacts,
  choices: ReturnChoices,
): ReturnInstructionsRequest {
  const { random, today } = draw;
  return {
    ...head(draw, 'compact.return-instructions-request.v1', receivingAuthor(facts)),
    reason: choices.returnReason ?? random.weighted(RETURN_REASONS),
    intendedReturnDate: addDays(today, random.integer(3, 30)),
    ...(random.chance(CHANCES.returnResidenceKnown)
      ? { residence: residence(draw, facts.sending) }
      : { residenceUnknown: prose(draw, 'plan', 1024, 1) }),
    ...optional(draw, 'return-instructions-request.employment', () =>
      employment(draw, facts.sending),
    ),
    ...optional(draw, 'return-instructions-request.meansOfSupport', () =>
      listOf(draw, 'meansOfSupport', () => meansOfSupport(draw, facts.sending)),
    ),
    ...tail(draw),
  };
}

/** The sending state says where the person reports; it cannot deny. */
export function returnInstructionsReply(draw: Draw, facts: CaseFacts): ReturnInstructionsReply {
  return {
    ...head(draw, 'compact.return-instructions-reply.v1', sendingAuthor(facts)),
    reportingInstructions: reportingInstructions(draw, facts.sending),
    ...tail(draw),
  };
}
