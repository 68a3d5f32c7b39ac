import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link, useSearchParams } from 'wouter';
import { call } from '../api/call.ts';
import { useFresh } from '../api/fresh.ts';
import type { Answers, Incident } from '../generated/answers.ts';
import { Badge } from '../parts/badge.tsx';
import { type FilterField, Filters } from '../parts/filters.tsx';
import { Page } from '../parts/page.tsx';
import { Answered, Empty } from '../parts/panel.tsx';
import { type Column, Rows } from '../parts/rows.tsx';
import { Moment } from '../parts/time.tsx';
import { expiringWords } from '../words/causes.ts';
import { span } from '../words/time.ts';
import {
  type Destination,
  flowWords,
  transportName,
  troubleOf,
  wayStanding,
} from '../words/ways.ts';
import { STATES_TEXT } from './states/states-text.ts';

const MOST_INCIDENTS = 200;

type Member = Answers['GET /v1/members']['items'][number];

/** A member with the way to it, where the reader may see that. */
interface StateRow extends Member {
  readonly way: Destination | undefined;
  /** Those that last, of any state. */
  readonly incidents: readonly Incident[];
}

const SHOWN: Readonly<Record<string, (row: StateRow) => boolean>> = {
  stopped: ({ way, incidents }) => way !== undefined && troubleOf(way, incidents) !== undefined,
  waiting: ({ way }) => way !== undefined && way.queue.waiting + way.queue.failed > 0,
  expiring: ({ way }) => way !== undefined && way.expiring.length > 0,
  off: ({ connected }) => !connected,
};

const FIELDS: readonly FilterField[] = [
  {
    name: 'show',
    label: 'Show',
    choices: [
      ['stopped', 'those that take nothing now'],
      ['waiting', 'those for which something waits'],
      ['expiring', 'those of which something runs out'],
      ['off', 'those that are not connected'],
    ],
  },
];

const COLUMNS: readonly Column<StateRow>[] = [
  {
    head: 'State',
    cell: ({ code, name }) => (
      <>
        <Link to={`/states/${code}`}>{name}</Link> <small className="fine">{code}</small>
      </>
    ),
  },
  { head: 'Stands', cell: (row) => <Standing row={row} /> },
  { head: 'Transport', cell: ({ way }) => (way === undefined ? '–' : transportName(way)) },
  {
    head: 'Deliveries',
    cell: ({ way, incidents }) =>
      way === undefined || !way.connected ? '–' : flowWords(way, incidents),
  },
  {
    head: 'Waits',
    isNumber: true,
    cell: ({ way }) => (way === undefined ? '–' : <Queue way={way} />),
  },
  {
    head: 'Hand-over',
    isNumber: true,
    cell: ({ way }) => (way?.handOver === undefined ? '–' : span(way.handOver.p50Seconds)),
  },
  {
    head: 'Runs out',
    cell: ({ way }) =>
      way === undefined || way.expiring.length === 0 ? '–' : expiringWords(way.expiring),
  },
];

/** Every member: whether and how it is reached, and how that goes. */
export function States(): ReactElement {
  const [asked] = useSearchParams();
  const members = useQuery({
    queryKey: ['members'],
    queryFn: ({ signal }) => call('GET /v1/members', { signal }),
  });
  // Officers do not look after the way to their state: they see who is connected, and no more.
  const ways = useFresh('GET /v1/destinations');
  const incidents = useFresh('GET /v1/incidents', {
    query: { open: 'yes', limit: MOST_INCIDENTS },
  });
  const items = ways.data?.items ?? [];
  const isShown = SHOWN[asked.get('show') ?? ''] ?? (() => true);
  return (
    <Page
      title={STATES_TEXT.title}
      answer={answerOf(members.data?.items, items, incidents.data?.items ?? [])}
    >
      <Filters fields={FIELDS} />
      <Answered query={members}>
        {(all) => {
          const rows = rowsOf(all.items, items, incidents.data?.items ?? []).filter(isShown);
          if (rows.length === 0) return <Empty>{STATES_TEXT.empty}</Empty>;
          return (
            <Rows
              caption={STATES_TEXT.title}
              columns={COLUMNS}
              rows={rows}
              keyOf={({ code }) => code}
            />
          );
        }}
      </Answered>
    </Page>
  );
}

function answerOf(
  members: readonly Member[] | undefined,
  ways: readonly Destination[],
  incidents: readonly Incident[],
): string | undefined {
  if (members === undefined) return undefined;
  const on = members.filter(({ connected }) => connected).length;
  const stopped = ways.filter((way) => troubleOf(way, incidents) !== undefined).length;
  return [
    STATES_TEXT.connected(on, members.length),
    ...(stopped === 0 ? [] : [STATES_TEXT.stopped(stopped)]),
    ...(ways.length <= 1 ? [STATES_TEXT.own] : []),
  ].join(' ');
}

/** By name, and always in the same place. */
function rowsOf(
  members: readonly Member[],
  ways: readonly Destination[],
  incidents: readonly Incident[],
): StateRow[] {
  const known = new Map<string, Destination>(ways.map((way) => [way.member, way]));
  return members
    .map((member) => ({ ...member, way: known.get(member.code), incidents }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

function Standing({
  row: { connected, way, incidents },
}: {
  readonly row: StateRow;
}): ReactElement {
  if (way === undefined) {
    const off = { look: 'in-order', word: 'Not connected yet' } as const;
    return <Badge {...(connected ? ({ look: 'in-order', word: 'Connected' } as const) : off)} />;
  }
  return (
    <>
      <Badge {...wayStanding(way, incidents)} />
      {way.hold === undefined ? null : (
        <small className="fine">
          {' '}
          held <Moment at={way.hold.since} />
        </small>
      )}
    </>
  );
}

function Queue({ way }: { readonly way: Destination }): ReactElement {
  const { waiting, failed, oldest } = way.queue;
  if (waiting + failed === 0) return <>0</>;
  return (
    <span>
      {waiting}
      {failed === 0 ? '' : ` + ${failed} failed`}
      {oldest === undefined ? null : (
        <small className="fine">
          {' '}
          oldest <Moment at={oldest} />
        </small>
      )}
    </span>
  );
}
