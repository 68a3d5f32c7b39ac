import { readRecoveryCode } from '../access/recovery-code.ts';
import { totpStepOf } from '../access/totp.ts';
import { after } from '../clock.ts';
import type { AccountWithSecrets } from '../store/accounts.ts';
import type { Transaction } from '../store/database.ts';
import type { AccessParts } from './access-parts.ts';
import type { AccessCode, AccessFact, Doer, RecordAccess } from './record-access.ts';

/** So many failures, one after the other in so many minutes, lock an account (CJIS AC-7). */
export const MOST_FAILURES = 5;
const FAILURE_WINDOW_MS = 15 * 60_000;

/** A code of the authenticator app, or one of those that were shown at the enrolment. */
export type SecondFactor = { readonly code: string } | { readonly recoveryCode: string };

/** What was tried and came to nothing. */
interface Attempt {
  readonly type: AccessFact['type'];
  readonly code: AccessCode;
  readonly by: Doer;
}

/**
 * Writes down a failure of an open account, and locks it with the fifth. Of an account that there is
 * not, and of one that is locked already, the failure is written down too, by as many statements.
 */
export async function countFailure(
  { store, clocks }: Pick<AccessParts, 'store' | 'clocks'>,
  tx: Transaction,
  record: RecordAccess,
  { account, attempt }: { account: AccountWithSecrets | undefined; attempt: Attempt },
): Promise<void> {
  const now = clocks.process.now();
  const since = after(now, -FAILURE_WINDOW_MS);
  const count = await store.countFailure(tx, account?.account_id ?? NOBODY, { now, since });
  await record({ ...attempt, account, outcome: 'refused' });
  if (account?.state !== 'active' || count < MOST_FAILURES) return;
  await store.setAccountState(tx, account.account_id, 'locked');
  const { by } = attempt;
  await record({ type: 'account-locked', account, by, code: 'TOO_MANY_FAILURES' });
}

/** Of no account. */
export const NOBODY = '00000000-0000-0000-0000-000000000000';

/** The account's secret in clear, read before any transaction. */
export async function openTotp(
  { memberKeys }: Pick<AccessParts, 'memberKeys'>,
  account: Pick<AccountWithSecrets, 'totp'> | undefined,
): Promise<string | undefined> {
  const sealed = account?.totp ?? null;
  return sealed === null ? undefined : memberKeys.openValue(sealed);
}

/** Uses a second factor up, or says why it counts for nothing. */
export async function useFactor(
  { store, clocks, hasher }: Pick<AccessParts, 'store' | 'clocks' | 'hasher'>,
  tx: Transaction,
  { accountId, secret }: { readonly accountId: string; readonly secret: string | undefined },
  factor: SecondFactor,
): Promise<AccessCode | undefined> {
  if ('recoveryCode' in factor) {
    const code = readRecoveryCode(factor.recoveryCode);
    if (code === undefined) return 'RECOVERY_CODE_WRONG';
    const used = { hash: hasher.hashCode(accountId, code), at: clocks.business.now() };
    return (await store.useRecoveryCode(tx, accountId, used)) ? undefined : 'RECOVERY_CODE_WRONG';
  }
  if (secret === undefined) return 'CODE_WRONG';
  const step = totpStepOf(secret, factor.code, clocks.wall.now());
  if (step === undefined) return 'CODE_WRONG';
  return (await store.useTotpStep(tx, accountId, step)) ? undefined : 'CODE_REPLAYED';
}
