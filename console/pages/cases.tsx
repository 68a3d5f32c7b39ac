import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link, Redirect, useSearchParams } from 'wouter';
import { call } from '../api/call.ts';
import { type Account, holds, isNational, useAccount } from '../api/session.ts';
import type { CaseSummary } from '../generated/answers.ts';
import { Badge } from '../parts/badge.tsx';
import { CASE_FILTER, Filters, type FilterField } from '../parts/filters.tsx';
import { Way } from '../parts/member.tsx';
import { MoreButton } from '../parts/more.tsx';
import { Page } from '../parts/page.tsx';
import { Empty, Failure, Skeleton } from '../parts/panel.tsx';
import { type Column, Rows } from '../parts/rows.tsx';
import { Moment } from '../parts/time.tsx';
import { caseStanding, regionAnswer, regionChoices } from '../words/case.ts';
import { MEMBER_CHOICES, stateName } from '../words/names.ts';
import { SEARCHERS } from '../words/roles.ts';
import { CASES_TEXT } from './cases/cases-text.ts';
import { FindPerson } from './cases/find-person.tsx';

const PAGE_SIZE = 50;

const SIDE: FilterField = {
  name: 'side',
  label: 'Our side',
  choices: [
    ['sending', 'We sent the person'],
    ['receiving', 'We received the person'],
  ],
};
const FIELDS: readonly FilterField[] = [
  {
    name: 'open',
    label: 'Active',
    choices: [
      ['active', 'Active'],
      ['historical', 'History'],
    ],
  },
  { name: 'status', label: 'Case status', choices: regionChoices('status') },
  { name: 'state', label: 'Other state', choices: MEMBER_CHOICES },
  { name: 'supervising', label: 'Supervised by', choices: MEMBER_CHOICES },
  { name: 'location', label: 'The person', choices: regionChoices('location') },
];
/** Given by a link from a person, and shown only where it is. */
const PERSON: FilterField = { name: 'person', label: 'Of one person', hint: 'P-…' };

const COLUMNS: readonly Column<CaseSummary>[] = [
  {
    head: 'Case',
    cell: ({ caseId }) => (
      <Link to={`/cases/${caseId}`} className="number">
        {caseId}
      </Link>
    ),
  },
  {
    head: 'From and to',
    cell: ({ sendingState, receivingState }) => <Way from={sendingState} to={receivingState} />,
  },
  { head: 'Case status', cell: ({ status }) => <Badge {...caseStanding(status)} /> },
  { head: 'The person', cell: ({ location }) => regionAnswer('location', location) },
  { head: 'Supervised by', cell: ({ supervisingState }) => stateName(supervisingState) },
  { head: 'Changed', cell: ({ changedAt }) => <Moment at={changedAt} /> },
];

/** Cases, the one that changed last first, by the filters of the page’s address. */
export function Cases(): ReactElement {
  const account = useAccount();
  const [asked] = useSearchParams();
  const fields = fieldsFor(account, asked);
  const query = Object.fromEntries(fields.map(({ name }) => [name, asked.get(name) ?? undefined]));
  const list = useInfiniteQuery({
    queryKey: ['cases', query],
    queryFn: ({ pageParam, signal }) =>
      call('GET /v1/cases', { query: { ...query, limit: PAGE_SIZE, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
  });
  // One case is no list: its page says all of it.
  const caseId = asked.get(CASE_FILTER.name);
  if (caseId !== null) return <Redirect to={`/cases/${caseId}`} replace />;
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const hasFilters = fields.some(({ name }) => asked.has(name));
  const isOfPerson =
    asked.has(PERSON.name) && fields.every(({ name }) => name === PERSON.name || !asked.has(name));
  const answer = list.isSuccess
    ? isOfPerson && !list.hasNextPage
      ? CASES_TEXT.ofPerson(items.length)
      : answerOf(items.length, list.hasNextPage, hasFilters)
    : undefined;
  return (
    <Page title="Cases" answer={answer}>
      <Filters fields={[CASE_FILTER, ...fields]} />
      {holds(account, ...SEARCHERS) ? <FindPerson /> : null}
      {list.error === null ? null : (
        <Failure error={list.error} again={() => void list.refetch()} />
      )}
      {list.isPending ? <Skeleton /> : null}
      {list.isSuccess && items.length === 0 ? (
        <Empty>
          No case fits. A case begins with the first request that crosses; take a filter away to see
          more.
        </Empty>
      ) : null}
      {items.length === 0 ? null : (
        <Rows caption="Cases" columns={COLUMNS} rows={items} keyOf={({ caseId }) => caseId} />
      )}
      <MoreButton list={list} />
    </Page>
  );
}

function fieldsFor(account: Account, asked: URLSearchParams): readonly FilterField[] {
  if (isNational(account)) return FIELDS;
  return [SIDE, ...FIELDS, ...(asked.has('person') ? [PERSON] : [])];
}

function answerOf(count: number, hasMore: boolean, hasFilters: boolean): string {
  if (count === 0) return hasFilters ? 'No case fits what you asked for.' : 'There is no case yet.';
  const cases = count === 1 ? '1 case' : `${count} cases`;
  const which = hasFilters ? (count === 1 ? 'fits' : 'fit') : 'changed last';
  return hasMore
    ? `These ${cases} ${which}; there are more.`
    : `${cases} ${hasFilters ? `${which} what you asked for` : 'in all'}.`;
}
