import type { ActivityType } from './activity-frame.ts';
import { CASE_CLOSURE_REASONS } from './code-weights.ts';
import type { Choices } from './generate-activity.ts';
import type { Random } from './random.ts';

export type Side = 'sending' | 'receiving';

export interface PlotStep {
  readonly type: ActivityType;
  readonly by: Side;
  readonly choices: Choices;
  /** Median and 95th percentile of the days since the step before (docs/simulation.md). */
  readonly after: readonly [number, number];
  /** Number of the earlier step that this one names, from 1. */
  readonly about?: number;
}

/** A story as it is being made: each step added must be legal after those before it. */
export interface Plot {
  readonly random: Random;
  readonly steps: PlotStep[];
}

/** Adds a step and returns its number, from 1. */
export function add({ steps }: Plot, step: PlotStep): number {
  return steps.push(step);
}

export type ClosureReason = (typeof CASE_CLOSURE_REASONS)[number][0];

// prettier-ignore
export const instructionsRequest = (reason: NonNullable<Choices['reason']>): PlotStep => ({
  type: 'compact.reporting-instructions-request.v1', by: 'sending', choices: { reason }, after: [3, 15],
});

// prettier-ignore
export const instructionsReply = (granted: boolean): PlotStep => ({
  type: 'compact.reporting-instructions-reply.v1', by: 'receiving', choices: { granted }, after: [1.2, 2.5],
});

export function transferRequest(
  requestKind: NonNullable<Choices['requestKind']>,
  instructionsGranted: boolean,
): PlotStep {
  const choices = { requestKind, instructionsGranted };
  return { type: 'compact.transfer-request.v1', by: 'sending', choices, after: [8, 20] };
}

// prettier-ignore
export const transferReply = (accepted: boolean): PlotStep => ({
  type: 'compact.transfer-reply.v1', by: 'receiving', choices: { accepted }, after: [28, 46],
});

// prettier-ignore
export const departure = (): PlotStep => ({
  type: 'compact.departure-notice.v1', by: 'sending', choices: { direction: 'OUTBOUND' }, after: [6, 60],
});

/** Away from the receiving state: back, or on to a third one. */
// prettier-ignore
export const leaving = (direction: 'RETURN' | 'SUBSEQUENT'): PlotStep => ({
  type: 'compact.departure-notice.v1', by: 'receiving', choices: { direction }, after: [5, 20],
});

// prettier-ignore
export const arrival = (by: Side = 'receiving'): PlotStep => ({
  type: 'compact.arrival-notice.v1', by, choices: {}, after: [3, 9],
});

// prettier-ignore
export const failureToArrive = (by: Side = 'receiving'): PlotStep => ({
  type: 'compact.failure-to-arrive-notice.v1', by, choices: {}, after: [4, 10],
});

// prettier-ignore
export const progressReport = (after: PlotStep['after'] = [150, 240]): PlotStep => ({
  type: 'compact.progress-report.v1', by: 'receiving', choices: {}, after,
});

export function closureNotice(
  reasons: readonly ClosureReason[],
  after: PlotStep['after'] = [90, 300],
): PlotStep {
  const closureReasons = CASE_CLOSURE_REASONS.filter(([reason]) => reasons.includes(reason));
  const choices = { closureReasons };
  return { type: 'compact.case-closure-notice.v1', by: 'receiving', choices, after };
}

// prettier-ignore
export const closureReply = (valid: boolean): PlotStep => ({
  type: 'compact.case-closure-reply.v1', by: 'sending', choices: { valid }, after: [5, 12],
});

// prettier-ignore
export const violationReport = (violationType: NonNullable<Choices['violationType']>): PlotStep => ({
  type: 'compact.violation-report.v1', by: 'receiving', choices: { violationType }, after: [40, 150],
});

// prettier-ignore
export const violationResponse = (
  responseAction: NonNullable<Choices['responseAction']>, about: number,
): PlotStep => ({
  type: 'compact.violation-response.v1', by: 'sending', choices: { responseAction }, after: [7, 12], about,
});

// prettier-ignore
export const violationReportAddendum = (about: number): PlotStep => ({
  type: 'compact.violation-report-addendum.v1', by: 'receiving', choices: {}, after: [12, 40], about,
});

// prettier-ignore
export const violationResponseAddendum = (
  responseAction: NonNullable<Choices['responseAction']>, about: number,
): PlotStep => ({
  type: 'compact.violation-response-addendum.v1', by: 'sending', choices: { responseAction }, after: [8, 25], about,
});

// prettier-ignore
export const discretionaryRetaking = (): PlotStep => ({
  type: 'compact.discretionary-retaking-notice.v1', by: 'sending', choices: {}, after: [60, 200],
});

// prettier-ignore
export const warrant = (
  warrantStage: NonNullable<Choices['warrantStage']>, warrantDuty: NonNullable<Choices['warrantDuty']>,
): PlotStep => ({
  type: 'compact.warrant-status.v1', by: 'sending', choices: { warrantStage, warrantDuty }, after: [6, 20],
});

// prettier-ignore
export const returnRequest = (returnReason: NonNullable<Choices['returnReason']>): PlotStep => ({
  type: 'compact.return-instructions-request.v1', by: 'receiving', choices: { returnReason }, after: [5, 10],
});

// prettier-ignore
export const returnReply = (): PlotStep => ({
  type: 'compact.return-instructions-reply.v1', by: 'sending', choices: {}, after: [1.2, 2.5],
});

// prettier-ignore
export const actionRequest = (by: Side, choices: Choices = {}): PlotStep => ({
  type: 'compact.action-request.v1', by, choices, after: [12, 60],
});

// prettier-ignore
export const actionReply = (by: Side, about: number): PlotStep => ({
  type: 'compact.action-reply.v1', by, choices: {}, after: [5, 20], about,
});

// prettier-ignore
export const profileUpdate = (by: Side, changes: NonNullable<Choices['changes']>): PlotStep => ({
  type: 'compact.profile-update.v1', by, choices: { changes }, after: [25, 120],
});

// prettier-ignore
export const activityWithdrawal = (
  by: Side, about: number, withdrawalReason: NonNullable<Choices['withdrawalReason']>,
): PlotStep => ({
  type: 'compact.activity-withdrawal.v1', by, choices: { withdrawalReason }, after: [4, 15], about,
});

// prettier-ignore
export const caseWithdrawal = (
  withdrawalReason: NonNullable<Choices['withdrawalReason']>,
): PlotStep => ({
  type: 'compact.case-withdrawal.v1', by: 'sending', choices: { withdrawalReason }, after: [10, 40],
});

// prettier-ignore
export const caseReopening = (): PlotStep => ({
  type: 'compact.case-reopening.v1', by: 'receiving', choices: {}, after: [10, 60],
});
