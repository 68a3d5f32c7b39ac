import { MEMBER_CODES } from '../compact/members.ts';
import { HttpError } from './http-error.ts';
import type { HttpParts } from './parts.ts';
import { moment, oneOf } from './read-fields.ts';
import { readQuery } from './read-query.ts';
import { type RouteHandlers, json } from './route-handler.ts';

type HealthRoutes = Pick<
  RouteHandlers,
  'GET /v1/health' | 'GET /v1/destinations' | 'GET /v1/compliance'
>;

const COMPLIANCE_QUERY = { owedBy: oneOf(MEMBER_CODES), since: moment, until: moment } as const;
const DAY_MS = 24 * 3_600_000;
const QUARTER_MS = 92 * DAY_MS;
const LONGEST_MS = 366 * DAY_MS;

/** How the exchange stands, for those who look after it. */
export function healthRoutes({ reads, health, now }: HttpParts): HealthRoutes {
  return {
    'GET /v1/health': async ({ actor }) => {
      const [{ intake, sequencer }, standing] = await Promise.all([health(), reads.health(actor)]);
      return json(200, { intake, sequencing: sequencer, ...standing });
    },
    'GET /v1/destinations': async ({ actor }) =>
      json(200, { items: await reads.destinations(actor) }),
    'GET /v1/compliance': async ({ url, actor }) => {
      const { owedBy, since, until } = readQuery(COMPLIANCE_QUERY, url);
      const before = until ?? now();
      const from = since ?? new Date(before.getTime() - QUARTER_MS);
      const length = before.getTime() - from.getTime();
      if (length <= 0 || length > LONGEST_MS) throw wrongRange();
      const filter = { from, before, ...(owedBy === undefined ? {} : { owedBy }) };
      const items = await reads.compliance(actor, filter);
      return json(200, { since: from.toISOString(), until: before.toISOString(), items });
    },
  };
}

function wrongRange(): HttpError {
  const detail = 'must lie before until, by a year at most';
  return new HttpError('QUERY_INVALID', {
    problems: [{ pointer: '/since', code: 'range', detail }],
  });
}
