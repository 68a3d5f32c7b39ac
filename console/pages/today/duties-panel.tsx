import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { Deadline } from '../../generated/answers.ts';
import { Due, RuleOf } from '../../parts/due.tsx';
import { CaseLink } from '../../parts/member.tsx';
import { Empty, Failure, Panel, Skeleton } from '../../parts/panel.tsx';
import { useNow } from '../../parts/time.tsx';
import { sentence, stateName } from '../../words/names.ts';
import { daysUntil } from '../../words/time.ts';
import { TODAY } from './today-text.ts';
import { type TodayList, firstShown } from './use-today.ts';

interface DutiesProps {
  readonly list: TodayList<Deadline>;
  readonly title: string;
  readonly empty: string;
  /** By which the answer of the page leads to it. */
  readonly place: string;
  /** Where all of them stand. */
  readonly all: string;
  readonly member: string;
}

/** What the rules ask of a state within the next weeks, late first. */
export function DutiesPanel({ list, title, empty, place, all, member }: DutiesProps): ReactElement {
  const { steady, found, more, error, again } = list;
  const now = useNow();
  const near = steady.rows.filter(({ row }) => isNear(row, now));
  const shown = firstShown(near);
  const count = found?.filter((row) => isNear(row, now)).length;
  return (
    <Panel
      title={title}
      place={place}
      {...(count === undefined ? {} : { count })}
      actions={
        <Link to={all}>{TODAY.owed.all(shown.length, found?.length ?? shown.length, more)}</Link>
      }
    >
      {error === null ? null : <Failure error={error} again={again} />}
      {found === undefined && error === null ? <Skeleton /> : null}
      {found !== undefined && near.length === 0 ? <Empty>{empty}</Empty> : null}
      <ul className="list">
        {shown.map(({ row, isGone }) => (
          <li key={row.deadlineId} className={isGone ? 'is-gone' : undefined}>
            <p className="item__head">
              <Due deadline={row} />
              <span>{stateName(otherState(row, member))}</span>
              <CaseLink caseId={row.caseId} />
            </p>
            <p className="item__facts">
              {sentence(row.title)} <RuleOf deadline={row} />
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** What is due later is no matter of the day. */
const NEAR_DAYS = 90;

const isNear = ({ dueAt }: Deadline, now: Date): boolean => daysUntil(dueAt, now) <= NEAR_DAYS;

const otherState = ({ sendingState, receivingState }: Deadline, member: string): string =>
  sendingState === member ? receivingState : sendingState;
