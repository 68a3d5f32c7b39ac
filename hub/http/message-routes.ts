import type { IncomingMessage } from 'node:http';
import { VIEWING_REASONS } from '../access/viewing.ts';
import { ExchangeError } from '../flows/exchange-error.ts';
import { MESSAGE_FILTERS, messageFilterOf } from './message-query.ts';
import { pageBody, pageRequest } from './page-cursor.ts';
import type { HttpParts } from './parts.ts';
import { readBody } from './read-body.ts';
import { REASON, readCommand } from './read-command.ts';
import { freeText, oneOf, textLike, wholeNumber } from './read-fields.ts';
import { readQuery } from './read-query.ts';
import { NO_CONTENT, type RouteHandlers, json } from './route-handler.ts';
import { uuidParam } from './uuid-param.ts';

type MessageRoutes = Pick<
  RouteHandlers,
  | 'POST /v1/messages'
  | 'POST /v1/dry-run'
  | 'GET /v1/messages'
  | 'GET /v1/messages/{transmissionId}'
  | 'GET /v1/messages/{transmissionId}/bodies'
  | 'GET /v1/messages/{transmissionId}/viewings'
  | 'POST /v1/messages/{transmissionId}/viewings'
  | 'GET /v1/messages/{transmissionId}/mapping'
  | 'GET /v1/messages/{transmissionId}/proof'
  | 'GET /v1/messages/{transmissionId}/opening'
  | 'POST /v1/messages/{transmissionId}/release'
  | 'POST /v1/messages/{transmissionId}/return'
>;

const VIEWING_QUERY = {
  limit: wholeNumber(1, 200),
  cursor: textLike(/^[\w-]{1,120}$/),
} as const;

const MESSAGE_QUERY = { ...MESSAGE_FILTERS, ...VIEWING_QUERY } as const;

const STATED_REASON = { reason: oneOf(VIEWING_REASONS), note: freeText(500) } as const;

export function messageRoutes(parts: HttpParts): MessageRoutes {
  const { flows, reads, limits } = parts;
  return {
    'POST /v1/messages': async ({ request, actor }) => {
      const { contentType, body } = await readDocument(request, limits.activityBytes);
      const accepted = await flows.accept(actor, { contentType, body, channel: 'rest' });
      return {
        status: accepted.repeated ? 200 : 202,
        headers: { 'Content-Type': 'application/json' },
        body: accepted.receipt,
      };
    },
    'POST /v1/dry-run': async ({ request, actor }) => {
      const document = await readDocument(request, limits.activityBytes);
      return json(200, await flows.dryRun(actor, document));
    },
    'GET /v1/messages': async ({ url, actor }) => {
      const { limit, cursor, ...asked } = readQuery(MESSAGE_QUERY, url);
      const page = pageRequest({
        ...(limit === undefined ? {} : { limit }),
        ...(cursor === undefined ? {} : { cursor }),
      });
      return json(200, pageBody(await reads.messages(actor, messageFilterOf(asked), page)));
    },
    'GET /v1/messages/{transmissionId}': async (call) =>
      json(200, await reads.message(call.actor, uuidParam(call, 'transmissionId'))),
    'GET /v1/messages/{transmissionId}/bodies': async (call) => {
      const transmissionId = uuidParam(call, 'transmissionId');
      // What cannot be written down is not opened.
      const viewing = { transmissionId, what: 'documents', source: call.address } as const;
      await flows.recordViewing(call.actor, viewing);
      return json(200, await reads.bodies(call.actor, transmissionId));
    },
    'GET /v1/messages/{transmissionId}/viewings': async (call) => {
      const transmissionId = uuidParam(call, 'transmissionId');
      const page = pageRequest(readQuery(VIEWING_QUERY, call.url));
      return json(200, pageBody(await reads.viewings(call.actor, transmissionId, page)));
    },
    'POST /v1/messages/{transmissionId}/viewings': async (call) => {
      const transmissionId = uuidParam(call, 'transmissionId');
      const stated = await readCommand(call.request, STATED_REASON, ['reason', 'note']);
      const viewing = { transmissionId, what: 'documents', source: call.address } as const;
      await flows.recordReasonedViewing(call.actor, viewing, stated);
      return json(200, await reads.bodiesForReason(call.actor, transmissionId));
    },
    'GET /v1/messages/{transmissionId}/mapping': async (call) =>
      json(200, await reads.mapping(call.actor, uuidParam(call, 'transmissionId'))),
    'GET /v1/messages/{transmissionId}/proof': async (call) =>
      json(200, await reads.proof(call.actor, uuidParam(call, 'transmissionId'))),
    'GET /v1/messages/{transmissionId}/opening': async (call) =>
      json(200, await reads.opening(call.actor, uuidParam(call, 'transmissionId'))),
    'POST /v1/messages/{transmissionId}/release': async (call) => {
      const transmissionId = uuidParam(call, 'transmissionId');
      await readCommand(call.request, {}, []);
      await flows.release(call.actor, transmissionId);
      return NO_CONTENT;
    },
    'POST /v1/messages/{transmissionId}/return': async (call) => {
      const transmissionId = uuidParam(call, 'transmissionId');
      const { reason } = await readCommand(call.request, REASON, ['reason']);
      await flows.returnToSender(call.actor, transmissionId, reason);
      return NO_CONTENT;
    },
  };
}

/** A document in the words of its content type, whatever they are. */
async function readDocument(
  request: IncomingMessage,
  mostBytes: number,
): Promise<{ contentType: string; body: Buffer }> {
  const body = await readBody(request, mostBytes);
  const contentType = request.headers['content-type'];
  if (contentType === undefined) throw new ExchangeError('CONTENT_TYPE_UNSUPPORTED');
  return { contentType, body };
}
