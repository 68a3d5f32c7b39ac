import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { Case, Deadline } from '../../generated/answers.ts';
import { Badge } from '../../parts/badge.tsx';
import { Due, RuleOf } from '../../parts/due.tsx';
import { ActivityName, Way } from '../../parts/member.tsx';
import { Empty, Panel } from '../../parts/panel.tsx';
import { type Column, Rows } from '../../parts/rows.tsx';
import { Moment } from '../../parts/time.tsx';
import { sentence, stateName } from '../../words/names.ts';
import { messageStanding } from '../../words/standing.ts';
import { CASE_TEXT } from './case-text.ts';

interface FileProps {
  readonly file: Case;
}

const hasEnded = ({ status }: Deadline): boolean =>
  status === 'met' || status === 'late' || status === 'ended';

/** The clocks of a case: those that run first, those that ended below. */
export function DutiesPanel({ file: { deadlines } }: FileProps): ReactElement {
  const open = deadlines
    .filter((deadline) => !hasEnded(deadline))
    .sort((one, other) => Date.parse(one.dueAt) - Date.parse(other.dueAt));
  const ended = deadlines.filter(hasEnded);
  return (
    <Panel title={CASE_TEXT.duties} count={open.length}>
      {open.length === 0 ? <Empty>{CASE_TEXT.noDuties}</Empty> : <DutyList duties={open} />}
      {ended.length === 0 ? null : (
        <details className="more">
          <summary>
            {CASE_TEXT.ended} ({ended.length})
          </summary>
          <DutyList duties={ended} />
        </details>
      )}
    </Panel>
  );
}

function DutyList({ duties }: { readonly duties: readonly Deadline[] }): ReactElement {
  return (
    <ul className="list">
      {duties.map((duty) => (
        <li key={duty.deadlineId}>
          <p className="item__head">
            <Due deadline={duty} />
            <strong>{stateName(duty.owedBy)}</strong>
          </p>
          <p className="item__facts">
            {sentence(duty.title)} <RuleOf deadline={duty} />
          </p>
        </li>
      ))}
    </ul>
  );
}

/** What either state may send as the case stands, the reader’s own first. */
export function MaySendPanel({
  file,
  member,
}: FileProps & { readonly member: string }): ReactElement {
  const { allowedNow, choices, sendingState, receivingState } = file;
  const sides = [
    { state: sendingState, types: allowedNow.sending },
    { state: receivingState, types: allowedNow.receiving },
  ].sort((one, other) => Number(other.state === member) - Number(one.state === member));
  return (
    <Panel title={CASE_TEXT.maySend}>
      {choices === undefined ? null : (
        <>
          <p>{CASE_TEXT.choices(choices.asked === 'sending' ? sendingState : receivingState)}</p>
          <ul>
            {choices.choices.map(({ choice, type, by }) => (
              <li key={choice}>
                {CASE_TEXT.choice[choice]}: <ActivityName type={type} />,{' '}
                {stateName(by === 'sending' ? sendingState : receivingState)}
              </li>
            ))}
          </ul>
        </>
      )}
      {sides.map(({ state, types }) => (
        <div key={state}>
          <h3 className="panel__part">{CASE_TEXT.bySide(state)}</h3>
          {types.length === 0 ? <Empty>{CASE_TEXT.nothingMay}</Empty> : null}
          <ul>
            {types.map((type) => (
              <li key={type}>
                <ActivityName type={type} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </Panel>
  );
}

type Entry = Case['timeline'][number];

const COLUMNS: readonly Column<Entry>[] = [
  { head: CASE_TEXT.heads.place, cell: ({ position }) => position ?? '–', isNumber: true },
  {
    head: CASE_TEXT.heads.what,
    cell: ({ transmissionId, type }) => (
      <Link to={`/messages/${transmissionId}`}>
        <ActivityName type={type} />
      </Link>
    ),
  },
  { head: CASE_TEXT.heads.way, cell: ({ from, to }) => <Way from={from} to={to} /> },
  {
    head: CASE_TEXT.heads.when,
    cell: ({ acceptedAt, transmittedAt }) => <Moment at={transmittedAt ?? acceptedAt} />,
  },
  { head: CASE_TEXT.heads.stands, cell: (entry) => <Badge {...messageStanding(entry)} /> },
];

/** Everything that crossed in its order, and last what waits. */
export function TimelinePanel({ file: { timeline } }: FileProps): ReactElement {
  return (
    <Panel title={CASE_TEXT.timeline} count={timeline.length}>
      {timeline.length === 0 ? (
        <Empty>{CASE_TEXT.noTimeline}</Empty>
      ) : (
        <Rows
          caption={CASE_TEXT.timeline}
          columns={COLUMNS}
          rows={timeline}
          keyOf={({ transmissionId }) => transmissionId}
        />
      )}
    </Panel>
  );
}

/** The two states, and the numbers under which the case is known. */
export function PartiesPanel({ file }: FileProps): ReactElement {
  const { sendingState, receivingState, supervisingState, supervisionType, identifiers } = file;
  return (
    <Panel title={CASE_TEXT.facts}>
      <dl className="facts">
        <dt>{CASE_TEXT.sending}</dt>
        <dd>
          <Link to={`/states/${sendingState}`}>{stateName(sendingState)}</Link>
        </dd>
        <dt>{CASE_TEXT.receiving}</dt>
        <dd>
          <Link to={`/states/${receivingState}`}>{stateName(receivingState)}</Link>
        </dd>
        <dt>{CASE_TEXT.supervising}</dt>
        <dd>{stateName(supervisingState)}</dd>
        {supervisionType === undefined ? null : (
          <>
            <dt>{CASE_TEXT.kind}</dt>
            <dd>{sentence(supervisionType.toLowerCase())}</dd>
          </>
        )}
        <dt>{CASE_TEXT.opened}</dt>
        <dd>
          <Moment at={file.openedAt} both />
        </dd>
        <dt>{CASE_TEXT.changed}</dt>
        <dd>
          <Moment at={file.changedAt} both />
        </dd>
        {identifiers.length === 0 ? null : (
          <>
            <dt>{CASE_TEXT.numbers}</dt>
            <dd>{identifiers.map(({ value }) => value).join(', ')}</dd>
          </>
        )}
      </dl>
      <p>
        <Link to={`/failures?case=${file.caseId}`}>{CASE_TEXT.failures}</Link>
      </p>
    </Panel>
  );
}

/** Whom each state named for its side, and of the own state whom it named when, and why. */
export function WhoPanel({ file }: FileProps): ReactElement | null {
  const { designations, sendingState, receivingState } = file;
  if (designations === undefined) return null;
  const sides = [
    { state: sendingState, user: designations.sending },
    { state: receivingState, user: designations.receiving },
  ];
  return (
    <Panel title={CASE_TEXT.who}>
      <dl className="facts">
        {sides.map(({ state, user }) => (
          <div key={state} className="facts__row">
            <dt>{stateName(state)}</dt>
            <dd>
              {user === undefined ? CASE_TEXT.nobody : user.name}{' '}
              {user === undefined ? null : (
                <span className="fine">
                  {sentence(user.role.toLowerCase().replaceAll('_', ' '))}
                </span>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {designations.history.length < 2 ? null : (
        <details className="more">
          <summary>{CASE_TEXT.history}</summary>
          <ul className="list">
            {designations.history.map(({ user, at, note }) => (
              <li key={at}>
                {user.name}, <Moment at={at} />
                {note === undefined ? null : <p className="item__facts">{note}</p>}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Panel>
  );
}
