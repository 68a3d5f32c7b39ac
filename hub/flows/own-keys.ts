import {
  type NewKey,
  type NewKeyOptions,
  newKeyOptions,
  readNewKey,
} from '../access/security-key.ts';
import { mintUuid } from '../message/identifiers.ts';
import type { SecurityKeyRow } from '../store/security-keys.ts';
import type { AccessParts } from './access-parts.ts';
import { makeChallenge, requireParty, takeChallenge } from './challenge-keys.ts';
import { ExchangeError } from './exchange-error.ts';
import type { KnownSession } from './keep-session.ts';
import { recordingAccess } from './record-access.ts';
import { type BothFactors, requireBothFactors } from './show-both-factors.ts';

/** More than anybody carries. */
const MOST_KEYS = 10;

/** A key as its owner sees it. */
export interface SecurityKeyView {
  readonly keyId: string;
  readonly name: string;
  readonly addedAt: string;
  readonly lastUsedAt?: string;
  /** Its count did not grow, so there may be two of it: it counts for nothing any more. */
  readonly blocked: boolean;
}

/** The keys of the session's person, the oldest first. */
export async function listKeys(
  { store }: Pick<AccessParts, 'store'>,
  { account }: KnownSession,
): Promise<readonly SecurityKeyView[]> {
  return (await store.securityKeysOf(store.query, account.account_id)).map(viewKey);
}

/**
 * What the browser is asked to make, once both factors were shown again: whoever found a session open must
 * not leave a key behind. Throws SIGN_IN_FAILED, STATE_FORBIDS.
 */
export async function beginKey(
  parts: AccessParts,
  session: KnownSession,
  shown: BothFactors,
): Promise<NewKeyOptions> {
  const party = requireParty(parts);
  const { account, sessionId } = session;
  await requireBothFactors(parts, session, shown, 'security-key-added');
  const keys = await parts.store.securityKeysOf(parts.store.query, account.account_id);
  if (keys.length >= MOST_KEYS) throw new ExchangeError('STATE_FORBIDS');
  return newKeyOptions(party, {
    challenge: await makeChallenge(parts, { purpose: 'add-key', sessionId }),
    account: { id: account.account_id, email: account.email, name: account.name },
    known: keys.map(({ credential_id: id, transports }) => ({ id, transports })),
  });
}

/** A key that the browser made, under the name that its owner gives it. Throws KEY_REFUSED. */
export async function addKey(
  parts: AccessParts,
  session: KnownSession,
  given: { readonly name: string; readonly key: NewKey; readonly source: string },
): Promise<SecurityKeyView> {
  const { store, random, clocks } = parts;
  const party = requireParty(parts);
  const { account_id: accountId, reference } = session.account;
  const use = { purpose: 'add-key', sessionId: session.sessionId } as const;
  const challenge = await takeChallenge(parts, given.key.clientDataJSON, use);
  const made = challenge === undefined ? undefined : await readNewKey(party, challenge, given.key);
  const by = { reference, source: given.source };
  const at = clocks.business.now();
  const row = made && {
    key_id: mintUuid(at, random),
    account_id: accountId,
    credential_id: made.credentialId,
    public_key: made.publicKey,
    sign_count: made.signCount,
    transports: given.key.transports ?? [],
    name: given.name,
    added_at: at,
  };
  const isAdded = await recordingAccess(parts, async (tx, record) => {
    const account = await store.lockAccount(tx, accountId);
    const isHere = (await store.lockSession(tx, session.sessionId))?.stage === 'complete';
    const isOpen = account?.state === 'active' && isHere;
    const isNew = isOpen && row !== undefined && (await store.insertSecurityKey(tx, row));
    const type = 'security-key-added';
    await (isNew
      ? record({ type, account, by, outcome: 'done' })
      : record({ type, account, by, outcome: 'refused', code: 'KEY_WRONG' }));
    return isNew;
  });
  if (!isAdded || row === undefined) throw new ExchangeError('KEY_REFUSED');
  return viewKey({ ...row, last_used_at: null, blocked_at: null });
}

/** Takes a key away. Throws NOT_FOUND, and LAST_FACTOR where nothing else would be left beside the password. */
export async function removeKey(
  parts: AccessParts,
  session: KnownSession,
  { keyId, source }: { readonly keyId: string; readonly source: string },
): Promise<void> {
  const { store } = parts;
  const { account_id: accountId, reference } = session.account;
  await recordingAccess(parts, async (tx, record) => {
    const account = await store.lockAccount(tx, accountId);
    const keys = await store.securityKeysOf(tx.query, accountId);
    const isLeft = keys.some((key) => key.key_id !== keyId && key.blocked_at === null);
    if (!keys.some((key) => key.key_id === keyId)) throw new ExchangeError('NOT_FOUND');
    if ((account?.totp ?? null) === null && !isLeft) throw new ExchangeError('LAST_FACTOR');
    await store.deleteSecurityKey(tx, accountId, keyId);
    await record({ type: 'security-key-removed', account, by: { reference, source } });
  });
}

function viewKey(row: SecurityKeyRow): SecurityKeyView {
  return {
    keyId: row.key_id,
    name: row.name,
    addedAt: row.added_at.toISOString(),
    ...(row.last_used_at === null ? {} : { lastUsedAt: row.last_used_at.toISOString() }),
    blocked: row.blocked_at !== null,
  };
}
