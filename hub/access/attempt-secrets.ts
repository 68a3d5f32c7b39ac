import { createHmac } from 'node:crypto';

/** What one way to a provider and back hangs on (RFC 6749, RFC 7636, OpenID Connect Core). */
export interface AttemptSecrets {
  /** Comes back in the address. */
  readonly state: string;
  /** Comes back under the provider's signature. */
  readonly nonce: string;
  /** Told to the provider's token endpoint alone; the browser carries its hash there. */
  readonly verifier: string;
}

/**
 * All three out of the one secret in the browser's cookie, of which the store keeps a hash: whoever reads
 * the store learns none of them, and an answer counts only in the browser that asked.
 */
export function attemptSecrets(token: string): AttemptSecrets {
  const of = (name: string): string => createHmac('sha256', token).update(name).digest('base64url');
  return { state: of('state'), nonce: of('nonce'), verifier: of('verifier') };
}
