import type { ActivityType } from '../generator/activity-frame.ts';
import type { Block } from './block.ts';
import * as supervision from './entry-json-supervision.ts';
import * as transfer from './entry-json-transfer.ts';

/** The items of each activity, and the number of its form. */
export const ENTRY_ACTIVITIES: Readonly<Record<ActivityType, { form: string; data: Block }>> = {
  'compact.reporting-instructions-request.v1': {
    form: 'ISU-100',
    data: transfer.reportingInstructionsRequest,
  },
  'compact.reporting-instructions-reply.v1': {
    form: 'ISU-105',
    data: transfer.reportingInstructionsReply,
  },
  'compact.transfer-request.v1': { form: 'ISU-110', data: transfer.transferRequest },
  'compact.transfer-reply.v1': { form: 'ISU-115', data: transfer.transferReply },
  'compact.departure-notice.v1': { form: 'ISU-120', data: transfer.departureNotice },
  'compact.arrival-notice.v1': { form: 'ISU-125', data: transfer.arrivalNotice },
  'compact.failure-to-arrive-notice.v1': { form: 'ISU-130', data: transfer.failureToArriveNotice },
  'compact.progress-report.v1': { form: 'ISU-135', data: transfer.progressReport },
  'compact.case-closure-notice.v1': { form: 'ISU-140', data: transfer.caseClosureNotice },
  'compact.case-closure-reply.v1': { form: 'ISU-145', data: transfer.caseClosureReply },
  'compact.return-instructions-request.v1': {
    form: 'ISU-150',
    data: supervision.returnInstructionsRequest,
  },
  'compact.return-instructions-reply.v1': {
    form: 'ISU-155',
    data: supervision.returnInstructionsReply,
  },
  'compact.violation-report.v1': { form: 'ISU-160', data: supervision.violationReport },
  'compact.violation-response.v1': { form: 'ISU-165', data: supervision.violationResponse },
  'compact.violation-report-addendum.v1': {
    form: 'ISU-170',
    data: supervision.violationReportAddendum,
  },
  'compact.violation-response-addendum.v1': {
    form: 'ISU-175',
    data: supervision.violationResponseAddendum,
  },
  'compact.discretionary-retaking-notice.v1': {
    form: 'ISU-180',
    data: supervision.discretionaryRetakingNotice,
  },
  'compact.warrant-status.v1': { form: 'ISU-185', data: supervision.warrantStatus },
  'compact.action-request.v1': { form: 'ISU-190', data: supervision.actionRequest },
  'compact.action-reply.v1': { form: 'ISU-195', data: supervision.actionReply },
  'compact.profile-update.v1': { form: 'ISU-200', data: supervision.profileUpdate },
  'compact.activity-withdrawal.v1': { form: 'ISU-205', data: supervision.activityWithdrawal },
  'compact.case-withdrawal.v1': { form: 'ISU-210', data: supervision.caseWithdrawal },
  'compact.case-reopening.v1': { form: 'ISU-215', data: supervision.caseReopening },
};
