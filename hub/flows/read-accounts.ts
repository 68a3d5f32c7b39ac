import { type Actor, NATIONAL } from '../access/actor.ts';
import { sessionStanding } from '../access/session-standing.ts';
import { after } from '../clock.ts';
import type { AccessEventRow } from '../store/access-events.ts';
import type { AccountRow, AccountState } from '../store/accounts.ts';
import type { SessionRow } from '../store/sessions.ts';
import type { Reader } from '../store/reader.ts';
import type { AccessParts } from './access-parts.ts';
import { pageOf } from './read-messages.ts';
import type { Page, PageRequest } from './reads.ts';
import { requirePermission } from './require-permission.ts';
import { partiesOf } from './run-accounts.ts';

const DAY_MS = 24 * 3_600_000;
/** Not signed in for so long: somebody looks whether the account is needed (CJIS AC-2(3)). */
const INACTIVE_MS = 90 * DAY_MS;
/** Staff of a compact office are confirmed once a year. */
export const CONFIRMED_MS = 365 * DAY_MS;

export interface AccountFilter {
  readonly member?: string;
  readonly state?: AccountState;
  readonly role?: string;
  /** Only those that nobody used for 90 days. */
  readonly inactive?: boolean;
}

/** An account as administrators see it. */
export interface AccountView {
  readonly reference: string;
  readonly member: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly string[];
  readonly state: AccountState;
  readonly staffOfCompactOffice: boolean;
  readonly confirmedAt?: string;
  /** Staff of the compact office whose yearly confirmation is due. */
  readonly confirmationDue: boolean;
  readonly training: { readonly completedAt: string; readonly recordedBy: string };
  readonly policy?: { readonly version: string; readonly acceptedAt: string };
  readonly invitedAt: string;
  readonly lastSignInAt?: string;
  readonly inactive: boolean;
}

export interface SessionView {
  readonly sessionId: string;
  readonly stage: string;
  readonly standing: 'live' | 'idle';
  readonly source: string;
  readonly openedAt: string;
  readonly lastSeenAt: string;
}

export interface AccessEventFilter {
  readonly member?: string;
  readonly type?: string;
  readonly account?: string;
  readonly since?: Date;
  readonly until?: Date;
}

export interface AccessEventView {
  readonly eventId: string;
  readonly at: string;
  readonly type: string;
  readonly member: string;
  /** Reference of the account. */
  readonly account?: string;
  readonly actor: string;
  readonly outcome?: string;
  readonly code?: string;
  /** Address it came from. */
  readonly source?: string;
  /** Of what was opened. */
  readonly transmissionId?: string;
  /** Hash of the leaf that says it. */
  readonly leafHash: string;
}

export interface AccountReads extends AccessParts {
  readonly reader: Reader;
}

/** A page of accounts, the oldest first: of the actor's state, or of all for the nation. */
export async function readAccounts(
  { store, reader, clocks }: AccountReads,
  { member }: Actor,
  filter: AccountFilter,
  page: PageRequest,
): Promise<Page<AccountView>> {
  const now = clocks.business.now();
  const rows = await reader.as(member, (query) =>
    store.listAccounts(query, {
      member: member === NATIONAL ? (filter.member ?? null) : member,
      state: filter.state ?? null,
      role: filter.role ?? null,
      inactiveSince: filter.inactive === true ? after(now, -INACTIVE_MS) : null,
      after: page.after ?? null,
      limit: page.limit + 1,
    }),
  );
  const view = (row: AccountRow): AccountView => viewAccount(row, now);
  return pageOf(rows, page.limit, view, (row) => ({ at: row.created_at, id: row.account_id }));
}

export async function readAccount(
  { store, reader, clocks }: AccountReads,
  actor: Actor,
  reference: string,
): Promise<AccountView> {
  const row = await reader.as(actor.member, (query) =>
    store.findAccountByReference(query, reference),
  );
  const parties = row && { ...row, ...partiesOf(row) };
  requirePermission('GET /v1/accounts/{reference}', actor, parties);
  return viewAccount(parties, clocks.business.now());
}

function viewAccount(row: AccountRow, now: Date): AccountView {
  const { office_confirmed_at, policy_version, policy_accepted_at, last_sign_in_at } = row;
  const isOpen = row.state !== 'deactivated';
  const usedAt = last_sign_in_at ?? row.invited_at;
  const isLate = (office_confirmed_at?.getTime() ?? 0) <= now.getTime() - CONFIRMED_MS;
  return {
    reference: row.reference,
    member: row.member,
    name: row.name,
    email: row.email,
    roles: row.roles,
    state: row.state,
    staffOfCompactOffice: row.office_staff,
    ...(office_confirmed_at === null ? {} : { confirmedAt: office_confirmed_at.toISOString() }),
    confirmationDue: isOpen && row.office_staff && isLate,
    training: { completedAt: row.training_completed_on, recordedBy: row.training_recorded_by },
    ...(policy_version === null || policy_accepted_at === null
      ? {}
      : { policy: { version: policy_version, acceptedAt: policy_accepted_at.toISOString() } }),
    invitedAt: row.invited_at.toISOString(),
    ...(last_sign_in_at === null ? {} : { lastSignInAt: last_sign_in_at.toISOString() }),
    inactive: isOpen && usedAt.getTime() <= now.getTime() - INACTIVE_MS,
  };
}

/** The sessions of an account that go on, the newest first. */
export async function readSessions(
  { store, reader, clocks }: AccountReads,
  actor: Actor,
  reference: string,
): Promise<readonly SessionView[]> {
  const row = await reader.as(actor.member, (query) =>
    store.findAccountByReference(query, reference),
  );
  const parties = row && { ...row, ...partiesOf(row) };
  requirePermission('GET /v1/accounts/{reference}/sessions', actor, parties);
  const now = clocks.process.now();
  const rows = await store.openSessionsOf(store.query, parties.account_id);
  return rows.flatMap((session) => {
    const standing = sessionStanding(session, now);
    return standing === 'over' ? [] : viewOpenSession(session, standing);
  });
}

/** A session that goes on. */
export function viewOpenSession(row: SessionRow, standing: SessionView['standing']): SessionView {
  return {
    sessionId: row.session_id,
    stage: row.stage,
    standing,
    source: row.source,
    openedAt: row.created_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
  };
}

/** A page of what happened to accounts and sessions, newest first. */
export async function readAccessEvents(
  { store, reader }: AccountReads,
  { member }: Actor,
  filter: AccessEventFilter,
  page: PageRequest,
): Promise<Page<AccessEventView>> {
  const rows = await reader.as(member, (query) =>
    store.listAccessEvents(query, {
      member: member === NATIONAL ? (filter.member ?? null) : member,
      type: filter.type ?? null,
      subject: filter.account ?? null,
      since: filter.since ?? null,
      until: filter.until ?? null,
      after: page.after ?? null,
      limit: page.limit + 1,
    }),
  );
  return pageOf(rows, page.limit, viewEvent, (row) => ({ at: row.occurred_at, id: row.event_id }));
}

function viewEvent(row: AccessEventRow): AccessEventView {
  return {
    eventId: row.event_id,
    at: row.occurred_at.toISOString(),
    type: row.type,
    member: row.member,
    ...(row.subject === null ? {} : { account: row.subject }),
    actor: row.actor,
    ...(row.outcome === null ? {} : { outcome: row.outcome }),
    ...(row.code === null ? {} : { code: row.code }),
    ...(row.source === null ? {} : { source: row.source }),
    ...(row.transmission_id === null ? {} : { transmissionId: row.transmission_id }),
    leafHash: row.leaf_hash.toString('hex'),
  };
}
