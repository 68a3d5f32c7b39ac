import { HubError } from '../errors.ts';
import { type ServeParts, requireTokens } from './serve-route.ts';

/** What an address pays for: a guess at a factor, a link or a password. */
const GUESSES: ReadonlySet<string> = new Set([
  'SIGN_IN_FAILED',
  'CODE_REFUSED',
  'KEY_REFUSED',
  'PROVIDER_REFUSED',
  'LINK_INVALID',
  'PASSWORD_REFUSED',
]);

/**
 * Lets an address fail so often; then it is told to wait before anything is looked at, so that what
 * an outsider tries from there never counts against an account. Each try is paid for before it is made,
 * so that many at once are no way around it, and what was no guess is given back.
 */
export function createSignInThrottle(parts: ServeParts) {
  const { limits, rateLimiter } = parts;
  return async <T>(address: string, work: () => Promise<T>): Promise<T> => {
    const name = `sign-in ${address}`;
    requireTokens(parts, 'take', name, 'signIn');
    const giveBack = (): void => {
      if (limits.rates !== undefined) rateLimiter.giveBack(name, limits.rates.signIn);
    };
    try {
      const result = await work();
      giveBack();
      return result;
    } catch (error) {
      if (!(error instanceof HubError && GUESSES.has(String(error.code)))) giveBack();
      throw error;
    }
  };
}

export type SignInThrottle = ReturnType<typeof createSignInThrottle>;
