import { hashToken, isToken } from '../access/secret-token.ts';
import { passwordProblems } from '../access/password-rules.ts';
import type { AccountRow, AccountWithSecrets } from '../store/accounts.ts';
import type { Transaction } from '../store/database.ts';
import type { AccessParts, AccountLink } from './access-parts.ts';
import { ExchangeError } from './exchange-error.ts';
import { type KnownSession, type OpenedSession, openSession, rotate } from './keep-session.ts';
import { type RecordAccess, recordingAccess } from './record-access.ts';
import { mailLink, makeLink } from './send-account-link.ts';
import { countFailure } from './try-factors.ts';

/** What an invitation says to who holds its link. */
export interface Invitation {
  readonly member: string;
  readonly memberName: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly string[];
  readonly expiresAt: string;
}

/** Throws LINK_INVALID for one that was used, is over or was never made. */
export async function readInvitation(parts: AccessParts, token: string): Promise<Invitation> {
  const { account, expiresAt } = await findLinked(parts, token, 'invitation');
  const { member, name, email, roles } = account;
  return {
    member,
    memberName: parts.memberName(member),
    name,
    email,
    roles,
    expiresAt: expiresAt.toISOString(),
  };
}

/** A link with a password for whom it is of. */
export interface LinkedPassword {
  readonly token: string;
  readonly password: string;
  readonly source: string;
}

/**
 * The invited person chooses a password: a session opens in which the second factor is enrolled, and
 * nothing else. Throws LINK_INVALID, PASSWORD_REFUSED.
 */
export async function acceptInvitation(
  parts: AccessParts,
  given: LinkedPassword,
): Promise<OpenedSession> {
  return useLinked(parts, given, 'invitation', async (tx, record, account) => {
    const by = { reference: account.reference, source: given.source };
    await record({ type: 'password-change', account, by, outcome: 'done', code: 'BY_INVITATION' });
    return openSession(parts, tx, account.account_id, { stage: 'enrol', source: given.source });
  });
}

/** Chooses another password by a mailed link. It signs nobody in. Throws LINK_INVALID, PASSWORD_REFUSED. */
export async function completeReset(parts: AccessParts, given: LinkedPassword): Promise<void> {
  await useLinked(parts, given, 'reset', async (tx, record, account) => {
    const by = { reference: account.reference, source: given.source };
    const how = { at: parts.clocks.process.now(), why: 'PASSWORD_RESET' };
    if ((await parts.store.endSessions(tx, account.account_id, how)) > 0) {
      await record({ type: 'session-ended', account, by, code: 'PASSWORD_RESET' });
    }
    await record({ type: 'password-reset', account, by, outcome: 'done' });
  });
}

/** The state in which an account must be for each kind of link. */
const OPEN_IN = { invitation: 'invited', reset: 'active' } as const;

async function findLinked(
  { store, clocks }: AccessParts,
  token: string,
  kind: AccountLink['kind'],
): Promise<{ account: AccountWithSecrets; expiresAt: Date; hash: Buffer }> {
  const hash = hashToken(token);
  const link = isToken(token) ? await store.findLink(store.query, hash, kind) : undefined;
  const now = clocks.process.now();
  // A link from later than now was made before the clock went back: how old it is, nobody knows.
  const isOver = link === undefined || link.expires_at <= now || link.created_at > now;
  const account = isOver ? undefined : await store.findAccount(store.query, link.account_id);
  if (link === undefined || account?.state !== OPEN_IN[kind]) {
    throw new ExchangeError('LINK_INVALID');
  }
  return { account, expiresAt: link.expires_at, hash };
}

async function useLinked<T>(
  parts: AccessParts,
  { token, password, source }: LinkedPassword,
  kind: AccountLink['kind'],
  work: (tx: Transaction, record: RecordAccess, account: AccountWithSecrets) => Promise<T>,
): Promise<T> {
  const { store, hasher, clocks } = parts;
  const type = kind === 'reset' ? 'password-reset' : 'password-change';
  const { account: found, hash: tokenHash } = await findLinked(parts, token, kind).catch(
    async (error: unknown) => {
      const by = { reference: 'nobody', source };
      await recordingAccess(parts, (_tx, record) =>
        record({ type, by, outcome: 'refused', code: 'LINK_INVALID' }),
      );
      throw error;
    },
  );
  await requireGoodPassword(parts, found, password, { type, source });
  const password_hash = await hasher.hash(password);
  return recordingAccess(parts, async (tx, record) => {
    const account = await store.lockAccount(tx, found.account_id);
    const isFirst = await store.useLink(tx, tokenHash, clocks.process.now());
    if (account?.state !== OPEN_IN[kind] || !isFirst) throw new ExchangeError('LINK_INVALID');
    await store.setPassword(tx, account.account_id, password_hash);
    return work(tx, record, account);
  });
}

