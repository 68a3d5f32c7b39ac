import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { useLive } from '../../api/live.ts';
import { type Account, holds } from '../../api/session.ts';
import type { Deadline, Failure, Review } from '../../generated/answers.ts';
import { type Steady, useSteady } from '../../parts/steady.tsx';
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
  const { member } = account;
  const seesReviews = holds(account, 'compact-office', 'state-administrator');
  return {
    outgoing: useReviews('outgoing', seesReviews),
    incoming: useReviews('incoming', seesReviews),
    byUs: useList(
      ['deadlines', 'by', member],
      () => call('GET /v1/deadlines', { query: { owedBy: member, limit: PAGE_SIZE } }),
      { keyOf: deadlineKey },
    ),
    toUs: useList(
      ['deadlines', 'to', member],
      () => call('GET /v1/deadlines', { query: { owedTo: member, limit: PAGE_SIZE } }),
      { keyOf: deadlineKey },
    ),
    failures: useList(['failures', 'ours', member], () => readOurFailures(member), {
      keyOf: ({ deliveryId }) => deliveryId,
    }),
  };
}

const deadlineKey = ({ deadlineId }: Deadline): string => deadlineId;
const reviewKey = ({ transmissionId }: Review): string => transmissionId;

function useReviews(direction: 'outgoing' | 'incoming', enabled: boolean): TodayList<Review> {
  return useList(
    ['reviews', direction],
    () => call('GET /v1/reviews', { query: { direction, open: 'yes', limit: PAGE_SIZE } }),
    { keyOf: reviewKey, enabled },
  );
}

function useList<Row>(
  queryKey: readonly string[],
  queryFn: () => Promise<Rows<Row>>,
  { keyOf, enabled = true }: { readonly keyOf: (row: Row) => string; readonly enabled?: boolean },
): TodayList<Row> {
  const { data, error, refetch } = useQuery({ queryKey, queryFn, enabled });
  return {
    steady: useSteady(data?.items, keyOf),
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
