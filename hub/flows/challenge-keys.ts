import type { RelyingParty } from '../access/relying-party.ts';
import { hashToken, isToken, mintToken } from '../access/secret-token.ts';
import { CHALLENGE_MS, challengeOf } from '../access/security-key.ts';
import { after } from '../clock.ts';
import type { ChallengePurpose } from '../store/security-keys.ts';
import type { AccessParts } from './access-parts.ts';
import { ExchangeError } from './exchange-error.ts';

type ChallengeParts = Pick<AccessParts, 'store' | 'random' | 'clocks'>;

interface ChallengeUse {
  readonly purpose: ChallengePurpose;
  /** Undefined where nobody is known yet. */
  readonly sessionId: string | undefined;
}

/** A challenge for a security key, good once, for this use and five minutes. */
export async function makeChallenge(
  { store, random, clocks }: ChallengeParts,
  { purpose, sessionId }: ChallengeUse,
): Promise<string> {
  const { token, hash } = mintToken(random);
  const created_at = clocks.process.now();
  await store.withTransaction((tx) =>
    store.insertKeyChallenge(tx, {
      challenge_hash: hash,
      purpose,
      session_id: sessionId ?? null,
      created_at,
      expires_at: after(created_at, CHALLENGE_MS),
    }),
  );
  return token;
}

/**
 * The challenge to which an answer was made, taken away before anything else is looked at; undefined when
 * it was never made for this use, was answered before or is over.
 */
export async function takeChallenge(
  { store, clocks }: ChallengeParts,
  clientDataJSON: string,
  { purpose, sessionId }: ChallengeUse,
): Promise<string | undefined> {
  const challenge = challengeOf(clientDataJSON);
  if (challenge === undefined || !isToken(challenge)) return undefined;
  const row = await store.takeKeyChallenge(store.query, hashToken(challenge));
  if (row?.purpose !== purpose || row.session_id !== (sessionId ?? null)) return undefined;
  const now = clocks.process.now();
  // One from later than now was made before the clock went back: how old it is, nobody knows.
  return row.expires_at <= now || row.created_at > now ? undefined : challenge;
}

/** Throws STATE_FORBIDS where browsers would take no security key for this hub. */
export function requireParty({ relyingParty }: Pick<AccessParts, 'relyingParty'>): RelyingParty {
  if (relyingParty === undefined) throw new ExchangeError('STATE_FORBIDS');
  return relyingParty;
}
