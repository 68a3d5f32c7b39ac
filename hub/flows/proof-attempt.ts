import { hashToken, isToken, mintToken } from '../access/secret-token.ts';
import { after } from '../clock.ts';
import type { ProofAttemptRow, ProofPurpose } from '../store/proof-attempts.ts';
import type { AccessParts } from './access-parts.ts';

type AttemptParts = Pick<AccessParts, 'store' | 'random' | 'clocks'>;

/** What somebody is sent away to prove, and how long that may take. */
export interface ProofRequest {
  readonly purpose: ProofPurpose;
  readonly provider?: string;
  /** Undefined where nobody is known yet. */
  readonly sessionId: string | undefined;
  readonly lastsMs: number;
}

/** A secret of one attempt, good once; it is kept by `keep`, as its hash alone. */
export function mintAttempt({ store, random, clocks }: AttemptParts): {
  readonly token: string;
  readonly keep: (request: ProofRequest) => Promise<void>;
} {
  const { token, hash } = mintToken(random);
  return {
    token,
    keep: ({ purpose, provider, sessionId, lastsMs }) => {
      const created_at = clocks.process.now();
      return store.withTransaction((tx) =>
        store.insertProofAttempt(tx, {
          secret_hash: hash,
          purpose,
          provider: provider ?? null,
          session_id: sessionId ?? null,
          created_at,
          expires_at: after(created_at, lastsMs),
        }),
      );
    },
  };
}

/**
 * The attempt of this secret, taken away before anything else is looked at; undefined when it was never
 * made for this use and session (or for none), was taken before or is over.
 */
export async function takeAttempt(
  { store, clocks }: Pick<AttemptParts, 'store' | 'clocks'>,
  token: string | undefined,
  use: Pick<ProofRequest, 'purpose' | 'sessionId'>,
): Promise<ProofAttemptRow | undefined> {
  if (token === undefined || !isToken(token)) return undefined;
  const row = await store.takeProofAttempt(store.query, hashToken(token));
  if (row?.purpose !== use.purpose || row.session_id !== (use.sessionId ?? null)) return undefined;
  const now = clocks.process.now();
  // One from later than now was made before the clock went back: how old it is, nobody knows.
  return row.expires_at <= now || row.created_at > now ? undefined : row;
}
