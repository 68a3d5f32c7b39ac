import { admittedRoles } from './access/admitted-roles.ts';
import { NATIONAL } from './access/actor.ts';
import { relyingPartyOf } from './access/relying-party.ts';
import type { Clocks } from './clock.ts';
import { findMember } from './compact/members.ts';
import type { Profile } from './compact/profile.ts';
import type { AccessParts, SendLink } from './flows/access-parts.ts';
import { type Access, createAccess } from './flows/create-access.ts';
import type { Evidence } from './flows/evidence.ts';
import { ExchangeError } from './flows/exchange-error.ts';
import type { SignInProvider } from './flows/provider-port.ts';
import { loadWrappingKey } from './key-files.ts';
import { loadCommonPasswords, loadUsePolicy } from './load-policies.ts';
import type { Log } from './log.ts';
import type { RandomBytes } from './message/identifiers.ts';
import { type PasswordCost, createPasswordHasher } from './password-hasher.ts';
import * as accessEvents from './store/access-events.ts';
import * as accountLinks from './store/account-links.ts';
import * as accounts from './store/accounts.ts';
import * as assignments from './store/assignments.ts';
import type { Database } from './store/database.ts';
import type { MemberKeys } from './store/member-keys.ts';
import * as pendingLeaves from './store/pending-leaves.ts';
import type { Reader } from './store/reader.ts';
import * as reviews from './store/reviews.ts';
import * as proofAttempts from './store/proof-attempts.ts';
import * as securityKeys from './store/security-keys.ts';
import * as signInProviders from './store/sign-in-providers.ts';
import * as sessions from './store/sessions.ts';

export interface AccessOptions {
  /** Of role `hub_exchange`. */
  readonly database: Database;
  readonly reader: Reader;
  readonly memberKeys: MemberKeys;
  readonly evidence: Evidence;
  readonly random: RandomBytes;
  readonly clocks: Clocks;
  readonly masterKeyFile: string;
  readonly passwordCost: PasswordCost;
  readonly profileOf: (member: string) => Pick<Profile, 'roles'> | undefined;
  readonly baseUrl: () => string;
  /** As configured: what security keys are bound to. */
  readonly publicUrl: string | undefined;
  readonly providers: readonly SignInProvider[];
  readonly sendLink: SendLink | undefined;
  readonly log: Pick<Log, 'info' | 'warn'>;
}

/** The flows of accounts and sessions on a database; throws KEY_FILE_INVALID, DATA_INVALID. */
export function openAccess(options: AccessOptions): Access {
  const { database, clocks, profileOf, log } = options;
  return createAccess({
    ...options,
    store: {
      ...accounts,
      ...sessions,
      ...accountLinks,
      ...proofAttempts,
      ...securityKeys,
      ...signInProviders,
      ...accessEvents,
      ...assignments,
      ...reviews,
      ...pendingLeaves,
      ...database,
    },
    clocks,
    relyingParty: relyingPartyOf(options.publicUrl),
    hasher: createPasswordHasher({
      masterKey: loadWrappingKey(options.masterKeyFile),
      cost: options.passwordCost,
      tooMany: () => new ExchangeError('SIGN_IN_BUSY'),
    }),
    commonPasswords: loadCommonPasswords().all,
    policy: loadUsePolicy(),
    admitted: (member) => admittedRoles(member, profileOf(member)),
    memberName: (member) =>
      member === NATIONAL ? 'National office' : (findMember(member)?.name ?? member),
    onUnsent: (code) => {
      log.info('link-unsent', { code });
    },
    tell: tellIn(log),
  });
}

/** References and codes alone: neither name, nor address, nor what was typed. */
function tellIn(log: Pick<Log, 'info'>): AccessParts['tell'] {
  return ({ type, account, by, outcome, code }) => {
    log.info('access', {
      access: type,
      actor: by.reference,
      ...(account === undefined ? {} : { subject: account.reference, member: account.member }),
      ...(outcome === undefined ? {} : { outcome }),
      ...(code === undefined ? {} : { code }),
    });
  };
}
