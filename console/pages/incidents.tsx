import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link, useSearchParams } from 'wouter';
import { call } from '../api/call.ts';
import { useFresh } from '../api/fresh.ts';
import { type Account, isNational, useAccount } from '../api/session.ts';
import type { Incident } from '../generated/answers.ts';
import { Badge } from '../parts/badge.tsx';
import { type FilterField, Filters, isAsked } from '../parts/filters.tsx';
import { MoreButton } from '../parts/more.tsx';
import { Page } from '../parts/page.tsx';
import { Answered, Empty, Failure, Panel, Skeleton } from '../parts/panel.tsx';
import { type Column, Rows } from '../parts/rows.tsx';
import { NewsBar, useSteady } from '../parts/steady.tsx';
import { Moment } from '../parts/time.tsx';
import { CAUSE_CHOICES, causeOf } from '../words/causes.ts';
import { whole } from '../words/count.ts';
import { MEMBER_CHOICES, stateName } from '../words/names.ts';
import { IncidentFacts, lasted } from './incidents/incident-facts.tsx';
import { INCIDENTS_TEXT } from './incidents/incidents-text.ts';

const PAGE_SIZE = 50;
const MOST_OPEN = 200;

const FIELDS: readonly FilterField[] = [
  {
    name: 'open',
    label: 'Which',
    choices: [
      ['yes', 'open'],
      ['no', 'over'],
    ],
  },
  { name: 'member', label: 'State', choices: [...MEMBER_CHOICES, ['national', 'The hub itself']] },
  { name: 'code', label: 'Cause', choices: CAUSE_CHOICES },
];

/** What goes wrong, cause by cause: what is open first, then what is over. */
export function Incidents(): ReactElement {
  const [asked] = useSearchParams();
  const filter = {
    member: asked.get('member') ?? undefined,
    code: asked.get('code') ?? undefined,
  };
  const which = asked.get('open');
  const account = useAccount();
  const isFiltered = FIELDS.some((field) => isAsked(asked, field));
  const open = useFresh('GET /v1/incidents', {
    query: { ...filter, open: 'yes', limit: MOST_OPEN },
  });
  return (
    <Page
      title={INCIDENTS_TEXT.title}
      answer={answerOf(open.data?.items, noneFor(account, isFiltered))}
    >
      {isNational(account) ? null : (
        <p className="fine">
          {INCIDENTS_TEXT.covers(stateName(account.member))}{' '}
          <Link to="/failures">{INCIDENTS_TEXT.coversLink}</Link>.
        </p>
      )}
      <Filters
        fields={isNational(account) ? FIELDS : FIELDS.filter(({ name }) => name !== 'member')}
      />
      {which === 'no' ? null : (
        <Panel
          title={INCIDENTS_TEXT.open}
          {...(open.data === undefined ? {} : { count: open.data.items.length })}
        >
          <Answered
            query={open}
            empty={{ when: ({ items }) => items.length === 0, text: INCIDENTS_TEXT.emptyOpen }}
          >
            {({ items }) => (
              // Until the answer to other filters is there, the one before stands: its rows are not over.
              <Open key={`${JSON.stringify(filter)} ${open.isPlaceholderData}`} items={items} />
            )}
          </Answered>
        </Panel>
      )}
      {which === 'yes' ? null : <Over filter={filter} />}
    </Page>
  );
}

function noneFor(account: Account, isFiltered: boolean): string {
  if (isFiltered) return INCIDENTS_TEXT.noneFits;
  return isNational(account)
    ? INCIDENTS_TEXT.none
    : INCIDENTS_TEXT.noneOf(stateName(account.member));
}

function answerOf(open: readonly Incident[] | undefined, none: string): string | undefined {
  if (open === undefined) return undefined;
  if (open.length === 0) return none;
  const turns = [...new Set(open.map((incident) => causeOf(incident).turn))];
  const what = open.length === 1 ? INCIDENTS_TEXT.one : INCIDENTS_TEXT.some(open.length);
  const shown = turns.length > 4 ? [...turns.slice(0, 4), `${turns.length - 4} more`] : turns;
  return `${what} ${INCIDENTS_TEXT.turns(shown)}`;
}

const keyOf = ({ incidentId }: Incident): string => incidentId;

function Open({ items }: { readonly items: readonly Incident[] }): ReactElement {
  const steady = useSteady(items, keyOf);
  return (
    <>
      <NewsBar lists={[steady]} />
      <ul className="list">
        {steady.rows.map(({ row, isGone }) => (
          <OpenIncident key={row.incidentId} incident={row} isOver={isGone} />
        ))}
      </ul>
    </>
  );
}

interface OpenIncidentProps {
  readonly incident: Incident;
  /** Since it was shown. */
  readonly isOver: boolean;
}

function OpenIncident({ incident, isOver }: OpenIncidentProps): ReactElement {
  const { incidentId, code, kind } = incident;
  const { what } = causeOf(incident);
  const look = kind === 'expiry' ? 'soon' : 'late';
  return (
    <li>
      <h3 className="incident__what">
        <Link to={`/incidents/${incidentId}`}>
          <Badge look={isOver ? 'in-order' : look} word={isOver ? `${what}: over` : what} />
        </Link>{' '}
        <small className="fine">{code}</small>
      </h3>
      <IncidentFacts incident={incident} />
    </li>
  );
}

const OVER_COLUMNS: readonly Column<Incident>[] = [
  {
    head: 'What was wrong',
    cell: (incident) => (
      <>
        <Link to={`/incidents/${incident.incidentId}`}>{causeOf(incident).what}</Link>{' '}
        <small className="fine">{incident.code}</small>
      </>
    ),
  },
  {
    head: 'State',
    cell: ({ member }) =>
      member === 'national' ? 'The hub' : <Link to={`/states/${member}`}>{stateName(member)}</Link>,
  },
  { head: 'Began', cell: ({ openedAt }) => <Moment at={openedAt} both /> },
  {
    head: 'Lasted',
    isNumber: true,
    cell: lasted,
  },
  { head: 'Times', isNumber: true, cell: ({ count }) => whole(count) },
];

interface OverProps {
  readonly filter: { readonly member: string | undefined; readonly code: string | undefined };
}

function Over({ filter }: OverProps): ReactElement {
  const over = useInfiniteQuery({
    queryKey: ['incidents over', filter],
    queryFn: ({ pageParam, signal }) =>
      call('GET /v1/incidents', {
        query: { ...filter, open: 'no', limit: PAGE_SIZE, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
  });
  const items = over.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Panel title={INCIDENTS_TEXT.over}>
      {over.error === null ? null : (
        <Failure error={over.error} again={() => void over.refetch()} />
      )}
      {over.isPending ? <Skeleton /> : null}
      {over.isSuccess && items.length === 0 ? <Empty>{INCIDENTS_TEXT.emptyOver}</Empty> : null}
      {items.length === 0 ? null : (
        <Rows caption={INCIDENTS_TEXT.over} columns={OVER_COLUMNS} rows={items} keyOf={keyOf} />
      )}
      <MoreButton list={over} />
    </Panel>
  );
}
