import { MEMBER_ROLES, NATIONAL, NATIONAL_ROLES } from '../access/actor.ts';
import { MEMBER_CODES } from '../compact/members.ts';
import { ExchangeError } from '../flows/exchange-error.ts';
import type { Administrator } from '../flows/run-accounts.ts';
import { TOLD_ACCESS_TYPES } from '../ledger/event.ts';
import { isUuid } from '../message/identifiers.ts';
import { mailbox } from './contact-routes.ts';
import { pageBody, pageRequest } from './page-cursor.ts';
import type { HttpParts } from './parts.ts';
import { readCommand } from './read-command.ts';
import {
  type Field,
  freeText,
  listOf,
  moment,
  oneOf,
  textLike,
  wholeNumber,
} from './read-fields.ts';
import { readQuery } from './read-query.ts';
import { type Call, NO_CONTENT, type RouteHandlers, json } from './route-handler.ts';

type AccountRoutes = Pick<
  RouteHandlers,
  | 'GET /v1/accounts'
  | 'POST /v1/accounts'
  | 'GET /v1/accounts/{reference}'
  | 'POST /v1/accounts/{reference}/roles'
  | 'POST /v1/accounts/{reference}/deactivate'
  | 'POST /v1/accounts/{reference}/reinvite'
  | 'POST /v1/accounts/{reference}/unlock'
  | 'POST /v1/accounts/{reference}/confirm'
  | 'GET /v1/accounts/{reference}/sessions'
  | 'POST /v1/accounts/{reference}/sessions/end'
  | 'GET /v1/access-events'
>;

const ROLES = [...MEMBER_ROLES, ...NATIONAL_ROLES] as const;
const MEMBERS = [...MEMBER_CODES, NATIONAL] as const;
const STATES = ['invited', 'active', 'locked', 'deactivated'] as const;

const DAY = textLike(/^\d{4}-\d{2}-\d{2}$/);
const REFERENCE = textLike(/^U-[0-9A-Z]{12}$/);
const FLAG: Field<boolean> = (value) => (typeof value === 'boolean' ? value : undefined);
const ROLE_LIST = listOf(oneOf(ROLES), ROLES.length);

const NEW_ACCOUNT = {
  member: oneOf(MEMBERS),
  name: freeText(120),
  email: mailbox,
  roles: ROLE_LIST,
  staffOfCompactOffice: FLAG,
  trainingCompletedAt: DAY,
} as const;

const PAGE = { limit: wholeNumber(1, 200), cursor: textLike(/^[\w-]{1,120}$/) } as const;

const ACCOUNT_QUERY = {
  member: oneOf(MEMBERS),
  /** Of the account, or the member whose accounts are meant. */
  state: oneOf([...STATES, ...MEMBERS]),
  role: oneOf(ROLES),
  inactive: oneOf(['yes', 'no']),
  ...PAGE,
} as const;

const EVENT_QUERY = {
  member: oneOf(MEMBERS),
  type: oneOf(TOLD_ACCESS_TYPES),
  account: REFERENCE,
  since: moment,
  until: moment,
  ...PAGE,
} as const;

/** Accounts and sessions of others: for administrators, the national office and auditors. */
export function accountRoutes({ access }: Pick<HttpParts, 'access'>): AccountRoutes {
  return {
    'GET /v1/accounts': async ({ url, actor }) => {
      const { member, state, role, inactive, ...page } = readQuery(ACCOUNT_QUERY, url);
      const standing = STATES.find((known) => known === state);
      const of = member ?? (standing === undefined ? state : undefined);
      const filter = {
        ...(of === undefined ? {} : { member: of }),
        ...(standing === undefined ? {} : { state: standing }),
        ...(role === undefined ? {} : { role }),
        inactive: inactive === 'yes',
      };
      return json(200, pageBody(await access.accounts(actor, filter, pageRequest(page))));
    },
    'POST /v1/accounts': async (call) => {
      const needed = ['name', 'email', 'roles', 'trainingCompletedAt'] as const;
      const person = await readCommand(call.request, NEW_ACCOUNT, needed);
      const { member = call.actor.member, staffOfCompactOffice = false } = person;
      const { name, email, trainingCompletedAt } = person;
      const roles = [...new Set(person.roles)];
      const account = { member, name, email, roles, staffOfCompactOffice, trainingCompletedAt };
      return json(201, await access.invite(administratorOf(call), account));
    },
    'GET /v1/accounts/{reference}': async (call) =>
      json(200, await access.account(call.actor, referenceOf(call))),
    'POST /v1/accounts/{reference}/roles': async (call) => {
      const reference = referenceOf(call);
      const fields = { roles: ROLE_LIST, staffOfCompactOffice: FLAG } as const;
      const { roles, staffOfCompactOffice } = await readCommand(call.request, fields, ['roles']);
      await access.changeRoles(administratorOf(call), reference, {
        roles: [...new Set(roles)],
        ...(staffOfCompactOffice === undefined ? {} : { staffOfCompactOffice }),
      });
      return NO_CONTENT;
    },
    'POST /v1/accounts/{reference}/deactivate': async (call) => {
      const reference = referenceOf(call);
      await readCommand(call.request, {}, []);
      await access.deactivate(administratorOf(call), reference);
      return NO_CONTENT;
    },
    'POST /v1/accounts/{reference}/reinvite': async (call) => {
      const reference = referenceOf(call);
      const training = await readCommand(call.request, { trainingCompletedAt: DAY }, []);
      return json(200, await access.reinvite(administratorOf(call), reference, training));
    },
    'POST /v1/accounts/{reference}/unlock': async (call) => {
      const reference = referenceOf(call);
      await readCommand(call.request, {}, []);
      await access.unlock(administratorOf(call), reference);
      return NO_CONTENT;
    },
    'POST /v1/accounts/{reference}/confirm': async (call) => {
      const reference = referenceOf(call);
      await readCommand(call.request, {}, []);
      await access.confirmStaff(administratorOf(call), reference);
      return NO_CONTENT;
    },
    'GET /v1/accounts/{reference}/sessions': async (call) => {
      const items = await access.sessions(call.actor, referenceOf(call));
      return json(200, { items });
    },
    'POST /v1/accounts/{reference}/sessions/end': async (call) => {
      const reference = referenceOf(call);
      const fields = { sessionId: textLike(/^[0-9a-f-]{36}$/) };
      const { sessionId } = await readCommand(call.request, fields, []);
      if (sessionId !== undefined && !isUuid(sessionId)) throw new ExchangeError('NOT_FOUND');
      await access.endSessionsOf(administratorOf(call), reference, sessionId);
      return NO_CONTENT;
    },
    'GET /v1/access-events': async ({ url, actor }) => {
      const { limit, cursor, ...filter } = readQuery(EVENT_QUERY, url);
      const page = {
        ...(limit === undefined ? {} : { limit }),
        ...(cursor === undefined ? {} : { cursor }),
      };
      return json(200, pageBody(await access.events(actor, filter, pageRequest(page))));
    },
  };
}

function administratorOf({ actor, address }: Call): Administrator {
  return { actor, reference: actor.reference, source: address };
}

/** What has not the form of a reference names nobody. */
function referenceOf({ params }: Call): string {
  const reference = REFERENCE(params['reference']);
  if (reference === undefined) throw new ExchangeError('NOT_FOUND');
  return reference;
}
