import { MEMBER_CODES } from '../compact/members.ts';
import { pageBody, pageRequest } from './page-cursor.ts';
import type { HttpParts } from './parts.ts';
import { oneOf, textLike, wholeNumber } from './read-fields.ts';
import { readQuery } from './read-query.ts';
import { type RouteHandlers, json } from './route-handler.ts';
import { uuidParam } from './uuid-param.ts';

const STATEMENT_QUERY = {
  from: oneOf(MEMBER_CODES),
  to: oneOf(MEMBER_CODES),
  day: textLike(/^\d{4}-\d{2}-\d{2}$/),
  limit: wholeNumber(1, 200),
  cursor: textLike(/^[\w-]{1,120}$/),
} as const;

type StatementRoutes = Pick<
  RouteHandlers,
  'GET /v1/statements' | 'GET /v1/statements/{statementId}'
>;

/** What crossed between two states, counted and signed. */
export function statementRoutes({ reads }: HttpParts): StatementRoutes {
  return {
    'GET /v1/statements': async ({ url, actor }) => {
      const { limit, cursor, ...filter } = readQuery(STATEMENT_QUERY, url);
      const page = pageRequest({
        ...(limit === undefined ? {} : { limit }),
        ...(cursor === undefined ? {} : { cursor }),
      });
      return json(200, pageBody(await reads.statements(actor, filter, page)));
    },
    'GET /v1/statements/{statementId}': async (call) =>
      json(200, await reads.statement(call.actor, uuidParam(call, 'statementId'))),
  };
}
