import type { IncomingMessage } from 'node:http';

/**
 * The secret of a way to a provider, for as long as it may take. Strict like the session's: the page that
 * the provider sends the browser to asks by itself, from the hub's own origin, and no request of another
 * site ever carries it.
 */
const NAME = '__Host-hub_provider';
const ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=600';
const VALUE = /(?:^|;)[ \t]*__Host-hub_provider=([\w-]{43})(?=[ \t]*(?:;|$))/g;

/** The one secret that the request brings; none where it brings two. */
export function readProviderCookie({ headers }: IncomingMessage): string | undefined {
  const [found, ...more] = [...(headers.cookie ?? '').matchAll(VALUE)];
  return more.length > 0 ? undefined : found?.[1];
}

export function providerCookie(token: string): { readonly 'Set-Cookie': string } {
  return { 'Set-Cookie': `${NAME}=${token}; ${ATTRIBUTES}` };
}
