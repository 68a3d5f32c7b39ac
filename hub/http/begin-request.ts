import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { NextFunction, Request, Response } from 'express';
import { HttpError } from './http-error.ts';
import type { RequestFacts } from './serve-route.ts';

/**
 * Of these headers node keeps the first and drops the rest without a word; a proxy before us might
 * have believed the last (request smuggling, RFC 9112 section 11.2).
 */
const ONLY_ONCE: ReadonlySet<string> = new Set([
  'host',
  'authorization',
  'content-type',
  'content-length',
  'content-encoding',
]);

/**
 * Gives every request an id of the hub's own making: one that a caller chose could carry a name into
 * the log. Nothing of the API may be stored by caches; the few answers that may be say so themselves.
 */
export function beginRequest(request: Request, response: Response, next: NextFunction): void {
  const facts: RequestFacts = { requestId: randomUUID(), startedAt: performance.now() };
  Object.assign(response.locals, facts);
  response.setHeader('X-Request-Id', facts.requestId);
  response.setHeader('Cache-Control', 'no-store');
  if (isOlderThanHosts(request)) next(new HttpError('REQUEST_UNREADABLE'));
  else if (repeatsHeader(request.rawHeaders)) next(new HttpError('HEADER_REPEATED'));
  else next();
}

/** A line without a version (HTTP/0.9), or HTTP/1.1 without Host (RFC 9112 section 3.2). */
function isOlderThanHosts({ httpVersion, headers }: Request): boolean {
  return httpVersion.startsWith('0') || (httpVersion === '1.1' && headers.host === undefined);
}

function repeatsHeader(rawHeaders: readonly string[]): boolean {
  let seen = '';
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? '').toLowerCase();
    if (!ONLY_ONCE.has(name)) continue;
    if (seen.includes(`${name};`)) return true;
    seen += `${name};`;
  }
  return false;
}
