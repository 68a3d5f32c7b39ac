import { performance } from 'node:perf_hooks';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { Actor } from '../access/actor.ts';
import { type Route, asksFreshFactor, decide, openReason, stagesOf } from '../access/policy.ts';
import { ExchangeError } from '../flows/exchange-error.ts';
import type { KnownSession } from '../flows/keep-session.ts';
import { admitSession } from './admit-session.ts';
import { describeError } from './describe-error.ts';
import { HttpError } from './http-error.ts';
import type { HttpParts } from './parts.ts';
import { presentedBy } from './presented-by.ts';
import { renderProblem } from './problem.ts';
import { type RateLimiter, type RateLimits } from './rate-limit.ts';
import type { Answer, Call, OpenCall, SessionCall } from './route-handler.ts';

export type ServeParts = Pick<
  HttpParts,
  'authenticator' | 'access' | 'publicUrl' | 'log' | 'metrics' | 'limits' | 'now'
> & {
  readonly rateLimiter: RateLimiter;
};

type AnyHandler = (call: Call & SessionCall) => Promise<Answer> | Answer;

/** Who was let in: nobody in particular, an actor, or the owner of a session at some stage. */
interface Admitted {
  readonly actor?: Actor;
  readonly session?: KnownSession;
}

/** What is known of a request from its first moment on; kept in `response.locals`. */
export interface RequestFacts {
  readonly requestId: string;
  readonly startedAt: number;
}

/** The steps of every request to a route: who is it, may it, is it too much, then the handler. */
export function serveRoute(parts: ServeParts, route: Route, handler: AnyHandler): RequestHandler {
  const admit = admissionTo(route);
  return async (request, response) => {
    let actor: Actor | undefined;
    try {
      const admitted = await admit(parts, route, request);
      ({ actor } = admitted);
      const answer = await handler(callOf(request, admitted));
      send(response, answer);
      finish(parts, response, { route, actor, status: response.statusCode, ...saidBy(answer) });
    } catch (error) {
      sendProblem(parts, response, { route, actor, error });
    }
  };
}

/** A route that reads its caller from the body spends the caller's tokens itself (soap-routes.ts). */
function admissionTo(route: Route): Admission {
  if (route === 'POST /soap') return () => ({});
  return openReason(route) === undefined ? admitActor : admitAddress;
}

type Admission = (
  parts: ServeParts,
  route: Route,
  request: Request,
) => Promise<Admitted> | Admitted;

function saidBy(answer: Answer): Pick<Finished, 'code'> & { readonly actor?: Actor } {
  if ('stream' in answer) return {};
  const { actor, code } = answer;
  return {
    ...(actor === undefined ? {} : { actor }),
    ...(code === undefined ? {} : { code }),
  };
}

/** For an error outside any route, as for a path that there is not. */
export function serveProblem(parts: ServeParts, response: Response, error: unknown): void {
  sendProblem(parts, response, { route: 'none', actor: undefined, error });
}

async function admitActor(parts: ServeParts, route: Route, request: Request): Promise<Admitted> {
  const presented = presentedBy(request);
  if (presented.session !== undefined) return admitPerson(parts, route, request, presented.session);
  const { authenticator } = parts;
  const remembered = authenticator.remembered(presented);
  const guesser = `guess ${addressOf(request)}`;
  if (remembered === undefined) requireTokens(parts, 'wait', guesser, 'address');
  const actor = remembered ?? (await authenticator.authenticate(presented));
  if (actor === undefined) {
    // Only failures cost the address, so that a guesser cannot lock out the state behind it.
    requireTokens(parts, 'take', guesser, 'address');
    throw new HttpError('UNAUTHENTICATED');
  }
  requireTokens(parts, 'take', actor.principalId, actor.kind);
  if (decide(route, actor) !== 'allowed') throw new ExchangeError('NOT_PERMITTED');
  return { actor };
}

