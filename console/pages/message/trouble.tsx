import type { ReactElement } from 'react';
import { Link } from 'react-router';
import type { Delivery, MessageStory } from '../../generated/answers.ts';
import { Moment } from '../../parts/time.tsx';
import { stateName } from '../../words/names.ts';
import { deliveryStanding } from '../../words/standing.ts';
import { latestDelivery } from './headline.ts';
import { MESSAGE_TEXT, NEXT_STEPS, failureWords } from './message-text.ts';

/** Of a delivery that does not go on: what happened, whose turn it is, what to do, what waiting costs. */
export function Trouble({ story }: { readonly story: MessageStory }): ReactElement | null {
  if (story.status === 'returned') return <Returned story={story} />;
  const delivery = latestDelivery(story);
  if (delivery === undefined) return null;
  const { failure, blockedBy, dueAt, state } = delivery;
  if (blockedBy !== undefined) return <Blocked blockedBy={blockedBy} />;
  if (failure === undefined || state === 'acknowledged') return null;
  const next = NEXT_STEPS[failure.next];
  const isWaiting = failure.next === 'wait';
  const kind = isWaiting ? 'warning' : 'error';
  return (
    <section
      className={`usa-alert usa-alert--${kind} usa-alert--no-icon trouble`}
      aria-label="What to do"
    >
      <div className="usa-alert__body">
        <dl className="facts">
          <dt>What happened</dt>
          <dd>
            {sentence(failureWords(failure.code))}. <Code of={failure.code} more={failure.detail} />
          </dd>
          <dt>Whose turn</dt>
          <dd>{ownerWords(failure.owner, story)}</dd>
          <dt>What to do now</dt>
          <dd>
            {next?.what ?? failure.next}
            {isWaiting && dueAt !== undefined ? (
              <>
                {' '}
                The next try is <Moment at={dueAt} />.
              </>
            ) : null}
          </dd>
          <dt>If nobody does</dt>
          <dd>{next?.cost}</dd>
        </dl>
        {isWaiting ? null : (
          <p className="buttons">
            <Link className="usa-button" to={`/failures?case=${story.caseId}`}>
              {MESSAGE_TEXT.failures}
            </Link>
          </p>
        )}
      </div>
    </section>
  );
}

/** Its own officer learns why, and what to do; nobody else was told that there was one. */
function Returned({ story }: { readonly story: MessageStory }): ReactElement {
  const words = MESSAGE_TEXT.returned;
  const decision = story.decisions.find(({ action }) => action === 'return');
  return (
    <section
      className="usa-alert usa-alert--warning usa-alert--no-icon trouble"
      aria-label="What to do"
    >
      <div className="usa-alert__body">
        <dl className="facts">
          <dt>What happened</dt>
          <dd>
            {decision === undefined ? words.what : <Who decision={decision} />}
            {decision?.reason === undefined ? null : (
              <>
                {' '}
                <q>{decision.reason}</q>
              </>
            )}
          </dd>
          <dt>Whose turn</dt>
          <dd>{words.turn(story.from)}</dd>
          <dt>What to do now</dt>
          <dd>{words.now}</dd>
          <dt>If nobody does</dt>
          <dd>{words.cost(story.to)}</dd>
        </dl>
      </div>
    </section>
  );
}

function Who({
  decision: { name, by, at },
}: {
  readonly decision: MessageStory['decisions'][number];
}): ReactElement {
  return (
    <>
      {MESSAGE_TEXT.returned.by(name ?? by)} <Moment at={at} />:
    </>
  );
}

function Code({ of: code, more }: { of: string; more: string | undefined }): ReactElement {
  return (
    <small className="fine">
      {code}
      {more === undefined ? null : ` · ${more}`}
    </small>
  );
}

function ownerWords(owner: string, { from, to }: MessageStory): string {
  if (owner === 'hub') return 'The hub’s';
  return `${stateName(owner === 'receiving-state' ? to : from)}’s`;
}

function Blocked({
  blockedBy,
}: {
  readonly blockedBy: NonNullable<Delivery['blockedBy']>;
}): ReactElement {
  const { transmissionId, caseSequence, state, failureCode } = blockedBy;
  return (
    <section
      className="usa-alert usa-alert--warning usa-alert--no-icon trouble"
      aria-label="What to do"
    >
      <div className="usa-alert__body">
        <p className="usa-alert__text">
          It waits behind{' '}
          <Link to={`/messages/${transmissionId}`}>message {caseSequence} of this case</Link>, so
          that the case arrives in its order. That one: {deliveryStanding(state).word.toLowerCase()}
          {failureCode === undefined ? '' : `, ${failureWords(failureCode)}`}. Once it is settled
          this one goes on by itself.
        </p>
      </div>
    </section>
  );
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
