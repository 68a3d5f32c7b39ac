import type { ReactElement, ReactNode } from 'react';
import { Link } from 'wouter';
import type { Deadline, MessageStory } from '../../generated/answers.ts';
import { Technical } from '../../parts/technical.tsx';
import { Moment } from '../../parts/time.tsx';
import { shortHash, whole } from '../../words/amount.ts';
import { activityCode, activityName, stateName } from '../../words/names.ts';
import { day, span } from '../../words/time.ts';
import { dutyWords, useCaseOf } from './duties.ts';
import { latestDelivery } from './headline.ts';
import { CHANNELS } from './message-text.ts';

/** What one looks up of a message, beside its story. */
export function Facts({ story }: { readonly story: MessageStory }): ReactElement {
  const delivery = latestDelivery(story);
  const leaves = story.events.map(({ index }) => index);
  return (
    <>
      <dl className="facts">
        <Duties story={story} />
        <Fact name="Accepted">
          <Moment at={story.acceptedAt} both />
        </Fact>
        {story.transmittedAt === undefined ? null : (
          <Fact name="Crossed">
            <Moment at={story.transmittedAt} both />
          </Fact>
        )}
        {story.releasedBy === undefined ? null : (
          <Fact name="Released by">{releaserOf(story.releasedBy, story)}</Fact>
        )}
        {delivery === undefined ? null : (
          <>
            <Fact name="In the case">number {delivery.caseSequence}</Fact>
            <Fact name="Attempts">{delivery.attempt}</Fact>
          </>
        )}
        {delivery?.peerReference === undefined ? null : (
          <Fact name={`${stateName(delivery.to)}’s number`}>{delivery.peerReference}</Fact>
        )}
        <Fact name={`${stateName(story.from)}’s number`}>{story.messageId}</Fact>
        {story.supervisionType === undefined ? null : (
          <Fact name="Supervision">{story.supervisionType.toLowerCase()}</Fact>
        )}
        <Fact name="Came by">{CHANNELS[story.channel] ?? story.channel}</Fact>
        <Fact name="Type">
          {activityName(story.type)} <small className="fine">{activityCode(story.type)}</small>
        </Fact>
      </dl>
      <Technical>
        <dl className="facts">
          <Hashes story={story} />
          {leaves.length === 0 ? null : <Fact name="Leaves">{leafRange(leaves)}</Fact>}
          <Fact name="Id">
            <small>{story.transmissionId}</small>
          </Fact>
        </dl>
      </Technical>
    </>
  );
}

function Fact({
  name,
  children,
}: {
  readonly name: string;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** A person of the office by name, where the reader may know it; a system says who released it in the message. */
function releaserOf(reference: string, { from, decisions }: MessageStory): string {
  if (reference.startsWith('S-')) return `${stateName(from)}, as its own system says`;
  const name = decisions.find(({ action }) => action === 'release')?.name;
  return name === undefined ? reference : `${name}, ${reference}`;
}

/** Which files made the message what it is. */
function Hashes({ story }: { readonly story: MessageStory }): ReactElement {
  const delivery = latestDelivery(story);
  const rows: readonly (readonly [name: string, hash: string | undefined])[] = [
    ['Schema', story.schemaHash],
    ['Read by', story.mappingHash],
    ['Sender’s profile', story.profileHash],
    ['Written by', delivery?.mappingHash],
    ['Receiver’s profile', delivery?.profileHash],
  ];
  return (
    <>
      {rows.map(([name, hash]) =>
        hash === undefined ? null : (
          <Fact key={name} name={name}>
            <code title={hash}>{shortHash(hash)}…</code>
          </Fact>
        ),
      )}
    </>
  );
}

function leafRange(leaves: readonly number[]): string {
  const first = Math.min(...leaves);
  const last = Math.max(...leaves);
  return first === last ? whole(first) : `${leaves.length} from ${whole(first)} to ${whole(last)}`;
}

/** The duties that this message began, and those that it answered, with whose they are. */
function Duties({ story }: { readonly story: MessageStory }): ReactElement | null {
  const { transmissionId } = story;
  const deadlines = useCaseOf(story)?.deadlines ?? [];
  const begun = deadlines.filter((one) => one.transmissionId === transmissionId);
  const answered = deadlines.filter(({ ended }) => ended?.by === transmissionId);
  return (
    <>
      {begun.map((deadline) => (
        <Fact key={deadline.deadlineId} name={deadline.ended === undefined ? 'Due' : 'Was due'}>
          {day(deadline.dueOn)}, {dutyWords(deadline)}
          <EndedBy deadline={deadline} />
        </Fact>
      ))}
      {answered.map((deadline) => (
        <Fact key={deadline.deadlineId} name="Answers">
          <Link to={`/messages/${deadline.transmissionId}`}>{activityName(deadline.type)}</Link>,{' '}
          {dutyWords(deadline)}
          <br />
          <small className="fine">{spentWords(deadline)}</small>
        </Fact>
      ))}
    </>
  );
}

function EndedBy({ deadline: { ended } }: { readonly deadline: Deadline }): ReactElement | null {
  if (ended === undefined) return null;
  if (ended.by === undefined) return <> · ended, {ended.how}</>;
  return (
    <>
      {' · '}
      <Link to={`/messages/${ended.by}`}>{ended.how}</Link>
    </>
  );
}

/** `29 d Texas · 2 h its release · 1.2 s the hub`: where the time went. */
function spentWords({ spent, owedBy, limit }: Deadline): string {
  const parts: readonly (readonly [seconds: number, whose: string])[] = [
    [spent.officeSeconds, stateName(owedBy)],
    [spent.senderSeconds, 'release before it crossed'],
    [spent.systemSeconds, 'the receiving system'],
    [spent.hubSeconds, 'the hub'],
  ];
  const told = parts.filter(([seconds]) => seconds >= 1);
  return [
    `of ${limit.days} ${limit.unit} days`,
    ...told.map(([seconds, whose]) => `${span(seconds)} ${whose}`),
  ].join(' · ');
}
