import type { ActivityType } from './activity-frame.ts';
import { CASE_CLOSURE_REASONS, REPORTING_INSTRUCTIONS_REASONS } from './code-weights.ts';
import type { Choices } from './generate-activity.ts';
import type { Random } from './random.ts';

export type CaseVariant = 'any' | 'ordinary';

export interface PlotStep {
  readonly type: ActivityType;
  readonly by: 'sending' | 'receiving';
  readonly choices: Choices;
  /** Median and 95th percentile of the days since the step before (docs/simulation.md). */
  readonly after: readonly [number, number];
}

/** Conditional rates of a year's traffic that agrees with itself (docs/simulation.md, mix B). */
export const STORY_RATES = {
  asksForInstructions: 0.48,
  instructionsGranted: 0.87,
  asksAgainWhenDenied: 0.2,
  departsOnInstructions: 0.6,
  transferAccepted: 0.8,
  requestedAgain: 0.4,
  failsToArrive: 0.03,
  arrivesLater: 1 / 3,
  progressReports: 3,
  closureAgreed: 0.96,
} as const;

/** Most progress reports and most requests after rejections in one story. */
const MOST = { reports: 12, requests: 4 } as const;

/** A closure for these reasons needs activities that no story has yet: a return, a retaking. */
const NOT_TOLD = [
  'RETURNED_TO_SENDING_STATE',
  'RETAKEN',
  'SUBSEQUENT_STATE_DEPARTURE',
  'ABSCONDED',
];

/** What happens in a case, in order: every step is legal after the one before it. */
export function plotCase(random: Random, variant: CaseVariant): PlotStep[] {
  if (variant === 'ordinary') return ordinary();
  const { steps, granted } = instructions(random);
  const early = granted && random.chance(STORY_RATES.departsOnInstructions);
  if (early && !travel(random, steps)) return steps;
  if (!transfer(random, steps, granted, early)) return steps;
  if (!early && !travel(random, steps)) return steps;
  reports(random, steps);
  closure(random, steps);
  return steps;
}

function ordinary(): PlotStep[] {
  return [
    transferRequest('INITIAL', false),
    transferReply(true),
    departure(),
    arrival(),
    progressReport(),
    closureNotice(['DISCHARGE_EXPIRATION']),
    closureReply(true),
  ];
}

function instructions(random: Random): { steps: PlotStep[]; granted: boolean } {
  const steps: PlotStep[] = [];
  if (!random.chance(STORY_RATES.asksForInstructions)) return { steps, granted: false };
  const reason = random.weighted(REPORTING_INSTRUCTIONS_REASONS);
  let granted: boolean;
  do {
    granted = random.chance(STORY_RATES.instructionsGranted);
    steps.push(instructionsRequest(reason), instructionsReply(granted));
  } while (!granted && steps.length < 4 && random.chance(STORY_RATES.asksAgainWhenDenied));
  return { steps, granted };
}

/** Requests until one is accepted; false when the state gives up. */
function transfer(random: Random, steps: PlotStep[], granted: boolean, arrived: boolean): boolean {
  for (let request = 1; ; request += 1) {
    const accepted = request >= MOST.requests || random.chance(STORY_RATES.transferAccepted);
    steps.push(transferRequest(request === 1 ? 'INITIAL' : 'RESUBMISSION', granted));
    steps.push(transferReply(accepted));
    if (accepted) return true;
    // Who has arrived on reporting instructions cannot just be dropped.
    if (!arrived && !random.chance(STORY_RATES.requestedAgain)) return false;
  }
}

/** Departure and arrival; false when the person never comes. */
function travel(random: Random, steps: PlotStep[]): boolean {
  steps.push(departure());
  if (random.chance(STORY_RATES.failsToArrive)) {
    steps.push(failureToArrive());
    if (!random.chance(STORY_RATES.arrivesLater)) return false;
  }
  steps.push(arrival());
  return true;
}

function reports(random: Random, steps: PlotStep[]): void {
  const more = 1 - 1 / (1 + STORY_RATES.progressReports);
  for (let count = 0; count < MOST.reports && random.chance(more); count += 1) {
    steps.push(progressReport());
  }
}

function closure(random: Random, steps: PlotStep[]): void {
  const reasons = CASE_CLOSURE_REASONS.map(([reason]) => reason);
  const told = reasons.filter((reason) => !NOT_TOLD.includes(reason));
  let agreed: boolean;
  do {
    agreed = random.chance(STORY_RATES.closureAgreed);
    steps.push(closureNotice(told), closureReply(agreed));
  } while (!agreed);
}

type ClosureReason = (typeof CASE_CLOSURE_REASONS)[number][0];

// prettier-ignore
const instructionsRequest = (reason: NonNullable<Choices['reason']>): PlotStep => ({
  type: 'compact.reporting-instructions-request.v1', by: 'sending', choices: { reason }, after: [3, 15],
});

// prettier-ignore
const instructionsReply = (granted: boolean): PlotStep => ({
  type: 'compact.reporting-instructions-reply.v1', by: 'receiving', choices: { granted }, after: [1.2, 2.5],
});

function transferRequest(
  requestKind: NonNullable<Choices['requestKind']>,
  instructionsGranted: boolean,
): PlotStep {
  const choices = { requestKind, instructionsGranted };
  return { type: 'compact.transfer-request.v1', by: 'sending', choices, after: [8, 20] };
}

// prettier-ignore
const transferReply = (accepted: boolean): PlotStep => ({
  type: 'compact.transfer-reply.v1', by: 'receiving', choices: { accepted }, after: [28, 46],
});

// prettier-ignore
const departure = (): PlotStep => ({
  type: 'compact.departure-notice.v1', by: 'sending', choices: { direction: 'OUTBOUND' }, after: [6, 60],
});

// prettier-ignore
const arrival = (): PlotStep => ({
  type: 'compact.arrival-notice.v1', by: 'receiving', choices: {}, after: [3, 9],
});

// prettier-ignore
const failureToArrive = (): PlotStep => ({
  type: 'compact.failure-to-arrive-notice.v1', by: 'receiving', choices: {}, after: [4, 10],
});

// prettier-ignore
const progressReport = (): PlotStep => ({
  type: 'compact.progress-report.v1', by: 'receiving', choices: {}, after: [150, 240],
});

function closureNotice(reasons: readonly ClosureReason[]): PlotStep {
  const closureReasons = CASE_CLOSURE_REASONS.filter(([reason]) => reasons.includes(reason));
  const choices = { closureReasons };
  return { type: 'compact.case-closure-notice.v1', by: 'receiving', choices, after: [90, 300] };
}

// prettier-ignore
const closureReply = (valid: boolean): PlotStep => ({
  type: 'compact.case-closure-reply.v1', by: 'sending', choices: { valid }, after: [5, 12],
});
