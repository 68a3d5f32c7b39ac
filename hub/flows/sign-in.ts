import { stageByPolicy } from '../access/session-stage.ts';
import type { AccessParts } from './access-parts.ts';
import { ExchangeError } from './exchange-error.ts';
import { type KnownSession, type OpenedSession, openSession, rotate } from './keep-session.ts';
import { recordingAccess } from './record-access.ts';
import { type SecondFactor, NOBODY, countFailure, openTotp, useFactor } from './try-factors.ts';

export interface Claim {
  readonly email: string;
  readonly password: string;
  /** Address that it came from. */
  readonly source: string;
}

/**
 * The first factor. Whether there is such an account, whether it is locked and whether the password was
 * wrong cannot be told apart: the same SIGN_IN_FAILED, after the same hash and the same statements.
 */
export async function signIn(
  parts: AccessParts,
  { email, password, source }: Claim,
): Promise<OpenedSession> {
  const { store, hasher } = parts;
  const found = await store.findAccountByEmail(store.query, email);
  const stored = found?.password_hash ?? undefined;
  const isRight = await hasher.verify(stored, password);
  const opened = await recordingAccess(parts, async (tx, record) => {
    const account = await store.lockAccount(tx, found?.account_id ?? NOBODY);
    const isSame = account?.password_hash === stored;
    if (account?.state === 'active' && isRight && isSame) {
      return openSession(parts, tx, account.account_id, { stage: 'second-factor', source });
    }
    const by = { reference: account?.reference ?? 'nobody', source };
    const code =
      account === undefined ? 'ACCOUNT_UNKNOWN' : isRight ? 'ACCOUNT_NOT_OPEN' : 'PASSWORD_WRONG';
    await countFailure(parts, tx, record, { account, attempt: { type: 'sign-in', code, by } });
    return undefined;
  });
  if (opened === undefined) throw new ExchangeError('SIGN_IN_FAILED');
  return opened;
}

/** The second factor: the person is signed in. Throws SIGN_IN_FAILED. */
export async function showSecondFactor(
  parts: AccessParts,
  session: KnownSession,
  { factor, source }: { readonly factor: SecondFactor; readonly source: string },
): Promise<OpenedSession> {
  const { store, clocks } = parts;
  const { account_id: accountId } = session.account;
  const secret = await openTotp(parts, await store.findAccount(store.query, accountId));
  const by = { reference: session.account.reference, source };
  const opened = await recordingAccess(parts, async (tx, record) => {
    const account = await store.lockAccount(tx, accountId);
    const isHere = (await store.lockSession(tx, session.sessionId))?.stage === 'second-factor';
    if (account?.state !== 'active' || !isHere) return undefined;
    const code = await useFactor(parts, tx, { accountId, secret }, factor);
    if (code !== undefined) {
      await countFailure(parts, tx, record, { account, attempt: { type: 'sign-in', code, by } });
      return undefined;
    }
    if ('recoveryCode' in factor) await record({ type: 'recovery-code-used', account, by });
    await store.forgetFailures(tx, accountId);
    await store.setSignedIn(tx, accountId, clocks.business.now());
    await record({ type: 'sign-in', account, by, outcome: 'done' });
    return rotate(parts, tx, session, {
      stage: stageByPolicy(account, parts.policy),
      isByFactor: true,
    });
  });
  if (opened === undefined) throw new ExchangeError('SIGN_IN_FAILED');
  return opened;
}

/** Both factors again, in a session that is complete: it goes on as if it had not been idle. */
export async function renewSession(
  parts: AccessParts,
  session: KnownSession,
  shown: { readonly password: string; readonly code: string; readonly source: string },
): Promise<OpenedSession> {
  const { store, hasher } = parts;
  const { account_id: accountId } = session.account;
  const found = await store.findAccount(store.query, accountId);
  const secret = await openTotp(parts, found);
  const isRight = await hasher.verify(found?.password_hash ?? undefined, shown.password);
  const by = { reference: session.account.reference, source: shown.source };
  const opened = await recordingAccess(parts, async (tx, record) => {
    const account = await store.lockAccount(tx, accountId);
    const isHere = (await store.lockSession(tx, session.sessionId))?.stage === 'complete';
    if (account?.state !== 'active' || !isHere) return undefined;
    const isSame = account.password_hash === found?.password_hash;
    const code = !(isRight && isSame)
      ? 'PASSWORD_WRONG'
      : await useFactor(parts, tx, { accountId, secret }, { code: shown.code });
    if (code !== undefined) {
      const attempt = { type: 'session-renewal', code, by } as const;
      await countFailure(parts, tx, record, { account, attempt });
      return undefined;
    }
    await store.forgetFailures(tx, accountId);
    await record({ type: 'session-renewal', account, by, outcome: 'done' });
    return rotate(parts, tx, session, { stage: 'complete', isByFactor: true });
  });
  if (opened === undefined) throw new ExchangeError('SIGN_IN_FAILED');
  return opened;
}

/**
 * The second factor alone, for what asks for a fresh one. The cookie becomes another one, so that a copy of the old
 * gains nothing by it. Throws SIGN_IN_FAILED, and counts failures as signing in does.
 */
export async function stepUp(
  parts: AccessParts,
  session: KnownSession,
  shown: { readonly code: string; readonly source: string },
): Promise<OpenedSession> {
  const { store } = parts;
  const { account_id: accountId, reference } = session.account;
  const secret = await openTotp(parts, await store.findAccount(store.query, accountId));
  const by = { reference, source: shown.source };
  const opened = await recordingAccess(parts, async (tx, record) => {
    const account = await store.lockAccount(tx, accountId);
    const isHere = (await store.lockSession(tx, session.sessionId))?.stage === 'complete';
    if (account?.state !== 'active' || !isHere) return undefined;
    const code = await useFactor(parts, tx, { accountId, secret }, { code: shown.code });
    if (code !== undefined) {
      const attempt = { type: 'session-step-up', code, by } as const;
      await countFailure(parts, tx, record, { account, attempt });
      return undefined;
    }
    await store.forgetFailures(tx, accountId);
    await record({ type: 'session-step-up', account, by, outcome: 'done' });
    return rotate(parts, tx, session, { stage: 'complete', isByFactor: true });
  });
  if (opened === undefined) throw new ExchangeError('SIGN_IN_FAILED');
  return opened;
}

/** Signing out. Said twice, it stays said. */
export async function endSession(
  parts: AccessParts,
  session: KnownSession,
  how: { readonly source: string; readonly code: 'SIGNED_OUT' | 'SIGNED_IN_AGAIN' },
): Promise<void> {
  const { account, sessionId } = session;
  await recordingAccess(parts, async (tx, record) => {
    const at = parts.clocks.process.now();
    if (!(await parts.store.endSession(tx, sessionId, { at, why: how.code }))) return;
    const by = { reference: account.reference, source: how.source };
    await record({ type: 'session-ended', account, by, code: how.code });
  });
}
