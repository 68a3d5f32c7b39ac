import { MEMBER_CODES } from '../compact/members.ts';
import type { MessageFilter, PageRequest } from '../flows/reads.ts';
import { ExchangeError } from '../flows/exchange-error.ts';
import { isUuid } from '../message/identifiers.ts';
import { formatCursor, parseCursor } from './page-cursor.ts';
import type { HttpParts } from './parts.ts';
import { readBody } from './read-body.ts';
import { readCommand } from './read-command.ts';
import { freeText, moment, oneOf, textLike, wholeNumber } from './read-fields.ts';
import { readQuery } from './read-query.ts';
import { type OpenCall, NO_CONTENT, type RouteHandlers, json } from './route-handler.ts';

type MessageRoutes = Pick<
  RouteHandlers,
  | 'POST /v1/messages'
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

export const DEFAULT_PAGE = 50;
/** Of a reason that a person gives; it goes to the other party or into the record, never into a log. */
export const LONGEST_REASON = 500;

export function messageRoutes(parts: HttpParts): MessageRoutes {
  const { flows, reads, limits } = parts;
  return {
    'POST /v1/messages': async ({ request, actor }) => {
      const body = await readBody(request, limits.activityBytes);
      const contentType = request.headers['content-type'];
      if (contentType === undefined) throw new ExchangeError('CONTENT_TYPE_UNSUPPORTED');
      const accepted = await flows.accept(actor, { contentType, body, channel: 'rest' });
      return {
        status: accepted.repeated ? 200 : 202,
        headers: { 'Content-Type': 'application/json' },
        body: accepted.receipt,
      };
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
      const spec = { reason: freeText(LONGEST_REASON) };
      const { reason } = await readCommand(call.request, spec, ['reason']);
      await flows.returnToSender(call.actor, transmissionId, reason);
      return NO_CONTENT;
    },
  };
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

/** Limit and cursor of a list. */
export function pageRequest(query: { limit?: number; cursor?: string }): PageRequest {
  return {
    limit: query.limit ?? DEFAULT_PAGE,
    ...(query.cursor === undefined ? {} : { after: parseCursor(query.cursor) }),
  };
}

/** A page as the API writes it: `next` is the cursor of the next one. */
export function pageBody<Item>(page: {
  readonly items: readonly Item[];
  readonly next?: Parameters<typeof formatCursor>[0];
}): { items: readonly Item[]; next?: string } {
  return {
    items: page.items,
    ...(page.next === undefined ? {} : { next: formatCursor(page.next) }),
  };
}

/** An id of a path. What has not the form of one names nothing: NOT_FOUND. */
export function uuidParam({ params }: OpenCall, name: string): string {
  const id = params[name] ?? '';
  if (!isUuid(id)) throw new ExchangeError('NOT_FOUND');
  return id;
}
