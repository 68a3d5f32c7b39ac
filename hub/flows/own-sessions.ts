import { mintRecoveryCodes, readRecoveryCode } from '../access/recovery-code.ts';
import { sessionStanding } from '../access/session-standing.ts';
import type { AccessParts } from './access-parts.ts';
import { ExchangeError } from './exchange-error.ts';
import type { KnownSession } from './keep-session.ts';
import { type SessionView, viewOpenSession } from './read-accounts.ts';
import { recordingAccess } from './record-access.ts';

/** A session of one's own; `current` is the one that asks. */
export interface OwnSessionView extends SessionView {
  readonly current: boolean;
}

/** Where the person is signed in now, the newest first. */
export async function readOwnSessions(
  { store, clocks }: AccessParts,
  { account, sessionId }: KnownSession,
): Promise<readonly OwnSessionView[]> {
  const now = clocks.process.now();
  const rows = await store.openSessionsOf(store.query, account.account_id);
  return rows.flatMap((row) => {
    const standing = sessionStanding(row, now);
    if (standing === 'over') return [];
    return { ...viewOpenSession(row, standing), current: row.session_id === sessionId };
  });
}

/**
 * Ends another session of the person, or all others. Throws NOT_FOUND for one that is not the person's or ended
 * before; the own one ends by signing out (STATE_FORBIDS).
 */
export async function endOwnSessions(
  parts: AccessParts,
  session: KnownSession,
  { sessionId, source }: { readonly sessionId?: string; readonly source: string },
): Promise<void> {
  const { store, clocks } = parts;
  const { account_id: accountId, reference } = session.account;
  if (sessionId === session.sessionId) throw new ExchangeError('STATE_FORBIDS');
  await recordingAccess(parts, async (tx, record) => {
    const account = await store.lockAccount(tx, accountId);
    const how = { at: clocks.process.now(), why: 'ENDED_BY_OWNER' } as const;
    if (sessionId !== undefined) {
      const open = await store.lockSession(tx, sessionId);
      if (open?.account_id !== accountId) throw new ExchangeError('NOT_FOUND');
      await store.endSession(tx, sessionId, how);
    } else if ((await store.endSessions(tx, accountId, { ...how, but: session.sessionId })) === 0) {
      return;
    }
    await record({ type: 'session-ended', account, by: { reference, source }, code: how.why });
  });
}

/** Ten new recovery codes, shown once; the old ones count no more. */
export async function renewRecoveryCodes(
  parts: AccessParts,
  { account: { account_id: accountId, reference } }: KnownSession,
  { source }: { readonly source: string },
): Promise<readonly string[]> {
  const { store, random, hasher } = parts;
  const shown = mintRecoveryCodes(random);
  const hashes = shown.map((code) => hasher.hashCode(accountId, readRecoveryCode(code) ?? ''));
  await recordingAccess(parts, async (tx, record) => {
    const account = await store.lockAccount(tx, accountId);
    if (account?.state !== 'active') throw new ExchangeError('STATE_FORBIDS');
    await store.setRecoveryCodes(tx, accountId, hashes);
    await record({ type: 'recovery-codes-renewed', account, by: { reference, source } });
  });
  return shown;
}
