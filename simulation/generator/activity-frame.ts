import type { ActivityData, Actor, Attachment, Attestation } from '../../hub/generated/messages.ts';
import { attachment } from './attachment.ts';
import { actor, attestation } from './contact.ts';
import { demanded, listOf, optional } from './draw.ts';
import type { Draw } from './draw.ts';
import { prose } from './prose.ts';

export type ActivityType = keyof ActivityData;

/** Which activities the sending compact office approves before they cross, and which type asks what. */
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
