import type { IncomingMessage } from 'node:http';

/** `__Host-`: browsers take it only with Secure, for all paths and for no other host (RFC 6265bis). */
const NAME = '__Host-hub_session';
const ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Strict';
const VALUE = /(?:^|;)[ \t]*__Host-hub_session=([\w-]{43})(?=[ \t]*(?:;|$))/g;

/** The one session that the request names; none where it names two. */
export function readSessionCookie({ headers }: IncomingMessage): string | undefined {
  const { cookie } = headers;
  if (cookie?.includes(NAME) !== true) return undefined;
  const [found, ...more] = [...cookie.matchAll(VALUE)];
  return more.length > 0 ? undefined : found?.[1];
}

/** Without a time: it goes with the browser, and the hub never relies on its going. */
export function sessionCookie(token: string): { readonly 'Set-Cookie': string } {
  return { 'Set-Cookie': `${NAME}=${token}; ${ATTRIBUTES}` };
}

export const NO_SESSION_COOKIE = { 'Set-Cookie': `${NAME}=; ${ATTRIBUTES}; Max-Age=0` } as const;
