import type { Actor } from '../access/actor.ts';
import type { UsePolicy } from './access-parts.ts';
import {
  type Invitation,
  type LinkedPassword,
  type PasswordChange,
  acceptInvitation,
  askReset,
  changePassword,
  completeReset,
  readInvitation,
} from './choose-password.ts';
import { type Enrolment, acceptPolicy, beginEnrolment, confirmEnrolment } from './enrol.ts';
import { type KnownSession, type OpenedSession, findSession } from './keep-session.ts';
import {
  type AccessEventFilter,
  type AccessEventView,
  type AccountFilter,
  type AccountReads,
  type AccountView,
  type SessionView,
  readAccessEvents,
  readAccount,
  readAccounts,
  readSessions,
} from './read-accounts.ts';
import type { Page, PageRequest } from './reads.ts';
import {
  type Administrator,
  type Invited,
  type NewAccount,
  type NewRoles,
  changeRoles,
  confirmStaff,
  deactivate,
  endSessionsOf,
  invite,
  reinvite,
  unlock,
} from './run-accounts.ts';
import {
  type OwnSessionView,
  endOwnSessions,
  readOwnSessions,
  renewRecoveryCodes,
} from './own-sessions.ts';
import { type ProviderSignIn, createProviderSignIn } from './provider-sign-in.ts';
import { type SecurityKeys, createSecurityKeys } from './security-keys.ts';
import {
  type Claim,
  endSession,
  renewSession,
  showSecondFactor,
  signIn,
  stepUp,
} from './sign-in.ts';
import type { SecondFactor } from './try-factors.ts';

/**
 * What the hub does for persons who sign in and for those who administer them. `source` is the address
 * that a request came from.
 */
export interface Access {
  readonly policy: UsePolicy;
  readonly keys: SecurityKeys;
  readonly byProvider: ProviderSignIn;
  findSession(token: string, attended: boolean): Promise<KnownSession | undefined>;
  readInvitation(token: string): Promise<Invitation>;
  accounts(actor: Actor, filter: AccountFilter, page: PageRequest): Promise<Page<AccountView>>;
  account(actor: Actor, reference: string): Promise<AccountView>;
  sessions(actor: Actor, reference: string): Promise<readonly SessionView[]>;
  events(
    actor: Actor,
    filter: AccessEventFilter,
    page: PageRequest,
  ): Promise<Page<AccessEventView>>;

  signIn(claim: Claim): Promise<OpenedSession>;
  showSecondFactor(
    session: KnownSession,
    shown: { readonly factor: SecondFactor; readonly source: string },
  ): Promise<OpenedSession>;
  beginEnrolment(session: KnownSession): Promise<Enrolment>;
  confirmEnrolment(
    session: KnownSession,
    shown: { readonly code: string; readonly source: string },
  ): Promise<OpenedSession & { readonly recoveryCodes: readonly string[] }>;
  acceptPolicy(
    session: KnownSession,
    accepted: { readonly version: string; readonly source: string },
  ): Promise<OpenedSession>;
  renewSession(
    session: KnownSession,
    shown: { readonly password: string; readonly code: string; readonly source: string },
  ): Promise<OpenedSession>;
  /** The second factor alone, for what asks for a fresh one. */
  stepUp(
    session: KnownSession,
    shown: { readonly code: string; readonly source: string },
  ): Promise<OpenedSession>;
  ownSessions(session: KnownSession): Promise<readonly OwnSessionView[]>;
  endOwnSessions(
    session: KnownSession,
    which: { readonly sessionId?: string; readonly source: string },
  ): Promise<void>;
  renewRecoveryCodes(
    session: KnownSession,
    asked: { readonly source: string },
  ): Promise<readonly string[]>;
  endSession(
    session: KnownSession,
    how: { readonly source: string; readonly code: 'SIGNED_OUT' | 'SIGNED_IN_AGAIN' },
  ): Promise<void>;
  changePassword(session: KnownSession, change: PasswordChange): Promise<OpenedSession>;
  acceptInvitation(given: LinkedPassword): Promise<OpenedSession>;
  askReset(asked: { readonly email: string; readonly source: string }): Promise<void>;
  completeReset(given: LinkedPassword): Promise<void>;

  invite(by: Administrator, person: NewAccount): Promise<Invited>;
  reinvite(
    by: Administrator,
    reference: string,
    training: { readonly trainingCompletedAt?: string },
  ): Promise<Invited>;
  changeRoles(by: Administrator, reference: string, roles: NewRoles): Promise<void>;
  deactivate(by: Administrator, reference: string): Promise<void>;
  unlock(by: Administrator, reference: string): Promise<void>;
  confirmStaff(by: Administrator, reference: string): Promise<void>;
  endSessionsOf(by: Administrator, reference: string, sessionId: string | undefined): Promise<void>;
}

/** Accounts and sessions on their parts. */
export function createAccess(parts: AccountReads): Access {
  return {
    policy: parts.policy,
    keys: createSecurityKeys(parts),
    byProvider: createProviderSignIn(parts),
    findSession: (token, attended) => findSession(parts, token, attended),
    readInvitation: (token) => readInvitation(parts, token),
    accounts: (actor, filter, page) => readAccounts(parts, actor, filter, page),
    account: (actor, reference) => readAccount(parts, actor, reference),
    sessions: (actor, reference) => readSessions(parts, actor, reference),
    events: (actor, filter, page) => readAccessEvents(parts, actor, filter, page),
    signIn: (claim) => signIn(parts, claim),
    showSecondFactor: (session, shown) => showSecondFactor(parts, session, shown),
    beginEnrolment: (session) => beginEnrolment(parts, session),
    confirmEnrolment: (session, shown) => confirmEnrolment(parts, session, shown),
    acceptPolicy: (session, accepted) => acceptPolicy(parts, session, accepted),
    renewSession: (session, shown) => renewSession(parts, session, shown),
    stepUp: (session, shown) => stepUp(parts, session, shown),
    ownSessions: (session) => readOwnSessions(parts, session),
    endOwnSessions: (session, which) => endOwnSessions(parts, session, which),
    renewRecoveryCodes: (session, asked) => renewRecoveryCodes(parts, session, asked),
    endSession: (session, how) => endSession(parts, session, how),
    changePassword: (session, change) => changePassword(parts, session, change),
    acceptInvitation: (given) => acceptInvitation(parts, given),
    askReset: (asked) => askReset(parts, asked),
    completeReset: (given) => completeReset(parts, given),
    invite: (by, person) => invite(parts, by, person),
    reinvite: (by, reference, training) => reinvite(parts, by, reference, training),
    changeRoles: (by, reference, roles) => changeRoles(parts, by, reference, roles),
    deactivate: (by, reference) => deactivate(parts, by, reference),
    unlock: (by, reference) => unlock(parts, by, reference),
    confirmStaff: (by, reference) => confirmStaff(parts, by, reference),
    endSessionsOf: (by, reference, sessionId) => endSessionsOf(parts, by, reference, sessionId),
  };
}
