import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { Incident } from '../../generated/answers.ts';
import { Facts } from '../../parts/facts.tsx';
import { Moment } from '../../parts/time.tsx';
import { causeOf } from '../../words/causes.ts';
import { countOf } from '../../words/count.ts';
import { span } from '../../words/time.ts';
import { INCIDENTS_TEXT as TEXT } from './incidents-text.ts';

/** Whose turn it is, what to do, what it costs to do nothing, whom it concerns, since when. */
export function IncidentFacts({ incident }: { readonly incident: Incident }): ReactElement {
  const { member, openedAt, lastAt, closedAt, count, affected } = incident;
  const { turn, next, cost } = causeOf(incident);
  const isOpen = closedAt === undefined;
  return (
    <Facts
      rows={[
        [
          TEXT.facts.turn,
          isOpen ? <Whose key="turn" incident={incident} turn={turn} /> : undefined,
        ],
        [TEXT.facts.next, isOpen ? next : undefined],
        [TEXT.facts.cost, isOpen ? cost : undefined],
        [
          TEXT.facts.affected,
          affected === undefined ? undefined : (
            <>
              {TEXT.affected(affected.failed, affected.waiting)}.{' '}
              <Link to={`/failures?to=${member}`}>{TEXT.see}</Link>
            </>
          ),
        ],
        [
          TEXT.facts.since,
          <>
            <Moment at={openedAt} both />, {countOf(count, 'time')}, last <Moment at={lastAt} />
          </>,
        ],
        [
          TEXT.facts.over,
          closedAt === undefined ? undefined : (
            <>
              <Moment at={closedAt} both />, after {lasted(incident)}
            </>
          ),
        ],
      ]}
    />
  );
}

function Whose({
  incident: { member },
  turn,
}: {
  readonly incident: Incident;
  readonly turn: string;
}): ReactElement {
  return member === 'national' ? <>{turn}</> : <Link to={`/states/${member}`}>{turn}</Link>;
}

/** How long it lasted, of one that is over: `3 h`. */
export const lasted = ({ openedAt, closedAt }: Incident): string =>
  closedAt === undefined ? '' : span((Date.parse(closedAt) - Date.parse(openedAt)) / 1_000);
