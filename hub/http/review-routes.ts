import { pageBody, pageRequest } from './page-cursor.ts';
import type { HttpParts } from './parts.ts';
import { readCommand } from './read-command.ts';
import { freeText, oneOf, textLike, wholeNumber } from './read-fields.ts';
import { readQuery } from './read-query.ts';
import { NO_CONTENT, type RouteHandlers, json } from './route-handler.ts';
import { uuidParam } from './uuid-param.ts';

type ReviewRoutes = Pick<
  RouteHandlers,
  | 'GET /v1/reviews'
  | 'POST /v1/messages/{transmissionId}/assign'
  | 'POST /v1/messages/{transmissionId}/review'
>;

/** A state's own reference of one of its persons: opaque to the hub. */
const PERSON = textLike(/^[\w.@-]{1,64}$/);

const REVIEW_QUERY = {
  direction: oneOf(['outgoing', 'incoming']),
  open: oneOf(['yes', 'no']),
  assignedTo: PERSON,
  limit: wholeNumber(1, 200),
  cursor: textLike(/^[\w-]{1,120}$/),
} as const;

const ASSIGNMENT = { person: PERSON, note: freeText(500) } as const;

/** The list of a compact office: what waits for its release, and what came in. */
export function reviewRoutes({ flows, reads }: HttpParts): ReviewRoutes {
  return {
    'GET /v1/reviews': async ({ url, actor }) => {
      const { open, direction, assignedTo, ...page } = readQuery(REVIEW_QUERY, url);
      const filter = {
        ...(direction === undefined ? {} : { direction }),
        ...(open === undefined ? {} : { open: open === 'yes' }),
        ...(assignedTo === undefined ? {} : { assignedTo }),
      };
      return json(200, pageBody(await reads.reviews(actor, filter, pageRequest(page))));
    },
    'POST /v1/messages/{transmissionId}/assign': async (call) => {
      const transmissionId = uuidParam(call, 'transmissionId');
      const { person, note } = await readCommand(call.request, ASSIGNMENT, ['person']);
      const assignment = { person, ...(note === undefined ? {} : { note }) };
      await flows.assign(call.actor, transmissionId, assignment);
      return NO_CONTENT;
    },
    'POST /v1/messages/{transmissionId}/review': async (call) => {
      const transmissionId = uuidParam(call, 'transmissionId');
      await readCommand(call.request, {}, []);
      await flows.finishReview(call.actor, transmissionId);
      return NO_CONTENT;
    },
  };
}
