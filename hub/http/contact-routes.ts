import type { HttpParts } from './parts.ts';
import { readCommand } from './read-command.ts';
import { type Field, freeText, textLike } from './read-fields.ts';
import { type OpenCall, type RouteHandlers, json } from './route-handler.ts';

type ContactRoutes = Pick<
  RouteHandlers,
  'GET /v1/contacts' | 'GET /v1/members/{state}/contact' | 'PUT /v1/members/{state}/contact'
>;

/**
 * An address of one mailbox without quotes, comments, blanks or anything that ends a header (a part of
 * RFC 5321 section 4.1.2 that every mail server takes).
 */
export const mailbox: Field<string> = (value) =>
  typeof value === 'string' && value.length <= 254 && MAILBOX.test(value) ? value : undefined;
const MAILBOX =
  /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/;

/** Lines of an address; of control characters only the end of a line. */
const lines: Field<string> = textLike(/^(?=[^]*\S)(?:[^\p{Cc}\p{Surrogate}]|\n){1,400}$/u);

/** The version that the writer saw: a whole number. */
const version: Field<number> = (value) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;

const CONTACT = {
  version,
  name: freeText(200),
  address: lines,
  phone: textLike(/^[0-9+() .,;/x-]{5,60}$/),
  mailbox,
  hours: freeText(200),
} as const;

export function contactRoutes({ flows }: HttpParts): ContactRoutes {
  return {
    'GET /v1/contacts': async () => json(200, { items: await flows.contacts() }),
    'GET /v1/members/{state}/contact': async (call) =>
      json(200, await flows.contact(call.actor, stateParam(call))),
    'PUT /v1/members/{state}/contact': async (call) => {
      const { version: seen, ...contact } = await readCommand(call.request, CONTACT, ['version']);
      return json(200, await flows.setContact(call.actor, stateParam(call), { contact, seen }));
    },
  };
}

/** A member of a path, or what names none. */
export const stateParam = ({ params }: OpenCall): string => params['state'] ?? '';
