import { attemptSecrets } from '../access/attempt-secrets.ts';
import type { AccessParts } from './access-parts.ts';
import { ExchangeError } from './exchange-error.ts';
import {
  ProviderError,
  type ProviderFailure,
  type ProvenSubject,
  type ReturnedAnswer,
  type SignInProvider,
} from './provider-port.ts';
import { mintAttempt, takeAttempt } from './proof-attempt.ts';

/** How long somebody may be at the provider's pages. */
const ATTEMPT_MS = 10 * 60_000;
/** The console's page to which a provider sends the browser back. */
const RETURN_PAGE = '/app/provider';

/** The way to a provider: where the browser goes, and the secret that it keeps meanwhile. */
export interface ProviderWay {
  readonly url: string;
  readonly token: string;
}

/** What the browser brings back. */
export interface ProviderReturn {
  /** Of its cookie; undefined where it has none. */
  readonly token: string | undefined;
  readonly answer: ReturnedAnswer;
  readonly source: string;
}

type AttemptParts = Pick<AccessParts, 'store' | 'random' | 'clocks' | 'baseUrl' | 'providers'>;

/** Throws NOT_FOUND for a provider that nobody configured. */
export function requireProvider(
  { providers }: Pick<AccessParts, 'providers'>,
  id: string,
): SignInProvider {
  const provider = providers.find((one) => one.id === id);
  if (provider === undefined) throw new ExchangeError('NOT_FOUND');
  return provider;
}

/**
 * Begins the way to a provider, for the person of a session who binds, or for nobody yet. The provider is
 * asked first, so that one that is down leaves nothing. Throws PROVIDER_UNAVAILABLE.
 */
export async function beginAttempt(
  parts: AttemptParts,
  provider: SignInProvider,
  sessionId: string | undefined,
): Promise<ProviderWay> {
  const { token, keep } = mintAttempt(parts);
  const url = await provider
    .begin(attemptSecrets(token), parts.baseUrl() + RETURN_PAGE)
    .catch((error: unknown): never => {
      if (!(error instanceof ProviderError)) throw error;
      throw new ExchangeError('PROVIDER_UNAVAILABLE');
    });
  await keep({ purpose: 'provider', provider: provider.id, sessionId, lastsMs: ATTEMPT_MS });
  return { url, token };
}

/** Whom a provider proved, or why it proved nobody. */
export type Proven =
  | { readonly provider: SignInProvider; readonly subject: ProvenSubject }
  | { readonly failure: ProviderFailure | 'ATTEMPT_INVALID' };

/**
 * What came of an attempt: taken away before its answer is looked at. It must be of this browser (its
 * cookie), of this session or of none, and of the last ten minutes.
 */
export async function finishAttempt(
  parts: AttemptParts,
  { token, answer }: ProviderReturn,
  sessionId: string | undefined,
): Promise<Proven> {
  const { baseUrl, providers } = parts;
  const attempt = await takeAttempt(parts, token, { purpose: 'provider', sessionId });
  const provider = providers.find(({ id }) => id === attempt?.provider);
  if (token === undefined || provider === undefined) return { failure: 'ATTEMPT_INVALID' };
  try {
    const page = baseUrl() + RETURN_PAGE;
    return { provider, subject: await provider.finish(answer, attemptSecrets(token), page) };
  } catch (error) {
    if (error instanceof ProviderError) return { failure: error.code };
    throw error;
  }
}

/** What the person hears of a failure; the record of access has its code. */
export function providerRefusal(failure: ProviderFailure | 'ATTEMPT_INVALID'): ExchangeError {
  return new ExchangeError(
    failure === 'PROVIDER_UNREACHED' ? 'PROVIDER_UNAVAILABLE' : 'PROVIDER_REFUSED',
  );
}
