import type {
  DiscretionaryRetakingNotice,
  ViolationResponse,
  ViolationResponseAddendum,
  Warrant,
  WarrantStatus,
} from '../../hub/generated/messages.ts';
import { head, tail } from './activity-frame.ts';
import { addDays } from './calendar.ts';
import type { CaseFacts } from './case-facts.ts';
import * as weights from './code-weights.ts';
import { demanded, optional } from './draw.ts';
import type { Draw } from './draw.ts';
import { plainFamilyName } from './person-name.ts';
import { prose } from './prose.ts';
import { reference } from './reference.ts';
import type { ReferenceChoices } from './reference.ts';
import { sendingAuthor } from './replies.ts';

export interface RetakingChoices extends ReferenceChoices {
  readonly responseAction?: ViolationResponse['action'];
  readonly warrantStage?: WarrantStatus['warrantStatus'];
  readonly warrantDuty?: NonNullable<WarrantStatus['duty']>;
}

/** Actions that a state must explain. */
const EXPLAINED: readonly ViolationResponse['action'][] = [
  'AWAIT_DISPOSITION',
  'CONTINUE_SUPERVISION',
  'DISCHARGED',
];

const RETAKES = 'WARRANT_ISSUED_WILL_RETAKE';

/** The sending state says what it does about a violation report. */
export function violationResponse(
  draw: Draw,
  facts: CaseFacts,
  choices: RetakingChoices,
): ViolationResponse {
  const { random, today } = draw;
  const action = choices.responseAction ?? random.weighted(weights.VIOLATION_RESPONSE_ACTIONS);
  return {
    ...head(draw, 'compact.violation-response.v1', sendingAuthor(facts)),
    ...optional(draw, 'violation-response.violationReport', () => reference(draw, choices, 'OVR')),
    action,
    actionBeginDate: addDays(today, random.integer(0, 5)),
    estimatedCompletionDate: addDays(today, random.integer(10, 60)),
    ...demanded(draw, 'violation-response.warrant', action === RETAKES, () => warrant(draw)),
    ...demanded(draw, 'violation-response.explanation', EXPLAINED.includes(action), () =>
      prose(draw, 'decision', 4096, 1),
    ),
    ...tail(draw),
  };
}

/** What has changed since the response; an action is one that the story goes on with. */
export function violationResponseAddendum(
  draw: Draw,
  facts: CaseFacts,
  choices: RetakingChoices,
): ViolationResponseAddendum {
  const { random, today } = draw;
  const action = optional(
    draw,
    'violation-response-addendum.action',
    () => choices.responseAction ?? random.weighted(weights.VIOLATION_RESPONSE_ACTIONS),
  );
  return {
    ...head(draw, 'compact.violation-response-addendum.v1', sendingAuthor(facts)),
    ...optional(draw, 'violation-response-addendum.violationResponse', () =>
      reference(draw, choices, 'RVR'),
    ),
    ...action,
    ...optional(draw, 'violation-response-addendum.actionBeginDate', () =>
      addDays(today, random.integer(0, 9)),
    ),
    ...optional(draw, 'violation-response-addendum.estimatedCompletionDate', () =>
      addDays(today, random.integer(10, 60)),
    ),
    ...demanded(draw, 'violation-response-addendum.warrant', action.action === RETAKES, () =>
      warrant(draw),
    ),
    explanation: prose(draw, 'decision', 8192, 1),
    ...tail(draw),
  };
}

/** The sending state retakes the person by a warrant of its own decision. */
export function discretionaryRetakingNotice(
  draw: Draw,
  facts: CaseFacts,
): DiscretionaryRetakingNotice {
  return {
    ...head(draw, 'compact.discretionary-retaking-notice.v1', sendingAuthor(facts)),
    warrant: warrant(draw),
    explanation: prose(draw, 'decision', 4096, 1),
    ...optional(draw, 'discretionary-retaking-notice.estimatedCompletionDate', () =>
      addDays(draw.today, draw.random.integer(5, 60)),
    ),
    ...tail(draw),
  };
}

/** How a warrant stands; before it is executed, its entry in NCIC is verified. */
export function warrantStatus(
  draw: Draw,
  facts: CaseFacts,
  choices: RetakingChoices,
): WarrantStatus {
  const { random, today } = draw;
  const stage = choices.warrantStage ?? random.weighted(weights.WARRANT_STAGES);
  return {
    ...head(draw, 'compact.warrant-status.v1', sendingAuthor(facts)),
    warrantStatus: stage,
    ...optional(
      draw,
      'warrant-status.duty',
      () => choices.warrantDuty ?? random.weighted(weights.WARRANT_DUTIES),
    ),
    warrant: warrant(draw, stage === 'EXECUTED'),
    ...demanded(draw, 'warrant-status.endedOn', stage !== 'ACTIVE', () =>
      addDays(today, -random.integer(0, 3)),
    ),
    ...tail(draw),
  };
}

function warrant(draw: Draw, verified = false): Warrant {
  const { random, today } = draw;
  const issuedOn = addDays(today, -random.integer(0, 12));
  return {
    issuedOn,
    authority: `${plainFamilyName(random)} County Circuit Court`,
    ...optional(
      draw,
      'warrant.number',
      () => `${random.integer(10, 99)}CR${random.integer(100, 99_999)}/W`,
    ),
    ...optional(draw, 'warrant.ncicNumber', () => `W${random.integer(900_000_000, 999_999_999)}`),
    ...demanded(draw, 'warrant.ncicVerifiedOn', verified, () => addDays(issuedOn, 1)),
  };
}
