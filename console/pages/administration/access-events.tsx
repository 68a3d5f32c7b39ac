import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link, useSearchParams } from 'wouter';
import { call } from '../../api/call.ts';
import { isNational, useAccount } from '../../api/session.ts';
import type { AccessEvent } from '../../generated/answers.ts';
import { Badge } from '../../parts/badge.tsx';
import { Filters, type FilterField } from '../../parts/filters.tsx';
import { MoreButton } from '../../parts/more.tsx';
import { Page } from '../../parts/page.tsx';
import { Empty, Failure, Skeleton } from '../../parts/panel.tsx';
import { Rows, type Column } from '../../parts/rows.tsx';
import { Moment } from '../../parts/time.tsx';
import { MEMBER_CHOICES, stateName } from '../../words/names.ts';
import { startOfDay } from '../../words/time.ts';
import { VIEWINGS } from '../message/viewing-text.ts';
import { EVENTS as T, EVENT_NAMES } from './administration-text.ts';

const PAGE_SIZE = 50;

const MEMBER_FIELD: FilterField = {
  name: 'member',
  label: T.filter.member,
  choices: [['national', stateName('national')], ...MEMBER_CHOICES],
};

const FIELDS: readonly FilterField[] = [
  { name: 'type', label: T.filter.type, choices: Object.entries(EVENT_NAMES) },
  { name: 'account', label: T.filter.account, hint: 'U-…' },
  { name: 'since', label: T.filter.since, kind: 'date' },
  { name: 'until', label: T.filter.until, kind: 'date' },
];

const COLUMNS: readonly Column<AccessEvent>[] = [
  { head: T.head.at, cell: ({ at }) => <Moment at={at} both /> },
  { head: T.head.what, cell: (event) => <What event={event} /> },
  {
    head: T.head.account,
    cell: ({ account }) => (account === undefined ? '–' : <AccountLink reference={account} />),
  },
  { head: T.head.by, cell: ({ actor, account }) => <By actor={actor} account={account} /> },
  { head: T.head.from, cell: ({ source }) => source ?? '–' },
];

/** Who signed in, failed and changed what, newest first; of the own state, or of all for the nation. */
export function AccessEvents(): ReactElement {
  const self = useAccount();
  const [asked] = useSearchParams();
  const query = {
    member: asked.get('member') ?? undefined,
    type: asked.get('type') ?? undefined,
    account: asked.get('account') ?? undefined,
    since: startOfDay(asked.get('since') ?? ''),
    until: startOfDay(asked.get('until') ?? ''),
  };
  const list = useInfiniteQuery({
    queryKey: ['access-events', query],
    queryFn: ({ pageParam, signal }) =>
      call('GET /v1/access-events', {
        query: { ...query, limit: PAGE_SIZE, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
  });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page title={T.title} answer={T.answer}>
      <Filters fields={isNational(self) ? [MEMBER_FIELD, ...FIELDS] : FIELDS} />
      {list.error === null ? null : (
        <Failure error={list.error} again={() => void list.refetch()} />
      )}
      {list.isPending ? <Skeleton /> : null}
      {list.isSuccess && items.length === 0 ? <Empty>{T.empty}</Empty> : null}
      {items.length === 0 ? null : (
        <Rows caption={T.caption} columns={COLUMNS} rows={items} keyOf={({ eventId }) => eventId} />
      )}
      <MoreButton list={list} />
    </Page>
  );
}

function What({ event }: { readonly event: AccessEvent }): ReactElement {
  const { type, outcome, code } = event;
  return (
    <span>
      {EVENT_NAMES[type] ?? type} <Opened event={event} />{' '}
      {outcome === 'refused' ? <Badge look="late" word={T.refused} /> : null}{' '}
      {code === undefined ? null : <small className="fine">{code}</small>}
    </span>
  );
}

/** What was opened, and of which message. */
function Opened({
  event: { type, outcome, transmissionId },
}: {
  readonly event: AccessEvent;
}): ReactElement | null {
  if (type !== 'viewed' || transmissionId === undefined) return null;
  const what = VIEWINGS.what[outcome as keyof typeof VIEWINGS.what];
  return (
    <>
      {what.toLowerCase()}: <Link to={`/messages/${transmissionId}`}>{T.ofMessage}</Link>
    </>
  );
}

interface ByProps {
  readonly actor: string;
  readonly account: string | undefined;
}

function By({ actor, account }: ByProps): ReactElement {
  if (actor === 'nobody') return <>{T.nobody}</>;
  if (actor === 'command') return <>{T.command}</>;
  if (!actor.startsWith('U-')) return <>{actor}</>;
  return actor === account ? <>{T.itself}</> : <AccountLink reference={actor} />;
}

function AccountLink({ reference }: { readonly reference: string }): ReactElement {
  return (
    <Link to={`/administration/accounts/${reference}`} className="number">
      {reference}
    </Link>
  );
}
