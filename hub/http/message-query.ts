import { CHECK_CODES } from '../compact/finding.ts';
import { MEMBER_CODES } from '../compact/members.ts';
import type { MessageFilter } from '../flows/reads.ts';
import { type FieldValues, moment, oneOf, textLike } from './read-fields.ts';

/** By what the message log can be asked in an address. */
export const MESSAGE_FILTERS = {
  case: textLike(/^C-[0-9A-Z]{26}$/),
  person: textLike(/^P-[0-9A-Z]{26}$/),
  id: textLike(/^[!-~]{1,128}$/),
  from: oneOf(MEMBER_CODES),
  to: oneOf(MEMBER_CODES),
  state: oneOf(MEMBER_CODES),
  type: textLike(/^compact\.[a-z]+(?:-[a-z]+)*\.v[1-9][0-9]?$/),
  status: oneOf(['awaiting-release', 'awaiting-attachments', 'transmitted', 'returned']),
  group: oneOf(['waiting', 'failed', 'unconfirmed']),
  failure: textLike(/^[A-Z][A-Z0-9_]{1,63}$/),
  finding: oneOf(CHECK_CODES),
  field: textLike(/^(?:\/[\w.~-]{1,60}){1,12}$/),
  since: moment,
  until: moment,
} as const;

/** As the flows are asked. */
export function messageFilterOf(query: FieldValues<typeof MESSAGE_FILTERS>): MessageFilter {
  const { case: caseId, person, id, failure, since, until, ...same } = query;
  const { from, to, state, type, status, group, finding, field } = same;
  const filter: { readonly [Name in keyof MessageFilter]: MessageFilter[Name] | undefined } = {
    caseId,
    personId: person,
    messageId: id,
    from,
    to,
    state,
    type,
    status,
    group,
    failureCode: failure,
    finding,
    field,
    acceptedFrom: since,
    acceptedBefore: until,
  };
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}
