import { ExchangeError } from '../flows/exchange-error.ts';
import { isHubId } from '../message/identifiers.ts';
import { HttpError } from './http-error.ts';
import type { HttpParts } from './parts.ts';
import { moment, oneOf } from './read-fields.ts';
import { readQuery } from './read-query.ts';
import { type RouteHandlers, json } from './route-handler.ts';

type CaseRoutes = Pick<
  RouteHandlers,
  'GET /v1/cases/{caseId}' | 'GET /v1/members' | 'GET /v1/traffic'
>;

const TRAFFIC_QUERY = { since: moment, until: moment, step: oneOf(['hour', 'day']) } as const;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** So that an answer has at most some hundred steps for each pair of states. */
const LONGEST_RANGE_MS = { hour: 7 * DAY_MS, day: 366 * DAY_MS } as const;

export function caseRoutes({ reads, members, now }: HttpParts): CaseRoutes {
  return {
    'GET /v1/cases/{caseId}': async ({ params, actor }) => {
      const caseId = params['caseId'] ?? '';
      if (!isHubId(caseId)) throw new ExchangeError('NOT_FOUND');
      return json(200, await reads.caseById(actor, caseId));
    },
    'GET /v1/members': async () => json(200, { items: await members() }),
    'GET /v1/traffic': async ({ url, actor }) => {
      const query = readQuery(TRAFFIC_QUERY, url);
      const step = query.step ?? 'hour';
      const before = query.until ?? now();
      const from = query.since ?? new Date(before.getTime() - DAY_MS);
      requireRange(from, before, LONGEST_RANGE_MS[step]);
      const items = await reads.traffic(actor, { from, before, step });
      return json(200, { since: from.toISOString(), until: before.toISOString(), step, items });
    },
  };
}

function requireRange(from: Date, before: Date, longest: number): void {
  const length = before.getTime() - from.getTime();
  if (length > 0 && length <= longest) return;
  const detail = 'must lie before until, by a week at most by hours and a year by days';
  throw new HttpError('QUERY_INVALID', {
    problems: [{ pointer: '/since', code: 'range', detail }],
  });
}
