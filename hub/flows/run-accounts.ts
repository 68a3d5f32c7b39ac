import { type Actor, NATIONAL, type PersonRole } from '../access/actor.ts';
import { mintReference } from '../access/credential.ts';
import type { Parties, Route } from '../access/policy.ts';
import type { Problem } from '../errors.ts';
import { mintUuid } from '../message/identifiers.ts';
import { sha256 } from '../message/sealed-content.ts';
import type { AccountRow, AccountWithSecrets } from '../store/accounts.ts';
import type { Transaction } from '../store/database.ts';
import type { AccessParts, AccountLink } from './access-parts.ts';
import { ExchangeError } from './exchange-error.ts';
import { hasOpenCases } from './open-assignments.ts';
import { type AccessCode, type Doer, type RecordAccess, recordingAccess } from './record-access.ts';
import { requirePermission } from './require-permission.ts';
import { mailLink, makeLink } from './send-account-link.ts';

/** A person of this project's users, as an administrator records it. */
export interface NewAccount {
  /** USPS code, or `national`. */
  readonly member: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly PersonRole[];
  readonly staffOfCompactOffice: boolean;
  /** The day on which the training was completed: `2026-11-29`. */
  readonly trainingCompletedAt: string;
}

/** What became of an invitation; the link is there only where no mail server is configured. */
export interface Invited {
  readonly reference: string;
  readonly expiresAt: string;
  readonly mailed: boolean;
  readonly link?: string;
}

/** Who runs accounts: a person with that right, or the command line of this machine. */
export interface Administrator extends Doer {
  /** Undefined: a command, which may do everything. */
  readonly actor?: Actor;
}

/** Invites a person. Throws NOT_PERMITTED, ROLE_NOT_ADMITTED, TRAINING_REQUIRED, ACCOUNT_EXISTS. */
export async function invite(
  parts: AccessParts,
  by: Administrator,
  person: NewAccount,
): Promise<Invited> {
  const { store, random, clocks } = parts;
  requireRight('POST /v1/accounts', by, { from_member: person.member, to_member: null });
  const now = clocks.business.now();
  requireTraining(person.trainingCompletedAt, now);
  const reference = mintReference('person', random);
  const account = { ...person, reference };
  const problems = roleProblems(parts, person);
  if (problems.length > 0)
    await refuse(parts, by, undefined, { code: 'ROLE_NOT_ADMITTED', problems });
  const link = await recordingAccess(parts, async (tx, record) => {
    const accountId = mintUuid(now, random);
    const isNew = await store.insertAccount(tx, {
      account_id: accountId,
      reference,
      member: person.member,
      name: person.name,
      email: person.email,
      roles: person.roles,
      office_staff: person.staffOfCompactOffice,
      office_confirmed_at: person.staffOfCompactOffice ? now : null,
      training_completed_on: person.trainingCompletedAt,
      training_recorded_by: by.reference,
      created_at: now,
    });
    if (!isNew) return undefined;
    const subjectHash = hashOfRoles(person.roles);
    await record({ type: 'account-invited', account, by: doerOf(by), subjectHash });
    return makeLink(parts, tx, accountId, 'invitation');
  });
  if (link === undefined) return refuse(parts, by, undefined, { code: 'ACCOUNT_EXISTS' });
  return invited(parts, account, link);
}

/** Invites a person again: nothing that proved who it is counts any more, and its sessions end. */
export async function reinvite(
  parts: AccessParts,
  by: Administrator,
  reference: string,
  { trainingCompletedAt }: { readonly trainingCompletedAt?: string },
): Promise<Invited> {
  const { store, clocks } = parts;
  const now = clocks.business.now();
  if (trainingCompletedAt !== undefined) requireTraining(trainingCompletedAt, now);
  const route = 'POST /v1/accounts/{reference}/reinvite';
  const { account, link } = await changing(
    parts,
    by,
    { route, reference },
    async (tx, record, row) => {
      if (row.state === 'deactivated' && trainingCompletedAt === undefined) {
        throw new ExchangeError('TRAINING_REQUIRED');
      }
      await store.setInvited(tx, row.account_id, {
        at: now,
        training: trainingCompletedAt ?? row.training_completed_on,
        recordedBy: trainingCompletedAt === undefined ? row.training_recorded_by : by.reference,
      });
      await store.forgetFailures(tx, row.account_id);
      await endAll(parts, tx, record, { account: row, by, code: 'INVITED_AGAIN' });
      const subjectHash = hashOfRoles(row.roles);
      await record({ type: 'account-invited', account: row, by: doerOf(by), subjectHash });
      return { account: row, link: await makeLink(parts, tx, row.account_id, 'invitation') };
    },
  );
  return invited(parts, account, link);
}

export interface NewRoles {
  readonly roles: readonly PersonRole[];
  readonly staffOfCompactOffice?: boolean;
}

