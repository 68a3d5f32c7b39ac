import { NATIONAL } from '../access/actor.ts';
import { MEMBER_CODES } from '../compact/members.ts';
import { pageBody, pageRequest } from './page-cursor.ts';
import type { HttpParts } from './parts.ts';
import { oneOf, textLike, wholeNumber } from './read-fields.ts';
import { readQuery } from './read-query.ts';
import { type RouteHandlers, json } from './route-handler.ts';
import { uuidParam } from './uuid-param.ts';

type IncidentRoutes = Pick<RouteHandlers, 'GET /v1/incidents' | 'GET /v1/incidents/{incidentId}'>;

const INCIDENT_QUERY = {
  open: oneOf(['yes', 'no']),
  member: oneOf([...MEMBER_CODES, NATIONAL]),
  code: textLike(/^[A-Z][A-Z0-9_]{1,63}$/),
  limit: wholeNumber(1, 200),
  cursor: textLike(/^[\w-]{1,120}$/),
} as const;

/** What goes wrong, cause by cause. */
export function incidentRoutes({ reads }: HttpParts): IncidentRoutes {
  return {
    'GET /v1/incidents': async ({ url, actor }) => {
      const { open, member, code, ...page } = readQuery(INCIDENT_QUERY, url);
      const filter = {
        ...(open === undefined ? {} : { open: open === 'yes' }),
        ...(member === undefined ? {} : { member }),
        ...(code === undefined ? {} : { code }),
      };
      return json(200, pageBody(await reads.incidents(actor, filter, pageRequest(page))));
    },
    'GET /v1/incidents/{incidentId}': async (call) =>
      json(200, await reads.incident(call.actor, uuidParam(call, 'incidentId'))),
  };
}
