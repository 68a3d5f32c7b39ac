import type { Answers } from '../generated/answers.ts';
import { ApiProblem, type ProblemItem } from './api-problem.ts';
import { isAttended } from './presence.ts';

/** A route as the policy table names it: `GET /v1/messages/{transmissionId}`. */
export type Route = `${'GET' | 'POST' | 'PUT'} /${string}`;

export interface CallOptions {
  /** Values of the path’s parameters. */
  readonly params?: Readonly<Record<string, string>>;
  /** Empty values are left out. */
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly json?: unknown;
  readonly signal?: AbortSignal;
}

export type AnswerOf<R extends Route> = R extends keyof Answers ? Answers[R] : unknown;

/** What the session gave for requests that change something; the cookie itself no script can read. */
let csrfToken = '';

export function keepCsrfToken(token: string): void {
  csrfToken = token;
}

/** Whether a request that changes something could be made: the page learned its token. */
export const hasCsrfToken = (): boolean => csrfToken !== '';

/** What is told when the hub says that nobody is signed in any more, or nobody was there for too long. */
let onSignedOut = (): void => undefined;
let onIdle = (): void => undefined;
/** Asks the person for a fresh code; whether one was shown. */
let onStepUp = (): Promise<boolean> => Promise.resolve(false);

export function whenStepUp(ask: () => Promise<boolean>): void {
  onStepUp = ask;
}

export function whenSignedOut(tell: () => void): void {
  onSignedOut = tell;
}

export function whenIdle(tell: () => void): void {
  onIdle = tell;
}

/**
 * Calls a route of the HTTP API as the person who is signed in; resolves with what it answers, undefined
 * when that is empty. Rejects with an `ApiProblem`.
 */
export async function call<R extends Route>(
  route: R,
  options: CallOptions = {},
): Promise<AnswerOf<R>> {
  const response = await answered(route, options);
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as AnswerOf<R>;
}

/**
 * The answer of the hub. Where it asks for a fresh code, the person is asked, and then it is asked again; what was
 * under way while the session's cookie became another one is sent again too, for it is nobody's fault.
 */
async function answered(route: Route, options: CallOptions): Promise<Response> {
  const [method = 'GET'] = route.split(' ', 1);
  const address = addressOf(route, options);
  const before = freshCodes;
  const response = await sent(address, method, options);
  if (response.ok) return response;
  const code = await codeOf(response);
  // What answers the question does not wait for its answer.
  if (code === 'UNAUTHENTICATED' && route !== STEP_UP) await asking;
  const isMissed = code === 'UNAUTHENTICATED' && freshCodes !== before;
  if (isMissed || (code === 'STEP_UP_REQUIRED' && (await askFreshCode()))) {
    const again = await sent(address, method, options);
    if (again.ok) return again;
    throw await problemOf(again);
  }
  throw await problemOf(response);
}

async function codeOf(response: Response): Promise<unknown> {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => undefined);
  return (body as { readonly code?: unknown } | undefined)?.code;
}

const STEP_UP: Route = 'POST /v1/session/step-up';
/** How often a fresh code was shown: each time the cookie is another one. */
let freshCodes = 0;
/** One question for all that wait for it. */
let asking: Promise<boolean> | undefined;

function askFreshCode(): Promise<boolean> {
  asking ??= onStepUp()
    .then((shown) => {
      if (shown) freshCodes += 1;
      return shown;
    })
    .finally(() => {
      asking = undefined;
    });
  return asking;
}

/** The address of a route with its parameters, as for a link. */
export function addressOf(route: Route, { params = {}, query = {} }: CallOptions): string {
  const [, path = ''] = route.split(' ');
  const filled = path.replace(/\{(\w+)\}/g, (_all, name: string) =>
    encodeURIComponent(params[name] ?? ''),
  );
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') asked.set(name, String(value));
  }
  return asked.size === 0 ? filled : `${filled}?${asked.toString()}`;
}

async function sent(
  address: string,
  method: string,
  { json, signal }: CallOptions,
): Promise<Response> {
  const changes = method !== 'GET';
  try {
    return await fetch(address, {
      method,
      credentials: 'same-origin',
      headers: {
        Accept: 'application/json',
        ...(changes ? { 'X-CSRF-Token': csrfToken } : {}),
        ...(changes || isAttended() ? {} : { 'X-Unattended': 'yes' }),
        ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new ApiProblem({ code: 'UNREACHABLE', status: 0, detail: 'the hub cannot be reached' });
  }
}

async function problemOf(response: Response): Promise<ApiProblem> {
  const facts = await response
    .json()
    .then((body: unknown) => body as Readonly<Record<string, unknown>>)
    .catch((): Readonly<Record<string, unknown>> => ({}));
  const text = (name: string): string | undefined => {
    const value = facts[name];
    return typeof value === 'string' ? value : undefined;
  };
  const requestId = text('requestId');
  const retryAfter = Number(response.headers.get('Retry-After'));
  if (response.status === 401 && text('code') === 'UNAUTHENTICATED') onSignedOut();
  if (text('code') === 'SESSION_IDLE') onIdle();
  return new ApiProblem({
    code: text('code') ?? 'UNKNOWN',
    status: response.status,
    detail: text('detail') ?? `the hub answered ${response.status}`,
    problems: (facts['problems'] as readonly ProblemItem[] | undefined) ?? [],
    ...(requestId === undefined ? {} : { requestId }),
    ...(retryAfter > 0 ? { retryAfter } : {}),
  });
}
