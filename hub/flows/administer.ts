import { NATIONAL, type PersonRole, isNationalRole } from '../access/actor.ts';
import { mintReference, mintSystemKey, mintUserToken } from '../access/credential.ts';
import { after } from '../clock.ts';
import { isMemberCode } from '../compact/members.ts';
import type { HubEventType } from '../ledger/event.ts';
import { mintUuid, type RandomBytes } from '../message/identifiers.ts';
import { sha256 } from '../message/sealed-content.ts';
import type { Transaction } from '../store/database.ts';
import type { MemberKeys } from '../store/member-keys.ts';
import type * as principals from '../store/principals.ts';
import type { Evidence } from './evidence.ts';
import { ExchangeError } from './exchange-error.ts';
import type { ExchangeStore } from './exchange-store.ts';

export interface AdministerParts {
  readonly store: ExchangeStore & typeof principals;
  readonly memberKeys: MemberKeys;
  readonly evidence: Evidence;
  readonly random: RandomBytes;
  readonly now: () => Date;
  /** Opaque reference of who administers: the command line of this machine. */
  readonly actor: string;
}

/** A credential as it is shown once. */
export interface IssuedCredential {
  readonly secret: string;
  readonly reference: string;
  readonly expiresAt: Date | undefined;
}

/** Old and new are valid side by side while a state changes over; a third is refused. */
const MOST_KEYS_OF_A_SYSTEM = 2;

/**
 * A key for a state's system. Throws DESTINATION_UNKNOWN, AGREEMENT_MISSING, or STATE_FORBIDS with two valid
 * keys.
 */
export async function addSystemKey(
  parts: AdministerParts,
  system: { readonly member: string; readonly label: string; readonly expiresAt?: Date },
): Promise<IssuedCredential> {
  if (!isMemberCode(system.member)) throw new ExchangeError('DESTINATION_UNKNOWN');
  const { secret, hash } = mintSystemKey(system.member, parts.random);
  const reference = mintReference('system', parts.random);
  await parts.store.withTransaction(async (tx) => {
    await requireAgreement(parts, tx, system.member);
    const valid = await parts.store.lockAndCountSystemKeys(tx, system, parts.now());
    if (valid >= MOST_KEYS_OF_A_SYSTEM) throw new ExchangeError('STATE_FORBIDS');
    await parts.store.insertPrincipal(tx, {
      principal_id: mintUuid(parts.now(), parts.random),
      kind: 'system',
      member: system.member,
      label: system.label,
      roles: ['system'],
      reference,
      credential_hash: hash,
      created_at: parts.now(),
      expires_at: system.expiresAt ?? null,
      revoked_at: null,
    });
    await recordChange(parts, tx, 'credential-added', { from: system.member, subject: reference });
  });
  return { secret, reference, expiresAt: system.expiresAt };
}

export interface NewUser {
  /** USPS code, or `national`. */
  readonly member: string;
  readonly role: PersonRole;
  readonly label: string;
  readonly validMs: number;
}

/** A short-lived token for a person. Throws NOT_PERMITTED where the role does not belong there. */
export async function addUser(parts: AdministerParts, user: NewUser): Promise<IssuedCredential> {
  const national = isNationalRole(user.role);
  const belongs = national ? user.member === NATIONAL : isMemberCode(user.member);
  if (!belongs) throw new ExchangeError('NOT_PERMITTED');
  const { secret, hash } = mintUserToken(parts.random);
  const reference = mintReference('person', parts.random);
  const expiresAt = after(parts.now(), user.validMs);
  await parts.store.withTransaction(async (tx) => {
    await parts.store.insertPrincipal(tx, {
      principal_id: mintUuid(parts.now(), parts.random),
      kind: 'person',
      member: user.member,
      roles: [user.role],
      reference,
      label: user.label,
      credential_hash: hash,
      created_at: parts.now(),
      expires_at: expiresAt,
      revoked_at: null,
    });
    const of = national ? {} : { from: user.member };
    await recordChange(parts, tx, 'credential-added', { ...of, subject: reference });
  });
  return { secret, reference, expiresAt };
}

/** Ends a credential; throws NOT_FOUND when there is no valid one of that reference. */
export async function revokeCredential(parts: AdministerParts, reference: string): Promise<void> {
  await parts.store.withTransaction(async (tx) => {
    const member = await parts.store.revokePrincipal(tx, reference, parts.now());
    if (member === undefined) throw new ExchangeError('NOT_FOUND');
    const of = member === NATIONAL ? {} : { from: member };
    await recordChange(parts, tx, 'credential-revoked', { ...of, subject: reference });
  });
}

/** Where a state's system is reached, and how it and the hub know each other there. */
export interface StateConnection {
  readonly member: string;
  readonly endpoint: string;
  /** Undefined: the one in force at the same address, if any. */
  readonly credential: string | undefined;
  /** Of an SFTP server; two or more while it changes from one to another. */
  readonly hostKeys?: readonly string[];
  /** When the credential stops working, as somebody knows. */
  readonly credentialExpiresAt?: Date | undefined;
}

/** Sets the way to a state; a hold on it ends with the change. Throws as `addSystemKey`. */
export async function connectState(
  parts: AdministerParts,
  { member, endpoint, credential, hostKeys = [], credentialExpiresAt }: StateConnection,
): Promise<void> {
  if (!isMemberCode(member)) throw new ExchangeError('DESTINATION_UNKNOWN');
  const sealed =
    credential === undefined ? null : await parts.memberKeys.sealValue(member, credential);
  await parts.store.withTransaction(async (tx) => {
    await requireAgreement(parts, tx, member);
    const changed_at = parts.now();
    await parts.store.setDestination(tx, {
      member,
      endpoint,
      credential: sealed,
      host_keys: hostKeys,
      changed_at,
      credential_expires_at: credentialExpiresAt ?? null,
    });
    await recordChange(parts, tx, 'configuration-changed', {
      from: member,
      subject: 'endpoint',
      subjectHash: hashOf([endpoint, ...hostKeys]),
    });
  });
}

/** Neither key nor address before the member's agency agreed to the terms: there is no other way to go live. */
async function requireAgreement(
  { store }: AdministerParts,
  tx: Transaction,
  member: string,
): Promise<void> {
  if (!(await store.hasAgreed(tx.query, member))) throw new ExchangeError('AGREEMENT_MISSING');
}

/** Of a line each: an address alone has the hash of its own text. */
function hashOf(lines: readonly string[]): string {
  return sha256(Buffer.from(lines.join('\n'))).toString('hex');
}

async function recordChange(
  parts: AdministerParts,
  tx: Transaction,
  type: HubEventType,
  about: { readonly from?: string; readonly subject: string; readonly subjectHash?: string },
): Promise<void> {
  const leaf = parts.evidence.single(
    { type, actor: parts.actor, channel: 'command', ...about },
    parts.now(),
  );
  await parts.store.insertPendingLeaves(tx, [leaf]);
}
