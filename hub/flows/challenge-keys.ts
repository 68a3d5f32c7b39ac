import type { RelyingParty } from '../access/relying-party.ts';
import { CHALLENGE_MS, challengeOf } from '../access/security-key.ts';
import type { AccessParts } from './access-parts.ts';
import { ExchangeError } from './exchange-error.ts';
import { type ProofRequest, mintAttempt, takeAttempt } from './proof-attempt.ts';

type ChallengeParts = Pick<AccessParts, 'store' | 'random' | 'clocks'>;

interface ChallengeUse {
  readonly purpose: Exclude<ProofRequest['purpose'], 'provider'>;
  /** Undefined where nobody is known yet. */
  readonly sessionId: string | undefined;
}

/** A challenge for a security key, good once, for this use and five minutes. */
export async function makeChallenge(parts: ChallengeParts, use: ChallengeUse): Promise<string> {
  const { token, keep } = mintAttempt(parts);
  await keep({ ...use, lastsMs: CHALLENGE_MS });
  return token;
}

/** The challenge to which an answer was made, taken away; undefined when it is not good for this use. */
export async function takeChallenge(
  parts: Pick<ChallengeParts, 'store' | 'clocks'>,
  clientDataJSON: string,
  use: ChallengeUse,
): Promise<string | undefined> {
  const challenge = challengeOf(clientDataJSON);
  return (await takeAttempt(parts, challenge, use)) === undefined ? undefined : challenge;
}

/** Throws STATE_FORBIDS where browsers would take no security key for this hub. */
export function requireParty({ relyingParty }: Pick<AccessParts, 'relyingParty'>): RelyingParty {
  if (relyingParty === undefined) throw new ExchangeError('STATE_FORBIDS');
  return relyingParty;
}
