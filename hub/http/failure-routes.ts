import { MEMBER_CODES } from '../compact/members.ts';
import { isUuid } from '../message/identifiers.ts';
import { HttpError } from './http-error.ts';
import { pageBody, pageRequest } from './page-cursor.ts';
import type { HttpParts } from './parts.ts';
import { REASON, readCommand } from './read-command.ts';
import { type Field, moment, oneOf, textLike, wholeNumber } from './read-fields.ts';
import { readQuery } from './read-query.ts';
import { type Call, NO_CONTENT, type RouteHandlers, json } from './route-handler.ts';
import { uuidParam } from './uuid-param.ts';

type FailureRoutes = Pick<
  RouteHandlers,
  | 'GET /v1/failures'
  | 'POST /v1/failures/replay'
  | 'POST /v1/deliveries/{deliveryId}/replay'
  | 'POST /v1/deliveries/{deliveryId}/skip'
  | 'POST /v1/deliveries/{deliveryId}/supersede'
  | 'POST /v1/deliveries/{deliveryId}/cancel'
>;

const uuid: Field<string> = (value) =>
  typeof value === 'string' && isUuid(value) ? value : undefined;

const FAILURE_QUERY = {
  state: oneOf(['dead-letter', 'held', 'outcome-unknown', 'refused']),
  case: textLike(/^C-[0-9A-Z]{26}$/),
  limit: wholeNumber(1, 200),
  cursor: textLike(/^[\w-]{1,120}$/),
} as const;

const SUPERSESSION = { by: uuid, ...REASON } as const;

const REPLAY = {
  member: oneOf(MEMBER_CODES),
  code: textLike(/^[A-Z][A-Z0-9_]{1,63}$/),
  state: oneOf(['dead-letter', 'held', 'outcome-unknown', 'refused']),
  type: textLike(/^compact\.[a-z]+(?:-[a-z]+)*\.v[1-9][0-9]?$/),
  since: moment,
  until: moment,
  digest: textLike(/^[0-9a-f]{64}$/),
  ...REASON,
} as const;

/** The failure inbox, and what a person decides in it. */
export function failureRoutes({ flows, reads }: HttpParts): FailureRoutes {
  return {
    'GET /v1/failures': async ({ url, actor }) => {
      const query = readQuery(FAILURE_QUERY, url);
      const filter = {
        ...(query.state === undefined ? {} : { state: query.state }),
        ...(query.case === undefined ? {} : { caseId: query.case }),
      };
      return json(200, pageBody(await reads.failures(actor, filter, pageRequest(query))));
    },
    'POST /v1/deliveries/{deliveryId}/replay': async (call) => {
      await flows.replay(call.actor, ...(await decisionOf(call)));
      return NO_CONTENT;
    },
    'POST /v1/failures/replay': async (call) => {
      const { digest, reason, ...filter } = await readCommand(call.request, REPLAY, []);
      if (digest === undefined) return json(200, await flows.listReplay(call.actor, filter));
      if (reason === undefined) {
        const problem = { pointer: '/reason', code: 'required', detail: 'must be present' };
        throw new HttpError('COMMAND_INVALID', { problems: [problem] });
      }
      return json(200, await flows.replayList(call.actor, filter, { digest, reason }));
    },
    'POST /v1/deliveries/{deliveryId}/skip': async (call) => {
      await flows.skip(call.actor, ...(await decisionOf(call)));
      return NO_CONTENT;
    },
    'POST /v1/deliveries/{deliveryId}/supersede': async (call) => {
      const deliveryId = uuidParam(call, 'deliveryId');
      const act = await readCommand(call.request, SUPERSESSION, ['by', 'reason']);
      await flows.supersede(call.actor, deliveryId, act);
      return NO_CONTENT;
    },
    'POST /v1/deliveries/{deliveryId}/cancel': async (call) => {
      await flows.cancel(call.actor, ...(await decisionOf(call)));
      return NO_CONTENT;
    },
  };
}

async function decisionOf(call: Call): Promise<[deliveryId: string, reason: string]> {
  const deliveryId = uuidParam(call, 'deliveryId');
  const { reason } = await readCommand(call.request, REASON, ['reason']);
  return [deliveryId, reason];
}
