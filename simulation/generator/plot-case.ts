import { REPORTING_INSTRUCTIONS_REASONS } from './code-weights.ts';
import { endSupervision, returnLeg, supervise, writeLetters } from './plot-supervision.ts';
import * as step from './plot-steps.ts';
import { type Plot, type PlotStep, add } from './plot-steps.ts';
import { TOURS, type Tour } from './plot-tours.ts';
import type { Random } from './random.ts';
import { MOST, STORY_RATES } from './story-rates.ts';

export type CaseVariant = 'any' | 'ordinary' | Tour;

/** What happens in a case, in order: every step is legal after the one before it. */
export function plotCase(random: Random, variant: CaseVariant): PlotStep[] {
  if (variant === 'ordinary') return ordinary();
  if (variant !== 'any') return TOURS[variant]();
  const plot: Plot = { random, steps: [] };
  const granted = instructions(plot);
  const early = granted && random.chance(STORY_RATES.departsOnInstructions);
  if (early && !travel(plot)) return plot.steps;
  if (!transfer(plot, granted, early)) return plot.steps;
  if (!early && !travel(plot)) return plot.steps;
  supervise(plot);
  endSupervision(plot);
  return plot.steps;
}

function ordinary(): PlotStep[] {
  return [
    step.transferRequest('INITIAL', false),
    step.transferReply(true),
    step.departure(),
    step.arrival(),
    step.progressReport(),
    step.closureNotice(['DISCHARGE_EXPIRATION']),
    step.closureReply(true),
  ];
}

/** Whether instructions were granted, if they are asked for at all. */
function instructions(plot: Plot): boolean {
  const { random } = plot;
  if (!random.chance(STORY_RATES.asksForInstructions)) return false;
  const reason = random.weighted(REPORTING_INSTRUCTIONS_REASONS);
  for (let request = 1; request <= 2; request += 1) {
    const asked = add(plot, step.instructionsRequest(reason));
    if (random.chance(STORY_RATES.requestWithdrawn)) {
      add(plot, step.activityWithdrawal('sending', asked, 'PLAN_CHANGED'));
      return false;
    }
    const granted = random.chance(STORY_RATES.instructionsGranted);
    add(plot, step.instructionsReply(granted));
    if (granted) return true;
    if (!random.chance(STORY_RATES.asksAgainWhenDenied)) return false;
  }
  return false;
}

/** Requests until one is accepted; false when it comes to nothing and the story is over. */
function transfer(plot: Plot, granted: boolean, arrived: boolean): boolean {
  for (let request = 1; ; request += 1) {
    const last = request >= MOST.requests;
    const outcome = requestOnce(plot, { granted, arrived, again: request > 1, last });
    if (outcome === 'accepted') return true;
    // Who has arrived on reporting instructions cannot just be dropped.
    if (arrived && !last && plot.random.chance(STORY_RATES.returnsWhenRejected)) {
      if (outcome === 'withdrawn') continue;
      returnLeg(plot, 'TRANSFER_REJECTED');
      return false;
    }
    if (!arrived && !plot.random.chance(STORY_RATES.requestedAgain)) {
      withdrawCase(plot, 'PLAN_CHANGED');
      return false;
    }
  }
}

interface Request {
  readonly granted: boolean;
  readonly arrived: boolean;
  readonly again: boolean;
  /** It is accepted, so that the story goes on. */
  readonly last: boolean;
}

function requestOnce(
  plot: Plot,
  { granted, arrived, again, last }: Request,
): 'accepted' | 'rejected' | 'withdrawn' {
  const { random } = plot;
  const asked = add(plot, step.transferRequest(again ? 'RESUBMISSION' : 'INITIAL', granted));
  if (!last && random.chance(STORY_RATES.requestWithdrawn)) {
    add(plot, step.activityWithdrawal('sending', asked, 'SUBMITTED_IN_ERROR'));
    return 'withdrawn';
  }
  writeLetters(plot);
  const accepted = last || random.chance(STORY_RATES.transferAccepted);
  const answered = add(plot, step.transferReply(accepted));
  if (!accepted) return 'rejected';
  if (arrived || last || !random.chance(STORY_RATES.acceptanceWithdrawn)) return 'accepted';
  add(plot, step.activityWithdrawal('receiving', answered, 'NO_DEPARTURE_IN_TIME'));
  return 'withdrawn';
}

/** Departure and arrival; false when the person never comes. */
function travel(plot: Plot): boolean {
  const { random } = plot;
  add(plot, step.departure());
  if (random.chance(STORY_RATES.failsToArrive)) {
    add(plot, step.failureToArrive());
    add(plot, step.warrant('ACTIVE', 'FAILURE_TO_ARRIVE'));
    if (!random.chance(STORY_RATES.arrivesLater)) {
      withdrawCase(plot, 'NO_REPORT_IN_TIME');
      return false;
    }
    add(plot, step.warrant('WITHDRAWN', 'FAILURE_TO_ARRIVE'));
  }
  add(plot, step.arrival());
  return true;
}

function withdrawCase(plot: Plot, reason: 'PLAN_CHANGED' | 'NO_REPORT_IN_TIME'): void {
  if (plot.random.chance(STORY_RATES.caseWithdrawnAtTheEnd)) add(plot, step.caseWithdrawal(reason));
}
