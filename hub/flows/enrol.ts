import { mintRecoveryCodes, readRecoveryCode } from '../access/recovery-code.ts';
import { stageByPolicy } from '../access/session-stage.ts';
import { mintTotpSecret, totpStepOf, totpUri } from '../access/totp.ts';
import type { AccessParts } from './access-parts.ts';
import { ExchangeError } from './exchange-error.ts';
import { type KnownSession, type OpenedSession, rotate } from './keep-session.ts';
import { recordingAccess } from './record-access.ts';

/** A second factor as an authenticator app takes it. */
export interface Enrolment {
  /** Base 32, for who cannot read the picture. */
  readonly secret: string;
  readonly otpauthUri: string;
}

/** A new secret for the session's person; it counts once a code of it was shown. */
export async function beginEnrolment(
  { store, memberKeys, random }: AccessParts,
  { account, sessionId }: KnownSession,
): Promise<Enrolment> {
  const secret = mintTotpSecret(random);
  const sealed = await memberKeys.sealValue(account.member, secret);
  await store.withTransaction(async (tx) => {
    if ((await store.lockSession(tx, sessionId))?.stage !== 'enrol') {
      throw new ExchangeError('STATE_FORBIDS');
    }
    await store.setPendingTotp(tx, sessionId, sealed);
  });
  return { secret, otpauthUri: totpUri(secret, account.email) };
}

/**
 * The first code of the new second factor: the account is active, and the recovery codes are shown, once.
 * Throws CODE_REFUSED, or STATE_FORBIDS when no secret was asked for.
 */
export async function confirmEnrolment(
  parts: AccessParts,
  session: KnownSession,
  { code, source }: { readonly code: string; readonly source: string },
): Promise<OpenedSession & { readonly recoveryCodes: readonly string[] }> {
  const { store, memberKeys, clocks, random, hasher, policy } = parts;
  const { account_id: accountId, reference } = session.account;
  const recoveryCodes = mintRecoveryCodes(random);
  const codeHashes = recoveryCodes.map((shown) =>
    hasher.hashCode(accountId, readRecoveryCode(shown) ?? ''),
  );
  const pending = await store.pendingTotp(store.query, session.sessionId);
  if (pending === undefined) throw new ExchangeError('STATE_FORBIDS');
  const step = totpStepOf(await memberKeys.openValue(pending), code, clocks.wall.now());
  const by = { reference, source };
  const opened = await recordingAccess(parts, async (tx, record) => {
    const account = await store.lockAccount(tx, accountId);
    const row = await store.lockSession(tx, session.sessionId);
    const isSame = row?.totp_pending?.equals(pending) === true;
    if (account?.state !== 'invited' || row?.stage !== 'enrol' || !isSame) return undefined;
    const isNew = step !== undefined && (await store.useTotpStep(tx, accountId, step));
    if (!isNew) {
      const why = step === undefined ? 'CODE_WRONG' : 'CODE_REPLAYED';
      await record({ type: 'account-activation', account, by, outcome: 'refused', code: why });
      return undefined;
    }
    await store.setSecondFactor(tx, accountId, { totp: pending, codeHashes });
    await store.setAccountState(tx, accountId, 'active');
    await store.forgetFailures(tx, accountId);
    await store.setSignedIn(tx, accountId, clocks.business.now());
    await record({ type: 'account-activation', account, by, outcome: 'done' });
    return rotate(parts, tx, session, {
      stage: stageByPolicy(account, policy),
      isByFactor: true,
    });
  });
  if (opened === undefined) throw new ExchangeError('CODE_REFUSED');
  return { ...opened, recoveryCodes };
}

/** Agrees to the policy in force; throws POLICY_CHANGED for another version of it. */
export async function acceptPolicy(
  parts: AccessParts,
  session: KnownSession,
  { version, source }: { readonly version: string; readonly source: string },
): Promise<OpenedSession> {
  const { store, clocks, policy } = parts;
  if (version !== policy.version) throw new ExchangeError('POLICY_CHANGED');
  return recordingAccess(parts, async (tx, record) => {
    const account = await store.lockAccount(tx, session.account.account_id);
    const row = await store.lockSession(tx, session.sessionId);
    const mayAccept = row?.stage === 'policy' || row?.stage === 'complete';
    if (account === undefined || !mayAccept) throw new ExchangeError('STATE_FORBIDS');
    await store.setPolicyAccepted(tx, account.account_id, { version, at: clocks.business.now() });
    await record({
      type: 'policy-accepted',
      account,
      by: { reference: account.reference, source },
    });
    return rotate(parts, tx, session, { stage: 'complete', isByFactor: false });
  });
}
