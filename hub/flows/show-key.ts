import {
  type KeyOptions,
  type KeyProof,
  keyOptions,
  readKeyProof,
} from '../access/security-key.ts';
import { stageByPolicy } from '../access/session-stage.ts';
import type { Transaction } from '../store/database.ts';
import type { SecurityKeyRow } from '../store/security-keys.ts';
import type { AccessParts } from './access-parts.ts';
import { makeChallenge, requireParty, takeChallenge } from './challenge-keys.ts';
import { ExchangeError } from './exchange-error.ts';
import { type KnownSession, type OpenedSession, openSession, rotate } from './keep-session.ts';
import {
  type AccessCode,
  type AccessFact,
  type Doer,
  type RecordAccess,
  recordingAccess,
} from './record-access.ts';
import { NOBODY, countFailure } from './try-factors.ts';

/** A key that was shown, and where the request came from. */
export interface ShownKey {
  readonly proof: KeyProof;
  readonly source: string;
}

/** What a key of the session's person is to sign; undefined where there is none that counts. */
export async function challengeKeys(
  parts: AccessParts,
  { account, sessionId }: KnownSession,
): Promise<KeyOptions | undefined> {
  const { relyingParty: party, store } = parts;
  if (party === undefined) return undefined;
  const keys = (await store.securityKeysOf(store.query, account.account_id)).filter(isUsable);
  if (keys.length === 0) return undefined;
  return keyOptions(party, {
    challenge: await makeChallenge(parts, { purpose: 'second-factor', sessionId }),
    keys: keys.map(({ credential_id: id, transports }) => ({ id, transports })),
    alone: false,
  });
}

/** What a passkey is to sign whose person nobody knows yet. Throws STATE_FORBIDS. */
export async function challengePasskey(parts: AccessParts): Promise<KeyOptions> {
  const party = requireParty(parts);
  const challenge = await makeChallenge(parts, { purpose: 'key-alone', sessionId: undefined });
  return keyOptions(party, { challenge, keys: [], alone: true });
}

/** A key as the second factor: the person is signed in. Throws SIGN_IN_FAILED. */
export async function showKey(
  parts: AccessParts,
  session: KnownSession,
  shown: ShownKey,
): Promise<OpenedSession> {
  const { store } = parts;
  const { account_id: accountId, reference } = session.account;
  const by = { reference, source: shown.source };
  const use = { purpose: 'second-factor', sessionId: session.sessionId } as const;
  const checked = await checkProof(parts, shown.proof, use);
  const opened = await recordingAccess(parts, async (tx, record) => {
    const account = await store.lockAccount(tx, accountId);
    const isHere = (await store.lockSession(tx, session.sessionId))?.stage === 'second-factor';
    if (account?.state !== 'active' || !isHere) return undefined;
    const isOwn = checked.key?.account_id === accountId;
    const code = isOwn ? await useKey(parts, tx, record, { checked, account, by }) : 'KEY_WRONG';
    if (code !== undefined) {
      await countFailure(parts, tx, record, { account, attempt: { type: 'sign-in', code, by } });
      return undefined;
    }
    await goIn(parts, tx, record, { account, by, code: 'BY_SECURITY_KEY' });
    const stage = stageByPolicy(account, parts.policy);
    return rotate(parts, tx, session, { stage, isByFactor: true });
  });
  if (opened === undefined) throw new ExchangeError('SIGN_IN_FAILED');
  return opened;
}

/**
 * A passkey alone, which is both factors: the person has it, and it verified the person. Whatever is wrong
 * answers like a wrong password. Throws SIGN_IN_FAILED.
 */
export async function signInByPasskey(
  parts: AccessParts,
  { proof, source }: ShownKey,
): Promise<OpenedSession> {
  const { store } = parts;
  const use = { purpose: 'key-alone', sessionId: undefined } as const;
  const checked = await checkProof(parts, proof, use);
  const opened = await recordingAccess(parts, async (tx, record) => {
    const account = await store.lockAccount(tx, checked.key?.account_id ?? NOBODY);
    const by = { reference: account?.reference ?? 'nobody', source };
    const code =
      account === undefined
        ? 'ACCOUNT_UNKNOWN'
        : account.state !== 'active'
          ? 'ACCOUNT_NOT_OPEN'
          : await useKey(parts, tx, record, { checked, account, by });
    if (account === undefined || code !== undefined) {
      const attempt = { type: 'sign-in', code: code ?? 'ACCOUNT_UNKNOWN', by } as const;
      await countFailure(parts, tx, record, { account, attempt });
      return undefined;
    }
    await goIn(parts, tx, record, { account, by, code: 'BY_PASSKEY' });
    const stage = stageByPolicy(account, parts.policy);
    return openSession(parts, tx, account.account_id, { stage, source });
  });
  if (opened === undefined) throw new ExchangeError('SIGN_IN_FAILED');
  return opened;
}

/** The key that a proof names, and its count where the proof holds. */
interface Checked {
  readonly key: SecurityKeyRow | undefined;
  readonly signCount: number | undefined;
}

async function checkProof(
  parts: AccessParts,
  proof: KeyProof,
  use: Parameters<typeof takeChallenge>[2],
): Promise<Checked> {
  const party = requireParty(parts);
  const challenge = await takeChallenge(parts, proof.clientDataJSON, use);
  const key = await parts.store.findSecurityKey(parts.store.query, proof.id);
  if (key === undefined || challenge === undefined) return { key, signCount: undefined };
  const expected = {
    challenge,
    key: { credentialId: key.credential_id, publicKey: key.public_key },
    accountId: key.account_id,
    alone: use.purpose === 'key-alone',
  };
  return { key, signCount: (await readKeyProof(party, expected, proof))?.signCount };
}

/** Uses a key, or says why it counts for nothing. One whose count did not grow is blocked: there may be two. */
async function useKey(
  { store, clocks }: Pick<AccessParts, 'store' | 'clocks'>,
  tx: Transaction,
  record: RecordAccess,
  of: { readonly checked: Checked; readonly account: AccessFact['account']; readonly by: Doer },
): Promise<AccessCode | undefined> {
  const { key, signCount } = of.checked;
  if (key === undefined || signCount === undefined) return 'KEY_WRONG';
  const at = clocks.business.now();
  if (await store.useSecurityKey(tx, key.key_id, { signCount, at })) return undefined;
  const { account, by } = of;
  if (!(await store.blockSecurityKey(tx, key.key_id, at))) return 'KEY_WRONG';
  await record({ type: 'security-key-blocked', account, by, code: 'KEY_COPIED' });
  return 'KEY_COPIED';
}

async function goIn(
  { store, clocks }: Pick<AccessParts, 'store' | 'clocks'>,
  tx: Transaction,
  record: RecordAccess,
  signed: {
    readonly account: NonNullable<AccessFact['account']> & { readonly account_id: string };
    readonly by: Doer;
    readonly code: AccessCode;
  },
): Promise<void> {
  const { account, by, code } = signed;
  await store.forgetFailures(tx, account.account_id);
  await store.setSignedIn(tx, account.account_id, clocks.business.now());
  await record({ type: 'sign-in', account, by, outcome: 'done', code });
}

const isUsable = ({ blocked_at }: SecurityKeyRow): boolean => blocked_at === null;
