import { TLSSocket } from 'node:tls';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.ts';
import { describeError } from './describe-error.ts';
import type { HttpParts } from './parts.ts';
import { readBody } from './read-body.ts';
import type { Answer, RouteHandlers } from './route-handler.ts';
import { type RequestFacts, type ServeParts, addressOf, requireTokens } from './serve-route.ts';
import { type SoapAdmission, soapCalls } from './soap-calls.ts';
import type { SoapReply } from './soap-service.ts';

type SoapRoutes = Pick<RouteHandlers, 'GET /soap' | 'POST /soap'>;

/** An activity or a file in base64 with its line breaks, and the envelope around it. */
const ENCODED = 1.4;
const ENVELOPE_BYTES = 32 * 1024;

/** The SOAP service: its WSDL, and requests whose credential stands in their envelope. */
export function soapRoutes(parts: HttpParts, serveParts: ServeParts): SoapRoutes {
  const { soap, limits, publicUrl } = parts;
  const largest = Math.max(limits.activityBytes, limits.attachmentBytes);
  const mostBytes = Math.ceil(largest * ENCODED) + ENVELOPE_BYTES;
  return {
    'GET /soap': ({ request }) => ({
      status: 200,
      headers: { 'Content-Type': 'text/xml; charset=utf-8' },
      body: soap.wsdl(`${publicUrl === '' ? ownUrl(request as Request) : publicUrl}/soap`),
    }),
    'POST /soap': async (call) => {
      const request = call.request as Request;
      const { requestId } = (request.res as Response).locals as RequestFacts;
      const calls = soapCalls(parts, requestId, admissionOf(serveParts, request, requestId));
      const contentType = request.headers['content-type'];
      let body: Buffer;
      try {
        body = await readBody(request, mostBytes);
      } catch (error) {
        return closing(soap.refuse(contentType, error, calls));
      }
      const soapAction = request.headers['soapaction'];
      const reply = await soap.answer(
        { contentType, soapAction: typeof soapAction === 'string' ? soapAction : undefined, body },
        calls,
      );
      // Only what nobody stands for costs the address, so that a guesser cannot lock out a state.
      if (reply.actor === undefined) spend(serveParts, request);
      return reply;
    },
  };
}

function admissionOf(serveParts: ServeParts, request: Request, requestId: string): SoapAdmission {
  return {
    mayGuess: () => {
      requireTokens(serveParts, 'wait', guesser(request), 'address');
    },
    take: (actor: Actor) => {
      requireTokens(serveParts, 'take', actor.principalId, actor.kind);
    },
    onError: (error) => {
      const route = 'POST /soap';
      serveParts.log.error('request-failed', { requestId, route, ...describeError(error) });
    },
  };
}

const guesser = (request: Request): string => `guess ${addressOf(request)}`;

function spend({ limits, rateLimiter }: ServeParts, request: Request): void {
  if (limits.rates !== undefined) rateLimiter.take(guesser(request), limits.rates.address);
}

/** What is left of a body is not read: the connection ends with the answer. */
function closing(reply: SoapReply): Answer {
  return { ...reply, headers: { ...reply.headers, Connection: 'close' } };
}

/** Where a caller reached the hub, as it says itself: a document that anybody may read. */
function ownUrl({ headers, socket }: Request): string {
  const { host = '' } = headers;
  const scheme = socket instanceof TLSSocket ? 'https' : 'http';
  return `${scheme}://${/^[A-Za-z0-9.:[\]-]{1,255}$/.test(host) ? host : 'localhost'}`;
}