/** A person's browser. Its session is asked for each time, so that an end counts at once. */
async function admitPerson(
  parts: ServeParts,
  route: Route,
  request: Request,
  token: string,
): Promise<Admitted> {
  const { access, publicUrl } = parts;
  const guesser = `guess ${addressOf(request)}`;
  requireTokens(parts, 'wait', guesser, 'address');
  const session = await admitSession(access, route, { request, token, publicUrl }).catch(
    (error: unknown) => {
      if (error instanceof HttpError && error.code === 'UNAUTHENTICATED') {
        requireTokens(parts, 'take', guesser, 'address');
      }
      throw error;
    },
  );
  const { actor } = session;
  requireTokens(parts, 'take', actor.principalId, actor.kind);
  const isOfSession = stagesOf(route) !== undefined;
  if (!isOfSession && decide(route, actor) !== 'allowed') throw new ExchangeError('NOT_PERMITTED');
  if (asksFreshFactor(route) && !session.isFresh) throw new HttpError('STEP_UP_REQUIRED');
  return { actor, session };
}

function admitAddress(parts: ServeParts, _route: Route, request: Request): Admitted {
  requireTokens(parts, 'take', `open ${addressOf(request)}`, 'address');
  return {};
}

export const addressOf = (request: Request): string => request.ip ?? 'unknown';

export function requireTokens(
  { limits, rateLimiter }: ServeParts,
  way: 'take' | 'wait',
  name: string,
  kind: keyof RateLimits,
): void {
  if (limits.rates === undefined) return;
  const seconds = rateLimiter[way](name, limits.rates[kind]);
  if (seconds > 0) throw new HttpError('RATE_LIMITED', { retryAfter: seconds });
}

/** Handlers never look at what their route did not ask for: their type does not have it. */
function callOf(request: Request, { actor, session }: Admitted): Call & SessionCall {
  const address = addressOf(request);
  const call: OpenCall = { request, url: request.url, params: paramsOf(request), address };
  return { ...call, actor: actor as Actor, session: session as KnownSession };
}

/** A wildcard parameter comes as a list of segments. */
function paramsOf({ params }: Request): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(params)) {
    texts[name] = Array.isArray(value) ? value.join('/') : value;
  }
  return texts;
}

function send(response: Response, answer: Answer): void {
  if ('stream' in answer) {
    answer.stream(response);
    return;
  }
  const { body } = answer;
  response.writeHead(answer.status, {
    ...answer.headers,
    ...(body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) }),
  });
  response.end(body);
}

interface Failed {
  readonly route: Route | 'none';
  readonly actor: Actor | undefined;
  readonly error: unknown;
}

function sendProblem(parts: ServeParts, response: Response, failed: Failed): void {
  const { route, actor, error } = failed;
  const { requestId } = response.locals as RequestFacts;
  const problem = renderProblem(error, requestId);
  // What the hub says of itself by a code of its own is no fault in answering.
  if (problem.status >= 500 && !(error instanceof ExchangeError)) {
    parts.log.error('request-failed', { requestId, route, ...describeError(error) });
  }
  if (response.headersSent) {
    response.destroy();
    return;
  }
  // What is left of a body is not read: the connection ends with the answer.
  if (bringsBody(response.req)) response.setHeader('Connection', 'close');
  response.writeHead(problem.status, {
    ...problem.headers,
    'Content-Length': Buffer.byteLength(problem.body),
  });
  response.end(problem.body);
  finish(parts, response, { route, actor, status: problem.status, code: problem.code });
}

function bringsBody({ headers, complete }: Request): boolean {
  if (complete) return false;
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

interface Finished {
  readonly route: Route | 'none';
  readonly actor: Actor | undefined;
  readonly status: number;
  readonly code?: string;
}

function finish(parts: ServeParts, response: Response, finished: Finished): void {
  const { requestId, startedAt } = response.locals as RequestFacts;
  const { route, status, actor, code } = finished;
  const milliseconds = Math.round((performance.now() - startedAt) * 10) / 10;
  parts.metrics.requestFinished({ route, status, seconds: milliseconds / 1000 });
  parts.log.info('request', {
    requestId,
    route,
    status,
    milliseconds,
    ...(code === undefined ? {} : { code }),
    ...(actor === undefined ? {} : { actor: actor.reference, member: actor.member }),
  });
}

/** The last stop of errors that express itself raised: a path that cannot be decoded, above all. */
export function serveExpressError(parts: ServeParts) {
  // Express knows a handler of errors by its four parameters.
  return (error: unknown, _request: Request, response: Response, next: NextFunction): void => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const isDecoding = error instanceof URIError;
    serveProblem(parts, response, isDecoding ? new HttpError('PATH_INVALID') : error);
  };
}
