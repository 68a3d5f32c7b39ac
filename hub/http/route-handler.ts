import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Actor } from '../access/actor.ts';
import type { POLICY, Route } from '../access/policy.ts';
import type { KnownSession } from '../flows/keep-session.ts';

/** A request that found its route. */
export interface OpenCall {
  readonly request: IncomingMessage;
  /** Path and query as asked for. */
  readonly url: string;
  /** The parameters of the path, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** Where the request came from. */
  readonly address: string;
}

/** A request of somebody who may call the route. */
export interface Call extends OpenCall {
  readonly actor: Actor;
}

/** A request made in a session that is at a stage of the route. */
export interface SessionCall extends OpenCall {
  readonly session: KnownSession;
}

export type Answer =
  | {
      readonly status: number;
      readonly headers?: OutgoingHttpHeaders;
      readonly body?: string | Buffer;
      /** For the log, where a route finds out by itself who asks, and refuses in words of its own. */
      readonly actor?: Actor;
      readonly code?: string;
    }
  /** Writes the answer by itself, as a stream of events does. */
  | { readonly stream: (response: ServerResponse) => void };

type OpenRoute = {
  [R in Route]: (typeof POLICY)[R] extends { readonly open: string } ? R : never;
}[Route];

type StageRoute = {
  [R in Route]: (typeof POLICY)[R] extends { readonly stages: unknown } ? R : never;
}[Route];

export type RouteHandler<R extends Route> = (
  call: R extends OpenRoute ? OpenCall : R extends StageRoute ? SessionCall : Call,
) => Promise<Answer> | Answer;

/** One handler for every row of the policy table: the compiler asks for each. */
export type RouteHandlers = { readonly [R in Route]: RouteHandler<R> };

/** A JSON answer. */
export function json(status: number, value: unknown, headers: OutgoingHttpHeaders = {}): Answer {
  return {
    status,
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(value),
  };
}

export const NO_CONTENT: Answer = { status: 204 };
