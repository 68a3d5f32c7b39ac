import type { ReactElement } from 'react';
import { Link } from 'react-router';
import type { Deadline } from '../../generated/answers.ts';
import { Due, RuleOf } from '../../parts/due.tsx';
import { CaseLink } from '../../parts/member.tsx';
import { Empty, Failure, Panel, Skeleton } from '../../parts/panel.tsx';
import { sentence, stateName } from '../../words/names.ts';
import { TODAY } from './today-text.ts';
import { type TodayList, firstShown } from './use-today.ts';

interface DutiesProps {
  readonly list: TodayList<Deadline>;
  readonly title: string;
  readonly empty: string;
  /** Where all of them stand. */
  readonly all: string;
  readonly member: string;
}

/** What the rules ask of a state, late first. */
export function DutiesPanel({ list, title, empty, all, member }: DutiesProps): ReactElement {
  const { steady, found, more, error, again } = list;
  const count = found === undefined ? undefined : `${found.length}${more ? '+' : ''}`;
  return (
    <Panel
      title={title}
      {...(count === undefined ? {} : { count })}
      actions={<Link to={all}>{TODAY.owed.all}</Link>}
    >
      {error === null ? null : <Failure error={error} again={again} />}
      {found === undefined && error === null ? <Skeleton /> : null}
      {found !== undefined && steady.rows.length === 0 ? <Empty>{empty}</Empty> : null}
      <ul className="list">
        {firstShown(steady.rows).map(({ row, isGone }) => (
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

const otherState = ({ sendingState, receivingState }: Deadline, member: string): string =>
  sendingState === member ? receivingState : sendingState;
