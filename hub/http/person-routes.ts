import { type PersonIdentifier, STATE_IDENTIFIER } from '../compact/person-traits.ts';
import { ADDRESS_STATE } from '../generated/code-lists.ts';
import { HttpError } from './http-error.ts';
import type { HttpParts } from './parts.ts';
import { readCommand } from './read-command.ts';
import { type Field, freeText, listOf, oneOf, record, textLike } from './read-fields.ts';
import { type RouteHandlers, json } from './route-handler.ts';

const MOST_IDENTIFIERS = 20;

const IDENTIFIER = record(
  {
    kind: textLike(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/),
    value: freeText(64),
    state: oneOf(ADDRESS_STATE),
  },
  ['kind', 'value'],
);

/** A state identifier names its state, and no other identifier does. */
export const identifier: Field<PersonIdentifier> = (value) => {
  const read = IDENTIFIER(value);
  if ((read?.kind === STATE_IDENTIFIER) !== (read?.state !== undefined)) return undefined;
  return read;
};

const NAME = { first: freeText(80), middle: freeText(80), last: freeText(80) } as const;

const PERSON_SEARCH = {
  identifiers: listOf(identifier, MOST_IDENTIFIERS),
  name: record(NAME),
  dateOfBirth: textLike(/^(?:19|2[01])\d{2}-\d{2}-\d{2}$/),
  birthYear: textLike(/^(?:19|2[01])\d{2}$/),
} as const;

/** Whom the caller looks for stands in the body, for a query string ends up in logs. */
export function personRoutes({ reads }: HttpParts): Pick<RouteHandlers, 'POST /v1/persons/search'> {
  return {
    'POST /v1/persons/search': async ({ request, actor }) => {
      const asked = await readCommand(request, PERSON_SEARCH, []);
      if (asked.identifiers === undefined && asked.name?.last === undefined) throw tooLittle();
      return json(200, { items: await reads.searchPersons(actor, asked) });
    },
  };
}

function tooLittle(): HttpError {
  const detail = 'at least an identifier or a last name must be present';
  const problems = [{ pointer: '', code: 'required', detail }];
  return new HttpError('COMMAND_INVALID', { problems });
}
