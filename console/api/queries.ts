import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './api-problem.ts';

const FRESH_MS = 5_000;
const TRIES = 2;

/** What the pages ask, kept while it is fresh. What the hub refuses is not asked again by itself. */
export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        refetchOnWindowFocus: true,
        retry: (failures, error) => failures < TRIES && mayPass(error),
      },
      mutations: { retry: false },
    },
  });
}

function mayPass(error: Error): boolean {
  return error instanceof ApiProblem && (error.status === 0 || error.status === 503);
}
