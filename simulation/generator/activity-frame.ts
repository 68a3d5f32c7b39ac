import type { ActivityCode } from '../../hub/generated/code-lists.ts';
import type { ActivityData, Actor, Attachment, Attestation } from '../../hub/generated/messages.ts';
import { attachment } from './attachment.ts';
import { actor, attestation } from './contact.ts';
import { demanded, listOf, optional } from './draw.ts';
import type { Draw } from './draw.ts';
import { prose } from './prose.ts';

export type ActivityType = keyof ActivityData;

/** Which activities the sending compact office approves before they cross. */
export const MANAGED: Record<ActivityType, boolean> = {
  'compact.reporting-instructions-request.v1': true,
  'compact.reporting-instructions-reply.v1': true,
  'compact.transfer-request.v1': true,
  'compact.transfer-reply.v1': true,
  'compact.departure-notice.v1': false,
  'compact.arrival-notice.v1': false,
  'compact.failure-to-arrive-notice.v1': false,
  'compact.progress-report.v1': true,
  'compact.case-closure-notice.v1': true,
  'compact.case-closure-reply.v1': true,
  'compact.return-instructions-request.v1': true,
  'compact.return-instructions-reply.v1': true,
  'compact.violation-report.v1': true,
  'compact.violation-response.v1': true,
  'compact.violation-report-addendum.v1': true,
  'compact.violation-response-addendum.v1': true,
  'compact.discretionary-retaking-notice.v1': true,
  'compact.warrant-status.v1': false,
  'compact.action-request.v1': false,
  'compact.action-reply.v1': false,
  'compact.profile-update.v1': false,
  'compact.activity-withdrawal.v1': true,
  'compact.case-withdrawal.v1': false,
  'compact.case-reopening.v1': false,
};

/** The code by which one activity names another. */
export const ACTIVITY_CODE_OF: Record<ActivityType, ActivityCode> = {
  'compact.reporting-instructions-request.v1': 'RFRI',
  'compact.reporting-instructions-reply.v1': 'RFRI_REPLY',
  'compact.transfer-request.v1': 'TREQ',
  'compact.transfer-reply.v1': 'TREP',
  'compact.departure-notice.v1': 'NOD',
  'compact.arrival-notice.v1': 'NOA',
  'compact.failure-to-arrive-notice.v1': 'NOFA',
  'compact.progress-report.v1': 'PR',
  'compact.case-closure-notice.v1': 'CCN',
  'compact.case-closure-reply.v1': 'CCN_REPLY',
  'compact.return-instructions-request.v1': 'R2SS_RFRI',
  'compact.return-instructions-reply.v1': 'R2SS_REPLY',
  'compact.violation-report.v1': 'OVR',
  'compact.violation-response.v1': 'RVR',
  'compact.violation-report-addendum.v1': 'AVR',
  'compact.violation-response-addendum.v1': 'ARVR',
  'compact.discretionary-retaking-notice.v1': 'DRT',
  'compact.warrant-status.v1': 'WARRANT_STATUS',
  'compact.action-request.v1': 'CAR',
  'compact.action-reply.v1': 'CAR_REPLY',
  'compact.profile-update.v1': 'PROFILE_UPDATE',
  'compact.activity-withdrawal.v1': 'WITHDRAW_ACTIVITY',
  'compact.case-withdrawal.v1': 'WITHDRAW_CASE',
  'compact.case-reopening.v1': 'REOPEN',
};

/** The state that acts and its own number of the case. */
export interface Author {
  readonly state: string;
  readonly caseNumber: string;
}

interface Head {
  submittedBy: Actor;
  releasedBy?: Attestation;
  senderCaseNumber?: string;
}

/** Who submits, who approved, and the case's number: the beginning of every activity. */
export function head(draw: Draw, type: ActivityType, author: Author): Head {
  return {
    submittedBy: actor(draw, author.state),
    ...demanded(draw, 'activity.releasedBy', MANAGED[type], () => attestation(draw, author.state)),
    ...optional(draw, 'activity.senderCaseNumber', () => author.caseNumber),
  };
}

interface Tail {
  attachments?: Attachment[];
  comments?: string;
}

/** Files and comments: the end of every activity. */
export function tail(draw: Draw, commentsDemanded = false): Tail {
  return {
    ...optional(draw, 'activity.attachments', () =>
      listOf(draw, 'attachments', () => attachment(draw)),
    ),
    ...demanded(draw, 'activity.comments', commentsDemanded, () => prose(draw, 'remark', 1024, 1)),
  };
}
