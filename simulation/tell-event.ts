import type { ActivityType } from './generator/activity-frame.ts';
import type { StoryStep } from './generator/case-story.ts';
import { memberName } from './member-names.ts';
import type { StepEvent } from './state-event.ts';

type Sentence = (from: string, to: string, data: StoryStep['data']) => string;

const SENT: Readonly<Record<ActivityType, Sentence>> = {
  'compact.reporting-instructions-request.v1': (from, to) =>
    `${from} asks ${to} when and where the person should report`,
  'compact.reporting-instructions-reply.v1': (from, to, data) =>
    says(data, 'decision', 'GRANTED')
      ? `${from} gives ${to} reporting instructions`
      : `${from} denies ${to} reporting instructions`,
  'compact.transfer-request.v1': (from, to) => `${from} asks ${to} to take over supervision`,
  'compact.transfer-reply.v1': (from, to, data) =>
    says(data, 'decision', 'ACCEPTED')
      ? `${from} agrees to supervise for ${to}`
      : `${from} rejects the request of ${to}`,
  'compact.departure-notice.v1': (from, to) => `${from} tells ${to} that the person has left`,
  'compact.arrival-notice.v1': (from, to) =>
    `${from} tells ${to} that the person has arrived; ${from} supervises now`,
  'compact.failure-to-arrive-notice.v1': (from, to) =>
    `${from} tells ${to} that the person did not come`,
  'compact.progress-report.v1': (from, to) => `${from} reports to ${to} how the person does`,
  'compact.case-closure-notice.v1': (from, to) => `${from} tells ${to} that supervision ends`,
  'compact.case-closure-reply.v1': (from, to, data) =>
    says(data, 'outcome', 'VALID')
      ? `${from} agrees with ${to}: the case is closed`
      : `${from} does not agree with ${to}: the case stays open`,
  'compact.return-instructions-request.v1': (from, to) =>
    `${from} asks ${to} where the person should report back`,
  'compact.return-instructions-reply.v1': (from, to) =>
    `${from} tells ${to} where the person reports back`,
  'compact.violation-report.v1': (from, to) =>
    `${from} reports to ${to} a violation that requires retaking`,
  'compact.violation-response.v1': (from, to) =>
    `${from} tells ${to} what it does about the violation`,
  'compact.violation-report-addendum.v1': (from, to) =>
    `${from} tells ${to} what has changed since the violation report`,
  'compact.violation-response-addendum.v1': (from, to) =>
    `${from} tells ${to} what has changed since its response`,
  'compact.discretionary-retaking-notice.v1': (from, to) =>
    `${from} tells ${to} that it will retake the person`,
  'compact.warrant-status.v1': (from, to) => `${from} tells ${to} how the warrant stands`,
  'compact.action-request.v1': (from, to) => `${from} writes to ${to} about the case`,
  'compact.action-reply.v1': (from, to) => `${from} answers ${to}`,
  'compact.profile-update.v1': (from, to) => `${from} tells ${to} what has changed for the person`,
  'compact.activity-withdrawal.v1': (from, to) => `${from} takes back what it sent to ${to}`,
  'compact.case-withdrawal.v1': (from, to) => `${from} takes the case back from ${to}`,
  'compact.case-reopening.v1': (from, to) => `${from} tells ${to} that the case is open again`,
};

/** What happened, in a sentence for people; no names of persons. */
export function tellEvent(event: StepEvent, { from, to, data }: StoryStep): string {
  const sentence = SENT[event.type](memberName(from), memberName(to), data);
  if (event.kind === 'arrived') return `${memberName(to)}'s system holds it: ${sentence}`;
  if (event.kind === 'refused') return `${sentence}; the hub refuses it (${event.status})`;
  return event.status === 'transmitted' ? sentence : `${sentence}; it waits (${event.status})`;
}

function says(data: StoryStep['data'], property: string, value: string): boolean {
  return Reflect.get(data, property) === value;
}
