import { DUTIES } from '../compact/duties.ts';
import { REGISTRATION_DUTIES } from '../compact/registration-deadlines.ts';
import { MEMBER_CODES } from '../compact/members.ts';
import { ENDED_STATUSES, OPEN_STATUSES } from '../compact/deadline-status.ts';
import { pageBody, pageRequest } from './page-cursor.ts';
import type { HttpParts } from './parts.ts';
import { moment, oneOf, textLike, wholeNumber } from './read-fields.ts';
import { readQuery } from './read-query.ts';
import { type RouteHandlers, json } from './route-handler.ts';

const DEADLINE_QUERY = {
  status: oneOf([...OPEN_STATUSES, ...ENDED_STATUSES]),
  owedBy: oneOf(MEMBER_CODES),
  owedTo: oneOf(MEMBER_CODES),
  state: oneOf(MEMBER_CODES),
  duty: oneOf([...DUTIES.map(({ name }) => name), ...REGISTRATION_DUTIES]),
  case: textLike(/^C-[0-9A-Z]{26}$/),
  dueSince: moment,
  dueUntil: moment,
  limit: wholeNumber(1, 200),
  cursor: textLike(/^[\w-]{1,120}$/),
} as const;

/** The compact's clocks. */
export function deadlineRoutes({ reads }: HttpParts): Pick<RouteHandlers, 'GET /v1/deadlines'> {
  return {
    'GET /v1/deadlines': async ({ url, actor }) => {
      const {
        case: caseId,
        dueSince,
        dueUntil,
        limit,
        cursor,
        ...asked
      } = readQuery(DEADLINE_QUERY, url);
      const filter = {
        ...asked,
        ...(caseId === undefined ? {} : { caseId }),
        ...(dueSince === undefined ? {} : { dueFrom: dueSince }),
        ...(dueUntil === undefined ? {} : { dueBefore: dueUntil }),
      };
      const page = pageRequest({
        ...(limit === undefined ? {} : { limit }),
        ...(cursor === undefined ? {} : { cursor }),
      });
      return json(200, pageBody(await reads.deadlines(actor, filter, page)));
    },
  };
}
