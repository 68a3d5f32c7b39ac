import type { ActivityData } from '../../hub/generated/messages.ts';
import type { ActivityType } from './activity-frame.ts';
import { caseFacts } from './case-facts.ts';
import type { CaseFacts, CaseFrame } from './case-facts.ts';
import { actionReply, actionRequest, profileUpdate } from './correspondence.ts';
import type { CorrespondenceChoices } from './correspondence.ts';
import type { Draw, Fill } from './draw.ts';
import { arrivalNotice, departureNotice, failureToArriveNotice } from './notices.ts';
import type { DepartureChoices, SideChoices } from './notices.ts';
import { createRandom } from './random.ts';
import type { RateKey } from './rates.ts';
import { caseClosureReply, reportingInstructionsReply, transferReply } from './replies.ts';
import type { ReplyChoices } from './replies.ts';
import { caseClosureNotice, progressReport } from './reports.ts';
import type { ClosureChoices } from './reports.ts';
import { reportingInstructionsRequest, transferRequest } from './requests.ts';
import type { RequestChoices } from './requests.ts';
import * as retaking from './retaking.ts';
import { returnInstructionsReply, returnInstructionsRequest } from './returns.ts';
import type { ReturnChoices } from './returns.ts';
import { violationReport, violationReportAddendum } from './violations.ts';
import type { ViolationChoices } from './violations.ts';
import { activityWithdrawal, caseReopening, caseWithdrawal } from './withdrawals.ts';
import type { WithdrawalChoices } from './withdrawals.ts';

/** What a story decides for an activity; what it leaves open is drawn. */
export type Choices = RequestChoices &
  ReplyChoices &
  DepartureChoices &
  SideChoices &
  ClosureChoices &
  ReturnChoices &
  ViolationChoices &
  retaking.RetakingChoices &
  CorrespondenceChoices &
  WithdrawalChoices;

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
  'compact.return-instructions-request.v1': returnInstructionsRequest,
  'compact.return-instructions-reply.v1': returnInstructionsReply,
  'compact.violation-report.v1': violationReport,
  'compact.violation-response.v1': retaking.violationResponse,
  'compact.violation-report-addendum.v1': violationReportAddendum,
  'compact.violation-response-addendum.v1': retaking.violationResponseAddendum,
  'compact.discretionary-retaking-notice.v1': retaking.discretionaryRetakingNotice,
  'compact.warrant-status.v1': retaking.warrantStatus,
  'compact.action-request.v1': actionRequest,
  'compact.action-reply.v1': actionReply,
  'compact.profile-update.v1': profileUpdate,
  'compact.activity-withdrawal.v1': activityWithdrawal,
  'compact.case-withdrawal.v1': caseWithdrawal,
  'compact.case-reopening.v1': caseReopening,
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
