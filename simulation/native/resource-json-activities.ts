import type { ActivityType } from '../generator/activity-frame.ts';
import type { Block } from './block.ts';
import * as supervision from './resource-json-supervision-activities.ts';
import * as transfer from './resource-json-transfer-activities.ts';

/** The table of each activity below the document's root, and the event that names it. */
export const RESOURCE_ACTIVITIES: Readonly<Record<ActivityType, { kind: string; data: Block }>> = {
  'compact.reporting-instructions-request.v1': {
    kind: 'reporting.requested',
    data: transfer.reportingInstructionsRequest,
  },
  'compact.reporting-instructions-reply.v1': {
    kind: 'reporting.answered',
    data: transfer.reportingInstructionsReply,
  },
  'compact.transfer-request.v1': { kind: 'transfer.requested', data: transfer.transferRequest },
  'compact.transfer-reply.v1': { kind: 'transfer.answered', data: transfer.transferReply },
  'compact.departure-notice.v1': { kind: 'departure.notified', data: transfer.departureNotice },
  'compact.arrival-notice.v1': { kind: 'arrival.notified', data: transfer.arrivalNotice },
  'compact.failure-to-arrive-notice.v1': {
    kind: 'arrival.missed',
    data: transfer.failureToArriveNotice,
  },
  'compact.progress-report.v1': { kind: 'progress.reported', data: supervision.progressReport },
  'compact.case-closure-notice.v1': {
    kind: 'closure.notified',
    data: supervision.caseClosureNotice,
  },
  'compact.case-closure-reply.v1': { kind: 'closure.answered', data: supervision.caseClosureReply },
  'compact.return-instructions-request.v1': {
    kind: 'return.requested',
    data: supervision.returnInstructionsRequest,
  },
  'compact.return-instructions-reply.v1': {
    kind: 'return.answered',
    data: supervision.returnInstructionsReply,
  },
  'compact.violation-report.v1': { kind: 'breach.reported', data: supervision.violationReport },
  'compact.violation-report-addendum.v1': {
    kind: 'breach.supplemented',
    data: supervision.violationReportAddendum,
  },
  'compact.violation-response.v1': { kind: 'breach.answered', data: supervision.violationResponse },
  'compact.violation-response-addendum.v1': {
    kind: 'breach-answer.supplemented',
    data: supervision.violationResponseAddendum,
  },
  'compact.discretionary-retaking-notice.v1': {
    kind: 'retaking.notified',
    data: supervision.discretionaryRetakingNotice,
  },
  'compact.warrant-status.v1': { kind: 'warrant.reported', data: supervision.warrantStatus },
  'compact.action-request.v1': { kind: 'action.requested', data: supervision.actionRequest },
  'compact.action-reply.v1': { kind: 'action.answered', data: supervision.actionReply },
  'compact.profile-update.v1': { kind: 'profile.updated', data: supervision.profileUpdate },
  'compact.activity-withdrawal.v1': {
    kind: 'event.withdrawn',
    data: supervision.activityWithdrawal,
  },
  'compact.case-withdrawal.v1': { kind: 'matter.withdrawn', data: supervision.caseWithdrawal },
  'compact.case-reopening.v1': { kind: 'matter.reopened', data: supervision.caseReopening },
};
