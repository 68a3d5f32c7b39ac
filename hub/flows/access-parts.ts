import type { Clocks } from '../clock.ts';
import type { PersonRole } from '../access/actor.ts';
import type { RelyingParty } from '../access/relying-party.ts';
import type { RandomBytes } from '../message/identifiers.ts';
import type * as accessEvents from '../store/access-events.ts';
import type * as accountLinks from '../store/account-links.ts';
import type * as accounts from '../store/accounts.ts';
import type * as assignments from '../store/assignments.ts';
import type { Database } from '../store/database.ts';
import type { MemberKeys } from '../store/member-keys.ts';
import type * as pendingLeaves from '../store/pending-leaves.ts';
import type * as reviews from '../store/reviews.ts';
import type * as proofAttempts from '../store/proof-attempts.ts';
import type * as securityKeys from '../store/security-keys.ts';
import type * as signInProviders from '../store/sign-in-providers.ts';
import type * as sessions from '../store/sessions.ts';
import type { Evidence } from './evidence.ts';
import type { PasswordHasher } from './password-port.ts';
import type { SignInProvider } from './provider-port.ts';
import type { AccessFact } from './record-access.ts';

/** What the flows of accounts and sessions run, as role `hub_exchange`. */
export type AccessStore = Pick<Database, 'withTransaction' | 'query'> &
  typeof accounts &
  typeof sessions &
  typeof accountLinks &
  typeof proofAttempts &
  typeof securityKeys &
  typeof signInProviders &
  typeof accessEvents &
  Pick<typeof assignments, 'openAssignmentsOf'> &
  Pick<typeof reviews, 'countReviewsOf'> &
  Pick<typeof pendingLeaves, 'insertPendingLeaves'>;

/** The text to which a person agrees before the first use, and again when it changes. */
export interface UsePolicy {
  readonly version: string;
  readonly title: string;
  readonly text: readonly string[];
}

/** What a link opens, and for how long. */
export interface AccountLink {
  readonly kind: 'invitation' | 'reset';
  readonly url: string;
  readonly expiresAt: Date;
}

/** Sends a link by mail. It rejects when it could not. */
export type SendLink = (
  to: { readonly email: string; readonly name: string },
  link: AccountLink,
) => Promise<void>;

export interface AccessParts {
  readonly store: AccessStore;
  readonly memberKeys: Pick<MemberKeys, 'sealValue' | 'openValue'>;
  readonly evidence: Evidence;
  readonly random: RandomBytes;
  /** Events by the business clock, sessions and links by the process clock, codes by the wall clock. */
  readonly clocks: Clocks;
  readonly hasher: PasswordHasher;
  /** Passwords that are tried first, in lower case. */
  readonly commonPasswords: ReadonlySet<string>;
  readonly policy: UsePolicy;
  /** The roles that persons of this member may have. */
  readonly admitted: (member: string) => readonly PersonRole[];
  readonly memberName: (member: string) => string;
  /** Address under which persons reach the hub, without a slash at its end. */
  readonly baseUrl: () => string;
  /** Undefined where browsers would take no security key for this hub. */
  readonly relyingParty: RelyingParty | undefined;
  /** Sign-in that states have of their own, as configured. */
  readonly providers: readonly SignInProvider[];
  /** Undefined where no mail server is configured. */
  readonly sendLink: SendLink | undefined;
  /** A link that was not sent: nobody configured a mail server, or it failed. */
  readonly onUnsent: (why: 'MAIL_NOT_CONFIGURED' | 'MAIL_FAILED') => void;
  /** Writes a committed fact into the log. */
  readonly tell: (fact: AccessFact) => void;
}
