import type { ActivityType } from '../generator/activity-frame.ts';
import type { Block } from './block.ts';
import * as supervision from './charge-rows-supervision.ts';
import * as transfer from './charge-rows-transfer.ts';

/** The table of each activity, and the row type by which it is known. */
export const EVENTS: Readonly<Record<ActivityType, { row: string; data: Block }>> = {
  'compact.reporting-instructions-request.v1': {
    row: 'INSTR_ASK',
    data: transfer.reportingInstructionsRequest,
  },
  'compact.reporting-instructions-reply.v1': {
    row: 'INSTR_ANS',
    data: transfer.reportingInstructionsReply,
  },
  'compact.transfer-request.v1': { row: 'XFER_ASK', data: transfer.transferRequest },
  'compact.transfer-reply.v1': { row: 'XFER_ANS', data: transfer.transferReply },
  'compact.departure-notice.v1': { row: 'DEPARTED', data: transfer.departureNotice },
  'compact.arrival-notice.v1': { row: 'ARRIVED', data: transfer.arrivalNotice },
  'compact.failure-to-arrive-notice.v1': { row: 'NO_SHOW', data: transfer.failureToArriveNotice },
  'compact.progress-report.v1': { row: 'PROGRESS', data: supervision.progressReport },
  'compact.profile-update.v1': { row: 'PERSON_CHG', data: supervision.profileUpdate },
  'compact.violation-report.v1': { row: 'VIOL_ASK', data: supervision.violationReport },
  'compact.violation-response.v1': { row: 'VIOL_ANS', data: supervision.violationResponse },
  'compact.violation-report-addendum.v1': {
    row: 'VIOL_ASK_ADD',
    data: supervision.violationReportAddendum,
  },
  'compact.violation-response-addendum.v1': {
    row: 'VIOL_ANS_ADD',
    data: supervision.violationResponseAddendum,
  },
  'compact.discretionary-retaking-notice.v1': {
    row: 'RETAKING',
    data: supervision.discretionaryRetakingNotice,
  },
  'compact.warrant-status.v1': { row: 'WARRANT_STAGE', data: supervision.warrantStatus },
  'compact.return-instructions-request.v1': {
    row: 'RETURN_ASK',
    data: transfer.returnInstructionsRequest,
  },
  'compact.return-instructions-reply.v1': {
    row: 'RETURN_ANS',
    data: transfer.returnInstructionsReply,
  },
  'compact.case-closure-notice.v1': { row: 'CLOSE_ASK', data: transfer.caseClosureNotice },
  'compact.case-closure-reply.v1': { row: 'CLOSE_ANS', data: transfer.caseClosureReply },
  'compact.case-reopening.v1': { row: 'REOPENED', data: transfer.caseReopening },
  'compact.action-request.v1': { row: 'ACTION_ASK', data: supervision.actionRequest },
  'compact.action-reply.v1': { row: 'ACTION_ANS', data: supervision.actionReply },
  'compact.activity-withdrawal.v1': { row: 'VOID_EVENT', data: supervision.activityWithdrawal },
  'compact.case-withdrawal.v1': { row: 'VOID_CASE', data: supervision.caseWithdrawal },
};
