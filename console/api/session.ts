import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { ApiProblem } from './api-problem.ts';
import { tellTimesIn } from '../words/time.ts';
import { call, hasCsrfToken, keepCsrfToken } from './call.ts';

/** Steps of a sign-in, in their order; only at `complete` may anything else be called. */
export type Stage = 'second-factor' | 'enrol' | 'policy' | 'complete';

export interface Account {
  readonly reference: string;
  readonly name: string;
  readonly email: string;
  /** USPS code, or `national`. */
  readonly member: string;
  readonly roles: readonly string[];
  /** Of a state: IANA name of the zone in which its days are counted. */
  readonly timeZone?: string;
  readonly lastSignInAt?: string;
}

export interface Session {
  readonly stage: Stage;
  readonly csrfToken: string;
  readonly account?: Account;
  readonly expiresAt?: string;
  readonly idleUntil?: string;
  readonly policy?: { readonly version: string; readonly accepted: boolean };
}

export const SESSION_KEY = ['session'] as const;

/** Who is signed in; null when nobody is. */
export async function readSession(): Promise<Session | null> {
  try {
    const session = (await call('GET /v1/session')) as Session;
    keepCsrfToken(session.csrfToken);
    tellTimesIn(session.account?.timeZone);
    return session;
  } catch (error) {
    // A page that knows its session stays, and is locked; a new one has nothing to go on with.
    const isIdle = error instanceof ApiProblem && error.code === 'SESSION_IDLE' && hasCsrfToken();
    if (error instanceof ApiProblem && error.status === 401 && !isIdle) return null;
    throw error;
  }
}

/** What a step of signing in answers with. */
export interface SessionStep {
  readonly stage: Stage;
  readonly csrfToken: string;
}

/** Goes on with the session as the last step left it. */
export function useNextStep(): (step: SessionStep) => Promise<void> {
  const queries = useQueryClient();
  return async ({ csrfToken }) => {
    keepCsrfToken(csrfToken);
    queries.setQueryData(SESSION_KEY, await readSession());
  };
}

const SESSION_QUERY = { queryKey: SESSION_KEY, queryFn: readSession, staleTime: 60_000 } as const;

/** Asks for the session while the script of the page is still on its way: nothing is shown before both. */
export function askSession(queries: QueryClient): void {
  // The page that waits for it asks again, and tells of what went wrong.
  queries.query(SESSION_QUERY).catch(() => undefined);
}

/** What asks for all that a page shows first; a page that takes long to be there exports one as `ask`. */
export type Ask = (queries: QueryClient, account: Account) => void;

/** Lets a page ask as soon as it is known who is signed in: its answers come while it is drawn. */
export function askWhenSignedIn(queries: QueryClient, ask: Ask): void {
  queries
    .query(SESSION_QUERY)
    .then((session) => {
      if (session?.stage === 'complete' && session.account !== undefined)
        ask(queries, session.account);
    })
    // The page that waits for the session tells of what went wrong.
    .catch(() => undefined);
}

/** The session of this page; `undefined` until it is known. */
export function useSession(): Session | null | undefined {
  return useQuery(SESSION_QUERY).data;
}

/** The person who is signed in; only below pages that ask for one. */
export function useAccount(): Account {
  const account = useSession()?.account;
  if (account === undefined) throw new Error('this page is shown to nobody who is not signed in');
  return account;
}

export const isNational = ({ member }: Account): boolean => member === 'national';

export const holds = ({ roles }: Account, ...any: readonly string[]): boolean =>
  any.some((role) => roles.includes(role));
