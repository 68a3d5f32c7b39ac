import type { Actor } from '../access/actor.ts';
import { ExchangeError } from '../flows/exchange-error.ts';
import type { CaseView, TrafficRange } from '../flows/reads.ts';
import { REGIONS } from '../compact/case-state.ts';
import { MEMBER_CODES } from '../compact/members.ts';
import { ACTOR_ROLE } from '../generated/code-lists.ts';
import { isHubId } from '../message/identifiers.ts';
import { caseIdParam } from './case-id-param.ts';
import { HttpError } from './http-error.ts';
import { pageBody, pageRequest } from './page-cursor.ts';
import type { HttpParts } from './parts.ts';
import { readCommand } from './read-command.ts';
import {
  type FieldValues,
  freeText,
  moment,
  oneOf,
  record,
  textLike,
  wholeNumber,
} from './read-fields.ts';
import { readQuery } from './read-query.ts';
import { NO_CONTENT, type RouteHandlers, json } from './route-handler.ts';

type CaseRoutes = Pick<
  RouteHandlers,
  | 'GET /v1/cases'
  | 'GET /v1/cases/{caseId}'
  | 'PUT /v1/cases/{caseId}/assignment'
  | 'GET /v1/members'
  | 'GET /v1/traffic'
  | 'GET /v1/traffic/sums'
>;

const CASE_QUERY = {
  status: oneOf(REGIONS.status),
  open: oneOf(['active', 'historical']),
  side: oneOf(REGIONS.supervising),
  state: oneOf(MEMBER_CODES),
  supervising: oneOf(MEMBER_CODES),
  location: oneOf(REGIONS.location),
  person: textLike(/^P-[0-9A-Z]{26}$/),
  limit: wholeNumber(1, 200),
  cursor: textLike(/^[\w-]{1,120}$/),
} as const;
/** Whose case it is need not be opened to see where it stands. */
const CASE_VIEW = { person: oneOf(['yes', 'no']) } as const;
const USER = {
  reference: textLike(/^[!-~]{1,64}$/),
  name: freeText(120),
  role: oneOf(ACTOR_ROLE),
} as const;
const DESIGNATION = { user: record(USER, ['reference', 'name', 'role']), note: freeText(1024) };
const TRAFFIC_QUERY = { since: moment, until: moment, step: oneOf(['hour', 'day']) } as const;
const SUMS_QUERY = {
  ...TRAFFIC_QUERY,
  by: oneOf(['step', 'pair', 'type', 'sender', 'receiver']),
} as const;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** So that an answer has at most some hundred steps for each pair of states. */
const LONGEST_RANGE_MS = { hour: 7 * DAY_MS, day: 366 * DAY_MS } as const;

export function caseRoutes({ reads, flows, members, now }: HttpParts): CaseRoutes {
  return {
    'GET /v1/cases': async ({ url, actor }) => {
      const { person, limit, cursor, ...asked } = readQuery(CASE_QUERY, url);
      const filter = { ...asked, ...(person === undefined ? {} : { personId: person }) };
      const page = pageRequest(
        {
          ...(limit === undefined ? {} : { limit }),
          ...(cursor === undefined ? {} : { cursor }),
        },
        isHubId,
      );
      return json(200, pageBody(await reads.cases(actor, filter, page)));
    },
    'GET /v1/cases/{caseId}': async ({ params, url, actor, address: source }) => {
      const { person = 'yes' } = readQuery(CASE_VIEW, url);
      const found = await reads.caseById(actor, caseIdParam(params));
      if (person === 'no') return json(200, { ...found, person: undefined });
      return json(200, await personRecorded(flows, { actor, source }, found));
    },
    'PUT /v1/cases/{caseId}/assignment': async ({ params, request, actor }) => {
      const { user, note } = await readCommand(request, DESIGNATION, ['user', 'note']);
      await flows.designate(actor, caseIdParam(params), { user, note });
      return NO_CONTENT;
    },
    'GET /v1/members': async () => json(200, { items: await members() }),
    'GET /v1/traffic': async ({ url, actor }) => {
      const range = rangeOf(readQuery(TRAFFIC_QUERY, url), now());
      return json(200, { ...viewRange(range), items: await reads.traffic(actor, range) });
    },
    'GET /v1/traffic/sums': async ({ url, actor }) => {
      const { by = 'step', ...asked } = readQuery(SUMS_QUERY, url);
      const range = rangeOf(asked, now());
      const items = await reads.trafficSums(actor, by, range);
      return json(200, { ...viewRange(range), by, items });
    },
  };
}

/**
 * What is shown of a person is written down before it is. While the ledger is locked the case is told without it,
 * and says so: where a case stands must stay readable.
 */
async function personRecorded(
  flows: HttpParts['flows'],
  { actor, source }: { readonly actor: Actor; readonly source: string },
  found: CaseView,
): Promise<CaseView> {
  const { person, describedBy: transmissionId, ...rest } = found;
  if (person === undefined || transmissionId === undefined) return found;
  try {
    await flows.recordViewing(actor, { transmissionId, what: 'person', source });
    return found;
  } catch (error) {
    if (!(error instanceof ExchangeError) || error.code !== 'LEDGER_LOCKED') throw error;
    return { ...rest, personClosed: 'LEDGER_LOCKED' };
  }
}

function rangeOf(
  { since, until, step = 'hour' }: FieldValues<typeof TRAFFIC_QUERY>,
  now: Date,
): TrafficRange {
  const before = until ?? now;
  const from = since ?? new Date(before.getTime() - DAY_MS);
  requireRange(from, before, LONGEST_RANGE_MS[step]);
  return { from, before, step };
}

function viewRange({ from, before, step }: TrafficRange): object {
  return { since: from.toISOString(), until: before.toISOString(), step };
}

function requireRange(from: Date, before: Date, longest: number): void {
  const length = before.getTime() - from.getTime();
  if (length > 0 && length <= longest) return;
  const detail = 'must lie before until, by a week at most by hours and a year by days';
  throw new HttpError('QUERY_INVALID', {
    problems: [{ pointer: '/since', code: 'range', detail }],
  });
}
