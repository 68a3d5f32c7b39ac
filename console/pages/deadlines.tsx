import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link, useSearchParams } from 'wouter';
import { call } from '../api/call.ts';
import { type Account, isNational, useAccount } from '../api/session.ts';
import type { Deadline } from '../generated/answers.ts';
import { Due, RuleOf } from '../parts/due.tsx';
import { CASE_FILTER, Filters, type FilterField, isAsked } from '../parts/filters.tsx';
import { ActivityName, CaseLink, Way } from '../parts/member.tsx';
import { MoreButton } from '../parts/more.tsx';
import { Page } from '../parts/page.tsx';
import { Empty, Failure, Skeleton } from '../parts/panel.tsx';
import { type Column, Rows } from '../parts/rows.tsx';
import { DUE_SOON } from '../words/due.ts';
import { DUTY_CHOICES, MEMBER_CHOICES, sentence, stateName } from '../words/names.ts';

const PAGE_SIZE = 50;

const STATUSES = [
  ['overdue', 'Late'],
  ['due', 'Due today'],
  ['soon', 'Due soon'],
  ['running', 'Not near'],
  ['met', 'Answered in time'],
  ['late', 'Answered late'],
  ['ended', 'Owed no more'],
] as const;

const FIELDS: readonly FilterField[] = [
  CASE_FILTER,
  { name: 'status', label: 'State of the duty', choices: STATUSES },
  { name: 'duty', label: 'What is owed', choices: DUTY_CHOICES },
  { name: 'state', label: 'Other state', choices: MEMBER_CHOICES },
  { name: 'dueSince', label: 'Due on or after', kind: 'date' },
  { name: 'dueUntil', label: 'Due before', kind: 'date' },
];

const OWED: FilterField = {
  name: 'owed',
  label: 'Owed',
  choices: [
    ['us', 'By us'],
    ['them', 'By another state'],
  ],
};
const OWED_BY: FilterField = { name: 'owedBy', label: 'Owed by', choices: MEMBER_CHOICES };

const COLUMNS: readonly Column<Deadline>[] = [
  { head: 'Due', cell: (deadline) => <Due deadline={deadline} /> },
  { head: 'Owed by', cell: ({ owedBy }) => stateName(owedBy) },
  {
    head: 'What is owed',
    cell: (deadline) => (
      <span className="duty">
        {sentence(deadline.title)} <RuleOf deadline={deadline} />
      </span>
    ),
  },
  {
    head: 'Because of',
    cell: ({ transmissionId, type }) => (
      <Link to={`/messages/${transmissionId}`}>
        <ActivityName type={type} />
      </Link>
    ),
  },
  {
    head: 'States',
    cell: ({ sendingState, receivingState }) => <Way from={sendingState} to={receivingState} />,
  },
  { head: 'Case', cell: ({ caseId }) => <CaseLink caseId={caseId} /> },
];

/** What the rules ask of states, late first, by the filters of the page’s address. */
export function Deadlines(): ReactElement {
  const account = useAccount();
  const [asked] = useSearchParams();
  const query = queryOf(asked, account);
  const list = useInfiniteQuery({
    queryKey: ['deadlines', 'list', query],
    queryFn: ({ pageParam, signal }) =>
      call('GET /v1/deadlines', {
        query: { ...query, limit: PAGE_SIZE, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
  });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const isFiltered = [OWED, OWED_BY, ...FIELDS].some((field) => isAsked(asked, field));
  const answer = list.isSuccess ? answerOf(items, list.hasNextPage, isFiltered) : undefined;
  return (
    <Page title="Deadlines" answer={answer}>
      {items.length === 0 ? null : <p className="fine">{DUE_SOON}</p>}
      <Filters fields={[isNational(account) ? OWED_BY : OWED, ...FIELDS]} />
      {list.error === null ? null : (
        <Failure error={list.error} again={() => void list.refetch()} />
      )}
      {list.isPending ? <Skeleton /> : null}
      {list.isSuccess && items.length === 0 ? (
        <Empty>
          {isFiltered
            ? 'Open duties are listed unless you ask for others. Take a filter away to see more.'
            : 'A clock starts when a message crosses that a state has to answer.'}
        </Empty>
      ) : null}
      {items.length === 0 ? null : (
        <Rows
          caption="Deadlines"
          columns={COLUMNS}
          rows={items}
          keyOf={({ deadlineId }) => deadlineId}
        />
      )}
      <MoreButton list={list} />
    </Page>
  );
}

/** What the API is asked for what stands in the address. */
function queryOf(asked: URLSearchParams, account: Account): Record<string, string | undefined> {
  const given = [OWED_BY, ...FIELDS].map(
    ({ name }) => [name, asked.get(name) ?? undefined] as const,
  );
  const owed = asked.get('owed');
  return {
    ...Object.fromEntries(given),
    ...(owed === 'us' ? { owedBy: account.member } : {}),
    ...(owed === 'them' ? { owedTo: account.member } : {}),
  };
}

function answerOf(items: readonly Deadline[], hasMore: boolean, isFiltered: boolean): string {
  if (items.length === 0) {
    return isFiltered
      ? 'No deadline fits what you asked for.'
      : 'No state owes anything that has a clock, as far as you may see.';
  }
  const late = items.filter(({ status }) => status === 'overdue').length;
  const soon = items.filter(({ status }) => status === 'due' || status === 'soon').length;
  const count = hasMore ? `More than ${items.length}` : String(items.length);
  const duties = items.length === 1 && !hasMore ? 'duty' : 'duties';
  return `${count} ${duties}: ${late === 0 ? 'none' : late} late, ${soon === 0 ? 'none' : soon} due soon.`;
}
