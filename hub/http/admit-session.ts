import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { SessionStage } from '../access/session-stage.ts';
import { type Route, stagesOf } from '../access/policy.ts';
import type { Access } from '../flows/create-access.ts';
import type { KnownSession } from '../flows/keep-session.ts';
import { HttpError } from './http-error.ts';

/** What an idle session may still: show both factors again, or end. */
const WHILE_IDLE: ReadonlySet<Route> = new Set(['POST /v1/session/renew', 'POST /v1/session/end']);
/** What a page asks by itself says nothing of a person who sits before it. */
const UNATTENDED: ReadonlySet<Route> = new Set(['GET /v1/session', 'GET /v1/events']);
/** All rights of roles are those of a session that is complete. */
const COMPLETE: readonly SessionStage[] = ['complete'];

/**
 * The session of a cookie, where it may call this route now. Throws UNAUTHENTICATED, SESSION_IDLE,
 * SIGN_IN_INCOMPLETE, and for a request that changes something CSRF_REFUSED and ORIGIN_FOREIGN.
 */
export async function admitSession(
  access: Pick<Access, 'findSession'>,
  route: Route,
  asked: { readonly request: IncomingMessage; readonly token: string; readonly publicUrl: string },
): Promise<KnownSession> {
  const { request, token, publicUrl } = asked;
  const isAttended = !UNATTENDED.has(route) && request.headers['x-unattended'] !== 'yes';
  const session = await access.findSession(token, isAttended);
  if (session === undefined) throw new HttpError('UNAUTHENTICATED');
  if (!route.startsWith('GET ')) {
    requireOwnOrigin(request, publicUrl);
    requireCsrfToken(request, session);
  }
  if (session.standing === 'idle' && !WHILE_IDLE.has(route)) throw new HttpError('SESSION_IDLE');
  if (!(stagesOf(route) ?? COMPLETE).includes(session.stage)) {
    throw new HttpError('SIGN_IN_INCOMPLETE');
  }
  return session;
}

function requireCsrfToken({ headers }: IncomingMessage, { csrfToken }: KnownSession): void {
  const given = headers['x-csrf-token'];
  if (typeof given !== 'string' || !isSame(given, csrfToken)) throw new HttpError('CSRF_REFUSED');
}

/** Compares digests, so that neither length nor first difference shows in the time it takes. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

/**
 * Refuses what a page of another address asks: browsers say in `Origin` whose page it is. Where no
 * public address is configured, it is the one that was called.
 */
export function requireOwnOrigin(request: IncomingMessage, publicUrl: string): void {
  const { origin, host = '' } = request.headers;
  if (request.headers['sec-fetch-site'] === 'cross-site') throw new HttpError('ORIGIN_FOREIGN');
  if (origin === undefined) return;
  const own =
    publicUrl === '' ? [`http://${host}`, `https://${host}`] : [new URL(publicUrl).origin];
  if (!own.includes(origin)) throw new HttpError('ORIGIN_FOREIGN');
}
