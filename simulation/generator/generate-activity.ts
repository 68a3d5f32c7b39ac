import type { ActivityData } from '../../hub/generated/messages.ts';
import type { ActivityType } from './activity-frame.ts';
import { caseFacts } from './case-facts.ts';
import type { CaseFacts, CaseFrame } from './case-facts.ts';
import type { Draw, Fill } from './draw.ts';
import { arrivalNotice, departureNotice, failureToArriveNotice } from './notices.ts';
import type { DepartureChoices } from './notices.ts';
import { createRandom } from './random.ts';
import type { RateKey } from './rates.ts';
import { caseClosureReply, reportingInstructionsReply, transferReply } from './replies.ts';
import type { ReplyChoices } from './replies.ts';
import { caseClosureNotice, progressReport } from './reports.ts';
import type { ClosureChoices } from './reports.ts';
import { reportingInstructionsRequest, transferRequest } from './requests.ts';
import type { RequestChoices } from './requests.ts';

/** What a story decides for an activity; what it leaves open is drawn. */
export type Choices = RequestChoices & ReplyChoices & DepartureChoices & ClosureChoices;

type Maker<Type extends ActivityType> = (
  draw: Draw,
  facts: CaseFacts,
  choices: Choices,
) => ActivityData[Type];

const MAKERS: { readonly [Type in ActivityType]: Maker<Type> } = {
  'compact.reporting-instructions-request.v1': reportingInstructionsRequest,
  'compact.reporting-instructions-reply.v1': reportingInstructionsReply,
  'compact.transfer-request.v1': transferRequest,
  'compact.transfer-reply.v1': transferReply,
  'compact.departure-notice.v1': departureNotice,
  'compact.arrival-notice.v1': arrivalNotice,
  'compact.failure-to-arrive-notice.v1': failureToArriveNotice,
  'compact.progress-report.v1': progressReport,
  'compact.case-closure-notice.v1': caseClosureNotice,
  'compact.case-closure-reply.v1': caseClosureReply,
};

export const ACTIVITY_TYPES = Object.keys(MAKERS) as ActivityType[];

/** The activity of a type in a case whose facts are given. */
export function activityOf<Type extends ActivityType>(
  type: Type,
  draw: Draw,
  facts: CaseFacts,
  choices: Choices = {},
): ActivityData[Type] {
  return MAKERS[type](draw, facts, choices);
}

export interface GenerateOptions extends Partial<CaseFrame> {
  /** Day of the activity, ISO. */
  readonly today?: string;
  readonly fill?: Fill;
  readonly without?: ReadonlySet<RateKey>;
}

/** One activity by itself, with a case made up for it; the same for the same seed and options. */
export function generateActivity<Type extends ActivityType>(
  type: Type,
  seed: string,
  options: GenerateOptions = {},
): ActivityData[Type] {
  const draw = createDraw(`${seed}/${type}`, options);
  const {
    sending = 'OR',
    receiving = 'TX',
    caseNumbers = { sending: 'OR-1', receiving: 'TX 1' },
  } = options;
  return activityOf(type, draw, caseFacts(draw, { sending, receiving, caseNumbers }));
}

/** What the parts of the generator draw from, for a seed. */
export function createDraw(seed: string, options: GenerateOptions): Draw {
  const { today = '2026-11-23', fill = 'by-rate', without = new Set<RateKey>() } = options;
  return { random: createRandom(seed), today, fill, without };
}
