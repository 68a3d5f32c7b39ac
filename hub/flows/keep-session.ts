import type { Actor } from '../access/actor.ts';
import { hashToken, isToken, mintToken } from '../access/secret-token.ts';
import { type SessionStage, stageByPolicy } from '../access/session-stage.ts';
import {
  type SessionStanding,
  expiryOf,
  idleFrom,
  isFactorFresh,
  sessionStanding,
} from '../access/session-standing.ts';
import { mintUuid } from '../message/identifiers.ts';
import type { AccountRow } from '../store/accounts.ts';
import type { Transaction } from '../store/database.ts';
import type { SessionWithAccount } from '../store/sessions.ts';
import type { AccessParts } from './access-parts.ts';

/** A session as its owner's request finds it. */
export interface KnownSession {
  readonly sessionId: string;
  readonly stage: SessionStage;
  readonly csrfToken: string;
  readonly standing: Exclude<SessionStanding, 'over'>;
  /** Whom the session is of, with the rights that the state still admits. */
  readonly actor: Actor;
  readonly account: AccountRow;
  readonly expiresAt: Date;
  readonly idleUntil: Date;
  /** Whether the second factor was shown of late. */
  readonly isFresh: boolean;
}

/** What a person's browser gets: the cookie's value once, and what stands beside it. */
export interface OpenedSession {
  readonly token: string;
  readonly csrfToken: string;
  readonly stage: SessionStage;
}

type SessionParts = Pick<AccessParts, 'store' | 'random' | 'clocks' | 'policy' | 'admitted'>;

/** A write for each request would cost more than it tells. */
const TOUCH_AFTER_MS = 15_000;

/**
 * The session of this cookie: undefined when it was ended, is over or was never there. Nothing is
 * remembered between two requests, so that an end counts at once, in every process.
 *
 * @param attended whether a person asks, so that the idle time begins anew.
 */
export async function findSession(
  parts: SessionParts,
  token: string,
  attended: boolean,
): Promise<KnownSession | undefined> {
  if (!isToken(token)) return undefined;
  const row = await parts.store.findSession(parts.store.query, hashToken(token));
  const now = parts.clocks.process.now();
  if (row === undefined || !isOpenTo(row)) return undefined;
  const standing = sessionStanding(row, now);
  if (standing === 'over') return undefined;
  const known = viewSession(parts, row, { standing, now });
  const isStale = now.getTime() - row.last_seen_at.getTime() >= TOUCH_AFTER_MS;
  if (attended && isStale && standing === 'live') {
    await parts.store.touchSession(parts.store.query, row.session_id, now);
  }
  return known;
}

/** A lock keeps others from signing in; whoever is in stays, for an outsider may have caused it. */
function isOpenTo({ stage, account }: SessionWithAccount): boolean {
  if (stage === 'enrol') return account.state === 'invited';
  return account.state === 'active' || (account.state === 'locked' && stage === 'complete');
}

function viewSession(
  { policy, admitted }: SessionParts,
  row: SessionWithAccount,
  { standing, now }: Pick<KnownSession, 'standing'> & { readonly now: Date },
): KnownSession {
  const { account } = row;
  const roles = account.roles.filter((role) => admitted(account.member).includes(role));
  return {
    sessionId: row.session_id,
    stage: row.stage === 'complete' ? stageByPolicy(account, policy) : row.stage,
    csrfToken: row.csrf_token,
    standing,
    actor: {
      principalId: account.account_id,
      kind: 'person',
      member: account.member,
      roles,
      reference: account.reference,
      session: row.session_id,
    },
    account,
    expiresAt: expiryOf(row),
    idleUntil: idleFrom(row),
    isFresh: isFactorFresh(row.factor_at, now),
  };
}

const WITHOUT_FACTOR: ReadonlySet<SessionStage> = new Set(['enrol', 'second-factor']);

/**
 * A session of its own for each signing in; the cookie of another is never taken over. One that begins
 * beyond the second factor was opened by whoever showed it: by a passkey, or to a provider.
 */
export async function openSession(
  { store, random, clocks }: Pick<AccessParts, 'store' | 'random' | 'clocks'>,
  tx: Transaction,
  accountId: string,
  of: { readonly stage: SessionStage; readonly source: string },
): Promise<OpenedSession> {
  const { token, hash } = mintToken(random);
  const csrfToken = mintToken(random).token;
  const now = clocks.process.now();
  await store.insertSession(tx, {
    session_id: mintUuid(now, random),
    account_id: accountId,
    token_hash: hash,
    csrf_token: csrfToken,
    stage: of.stage,
    source: of.source,
    created_at: now,
    factor_at: WITHOUT_FACTOR.has(of.stage) ? null : now,
  });
  return { token, csrfToken, stage: of.stage };
}

/** The session goes on at another stage under a new cookie: whoever knew the old one knows nothing. */
export async function rotate(
  { store, random, clocks }: Pick<AccessParts, 'store' | 'random' | 'clocks'>,
  tx: Transaction,
  session: Pick<KnownSession, 'sessionId' | 'csrfToken'>,
  { stage, isByFactor }: { readonly stage: SessionStage; readonly isByFactor: boolean },
): Promise<OpenedSession> {
  const { token, hash } = mintToken(random);
  const to = { tokenHash: hash, stage, at: clocks.process.now(), isByFactor };
  await store.rotateSession(tx, session.sessionId, to);
  return { token, csrfToken: session.csrfToken, stage };
}
