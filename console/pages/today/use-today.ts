import { type QueryClient, useQuery } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { useLive } from '../../api/live.ts';
import { type Account, holds } from '../../api/session.ts';
import type { Deadline, Failure, Review } from '../../generated/answers.ts';
import { type Steady, isOfBefore, useSteady } from '../../parts/steady.tsx';
import { answersDuty } from '../../words/due.ts';

const PAGE_SIZE = 100;
/** So many duties stand on the page; the others are one click away. */
const DUTIES_SHOWN = 12;

/** A list of the page: as it is shown, as it is, and why it is not there. */
export interface TodayList<Row> {
  readonly steady: Steady<Row>;
  /** As it is now; undefined until it is known. */
  readonly found: readonly Row[] | undefined;
  /** Whether there are more than are shown. */
  readonly more: boolean;
  readonly error: Error | null;
  readonly again: () => void;
}

export interface TodayLists {
  readonly outgoing: TodayList<Review>;
  readonly incoming: TodayList<Review>;
  readonly byUs: TodayList<Deadline>;
  readonly toUs: TodayList<Deadline>;
  readonly failures: TodayList<Failure>;
}

/** Keys under which the lists are kept, for those who change what they hold. */
export const TODAY_KEYS = [['reviews'], ['deadlines'], ['failures']] as const;

interface Rows<Row> {
  readonly items: readonly Row[];
  readonly next?: string;
}

/** Everything that the page of the day asks, kept up to date. */
export function useToday(account: Account): TodayLists {
  useLive(TODAY_KEYS);
  const asked = askedBy(account);
  return {
    outgoing: useList(asked.outgoing, reviewKey),
    incoming: useList(asked.incoming, reviewKey),
    byUs: useList(asked.byUs, deadlineKey),
    toUs: useList(asked.toUs, deadlineKey),
    failures: useList(asked.failures, ({ deliveryId }) => deliveryId),
  };
}

/** Asks it beforehand. */
export function askToday(queries: QueryClient, account: Account): void {
  for (const { queryKey, queryFn, enabled } of Object.values(askedBy(account))) {
    if (!enabled) continue;
    // The page that shows it tells of what went wrong.
    queries.query<unknown>({ queryKey, queryFn }).catch(() => undefined);
  }
}

interface AskedList<Row> {
  readonly queryKey: readonly string[];
  readonly queryFn: () => Promise<Rows<Row>>;
  readonly enabled: boolean;
}

/** What the page asks, list by list. */
function askedBy(account: Account) {
  const { member } = account;
  const limit = PAGE_SIZE;
  const seesReviews = holds(account, 'compact-office', 'state-administrator');
  const reviews = (direction: 'outgoing' | 'incoming'): AskedList<Review> => ({
    queryKey: ['reviews', direction],
    queryFn: () => call('GET /v1/reviews', { query: { direction, open: 'yes', limit } }),
    enabled: seesReviews,
  });
  const duties = (
    side: 'by' | 'to',
    query: { readonly owedBy: string } | { readonly owedTo: string },
  ): AskedList<Deadline> => ({
    queryKey: ['deadlines', side, member],
    queryFn: () => call('GET /v1/deadlines', { query: { ...query, limit } }),
    enabled: true,
  });
  return {
    outgoing: reviews('outgoing'),
    incoming: reviews('incoming'),
    byUs: duties('by', { owedBy: member }),
    toUs: duties('to', { owedTo: member }),
    failures: {
      queryKey: ['failures', 'ours', member],
      queryFn: () => readOurFailures(member),
      enabled: true,
    } satisfies AskedList<Failure>,
  };
}

const deadlineKey = ({ deadlineId }: Deadline): string => deadlineId;
const reviewKey = ({ transmissionId }: Review): string => transmissionId;

function useList<Row>(asked: AskedList<Row>, keyOf: (row: Row) => string): TodayList<Row> {
  const query = useQuery(asked);
  const { data, error, refetch } = query;
  return {
    steady: useSteady(data?.items, keyOf, { isOfBefore: isOfBefore(query) }),
    found: data?.items,
    more: data?.next !== undefined,
    error: data === undefined ? error : null,
    again: () => void refetch(),
  };
}

async function readOurFailures(member: string): Promise<Rows<Failure>> {
  const page = await call('GET /v1/failures', { query: { limit: PAGE_SIZE } });
  return { ...page, items: page.items.filter((failure) => isOurs(failure, member)) };
}

/** Whether it is this state’s turn to do something about a failure. */
export function isOurs({ failure, from, to }: Failure, member: string): boolean {
  if (failure.owner === 'sending-state') return from === member;
  return failure.owner === 'receiving-state' && to === member;
}

/** The duty that an activity fulfils once it is released, with the day by which it must. */
export function dutyOf(
  { caseId, type }: Review,
  duties: readonly Deadline[],
): Deadline | undefined {
  return duties.find((duty) => duty.caseId === caseId && answersDuty(type, duty.duty));
}

export const firstShown = <Row>(rows: readonly Row[]): readonly Row[] =>
  rows.slice(0, DUTIES_SHOWN);
