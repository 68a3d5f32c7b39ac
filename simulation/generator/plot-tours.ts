import * as step from './plot-steps.ts';
import type { PlotStep } from './plot-steps.ts';

/** Three cases that together hold every activity: nothing in them is left to chance. */
export const TOURS = {
  'tour-return': tourReturn,
  'tour-retaking': tourRetaking,
  'tour-withdrawal': tourWithdrawal,
} as const satisfies Readonly<Record<string, () => PlotStep[]>>;

export type Tour = keyof typeof TOURS;

/** On reporting instructions to the receiving state, and back in lieu of a retaking. */
function tourReturn(): PlotStep[] {
  return [
    step.instructionsRequest('LIVING_IN_RS_AT_SENTENCING'),
    step.instructionsReply(true),
    step.transferRequest('INITIAL', true),
    step.transferReply(true),
    step.departure(),
    step.arrival(),
    step.progressReport(),
    step.actionRequest('sending'),
    step.actionReply('receiving', 8),
    step.profileUpdate('receiving', 'life'),
    step.violationReport('BEHAVIOR_REQUIRING_RETAKING'),
    step.violationReportAddendum(11),
    step.violationResponse('ORDER_RETURN_IN_LIEU', 11),
    step.violationResponseAddendum('ORDER_RETURN_IN_LIEU', 13),
    step.returnRequest('IN_LIEU_OF_RETAKING_MANDATORY'),
    step.returnReply(),
    step.leaving('RETURN'),
    step.closureNotice(['RETURNED_TO_SENDING_STATE'], [1, 3]),
    step.arrival('sending'),
    step.closureReply(true),
  ];
}

/** A request withdrawn, an arrival that failed at first, a retaking, a closure and a case opened again. */
function tourRetaking(): PlotStep[] {
  return [
    step.transferRequest('INITIAL', false),
    step.activityWithdrawal('sending', 1, 'SUBMITTED_IN_ERROR'),
    step.transferRequest('RESUBMISSION', false),
    step.transferReply(true),
    step.departure(),
    step.failureToArrive(),
    step.warrant('ACTIVE', 'FAILURE_TO_ARRIVE'),
    step.arrival(),
    step.discretionaryRetaking(),
    step.warrant('EXECUTED', 'DISCRETIONARY_RETAKING'),
    step.closureNotice(['RETAKEN'], [2, 8]),
    step.closureReply(true),
    step.caseReopening(),
    step.progressReport(),
  ];
}

function tourWithdrawal(): PlotStep[] {
  return [
    step.transferRequest('INITIAL', false),
    step.transferReply(false),
    step.caseWithdrawal('PLAN_CHANGED'),
  ];
}
