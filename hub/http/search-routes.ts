import type { MessageSummary } from '../flows/reads.ts';
import { csvOf } from './csv.ts';
import { MESSAGE_FILTERS, messageFilterOf } from './message-query.ts';
import { HttpError } from './http-error.ts';
import { pageBody, pageRequest } from './page-cursor.ts';
import type { HttpParts } from './parts.ts';
import { identifier } from './person-routes.ts';
import { readCommand } from './read-command.ts';
import { type Field, freeText, listOf, textLike } from './read-fields.ts';
import { readQuery } from './read-query.ts';
import { type RouteHandlers, json } from './route-handler.ts';

type SearchRoutes = Pick<
  RouteHandlers,
  'POST /v1/messages/search' | 'GET /v1/messages.csv' | 'GET /v1/find' | 'POST /v1/find'
>;

const MOST_IDENTIFIERS = 20;

const pageLimit: Field<number> = (value) =>
  Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 200 ? Number(value) : undefined;

/** In a body also that by which one could learn of whom it is; moments are texts there too. */
const SEARCH = {
  ...MESSAGE_FILTERS,
  caseNumber: freeText(64),
  identifiers: listOf(identifier, MOST_IDENTIFIERS),
  limit: pageLimit,
  cursor: textLike(/^[\w-]{1,120}$/),
} as const;

const SOUGHT = freeText(200);

/** Searching the log, taking it along, and finding one thing by its name. */
export function searchRoutes({ reads }: HttpParts): SearchRoutes {
  return {
    'POST /v1/messages/search': async ({ request, actor }) => {
      const { caseNumber, identifiers, limit, cursor, ...asked } = await readCommand(
        request,
        SEARCH,
        [],
      );
      const filter = {
        ...messageFilterOf(asked),
        ...(caseNumber === undefined ? {} : { caseNumber }),
        ...(identifiers === undefined ? {} : { identifiers }),
      };
      const page = pageRequest({
        ...(limit === undefined ? {} : { limit }),
        ...(cursor === undefined ? {} : { cursor }),
      });
      return json(200, pageBody(await reads.messages(actor, filter, page)));
    },
    'GET /v1/messages.csv': async ({ url, actor }) => {
      const filter = messageFilterOf(readQuery(MESSAGE_FILTERS, url));
      const rows = await reads.exportMessages(actor, filter);
      return {
        status: 200,
        headers: {
          'Content-Type': 'text/csv; charset=utf-8; header=present',
          'Content-Disposition': 'attachment; filename="messages.csv"',
        },
        body: csvOf(COLUMNS, rows.map(lineOf)),
      };
    },
    'GET /v1/find': async ({ url, actor }) => {
      const { q } = readQuery({ q: SOUGHT }, url);
      if (q === undefined) throw nothingAsked();
      return json(200, { items: await reads.find(actor, { text: q, byStateNumber: false }) });
    },
    'POST /v1/find': async ({ request, actor }) => {
      const { text } = await readCommand(request, { text: SOUGHT }, ['text']);
      return json(200, { items: await reads.find(actor, { text, byStateNumber: true }) });
    },
  };
}

function nothingAsked(): HttpError {
  const problems = [{ pointer: '/q', code: 'required', detail: 'must be present' }];
  return new HttpError('QUERY_INVALID', { problems });
}

/** Facts of the envelope and of its latest delivery; nothing of a person. */
const COLUMNS = [
  'transmissionId',
  'messageId',
  'type',
  'from',
  'to',
  'caseId',
  'supervisionType',
  'status',
  'submittedAt',
  'acceptedAt',
  'transmittedAt',
  'content',
  'deliveryId',
  'deliveryState',
  'attempts',
  'failureCode',
] as const;

function lineOf(row: MessageSummary): (string | number | undefined)[] {
  const { delivery } = row;
  return [
    row.transmissionId,
    row.messageId,
    row.type,
    row.from,
    row.to,
    row.caseId,
    row.supervisionType,
    row.status,
    row.submittedAt,
    row.acceptedAt,
    row.transmittedAt,
    row.content,
    delivery?.deliveryId,
    delivery?.state,
    delivery?.attempt,
    delivery?.failureCode,
  ];
}
