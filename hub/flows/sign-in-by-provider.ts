import { stageByPolicy } from '../access/session-stage.ts';
import type { AccessParts } from './access-parts.ts';
import {
  type ProviderReturn,
  type ProviderWay,
  beginAttempt,
  finishAttempt,
  providerRefusal,
  requireProvider,
} from './attempt-provider.ts';
import { ExchangeError } from './exchange-error.ts';
import { type KnownSession, type OpenedSession, openSession } from './keep-session.ts';
import { recordingAccess } from './record-access.ts';
import { type BothFactors, requireBothFactors } from './show-both-factors.ts';
import { NOBODY, countFailure } from './try-factors.ts';

/** A provider that may sign the person in, and since when it does. */
export interface BoundProviderView {
  readonly provider: string;
  readonly name: string;
  readonly boundAt?: string;
  readonly lastUsedAt?: string;
}

/** The way to a provider for somebody who is not known yet. Throws NOT_FOUND, PROVIDER_UNAVAILABLE. */
export function beginProviderSignIn(parts: AccessParts, providerId: string): Promise<ProviderWay> {
  return beginAttempt(parts, requireProvider(parts, providerId), undefined);
}

/**
 * Signs in the account that its person bound to this provider. Without a second factor at the provider the
 * hub's own is asked for. Who is bound to no open account of the provider's member gets the answer of a wrong
 * password. Throws SIGN_IN_FAILED, PROVIDER_REFUSED, PROVIDER_UNAVAILABLE.
 */
export async function signInByProvider(
  parts: AccessParts,
  returned: ProviderReturn,
): Promise<OpenedSession> {
  const { store, clocks } = parts;
  const { source } = returned;
  const proven = await finishAttempt(parts, returned, undefined);
  if ('failure' in proven) {
    const by = { reference: 'nobody', source };
    await recordingAccess(parts, (_tx, record) =>
      record({ type: 'sign-in', by, outcome: 'refused', code: proven.failure }),
    );
    throw providerRefusal(proven.failure);
  }
  const { provider, subject } = proven;
  const bound = await store.findProviderSubject(store.query, provider.issuer, subject.subject);
  const opened = await recordingAccess(parts, async (tx, record) => {
    const account = await store.lockAccount(tx, bound?.account_id ?? NOBODY);
    const by = { reference: account?.reference ?? 'nobody', source };
    const at = clocks.business.now();
    const isOpen = account?.state === 'active' && account.member === provider.member;
    if (bound !== undefined && isOpen && (await store.useProviderSubject(tx, bound, at))) {
      const accountId = account.account_id;
      if (!subject.hasSecondFactor) {
        return openSession(parts, tx, accountId, { stage: 'second-factor', source });
      }
      await store.forgetFailures(tx, accountId);
      await store.setSignedIn(tx, accountId, at);
      await record({ type: 'sign-in', account, by, outcome: 'done', code: 'BY_PROVIDER' });
      const stage = stageByPolicy(account, parts.policy);
      return openSession(parts, tx, accountId, { stage, source });
    }
    const code = account === undefined ? 'ACCOUNT_UNKNOWN' : 'ACCOUNT_NOT_OPEN';
    await countFailure(parts, tx, record, { account, attempt: { type: 'sign-in', code, by } });
    return undefined;
  });
  if (opened === undefined) throw new ExchangeError('SIGN_IN_FAILED');
  return opened;
}

/** The providers of the person's member, bound or not, in the order of the configuration. */
export async function listProviders(
  { store, providers }: Pick<AccessParts, 'store' | 'providers'>,
  { account }: KnownSession,
): Promise<readonly BoundProviderView[]> {
  const rows = await store.providerSubjectsOf(store.query, account.account_id);
  return providers
    .filter(({ member }) => member === account.member)
    .map(({ id, name, issuer }) => {
      const bound = rows.find((row) => row.issuer === issuer);
      const used = bound?.last_used_at ?? undefined;
      return {
        provider: id,
        name,
        ...(bound === undefined ? {} : { boundAt: bound.bound_at.toISOString() }),
        ...(used === undefined ? {} : { lastUsedAt: used.toISOString() }),
      };
    });
}

/**
 * The way to a provider for the person of this session, who showed both factors again. Throws NOT_FOUND,
 * SIGN_IN_FAILED, STATE_FORBIDS where the account is bound there already, PROVIDER_UNAVAILABLE.
 */
export async function beginBinding(
  parts: AccessParts,
  session: KnownSession,
  asked: { readonly provider: string; readonly shown: BothFactors },
): Promise<ProviderWay> {
  const { store } = parts;
  const { account, sessionId } = session;
  const provider = requireProvider(parts, asked.provider);
  if (provider.member !== account.member) throw new ExchangeError('NOT_FOUND');
  await requireBothFactors(parts, session, asked.shown, 'provider-bound');
  const rows = await store.providerSubjectsOf(store.query, account.account_id);
  if (rows.some(({ issuer }) => issuer === provider.issuer))
    throw new ExchangeError('STATE_FORBIDS');
  return beginAttempt(parts, provider, sessionId);
}

/**
 * Binds the account of this session to whom the provider signed in, in the same session and browser. Throws
 * PROVIDER_REFUSED, also where that person is bound to an account already; PROVIDER_UNAVAILABLE.
 */
export async function finishBinding(
  parts: AccessParts,
  session: KnownSession,
  returned: ProviderReturn,
): Promise<void> {
  const { store, clocks } = parts;
  const { account_id: accountId, reference, member } = session.account;
  const by = { reference, source: returned.source };
  const proven = await finishAttempt(parts, returned, session.sessionId);
  const failure = await recordingAccess(parts, async (tx, record) => {
    const account = await store.lockAccount(tx, accountId);
    const isHere = (await store.lockSession(tx, session.sessionId))?.stage === 'complete';
    const isOpen = account?.state === 'active' && isHere;
    const type = 'provider-bound';
    const isOfMember = 'provider' in proven && proven.provider.member === member;
    const isBound =
      isOpen &&
      isOfMember &&
      (await store.insertProviderSubject(tx, {
        issuer: proven.provider.issuer,
        subject: proven.subject.subject,
        account_id: accountId,
        bound_at: clocks.business.now(),
      }));
    if (isBound) {
      await record({ type, account, by, outcome: 'done' });
      return undefined;
    }
    const code = 'failure' in proven ? proven.failure : 'SUBJECT_TAKEN';
    await record({ type, account, by, outcome: 'refused', code });
    return code;
  });
  if (failure === undefined) return;
  throw failure === 'SUBJECT_TAKEN'
    ? new ExchangeError('PROVIDER_REFUSED')
    : providerRefusal(failure);
}

/** The provider signs this person in no more. Throws NOT_FOUND where it did not. */
export async function unbind(
  parts: AccessParts,
  session: KnownSession,
  asked: { readonly provider: string; readonly source: string },
): Promise<void> {
  const { store } = parts;
  const { account_id: accountId, reference } = session.account;
  const { issuer } = requireProvider(parts, asked.provider);
  await recordingAccess(parts, async (tx, record) => {
    const account = await store.lockAccount(tx, accountId);
    if (!(await store.deleteProviderSubject(tx, accountId, issuer))) {
      throw new ExchangeError('NOT_FOUND');
    }
    await record({ type: 'provider-unbound', account, by: { reference, source: asked.source } });
  });
}
