import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link } from 'wouter';
import { call } from '../../api/call.ts';
import { useAccount } from '../../api/session.ts';
import type { Delivery, FailureView, MessageStory } from '../../generated/answers.ts';
import { Moment } from '../../parts/time.tsx';
import {
  asksOffice,
  asksToCorrect,
  failedOne,
  failureWords,
  nextOf,
  turnOf,
  whatHappened,
  whyOf,
} from '../../words/failures.ts';
import { deliveryStanding } from '../../words/standing.ts';
import { FAILURES } from '../failures/failures-text.ts';
import { SinceThen } from '../failures/since-then.tsx';
import { Why } from '../failures/why.tsx';
import { useCaseOf } from './duties.ts';
import { latestDelivery } from './headline.ts';
import { MESSAGE_TEXT } from './message-text.ts';
import { WhatToDo } from './what-to-do.tsx';

/** Of a delivery that does not go on: what happened, whose turn it is, what to do, what waiting costs. */
export function Trouble({ story }: { readonly story: MessageStory }): ReactElement | null {
  if (story.status === 'returned') return <Returned story={story} />;
  const delivery = latestDelivery(story);
  if (delivery === undefined) return null;
  const { failure, blockedBy, state } = delivery;
  if (blockedBy !== undefined) return <Blocked blockedBy={blockedBy} />;
  if (failure === undefined || state === 'acknowledged') return null;
  return <Failed story={story} delivery={delivery} failure={failure} />;
}

interface FailedProps {
  readonly story: MessageStory;
  readonly delivery: Delivery;
  readonly failure: FailureView;
}

function Failed({ story, delivery, failure }: FailedProps): ReactElement {
  const { member } = useAccount();
  const blocks = useBlocks(story);
  const file = useCaseOf(story);
  const { to, dueAt } = delivery;
  const failed = failedOne(failure, { from: story.from, to, blocks });
  const next = nextOf(failed, member);
  const isWaiting = failure.next === 'wait';
  const why = whyOf(failure, to, member);
  return (
    <WhatToDo kind={isWaiting ? 'warning' : 'error'}>
      <dl className="facts">
        <dt>{FAILURES.happened}</dt>
        <dd>{whatHappened({ code: failure.code, to })}</dd>
        <Why
          said={[why.said, why.ask].filter((words) => words !== undefined).join(' ')}
          reason={why.reason}
          to={to}
          isAsked={asksOffice(failed, member)}
        />
        <dt>{FAILURES.whoseTurn}</dt>
        <dd>
          <strong>{turnOf(failed, member)}</strong>
        </dd>
        <dt>{FAILURES.now}</dt>
        <dd>
          {next.what}
          {isWaiting && dueAt !== undefined ? (
            <>
              {' '}
              The next try is <Moment at={dueAt} />.
            </>
          ) : null}
        </dd>
        {file === undefined || story.from !== member || !asksToCorrect(failed) ? null : (
          <SinceThen stuck={story} file={file} />
        )}
        <dt>{FAILURES.nothing}</dt>
        <dd>{next.cost}</dd>
      </dl>
      {isWaiting ? null : (
        <p className="buttons">
          <Link className="usa-button" to={`/failures?case=${story.caseId}`}>
            {MESSAGE_TEXT.failures}
          </Link>
        </p>
      )}
    </WhatToDo>
  );
}

/** How many later messages wait behind it, as the page of failures counts them. */
function useBlocks({ transmissionId, caseId }: MessageStory): number {
  const { data } = useQuery({
    queryKey: ['failures', 'of-case', caseId],
    queryFn: ({ signal }) => call('GET /v1/failures', { query: { case: caseId }, signal }),
  });
  return data?.items.find((one) => one.transmissionId === transmissionId)?.blocks ?? 0;
}

/** Its own officer learns why, and what to do; nobody else was told that there was one. */
function Returned({ story }: { readonly story: MessageStory }): ReactElement {
  const words = MESSAGE_TEXT.returned;
  const decision = story.decisions.find(({ action }) => action === 'return');
  const file = useCaseOf(story);
  const named = file?.designations?.[story.from === file.sendingState ? 'sending' : 'receiving'];
  return (
    <WhatToDo kind="warning">
      <dl className="facts">
        <dt>{FAILURES.happened}</dt>
        <dd>
          {decision === undefined ? words.what : <Who decision={decision} />}
          {decision?.reason === undefined ? null : (
            <>
              {' '}
              <q>{decision.reason}</q>
            </>
          )}
        </dd>
        <dt>{FAILURES.whoseTurn}</dt>
        <dd>{words.turn(story.from, named?.name)}</dd>
        <dt>{FAILURES.now}</dt>
        <dd>{words.now}</dd>
        <dt>{FAILURES.nothing}</dt>
        <dd>{words.cost(story.to)}</dd>
      </dl>
    </WhatToDo>
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

function Blocked({
  blockedBy,
}: {
  readonly blockedBy: NonNullable<Delivery['blockedBy']>;
}): ReactElement {
  const { transmissionId, caseSequence, state, failureCode } = blockedBy;
  return (
    <WhatToDo kind="warning">
      <p className="usa-alert__text">
        It waits behind{' '}
        <Link to={`/messages/${transmissionId}`}>message {caseSequence} of this case</Link>, so that
        the case arrives in its order. That one: {deliveryStanding(state).word.toLowerCase()}
        {failureCode === undefined ? '' : `, ${failureWords(failureCode)}`}. Once it is settled this
        one goes on by itself.
      </p>
    </WhatToDo>
  );
}
