import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { HttpError } from './http-error.ts';
import type { HttpParts } from './parts.ts';
import { type RouteHandlers, json } from './route-handler.ts';

type OperationRoutes = Pick<RouteHandlers, 'GET /healthz' | 'GET /readyz' | 'GET /metrics'>;

export function operationRoutes(parts: HttpParts): OperationRoutes {
  return {
    'GET /healthz': () => json(200, { status: 'ok' }),
    'GET /readyz': async () => {
      const health = await parts.health();
      // What all processes share takes none of them out: with a closed intake all else is answered.
      const isReady = health.database && health.ledger;
      return json(isReady ? 200 : 503, { status: isReady ? 'ok' : 'waiting', ...health });
    },
    'GET /metrics': async ({ request }) => {
      if (!mayScrape(parts, request)) throw new HttpError('UNAUTHENTICATED');
      const { contentType, text } = await parts.metrics.scrape();
      return { status: 200, headers: { 'Content-Type': contentType }, body: text };
    },
  };
}

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** Behind a proxy every caller comes from loopback, so there the token alone counts. */
function mayScrape({ metricsToken, behindProxy }: HttpParts, request: IncomingMessage): boolean {
  const { authorization } = request.headers;
  if (metricsToken !== undefined && authorization !== undefined) {
    return isSame(authorization, `Bearer ${metricsToken}`);
  }
  return !behindProxy && LOOPBACK.has(request.socket.remoteAddress ?? '');
}

/** Compares digests, so that neither length nor first difference shows in the time it takes. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
