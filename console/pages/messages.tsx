import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link, useSearchParams } from 'wouter';
import { addressOf, call } from '../api/call.ts';
import type { MessageSummary } from '../generated/answers.ts';
import { Badge } from '../parts/badge.tsx';
import { Filters, isAsked } from '../parts/filters.tsx';
import { ActivityName, CaseLink, Way } from '../parts/member.tsx';
import { Page } from '../parts/page.tsx';
import { Empty, Failure, Skeleton } from '../parts/panel.tsx';
import { Rows, type Column } from '../parts/rows.tsx';
import { Moment } from '../parts/time.tsx';
import { whole } from '../words/amount.ts';
import { RECEIVED, STATE_OF_DELIVERY, messageStanding } from '../words/standing.ts';
import { TEXT } from '../words/text.ts';
import { startOfDay } from '../words/time.ts';
import { ColumnChoice, chosenColumns } from './messages/column-choice.tsx';
import { FILTER_NAMES, MAIN_FILTERS, MORE_FILTERS } from './messages/message-filters.ts';
import { failureWords } from '../words/failures.ts';
import { SavedFilters } from './messages/saved-filters.tsx';

const PAGE_SIZE = 50;

const COLUMNS: readonly Column<MessageSummary>[] = [
  {
    head: 'Activity',
    cell: (message) => (
      <Link to={`/messages/${message.transmissionId}`}>
        <ActivityName type={message.type} />
      </Link>
    ),
  },
  { head: 'From and to', cell: ({ from, to }) => <Way from={from} to={to} /> },
  { head: 'Case', cell: ({ caseId }) => <CaseLink caseId={caseId} /> },
  { head: RECEIVED, cell: ({ acceptedAt }) => <Moment at={acceptedAt} /> },
  { head: STATE_OF_DELIVERY, cell: (message) => <Badge {...messageStanding(message)} /> },
];

/** Columns that are shown only where the reader asks for them. */
const MORE_COLUMNS: readonly Column<MessageSummary>[] = [
  {
    head: 'Crossed',
    cell: ({ transmittedAt }) =>
      transmittedAt === undefined ? '–' : <Moment at={transmittedAt} />,
  },
  { head: 'Sender’s number', cell: ({ messageId }) => <span className="number">{messageId}</span> },
  { head: 'Attempts', isNumber: true, cell: ({ delivery }) => delivery?.attempt ?? '–' },
  {
    head: 'Why not delivered',
    cell: ({ delivery }) =>
      delivery?.failureCode === undefined ? '–' : failureWords(delivery.failureCode),
  },
];

/** The message log, newest first, by the filters of its address. */
export function Messages(): ReactElement {
  const [asked] = useSearchParams();
  const query = {
    ...Object.fromEntries(FILTER_NAMES.map((name) => [name, asked.get(name) ?? undefined])),
    since: momentOf(asked.get('since')),
    until: momentOf(asked.get('until')),
  };
  const log = useInfiniteQuery({
    queryKey: ['messages', query],
    queryFn: ({ pageParam, signal }) =>
      call('GET /v1/messages', {
        query: { ...query, limit: PAGE_SIZE, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
  });
  const items = log.data?.pages.flatMap((page) => page.items) ?? [];
  const hasFilters = FILTER_NAMES.some((name) => asked.has(name));
  const hasMoreFilters = MORE_FILTERS.some((field) => isAsked(asked, field));
  return (
    <Page
      title="Messages"
      answer={log.isSuccess ? answerOf(items.length, log.hasNextPage, hasFilters) : undefined}
    >
      <SavedFilters />
      <Filters fields={MAIN_FILTERS} />
      <details className="more-filters" open={hasMoreFilters}>
        <summary>More filters and columns</summary>
        <Filters fields={MORE_FILTERS} />
        <ColumnChoice heads={MORE_COLUMNS.map(({ head }) => head)} />
      </details>
      {log.error === null ? null : <Failure error={log.error} again={() => void log.refetch()} />}
      {log.isPending ? <Skeleton /> : null}
      {log.isSuccess && items.length === 0 ? (
        <Empty>No message fits. Take a filter away, or look at a longer time.</Empty>
      ) : null}
      {items.length === 0 ? null : (
        <Rows
          caption="Messages"
          columns={[...COLUMNS, ...chosenColumns(asked, MORE_COLUMNS)]}
          rows={items}
          keyOf={({ transmissionId }) => transmissionId}
        />
      )}
      {items.length === 0 ? null : (
        <p className="buttons">
          {log.hasNextPage ? (
            <button
              type="button"
              className="usa-button usa-button--outline"
              disabled={log.isFetchingNextPage}
              onClick={() => void log.fetchNextPage()}
            >
              {TEXT.panel.more}
            </button>
          ) : null}
          <a href={addressOf('GET /v1/messages.csv', { query })} download="messages.csv">
            Take all that fit along as CSV
          </a>
        </p>
      )}
    </Page>
  );
}

/** The API takes a day as one of UTC: what the reader asks for is a day of theirs. */
function momentOf(asked: string | null): string | undefined {
  return asked === null ? undefined : DAY.test(asked) ? startOfDay(asked) : asked;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

function answerOf(count: number, hasMore: boolean, hasFilters: boolean): string {
  const messages = count === 1 ? '1 message' : `${whole(count)} messages`;
  if (count === 0) {
    return hasFilters
      ? 'No message fits what you asked for.'
      : 'Every message that your state sends or receives stands here.';
  }
  const fit = count === 1 ? 'fits what you asked for' : 'fit what you asked for';
  if (hasMore)
    return `The latest ${messages}${hasFilters ? ' that fit what you asked for' : ''}; there are more.`;
  return hasFilters ? `${messages} ${fit}.` : `${messages}, the newest first.`;
}
