import type { AccessParts } from './access-parts.ts';
import { ExchangeError } from './exchange-error.ts';
import type { KnownSession } from './keep-session.ts';
import { type AccessFact, recordingAccess } from './record-access.ts';
import { countFailure, openTotp, useFactor } from './try-factors.ts';

/** What a person shows again, in a session that is complete. */
export interface BothFactors {
  readonly password: string;
  /** Of the app, now. */
  readonly code: string;
  readonly source: string;
}

/**
 * Asks for both factors before something that would outlive the session. A failure counts like one at the
 * door, and is written down as a refusal of what was asked for. Throws SIGN_IN_FAILED.
 */
export async function requireBothFactors(
  parts: AccessParts,
  session: KnownSession,
  shown: BothFactors,
  type: AccessFact['type'],
): Promise<void> {
  const { store, hasher } = parts;
  const { account_id: accountId, reference } = session.account;
  const found = await store.findAccount(store.query, accountId);
  const secret = await openTotp(parts, found);
  const isRight = await hasher.verify(found?.password_hash ?? undefined, shown.password);
  const by = { reference, source: shown.source };
  const isShown = await recordingAccess(parts, async (tx, record) => {
    const account = await store.lockAccount(tx, accountId);
    const isHere = (await store.lockSession(tx, session.sessionId))?.stage === 'complete';
    if (account?.state !== 'active' || !isHere) return false;
    const isSame = account.password_hash === found?.password_hash;
    const code = !(isRight && isSame)
      ? 'PASSWORD_WRONG'
      : await useFactor(parts, tx, { accountId, secret }, { code: shown.code });
    if (code === undefined) return true;
    await countFailure(parts, tx, record, { account, attempt: { type, code, by } });
    return false;
  });
  if (!isShown) throw new ExchangeError('SIGN_IN_FAILED');
}
