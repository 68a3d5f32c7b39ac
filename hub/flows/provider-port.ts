import type { AttemptSecrets } from '../access/attempt-secrets.ts';
import { HubError } from '../errors.ts';

/** Why a provider's answer proves nothing; a closed list, for the record of access. */
export const PROVIDER_FAILURES = [
  /** Not reached, too slow, or no provider of OpenID Connect. */
  'PROVIDER_UNREACHED',
  /** It says itself that it does not sign this person in. */
  'PROVIDER_DECLINED',
  /** The code is used, over, or another's. */
  'PROVIDER_CODE_REFUSED',
  'PROVIDER_ISSUER_WRONG',
  'PROVIDER_AUDIENCE_WRONG',
  'PROVIDER_NONCE_WRONG',
  /** Its token is over, not valid yet, or the person showed nothing there for too long. */
  'PROVIDER_TOKEN_OVER',
  /** Anything else: signature, state, form. */
  'PROVIDER_ANSWER_WRONG',
] as const;

export type ProviderFailure = (typeof PROVIDER_FAILURES)[number];

export class ProviderError extends HubError<ProviderFailure> {
  override readonly name = 'ProviderError';

  constructor(code: ProviderFailure, cause?: unknown) {
    super(code, 'the provider proved nothing', { cause });
  }
}

/** What came back in the address, as the browser brings it. */
export interface ReturnedAnswer {
  readonly state: string;
  readonly code?: string;
  readonly error?: string;
  readonly iss?: string;
}

/** Whom the provider signed in. */
export interface ProvenSubject {
  readonly subject: string;
  /** Whether it says that a second factor was shown. */
  readonly hasSecondFactor: boolean;
}

/** A provider of a state's own sign-in. Its calls go to the configured addresses alone. */
export interface SignInProvider {
  readonly id: string;
  /** For the button. */
  readonly name: string;
  /** Whose persons it signs in: USPS code, or `national`. */
  readonly member: string;
  readonly issuer: string;
  /** The provider's page to which the browser goes. Throws ProviderError. */
  begin(secrets: AttemptSecrets, redirectUri: string): Promise<string>;
  /** Whom an answer proves. Throws ProviderError. */
  finish(
    answer: ReturnedAnswer,
    secrets: AttemptSecrets,
    redirectUri: string,
  ): Promise<ProvenSubject>;
}
