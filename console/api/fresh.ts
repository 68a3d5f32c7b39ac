import { type UseQueryResult, keepPreviousData, useQuery } from '@tanstack/react-query';
import { type AnswerOf, type CallOptions, type Route, call } from './call.ts';

const EVERY_MS = 10_000;

/**
 * What a route answers, asked again every ten seconds while the page is looked at. What stands there stays
 * until the new answer is there, so that nothing jumps.
 */
export function useFresh<R extends Route>(
  route: R,
  options: Omit<CallOptions, 'signal' | 'json'> = {},
): UseQueryResult<AnswerOf<R>> {
  return useQuery({
    queryKey: [route, options],
    queryFn: ({ signal }) => call(route, { ...options, signal }),
    refetchInterval: EVERY_MS,
    placeholderData: keepPreviousData,
  });
}
