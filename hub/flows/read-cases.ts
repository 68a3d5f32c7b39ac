import { type Actor, NATIONAL } from '../access/actor.ts';
import { MEMBER_CODES } from '../compact/members.ts';
import type { CaseQuery } from '../store/case-reads.ts';
import { ExchangeError } from './exchange-error.ts';
import { summarizeCase } from './read-case.ts';
import { pageOf } from './read-messages.ts';
import type { ReadParts } from './read-store.ts';
import type { CaseFilter, CaseSummary, Page, PageRequest } from './reads.ts';

/** Statuses of a case that goes on, and of one that is history. */
const STATUSES_OF = {
  active: ['pending', 'accepted', 'rejected'],
  historical: ['withdrawn', 'closed'],
} as const;

/** A page of cases, the one that changed last first, as far as the actor may see them. */
export async function readCases(
  { store, reader }: ReadParts,
  actor: Actor,
  filter: CaseFilter,
  page: PageRequest,
): Promise<Page<CaseSummary>> {
  // The nation does not know whose cases are of one person, so it may not ask either.
  if (actor.member === NATIONAL && filter.personId !== undefined) {
    throw new ExchangeError('NOT_PERMITTED');
  }
  const rows = await reader.as(actor.member, (query) =>
    store.listCases(query, {
      ...sidesOf(actor, filter),
      statuses: statusesOf(filter),
      supervising: filter.supervising ?? null,
      location: filter.location ?? null,
      personId: filter.personId ?? null,
      after: page.after ?? null,
      limit: page.limit + 1,
    }),
  );
  return pageOf(
    rows,
    page.limit,
    (row) => summarizeCase(actor, row),
    (row) => ({ at: row.changed_at, id: row.case_id }),
  );
}

type Sides = Pick<CaseQuery, 'senders' | 'receivers' | 'sending' | 'receiving' | 'party'>;

/** `side` is that of the actor's own state; for the nation, which has none, that of the state named. */
function sidesOf({ member }: Actor, { side, ...filter }: CaseFilter): Sides {
  const state = filter.state ?? null;
  if (member !== NATIONAL) {
    return {
      senders: side === 'receiving' ? [] : [member],
      receivers: side === 'sending' ? [] : [member],
      sending: null,
      receiving: null,
      party: state,
    };
  }
  return {
    senders: MEMBER_CODES,
    receivers: [],
    sending: side === 'sending' ? state : null,
    receiving: side === 'receiving' ? state : null,
    party: state,
  };
}

/** Both filters hold where both are given. */
function statusesOf({ status, open }: CaseFilter): readonly string[] | null {
  const ofOpen: readonly string[] | null = open === undefined ? null : STATUSES_OF[open];
  if (status === undefined) return ofOpen;
  return ofOpen === null || ofOpen.includes(status) ? [status] : [];
}