/** Throws PASSWORD_REFUSED with the reason, and writes down that it did. */
async function requireGoodPassword(
  parts: AccessParts,
  account: AccountRow,
  password: string,
  attempt: { readonly type: 'password-change' | 'password-reset'; readonly source: string },
): Promise<void> {
  const own = [
    account.name,
    account.email,
    parts.memberName(account.member),
    ...WORDS_OF_THE_FIELD,
  ];
  const problems = passwordProblems(password, { common: parts.commonPasswords, own });
  if (problems.length === 0) return;
  const by = { reference: account.reference, source: attempt.source };
  const refused = { outcome: 'refused', code: 'PASSWORD_REFUSED' } as const;
  await recordingAccess(parts, (_tx, record) =>
    record({ type: attempt.type, account, by, ...refused }),
  );
  throw new ExchangeError('PASSWORD_REFUSED', problems);
}

const WORDS_OF_THE_FIELD = ['compact hub interstate supervision parole probation corrections'];

/** Two mails to the same person are at least so far apart. */
const RESET_APART_MS = 2 * 60_000;

/** A link by mail, where there is such an account; nobody learns from the answer whether there is. */
export async function askReset(
  parts: AccessParts,
  { email, source }: { readonly email: string; readonly source: string },
): Promise<void> {
  const { store, clocks, sendLink, onUnsent } = parts;
  const account = await store.findAccountByEmail(store.query, email);
  if (account?.state !== 'active') return;
  if (sendLink === undefined) {
    onUnsent('MAIL_NOT_CONFIGURED');
    return;
  }
  const last = await store.lastLinkAt(store.query, account.account_id, 'reset');
  const since =
    last === undefined ? RESET_APART_MS : clocks.process.now().getTime() - last.getTime();
  if (since >= 0 && since < RESET_APART_MS) return;
  const link = await recordingAccess(parts, async (tx, record) => {
    await record({ type: 'password-reset-asked', account, by: { reference: 'nobody', source } });
    return makeLink(parts, tx, account.account_id, 'reset');
  });
  await mailLink(parts, account, link);
}

export interface PasswordChange {
  readonly current: string;
  readonly next: string;
  readonly source: string;
}

/**
 * Another password, in a complete session: the others of the person end. Throws PASSWORD_REFUSED, also
 * when the current one is wrong, which counts as a failure like one at the door.
 */
export async function changePassword(
  parts: AccessParts,
  session: KnownSession,
  { current, next, source }: PasswordChange,
): Promise<OpenedSession> {
  const { store, hasher, clocks } = parts;
  const { account_id: accountId, reference } = session.account;
  const found = await store.findAccount(store.query, accountId);
  const isRight = await hasher.verify(found?.password_hash ?? undefined, current);
  const by = { reference, source };
  if (isRight && found?.state === 'active') {
    await requireGoodPassword(parts, session.account, next, { type: 'password-change', source });
  }
  const password_hash = await hasher.hash(next);
  const opened = await recordingAccess(parts, async (tx, record) => {
    const account = await store.lockAccount(tx, accountId);
    const isHere = (await store.lockSession(tx, session.sessionId)) !== undefined;
    if (account === undefined || !isHere) return undefined;
    const isSame = account.password_hash === found?.password_hash;
    if (account.state !== 'active' || !isRight || !isSame) {
      const attempt = { type: 'password-change', code: 'PASSWORD_WRONG', by } as const;
      await countFailure(parts, tx, record, { account, attempt });
      return undefined;
    }
    await store.setPassword(tx, accountId, password_hash);
    const at = clocks.process.now();
    await store.endLinks(tx, accountId, at);
    const others = { at, why: 'PASSWORD_CHANGED', but: session.sessionId };
    if ((await store.endSessions(tx, accountId, others)) > 0) {
      await record({ type: 'session-ended', account, by, code: 'PASSWORD_CHANGED' });
    }
    await record({ type: 'password-change', account, by, outcome: 'done' });
    return rotate(parts, tx, session, { stage: 'complete', isByFactor: false });
  });
  if (opened === undefined) throw new ExchangeError('PASSWORD_REFUSED', [CURRENT_WRONG]);
  return opened;
}

const CURRENT_WRONG = {
  pointer: '/current',
  code: 'wrong',
  detail: 'is not the password of this account',
};
