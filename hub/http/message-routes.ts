import type { IncomingMessage } from 'node:http';
import { MEMBER_CODES } from '../compact/members.ts';
import type { MessageFilter } from '../flows/reads.ts';
import { ExchangeError } from '../flows/exchange-error.ts';
import { pageBody, pageRequest } from './page-cursor.ts';
import type { HttpParts } from './parts.ts';
import { readBody } from './read-body.ts';
import { REASON, readCommand } from './read-command.ts';
import { moment, oneOf, textLike, wholeNumber } from './read-fields.ts';
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
  | 'GET /v1/messages/{transmissionId}/proof'
  | 'POST /v1/messages/{transmissionId}/release'
  | 'POST /v1/messages/{transmissionId}/return'
>;

const MESSAGE_QUERY = {
  case: textLike(/^C-[0-9A-Z]{26}$/),
  id: textLike(/^[!-~]{1,128}$/),
  from: oneOf(MEMBER_CODES),
  to: oneOf(MEMBER_CODES),
  type: textLike(/^compact\.[a-z]+(?:-[a-z]+)*\.v[1-9][0-9]?$/),
  status: oneOf(['awaiting-release', 'awaiting-attachments', 'transmitted', 'returned']),
  since: moment,
  until: moment,
  limit: wholeNumber(1, 200),
  cursor: textLike(/^[\w-]{1,120}$/),
} as const;

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
      const query = readQuery(MESSAGE_QUERY, url);
      const page = await reads.messages(actor, filterOf(query), pageRequest(query));
      return json(200, pageBody(page));
    },
    'GET /v1/messages/{transmissionId}': async (call) =>
      json(200, await reads.message(call.actor, uuidParam(call, 'transmissionId'))),
    'GET /v1/messages/{transmissionId}/bodies': async (call) =>
      json(200, await reads.bodies(call.actor, uuidParam(call, 'transmissionId'))),
    'GET /v1/messages/{transmissionId}/proof': async (call) =>
      json(200, await reads.proof(call.actor, uuidParam(call, 'transmissionId'))),
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

function filterOf(query: ReturnType<typeof readQuery<typeof MESSAGE_QUERY>>): MessageFilter {
  return {
    ...(query.case === undefined ? {} : { caseId: query.case }),
    ...(query.id === undefined ? {} : { messageId: query.id }),
    ...(query.from === undefined ? {} : { from: query.from }),
    ...(query.to === undefined ? {} : { to: query.to }),
    ...(query.type === undefined ? {} : { type: query.type }),
    ...(query.status === undefined ? {} : { status: query.status }),
    ...(query.since === undefined ? {} : { acceptedFrom: query.since }),
    ...(query.until === undefined ? {} : { acceptedBefore: query.until }),
  };
}
