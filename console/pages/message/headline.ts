import type { Delivery, MessageStory } from '../../generated/answers.ts';
import { activityName, stateName } from '../../words/names.ts';
import { relative } from '../../words/time.ts';
import { failureWords } from '../../words/failures.ts';
import { toldEvents } from './message-event.ts';

/** `Transfer request from Oregon to Texas`. */
export const titleOf = ({ type, from, to }: MessageStory): string =>
  `${activityName(type)} from ${stateName(from)} to ${stateName(to)}`;

/** The delivery that decides how the message stands: the latest. */
export const latestDelivery = ({ deliveries }: MessageStory): Delivery | undefined =>
  deliveries.at(-1);

/** The later message that takes its place, where a person named one. */
export function successorOf(story: MessageStory): string | undefined {
  if (latestDelivery(story)?.state !== 'superseded') return undefined;
  return toldEvents(story.events).findLast(({ type }) => type === 'superseded')?.subject;
}

/** How the message stands, in one sentence. */
export function answerOf(story: MessageStory, now: Date): string {
  const { status, from, acceptedAt } = story;
  const since = relative(acceptedAt, now);
  if (status === 'awaiting-release') {
    return `It waits for ${stateName(from)}’s compact office to release it. It was accepted ${since}.`;
  }
  if (status === 'awaiting-attachments') {
    return `It waits for files that ${stateName(from)} still has to send. It was accepted ${since}.`;
  }
  if (status === 'returned') return `It was returned to ${stateName(from)} and did not cross.`;
  const delivery = latestDelivery(story);
  return delivery === undefined
    ? `It crossed to ${stateName(story.to)}.`
    : deliveryAnswer(delivery, now);
}

const BY_STATE: Readonly<Record<string, (there: string) => string>> = {
  queued: (there) => `It is on its way to ${there}.`,
  claimed: (there) => `It is on its way to ${there}.`,
  dispatching: (there) => `It is being handed over to ${there}.`,
  skipped: (there) => `It was skipped: ${there} has the matter another way.`,
  superseded: () => 'It was superseded by a later message.',
  cancelled: () => 'It was given up: there was nothing to deliver any more.',
};

function deliveryAnswer(delivery: Delivery, now: Date): string {
  const there = stateName(delivery.to);
  const { state, acknowledgedAt, handedOverAt, peerReference, dueAt } = delivery;
  if (state === 'acknowledged') {
    const under = peerReference === undefined ? '' : ` as ${peerReference}`;
    const when = acknowledgedAt === undefined ? '' : `, ${relative(acknowledgedAt, now)}`;
    return `${there} acknowledged it${under}${when}.`;
  }
  if (state === 'handed-over') {
    const when = handedOverAt === undefined ? '' : ` ${relative(handedOverAt, now)}`;
    return `It was handed over to ${there}${when}, which has not acknowledged it yet.`;
  }
  if (state === 'queued' && delivery.blockedBy !== undefined) {
    return 'It waits for an earlier message of its case, which is not delivered yet.';
  }
  const why = delivery.failure === undefined ? '' : `: ${failureWords(delivery.failure.code)}`;
  if (state === 'retry-wait') {
    const next = dueAt === undefined ? '' : ` The next try is ${relative(dueAt, now)}.`;
    return `${there} does not have it yet${why}.${next}`;
  }
  return BY_STATE[state]?.(there) ?? `${there} does not have it${why}.`;
}