/** Gives a person other roles; its sessions end. Throws ROLE_NOT_ADMITTED. */
export async function changeRoles(
  parts: AccessParts,
  by: Administrator,
  reference: string,
  { roles, staffOfCompactOffice }: NewRoles,
): Promise<void> {
  const { store, clocks } = parts;
  const route = 'POST /v1/accounts/{reference}/roles';
  const refused = await changing(parts, by, { route, reference }, async (tx, record, row) => {
    const office_staff = staffOfCompactOffice ?? row.office_staff;
    const { member } = row;
    const problems = roleProblems(parts, { member, roles, staffOfCompactOffice: office_staff });
    if (problems.length > 0) return { account: row, problems };
    const isStillStaff = office_staff && row.office_staff;
    const confirmed = isStillStaff ? row.office_confirmed_at : clocks.business.now();
    const office_confirmed_at = office_staff ? confirmed : null;
    await store.setRoles(tx, row.account_id, { roles, office_staff, office_confirmed_at });
    await endAll(parts, tx, record, { account: row, by, code: 'ROLES_CHANGED' });
    const subjectHash = hashOfRoles(roles);
    await record({ type: 'role-changed', account: row, by: doerOf(by), subjectHash });
    return undefined;
  });
  if (refused === undefined) return;
  const { account, problems } = refused;
  await refuse(parts, by, account, { code: 'ROLE_NOT_ADMITTED', problems });
}

/** Closes an account for good, until a fresh invitation. Throws ACCOUNT_HAS_CASES. */
export async function deactivate(
  parts: AccessParts,
  by: Administrator,
  reference: string,
): Promise<void> {
  const { store, clocks } = parts;
  const route = 'POST /v1/accounts/{reference}/deactivate';
  const found = await findPermitted(parts, by, { route, reference });
  requireOther(by, found);
  if (await hasOpenCases(parts, found))
    await refuse(parts, by, found, { code: 'ACCOUNT_HAS_CASES' });
  await changing(parts, by, { route, reference }, async (tx, record, row) => {
    if (row.state === 'deactivated') return;
    await store.setAccountState(tx, row.account_id, 'deactivated');
    await store.endLinks(tx, row.account_id, clocks.process.now());
    await endAll(parts, tx, record, { account: row, by, code: 'DEACTIVATED' });
    await record({ type: 'account-deactivated', account: row, by: doerOf(by) });
  });
}

/** Lets an account that failures locked sign in again. Throws STATE_FORBIDS for one that is not locked. */
export async function unlock(
  parts: AccessParts,
  by: Administrator,
  reference: string,
): Promise<void> {
  const { store } = parts;
  const route = 'POST /v1/accounts/{reference}/unlock';
  await changing(parts, by, { route, reference }, async (tx, record, row) => {
    if (row.state !== 'locked') throw new ExchangeError('STATE_FORBIDS');
    await store.forgetFailures(tx, row.account_id);
    await store.setAccountState(tx, row.account_id, 'active');
    await record({ type: 'account-unlocked', account: row, by: doerOf(by) });
  });
}

/** Once a year: this person is still staff of the state compact office. Throws STATE_FORBIDS. */
export async function confirmStaff(
  parts: AccessParts,
  by: Administrator,
  reference: string,
): Promise<void> {
  const { store, clocks } = parts;
  const route = 'POST /v1/accounts/{reference}/confirm';
  await changing(parts, by, { route, reference }, async (tx, record, row) => {
    if (!row.office_staff || row.state === 'deactivated') throw new ExchangeError('STATE_FORBIDS');
    const { roles, office_staff } = row;
    const office_confirmed_at = clocks.business.now();
    await store.setRoles(tx, row.account_id, { roles, office_staff, office_confirmed_at });
    await record({ type: 'account-confirmed', account: row, by: doerOf(by) });
  });
}

/** Ends one session of a person, or all of them. */
export async function endSessionsOf(
  parts: AccessParts,
  by: Administrator,
  reference: string,
  sessionId: string | undefined,
): Promise<void> {
  const { store, clocks } = parts;
  const route = 'POST /v1/accounts/{reference}/sessions/end';
  await recordingAccess(parts, async (tx, record) => {
    const account = await store.lockAccountByReference(tx, reference);
    requireRight(route, by, account && partiesOf(account));
    if (account === undefined) throw new ExchangeError('NOT_FOUND');
    const code = 'ENDED_BY_ADMINISTRATOR';
    if (sessionId === undefined) {
      await endAll(parts, tx, record, { account, by, code });
      return;
    }
    const open = await store.lockSession(tx, sessionId);
    if (open?.account_id !== account.account_id) throw new ExchangeError('NOT_FOUND');
    await store.endSession(tx, sessionId, { at: clocks.process.now(), why: code });
    await record({ type: 'session-ended', account, by: doerOf(by), code });
  });
}

