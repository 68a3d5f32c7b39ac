import { useMutation } from '@tanstack/react-query';
import { type ReactElement, type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { call } from '../../api/call.ts';
import type { Deadline, Review } from '../../generated/answers.ts';
import { Badge } from '../../parts/badge.tsx';
import { Due, RuleOf } from '../../parts/due.tsx';
import { ActivityName, CaseLink, Way } from '../../parts/member.tsx';
import { Empty, Failure, Panel, Skeleton } from '../../parts/panel.tsx';
import { Moment } from '../../parts/time.tsx';
import { activityName } from '../../words/names.ts';
import { DecideReview, type ReviewAct } from './decide-review.tsx';
import { DECISIONS, PLACES, TODAY, shortCase } from './today-text.ts';
import { type TodayList, dutyOf } from './use-today.ts';

interface PanelProps {
  readonly list: TodayList<Review>;
  readonly member: string;
  /** Whether the reader may decide, or only look. */
  readonly mayDecide: boolean;
  /** Something was decided: what is said of it, and what closes the question. */
  readonly onDone: (said: ReactNode, close: () => void) => Promise<void>;
}

/** What waits for the office’s release, the oldest first. */
export function OutgoingPanel({
  list,
  member,
  mayDecide,
  onDone,
  duties,
}: PanelProps & { readonly duties: readonly Deadline[] }): ReactElement {
  const [asked, setAsked] = useState<{ review: Review; act: ReviewAct }>();
  const words = TODAY.outgoing;
  const close = (): void => {
    setAsked(undefined);
  };
  return (
    <ReviewList list={list} title={words.title} empty={words.empty} place={PLACES.outgoing}>
      {({ row: review, isGone }) => (
        <ReviewItem
          review={review}
          isGone={isGone}
          from={member}
          to={review.otherState}
          since={words.since}
        >
          <DutyOf duty={dutyOf(review, duties)} />
          {mayDecide && !isGone ? (
            <p className="buttons">
              {(['release', 'giveBack', 'assign'] as const).map((act) => (
                <button
                  key={act}
                  type="button"
                  className={`usa-button${act === 'release' ? '' : ' usa-button--outline'}`}
                  onClick={() => {
                    setAsked({ review, act });
                  }}
                >
                  {words[act]}
                  <Which review={review} />
                </button>
              ))}
            </p>
          ) : null}
          {asked?.review.transmissionId === review.transmissionId ? (
            <DecideReview act={asked.act} review={review} onClose={close} onDone={onDone} />
          ) : null}
        </ReviewItem>
      )}
    </ReviewList>
  );
}

/** What other states sent and nobody of the office has looked at. */
export function IncomingPanel({ list, member, mayDecide, onDone }: PanelProps): ReactElement {
  const words = TODAY.incoming;
  const finishing = useMutation({
    mutationFn: async ({ transmissionId, type }: Review) => {
      await call('POST /v1/messages/{transmissionId}/review', { params: { transmissionId } });
      await onDone(DECISIONS.review.done(type), () => undefined);
    },
  });
  return (
    <ReviewList
      list={list}
      title={words.title}
      empty={words.empty}
      what={mayDecide ? words.what : undefined}
    >
      {({ row, isGone }) => (
        <ReviewItem
          review={row}
          isGone={isGone}
          from={row.otherState}
          to={member}
          since={words.since}
        >
          {mayDecide && !isGone ? (
            <p className="buttons">
              <button
                type="button"
                className="usa-button usa-button--outline"
                onClick={() => {
                  finishing.mutate(row);
                }}
              >
                {words.review}
                <Which review={row} />
              </button>
            </p>
          ) : null}
          {finishing.error === null || finishing.variables !== row ? null : (
            <Failure error={finishing.error} />
          )}
        </ReviewItem>
      )}
    </ReviewList>
  );
}

interface ReviewListProps {
  readonly list: TodayList<Review>;
  readonly title: string;
  readonly empty: string;
  /** What can be done with them, in a line. */
  readonly what?: string | undefined;
  /** Where the answer of the page leads. */
  readonly place?: string;
  readonly children: (item: { readonly row: Review; readonly isGone: boolean }) => ReactNode;
}

function ReviewList({ list, title, empty, what, place, children }: ReviewListProps): ReactElement {
  const { steady, found, more, error, again } = list;
  const count = found === undefined ? undefined : `${found.length}${more ? '+' : ''}`;
  return (
    <Panel
      title={title}
      {...(place === undefined ? {} : { place })}
      {...(count === undefined ? {} : { count })}
    >
      {error === null ? null : <Failure error={error} again={again} />}
      {found === undefined && error === null ? <Skeleton /> : null}
      {found !== undefined && steady.rows.length === 0 ? <Empty>{empty}</Empty> : null}
      {what === undefined || steady.rows.length === 0 ? null : <p className="fine">{what}</p>}
      <ul className="list">
        {steady.rows.map((item) => (
          <li key={item.row.transmissionId} className={item.isGone ? 'is-gone' : undefined}>
            {children(item)}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

interface ReviewItemProps {
  readonly review: Review;
  readonly isGone: boolean;
  readonly from: string;
  readonly to: string;
  readonly since: string;
  readonly children: ReactNode;
}

function ReviewItem({ review, isGone, from, to, since, children }: ReviewItemProps): ReactElement {
  const { transmissionId, type, caseId, openedAt, assigned, findingsNotMet } = review;
  return (
    <>
      <p className="item__head">
        <Link to={`/messages/${transmissionId}`}>
          <ActivityName type={type} />
        </Link>
        <Way from={from} to={to} />
        <CaseLink caseId={caseId} />
      </p>
      <p className="item__facts fine">
        {since} <Moment at={openedAt} />
        {assigned === undefined ? null : `, ${TODAY.outgoing.givenTo} ${assigned.to}`}
      </p>
      {findingsNotMet === undefined ? null : (
        <p className="item__facts">
          <Link to={`/messages/${transmissionId}#findings`}>
            <Badge look="soon" word={TODAY.notMet(findingsNotMet)} />
          </Link>
        </p>
      )}
      {isGone ? <p className="fine">{TODAY.outgoing.gone}</p> : null}
      {children}
    </>
  );
}

function DutyOf({ duty }: { readonly duty: Deadline | undefined }): ReactElement | null {
  if (duty === undefined) return null;
  return (
    <p className="item__facts">
      <Due deadline={duty} /> <RuleOf deadline={duty} />
    </p>
  );
}

/** Which one a button belongs to, for those who hear the page. */
function Which({ review: { type, caseId } }: { readonly review: Review }): ReactElement {
  return (
    <span className="usa-sr-only">
      {' '}
      {activityName(type)}, case {shortCase(caseId)}
    </span>
  );
}
