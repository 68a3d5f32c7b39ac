import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { Incident, IncidentPage } from '../../generated/answers.ts';
import { Badge } from '../../parts/badge.tsx';
import { Answered, Panel } from '../../parts/panel.tsx';
import { NewsBar, useSteady } from '../../parts/steady.tsx';
import { Moment } from '../../parts/time.tsx';
import { causeOf } from '../../words/causes.ts';
import { countOf } from '../../words/count.ts';
import { NOW_TEXT } from './now-text.ts';

const TEXT = NOW_TEXT.incidents;
const MOST = 6;

/** What goes wrong now, cause by cause: whose turn it is stands with each. */
export function OpenIncidents({
  query,
}: {
  readonly query: UseQueryResult<IncidentPage>;
}): ReactElement {
  const count = query.data?.items.length;
  return (
    <Panel
      title={TEXT.title}
      {...(count === undefined ? {} : { count: TEXT.open(count) })}
      actions={<Link to="/incidents">{TEXT.all}</Link>}
    >
      <Answered query={query} empty={{ when: ({ items }) => items.length === 0, text: TEXT.empty }}>
        {({ items }) => <Steady items={items} />}
      </Answered>
    </Panel>
  );
}

const keyOf = ({ incidentId }: Incident): string => incidentId;

function Steady({ items }: { readonly items: readonly Incident[] }): ReactElement {
  const steady = useSteady(items, keyOf);
  return (
    <>
      <NewsBar lists={[steady]} />
      <ul className="list">
        {steady.rows.slice(0, MOST).map(({ row, isGone }) => (
          <IncidentLine key={row.incidentId} incident={row} isOver={isGone} />
        ))}
      </ul>
    </>
  );
}

interface IncidentLineProps {
  readonly incident: Incident;
  /** Since it was shown. */
  readonly isOver: boolean;
}

function IncidentLine({ incident, isOver }: IncidentLineProps): ReactElement {
  const { incidentId, member, affected, openedAt, kind } = incident;
  const { what, turn } = causeOf(incident);
  const waiting = affected?.waiting ?? 0;
  return (
    <li>
      <Link to={`/incidents/${incidentId}`}>
        {isOver ? (
          <Badge look="in-order" word={`${what}: over`} />
        ) : (
          <Badge look={kind === 'expiry' ? 'soon' : 'late'} word={what} />
        )}
      </Link>
      <div className="fine">
        Began <Moment at={openedAt} />.{' '}
        {waiting > 0 ? `${countOf(waiting, 'message waits', 'messages wait')}. ` : ''}
        Whose turn: {member === 'national' ? turn : <Link to={`/states/${member}`}>{turn}</Link>}.
      </div>
    </li>
  );
}
