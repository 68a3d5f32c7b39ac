import type { SavedFilter } from '../flows/reads.ts';
import type { HttpParts } from './parts.ts';
import { caseIdParam } from './case-id-param.ts';
import { pageBody, pageRequest } from './page-cursor.ts';
import { readCommand } from './read-command.ts';
import { type Field, freeText, oneOf, record, textLike, wholeNumber } from './read-fields.ts';
import { readQuery } from './read-query.ts';
import { NO_CONTENT, type RouteHandlers, json } from './route-handler.ts';

type NoteRoutes = Pick<
  RouteHandlers,
  | 'GET /v1/cases/{caseId}/notes'
  | 'POST /v1/cases/{caseId}/notes'
  | 'GET /v1/saved-filters'
  | 'PUT /v1/saved-filters'
>;

const NOTE_QUERY = {
  limit: wholeNumber(1, 200),
  cursor: textLike(/^[\w-]{1,120}$/),
} as const;

/** Several lines; no other control characters. */
const noteText: Field<string> = (value) =>
  typeof value === 'string' && value.length <= 4_000 && freeText(4_000)(value.replaceAll('\n', ' '))
    ? value
    : undefined;

const FILTER = record(
  {
    name: freeText(80),
    list: oneOf<SavedFilter['list']>([
      'messages',
      'cases',
      'deadlines',
      'failures',
      'reviews',
      'incidents',
    ]),
    // As the query of a list is written: names and values of these characters, never a name of a person.
    query: textLike(/^(?:[a-zA-Z]{1,20}=[\w.:%+-]{1,128}(?:&(?!$)|$)){0,20}$/),
  },
  ['name', 'list', 'query'],
);

const MOST_FILTERS = 50;

/** Up to so many; none at all too. */
const filterList: Field<readonly SavedFilter[]> = (value) => {
  if (!Array.isArray(value) || value.length > MOST_FILTERS) return undefined;
  const filters = value.map(FILTER).filter((filter) => filter !== undefined);
  return filters.length === value.length ? filters : undefined;
};

/** What people of a state keep for themselves: notes on cases, filters of lists. */
export function noteRoutes({ reads, flows }: HttpParts): NoteRoutes {
  return {
    'GET /v1/cases/{caseId}/notes': async ({ params, url, actor }) => {
      const page = pageRequest(readQuery(NOTE_QUERY, url));
      return json(200, pageBody(await reads.notes(actor, caseIdParam(params), page)));
    },
    'POST /v1/cases/{caseId}/notes': async ({ params, request, actor }) => {
      const caseId = caseIdParam(params);
      const { text } = await readCommand(request, { text: noteText }, ['text']);
      return json(201, await flows.writeNote(actor, caseId, text));
    },
    'GET /v1/saved-filters': async ({ actor }) => json(200, { items: await reads.filters(actor) }),
    'PUT /v1/saved-filters': async ({ request, actor }) => {
      const { items } = await readCommand(request, { items: filterList }, ['items']);
      await flows.saveFilters(actor, items);
      return NO_CONTENT;
    },
  };
}
