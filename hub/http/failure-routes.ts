import { pageBody, pageRequest } from './page-cursor.ts';
import type { HttpParts } from './parts.ts';
import { REASON, readCommand } from './read-command.ts';
import { oneOf, textLike, wholeNumber } from './read-fields.ts';
import { readQuery } from './read-query.ts';
import { type Call, NO_CONTENT, type RouteHandlers, json } from './route-handler.ts';
import { uuidParam } from './uuid-param.ts';

type FailureRoutes = Pick<
  RouteHandlers,
  | 'GET /v1/failures'
  | 'POST /v1/deliveries/{deliveryId}/replay'
  | 'POST /v1/deliveries/{deliveryId}/cancel'
>;

const FAILURE_QUERY = {
  state: oneOf(['dead-letter', 'held', 'outcome-unknown', 'refused']),
  case: textLike(/^C-[0-9A-Z]{26}$/),
  limit: wholeNumber(1, 200),
  cursor: textLike(/^[\w-]{1,120}$/),
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
