import {
  type QueryClient,
  type UseQueryResult,
  keepPreviousData,
  useQuery,
} from '@tanstack/react-query';
import { type AnswerOf, type CallOptions, type Route, call } from './call.ts';

const EVERY_MS = 10_000;

type FreshOptions = Omit<CallOptions, 'signal' | 'json'>;

const freshQuery = <R extends Route>(route: R, options: FreshOptions) => ({
  queryKey: [route, options],
  queryFn: ({ signal }: { readonly signal: AbortSignal }) => call(route, { ...options, signal }),
});

/** Asks beforehand what `useFresh` of the same words shows. */
export function askFresh(queries: QueryClient, route: Route, options: FreshOptions = {}): void {
  queries.query(freshQuery(route, options)).catch(() => undefined); // the page tells of it
}

/**
 * What a route answers, asked again every ten seconds while the page is looked at. What stands there stays
 * until the new answer is there, so that nothing jumps.
 */
export function useFresh<R extends Route>(
  route: R,
  options: FreshOptions = {},
): UseQueryResult<AnswerOf<R>> {
  return useQuery({
    ...freshQuery(route, options),
    refetchInterval: EVERY_MS,
    placeholderData: keepPreviousData,
  });
}
