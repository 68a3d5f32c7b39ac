import {
  type InfiniteData,
  type UseInfiniteQueryResult,
  useInfiniteQuery,
} from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import type { ViewingPage } from '../../generated/answers.ts';

const PAGE_SIZE = 20;

/** Who was shown something of a message, the newest first. */
export function useViewings(
  transmissionId: string,
): UseInfiniteQueryResult<InfiniteData<ViewingPage>> {
  return useInfiniteQuery({
    queryKey: ['message', transmissionId, 'viewings'],
    queryFn: ({ pageParam, signal }) =>
      call('GET /v1/messages/{transmissionId}/viewings', {
        params: { transmissionId },
        query: { limit: PAGE_SIZE, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
  });
}
