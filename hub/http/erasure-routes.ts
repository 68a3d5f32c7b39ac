import { pageBody, pageRequest } from './page-cursor.ts';
import type { HttpParts } from './parts.ts';
import { readCommand } from './read-command.ts';
import { freeText, oneOf, textLike, wholeNumber } from './read-fields.ts';
import { readQuery } from './read-query.ts';
import { NO_CONTENT, type RouteHandlers, json } from './route-handler.ts';
import { uuidParam } from './uuid-param.ts';

type ErasureRoutes = Pick<
  RouteHandlers,
  | 'POST /v1/erasures'
  | 'GET /v1/erasures'
  | 'POST /v1/erasures/{erasureId}/approve'
  | 'POST /v1/erasures/{erasureId}/withdraw'
>;

/**
 * Reference of an order. It stands in the ledger for ever, so its form leaves no room for a name: a
 * number in it, no blank, and forty characters.
 */
const AUTHORITY = textLike(/^(?=.*[0-9])[A-Za-z0-9][A-Za-z0-9./:-]{2,39}$/);

const ORDER = {
  action: oneOf(['expunge', 'seal', 'unseal']),
  scope: oneOf(['transmission', 'case', 'person']),
  subject: textLike(/^[\w-]{1,64}$/),
  authority: AUTHORITY,
  reason: freeText(500),
} as const;

const ERASURE_QUERY = {
  state: oneOf(['proposed', 'withdrawn', 'done']),
  limit: wholeNumber(1, 200),
  cursor: textLike(/^[\w-]{1,120}$/),
} as const;

/** Two persons of a state have content erased, sealed or opened again (docs/erasure.md). */
export function erasureRoutes({ flows, reads }: HttpParts): ErasureRoutes {
  return {
    'POST /v1/erasures': async ({ request, actor }) => {
      const needed = ['action', 'scope', 'subject', 'authority'] as const;
      const { reason, ...order } = await readCommand(request, ORDER, needed);
      const proposed = await flows.proposeErasure(actor, {
        ...order,
        ...(reason === undefined ? {} : { reason }),
      });
      return json(201, proposed);
    },
    'GET /v1/erasures': async ({ url, actor }) => {
      const { state, ...page } = readQuery(ERASURE_QUERY, url);
      const filter = state === undefined ? {} : { state };
      return json(200, pageBody(await reads.erasures(actor, filter, pageRequest(page))));
    },
    'POST /v1/erasures/{erasureId}/approve': async (call) => {
      const erasureId = uuidParam(call, 'erasureId');
      await readCommand(call.request, {}, []);
      return json(200, await flows.approveErasure(call.actor, erasureId));
    },
    'POST /v1/erasures/{erasureId}/withdraw': async (call) => {
      const erasureId = uuidParam(call, 'erasureId');
      await readCommand(call.request, {}, []);
      await flows.withdrawErasure(call.actor, erasureId);
      return NO_CONTENT;
    },
  };
}
