import type { ActivityType } from '../generator/activity-frame.ts';
import * as supervision from './attribute-xml-supervision.ts';
import * as transfer from './attribute-xml-transfer.ts';
import type { Block } from './block.ts';

/** The table of each activity, and the element at the document's root by which it is known. */
export const ATTRIBUTE_ACTIVITIES: Readonly<Record<ActivityType, { root: string; data: Block }>> = {
  'compact.reporting-instructions-request.v1': {
    root: 'RiReq',
    data: transfer.reportingInstructionsRequest,
  },
  'compact.reporting-instructions-reply.v1': {
    root: 'RiRpl',
    data: transfer.reportingInstructionsReply,
  },
  'compact.transfer-request.v1': { root: 'TrReq', data: transfer.transferRequest },
  'compact.transfer-reply.v1': { root: 'TrRpl', data: transfer.transferReply },
  'compact.departure-notice.v1': { root: 'Dprt', data: transfer.departureNotice },
  'compact.arrival-notice.v1': { root: 'Arvl', data: transfer.arrivalNotice },
  'compact.failure-to-arrive-notice.v1': { root: 'NoArv', data: transfer.failureToArriveNotice },
  'compact.progress-report.v1': { root: 'PrgRp', data: transfer.progressReport },
  'compact.case-closure-notice.v1': { root: 'CsCls', data: transfer.caseClosureNotice },
  'compact.case-closure-reply.v1': { root: 'ClsRpl', data: transfer.caseClosureReply },
  'compact.return-instructions-request.v1': {
    root: 'RtnReq',
    data: supervision.returnInstructionsRequest,
  },
  'compact.return-instructions-reply.v1': {
    root: 'RtnRpl',
    data: supervision.returnInstructionsReply,
  },
  'compact.violation-report.v1': { root: 'VioRp', data: supervision.violationReport },
  'compact.violation-response.v1': { root: 'VioRpl', data: supervision.violationResponse },
  'compact.violation-report-addendum.v1': {
    root: 'VioAdd',
    data: supervision.violationReportAddendum,
  },
  'compact.violation-response-addendum.v1': {
    root: 'RplAdd',
    data: supervision.violationResponseAddendum,
  },
  'compact.discretionary-retaking-notice.v1': {
    root: 'RtkNt',
    data: supervision.discretionaryRetakingNotice,
  },
  'compact.warrant-status.v1': { root: 'WrtSt', data: supervision.warrantStatus },
  'compact.action-request.v1': { root: 'ActReq', data: supervision.actionRequest },
  'compact.action-reply.v1': { root: 'ActRpl', data: supervision.actionReply },
  'compact.profile-update.v1': { root: 'PrfUpd', data: supervision.profileUpdate },
  'compact.activity-withdrawal.v1': { root: 'MsgWd', data: supervision.activityWithdrawal },
  'compact.case-withdrawal.v1': { root: 'CsWd', data: supervision.caseWithdrawal },
  'compact.case-reopening.v1': { root: 'CsOpn', data: supervision.caseReopening },
};