interface Asked {
  readonly route: Route;
  readonly reference: string;
}

/** Changes one account under its lock; nobody changes the own one. */
async function changing<T>(
  parts: AccessParts,
  by: Administrator,
  { route, reference }: Asked,
  work: (tx: Transaction, record: RecordAccess, row: AccountWithSecrets) => Promise<T>,
): Promise<T> {
  return recordingAccess(parts, async (tx, record) => {
    const row = await parts.store.lockAccountByReference(tx, reference);
    requireRight(route, by, row && partiesOf(row));
    if (row === undefined) throw new ExchangeError('NOT_FOUND');
    requireOther(by, row);
    return work(tx, record, row);
  });
}

async function findPermitted(
  { store }: AccessParts,
  by: Administrator,
  { route, reference }: Asked,
): Promise<AccountRow> {
  const row = await store.findAccountByReference(store.query, reference);
  requireRight(route, by, row && partiesOf(row));
  if (row === undefined) throw new ExchangeError('NOT_FOUND');
  return row;
}

/** The account as a record of one state. */
export const partiesOf = ({ member }: Pick<AccountRow, 'member'>): Parties => ({
  from_member: member,
  to_member: null,
});

function requireRight(route: Route, { actor }: Administrator, parties: Parties | undefined): void {
  if (actor !== undefined) requirePermission(route, actor, parties);
}

/** Separation of duties: nobody gives, keeps or takes rights for oneself (CJIS AC-5). */
function requireOther(
  { actor }: Administrator,
  { reference }: Pick<AccountRow, 'reference'>,
): void {
  if (actor?.reference === reference) throw new ExchangeError('NOT_PERMITTED');
}

const DAY_MS = 24 * 3_600_000;

/** A training that is yet to come was not completed. A day may be over elsewhere before it is in UTC. */
function requireTraining(day: string, now: Date): void {
  const at = Date.parse(day);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(at);
  if (!isDay || at > now.getTime() + DAY_MS) throw new ExchangeError('TRAINING_REQUIRED');
}

/** Why this member's persons cannot have these roles; none when they can. */
function roleProblems(
  { admitted }: AccessParts,
  {
    member,
    roles,
    staffOfCompactOffice,
  }: Pick<NewAccount, 'member' | 'roles' | 'staffOfCompactOffice'>,
): Problem[] {
  const possible = admitted(member);
  const problem = (detail: string): Problem => ({ pointer: '/roles', code: 'role', detail });
  const foreign = roles.some((role) => !possible.includes(role));
  const needsStaff = roles.includes('compact-office') && !staffOfCompactOffice;
  return [
    ...(foreign ? [problem(`this member admits ${possible.join(', ')}`)] : []),
    ...(needsStaff
      ? [problem('the role of compact office is for staff of the state compact office')]
      : []),
    ...(roles.length === 0 ? [problem('at least one role is needed')] : []),
    ...(staffOfCompactOffice && member === NATIONAL
      ? [problem('the national office is no state compact office')]
      : []),
  ];
}

/** Of a line each, sorted. */
function hashOfRoles(roles: readonly PersonRole[]): string {
  return sha256(Buffer.from([...roles].sort().join('\n'))).toString('hex');
}

const doerOf = ({ reference, source }: Administrator): Doer => ({
  reference,
  ...(source === undefined ? {} : { source }),
});

async function endAll(
  { store, clocks }: AccessParts,
  tx: Transaction,
  record: RecordAccess,
  { account, by, code }: { account: AccountRow; by: Administrator; code: AccessCode },
): Promise<void> {
  const how = { at: clocks.process.now(), why: code };
  if ((await store.endSessions(tx, account.account_id, how)) === 0) return;
  await record({ type: 'session-ended', account, by: doerOf(by), code });
}

type Refusal = 'ROLE_NOT_ADMITTED' | 'ACCOUNT_EXISTS' | 'ACCOUNT_HAS_CASES';

/** Writes down that a change was refused, and says so. */
async function refuse(
  parts: AccessParts,
  by: Administrator,
  account: AccountRow | undefined,
  { code, problems = [] }: { readonly code: Refusal; readonly problems?: readonly Problem[] },
): Promise<never> {
  await recordingAccess(parts, (_tx, record) =>
    record({ type: 'account-change-refused', account, by: doerOf(by), outcome: 'refused', code }),
  );
  throw new ExchangeError(code, problems);
}

async function invited(
  parts: AccessParts,
  account: Pick<AccountRow, 'reference' | 'email' | 'name'>,
  link: AccountLink,
): Promise<Invited> {
  const way = await mailLink(parts, account, link);
  return {
    reference: account.reference,
    expiresAt: link.expiresAt.toISOString(),
    mailed: way === 'mailed',
    ...(way === 'no-mail-server' ? { link: link.url } : {}),
  };
}
