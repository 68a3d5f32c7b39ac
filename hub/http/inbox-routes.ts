import type { HttpParts } from './parts.ts';
import { REASON, readCommand } from './read-command.ts';
import { textLike, wholeNumber } from './read-fields.ts';
import { readQuery } from './read-query.ts';
import { NO_CONTENT, type RouteHandlers, json } from './route-handler.ts';
import { uuidParam } from './uuid-param.ts';

type InboxRoutes = Pick<
  RouteHandlers,
  'GET /v1/inbox' | 'POST /v1/inbox/{deliveryId}/ack' | 'POST /v1/inbox/{deliveryId}/nack'
>;

export const INBOX_QUERY = { limit: wholeNumber(1, 100) } as const;
export const DEFAULT_INBOX = 20;
/** The state's own number for what it stored. */
export const REFERENCE = textLike(/^[ -~]{1,128}$/);

/** The pull inbox; `/ack` and `/nack` are also for a state to which the hub pushed. */
export function inboxRoutes({ flows }: HttpParts): InboxRoutes {
  return {
    'GET /v1/inbox': async ({ url, actor }) => {
      const { limit = DEFAULT_INBOX } = readQuery(INBOX_QUERY, url);
      return json(200, { items: await flows.inbox(actor, limit) });
    },
    'POST /v1/inbox/{deliveryId}/ack': async (call) => {
      const deliveryId = uuidParam(call, 'deliveryId');
      const answer = await readCommand(call.request, { reference: REFERENCE }, []);
      await flows.acknowledge(call.actor, deliveryId, answer);
      return NO_CONTENT;
    },
    'POST /v1/inbox/{deliveryId}/nack': async (call) => {
      const deliveryId = uuidParam(call, 'deliveryId');
      const answer = await readCommand(call.request, REASON, ['reason']);
      await flows.refuse(call.actor, deliveryId, answer);
      return NO_CONTENT;
    },
  };
}
