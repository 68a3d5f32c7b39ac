import { CASE_CLOSURE_REASONS, VIOLATION_TYPES } from './code-weights.ts';
import * as step from './plot-steps.ts';
import { type ClosureReason, type Plot, type PlotStep, add } from './plot-steps.ts';
import { MOST, STORY_RATES } from './story-rates.ts';

type ViolationType = (typeof VIOLATION_TYPES)[number][0];

/** The time in the receiving state: reports, letters, changes, a violation that is endured. */
export function supervise(plot: Plot): void {
  const { random } = plot;
  const more = 1 - 1 / (1 + STORY_RATES.progressReports);
  for (let count = 0; count < MOST.reports && random.chance(more); count += 1) {
    writeLetters(plot);
    add(plot, step.progressReport());
  }
  if (random.chance(STORY_RATES.lifeChanges)) add(plot, step.profileUpdate('receiving', 'life'));
  if (random.chance(STORY_RATES.violationsEndured)) {
    violation(plot, random.weighted(VIOLATION_TYPES), 'CONTINUE_SUPERVISION');
  }
  if (random.chance(STORY_RATES.termChanges)) add(plot, step.profileUpdate('sending', 'term'));
  writeLetters(plot);
}

/** Action requests, some of them for a progress report, which then is the answer of the other state. */
export function writeLetters(plot: Plot): void {
  const { random, steps } = plot;
  const there = supervisedThere(steps);
  const more = 1 - 1 / (1 + STORY_RATES.actionRequests);
  while (random.chance(more)) {
    if (there && random.chance(STORY_RATES.asksForReport)) {
      const choices = { specialization: 'REQUEST_PROGRESS_REPORT', replyRequested: true } as const;
      add(plot, step.actionRequest('sending', choices));
      add(plot, step.progressReport([20, 33]));
      continue;
    }
    const by = random.pick(['sending', 'receiving'] as const);
    const asked = add(plot, step.actionRequest(by));
    if (!random.chance(STORY_RATES.actionAnswered)) continue;
    add(plot, step.actionReply(by === 'sending' ? 'receiving' : 'sending', asked));
  }
}

/** Ends the case for one of the reasons, in the way that leads to it. */
export function endSupervision(plot: Plot): void {
  const reason = plot.random.weighted(CASE_CLOSURE_REASONS);
  const end = ENDINGS[reason];
  if (end !== undefined) {
    end(plot);
    return;
  }
  close(plot, reason);
  if (!plot.random.chance(STORY_RATES.reopened)) return;
  add(plot, step.caseReopening());
  add(plot, step.progressReport());
  close(plot, 'DISCHARGE_EXPIRATION');
}

const ENDINGS: { readonly [Reason in ClosureReason]?: (plot: Plot) => void } = {
  RETURNED_TO_SENDING_STATE: comeBack,
  ABSCONDED: abscond,
  RETAKEN: retake,
  SUBSEQUENT_STATE_DEPARTURE: goOn,
};

function comeBack(plot: Plot): void {
  const { random } = plot;
  if (random.chance(STORY_RATES.returnsForViolation)) {
    violation(plot, 'BEHAVIOR_REQUIRING_RETAKING', 'ORDER_RETURN_IN_LIEU');
    returnLeg(plot, 'IN_LIEU_OF_RETAKING_MANDATORY');
    return;
  }
  returnLeg(plot, random.chance(0.85) ? 'INDIVIDUAL_REQUEST' : 'IN_LIEU_DISCRETIONARY');
}

/** Return instructions, departure and closure notice before the arrival (Rule 4.111). */
export function returnLeg(plot: Plot, reason: Parameters<typeof step.returnRequest>[0]): void {
  const { random } = plot;
  const asked = add(plot, step.returnRequest(reason));
  if (random.chance(STORY_RATES.noticeWithdrawn)) {
    add(plot, step.activityWithdrawal('receiving', asked, 'SUBMITTED_IN_ERROR'));
    add(plot, step.returnRequest(reason));
  }
  add(plot, step.returnReply());
  add(plot, step.leaving('RETURN'));
  const notice = (): PlotStep => step.closureNotice(['RETURNED_TO_SENDING_STATE'], [1, 3]);
  add(plot, notice());
  if (random.chance(STORY_RATES.failsToReturn)) {
    add(plot, step.failureToArrive('sending'));
    add(plot, step.warrant('ACTIVE', 'FAILURE_TO_RETURN'));
  }
  add(plot, step.arrival('sending'));
  agree(plot, notice);
}

function abscond(plot: Plot): void {
  violation(plot, 'ABSCONDER', 'WARRANT_ISSUED_WILL_RETAKE');
  add(plot, step.warrant('ACTIVE', 'ABSCONDER'));
  close(plot, 'ABSCONDED');
  if (plot.random.chance(STORY_RATES.foundAfterClosure)) {
    add(plot, step.warrant('EXECUTED', 'ABSCONDER'));
  }
}

function retake(plot: Plot): void {
  const { random } = plot;
  const freely = random.chance(STORY_RATES.retakenByDiscretion);
  if (freely) add(plot, step.discretionaryRetaking());
  else {
    const others = VIOLATION_TYPES.filter(([type]) => type !== 'ABSCONDER');
    violation(plot, random.weighted(others), 'WARRANT_ISSUED_WILL_RETAKE');
  }
  const duty = freely ? 'DISCRETIONARY_RETAKING' : 'MANDATORY_RETAKING';
  add(plot, step.warrant('ACTIVE', duty));
  add(plot, step.warrant('EXECUTED', duty));
  close(plot, 'RETAKEN', [2, 8]);
}

function goOn(plot: Plot): void {
  add(plot, step.leaving('SUBSEQUENT'));
  close(plot, 'SUBSEQUENT_STATE_DEPARTURE', [2, 8]);
}

/** Report and response, and what either side adds; now and then the addendum is answered again. */
function violation(
  plot: Plot,
  type: ViolationType,
  action: Parameters<typeof step.violationResponse>[0],
): void {
  const { random } = plot;
  const report = add(plot, step.violationReport(type));
  const response = add(plot, step.violationResponse(action, report));
  if (random.chance(STORY_RATES.responseAdded)) {
    add(plot, step.violationResponseAddendum(action, response));
  }
  if (!random.chance(STORY_RATES.violationAdded)) return;
  add(plot, step.violationReportAddendum(report));
  if (random.chance(STORY_RATES.answeredAgain)) {
    add(plot, step.violationResponse(action, report));
  }
}

function close(plot: Plot, reason: ClosureReason, after?: PlotStep['after']): void {
  const notice = (): PlotStep => step.closureNotice([reason], after);
  const noticed = add(plot, notice());
  if (plot.random.chance(STORY_RATES.noticeWithdrawn)) {
    add(plot, step.activityWithdrawal('receiving', noticed, 'SUBMITTED_IN_ERROR'));
    add(plot, notice());
  }
  agree(plot, notice);
}

/** Replies to a notice that stands, and notices again, until both states agree. */
function agree(plot: Plot, notice: () => PlotStep): void {
  for (;;) {
    const agreed = plot.random.chance(STORY_RATES.closureAgreed);
    add(plot, step.closureReply(agreed));
    if (agreed) return;
    add(plot, notice());
  }
}

function supervisedThere(steps: readonly PlotStep[]): boolean {
  return steps.some(({ type }) => type === 'compact.arrival-notice.v1');
}
