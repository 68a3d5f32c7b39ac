import type {
  CaseClosureReply,
  ReportingInstructions,
  ReportingInstructionsReply,
  TransferReply,
} from '../../hub/generated/messages.ts';
import { head, tail } from './activity-frame.ts';
import { addDays } from './calendar.ts';
import type { CaseFacts } from './case-facts.ts';
import * as weights from './code-weights.ts';
import { contact, office } from './contact.ts';
import { demanded, lengthOf, listOf, optional } from './draw.ts';
import type { Draw } from './draw.ts';
import { prose } from './prose.ts';
import { weightedSample } from './random.ts';
import { condition } from './sentence.ts';

export interface ReplyChoices {
  readonly granted?: boolean;
  readonly accepted?: boolean;
  readonly valid?: boolean;
}

/** The receiving state grants reporting instructions or denies them. */
export function reportingInstructionsReply(
  draw: Draw,
  facts: CaseFacts,
  choices: ReplyChoices,
): ReportingInstructionsReply {
  const decision =
    choices.granted === undefined
      ? draw.random.weighted(weights.REPORTING_INSTRUCTIONS_DECISIONS)
      : choices.granted
        ? 'GRANTED'
        : 'DENIED';
  return {
    ...head(draw, 'compact.reporting-instructions-reply.v1', receivingAuthor(facts)),
    decision,
    ...(decision === 'GRANTED'
      ? { reportingInstructions: reportingInstructions(draw, facts.receiving) }
      : {
          denialReasons: weightedSample(
            draw.random,
            weights.REPORTING_INSTRUCTIONS_DENIAL_REASONS,
            lengthOf(draw, 'denialReasons'),
          ),
          denialExplanation: prose(draw, 'decision', 2048),
        }),
    ...tail(draw),
  };
}

/** The receiving state accepts supervision, with reporting instructions, or rejects it. */
export function transferReply(draw: Draw, facts: CaseFacts, choices: ReplyChoices): TransferReply {
  const decision =
    choices.accepted === undefined
      ? draw.random.weighted(weights.TRANSFER_DECISIONS)
      : choices.accepted
        ? 'ACCEPTED'
        : 'REJECTED';
  return {
    ...head(draw, 'compact.transfer-reply.v1', receivingAuthor(facts)),
    decision,
    ...(decision === 'ACCEPTED' ? acceptance(draw, facts.receiving) : rejection(draw)),
    ...optional(draw, 'transfer-reply.investigatedBy', () => contact(draw)),
    ...optional(draw, 'transfer-reply.investigationReport', () => prose(draw, 'decision', 8192, 3)),
    ...tail(draw),
  };
}

/** The sending state agrees that the case is closed, or not. */
export function caseClosureReply(
  draw: Draw,
  facts: CaseFacts,
  choices: ReplyChoices,
): CaseClosureReply {
  const valid = choices.valid ?? draw.random.chance(0.96);
  return {
    ...head(draw, 'compact.case-closure-reply.v1', sendingAuthor(facts)),
    outcome: valid ? 'VALID' : 'INVALID',
    ...demanded(draw, 'case-closure-reply.explanation', !valid, () =>
      prose(draw, 'decision', 2048),
    ),
    ...tail(draw),
  };
}

export function sendingAuthor(facts: CaseFacts): { state: string; caseNumber: string } {
  return { state: facts.sending, caseNumber: facts.caseNumbers.sending };
}

export function receivingAuthor(facts: CaseFacts): { state: string; caseNumber: string } {
  return { state: facts.receiving, caseNumber: facts.caseNumbers.receiving };
}

type Acceptance = Pick<
  TransferReply,
  'reportingInstructions' | 'conditionsImposed' | 'conditionsNotEnforceable'
>;

function acceptance(draw: Draw, receiving: string): Acceptance {
  return {
    reportingInstructions: reportingInstructions(draw, receiving),
    ...optional(draw, 'transfer-reply.conditionsImposed', () =>
      listOf(draw, 'conditionsImposed', () => condition(draw)),
    ),
    ...optional(draw, 'transfer-reply.conditionsNotEnforceable', () =>
      listOf(draw, 'conditionsNotEnforceable', () => ({
        text: prose(draw, 'condition', 1024, 1),
        ...optional(draw, 'conditionsNotEnforceable.explanation', () =>
          prose(draw, 'decision', 1024, 1),
        ),
      })),
    ),
  };
}

function rejection(draw: Draw): Pick<TransferReply, 'rejectionReasons' | 'rejectionExplanation'> {
  const count = lengthOf(draw, 'rejectionReasons');
  return {
    rejectionReasons: weightedSample(draw.random, weights.TRANSFER_REJECTION_REASONS, count),
    rejectionExplanation: prose(draw, 'decision', 4096, 2),
  };
}

/** Where, when and to whom the person reports in a state. */
export function reportingInstructions(draw: Draw, state: string): ReportingInstructions {
  const { random } = draw;
  return {
    reportDate: addDays(draw.today, random.integer(3, 20)),
    ...optional(draw, 'reportingInstructions.reportTime', () => clockTime(random.integer(28, 66))),
    office: office(draw, state),
    officer: contact(draw),
    ...optional(draw, 'reportingInstructions.instructions', () =>
      prose(draw, 'instruction', 2048, 1),
    ),
  };
}

/** The time of day after so many quarters of an hour. */
function clockTime(quarters: number): string {
  const two = (value: number): string => `${value}`.padStart(2, '0');
  return `${two(Math.floor(quarters / 4))}:${two((quarters % 4) * 15)}`;
}
