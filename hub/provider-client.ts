import {
  AuthorizationResponseError,
  ClientError,
  type Configuration,
  type CustomFetch,
  ResponseBodyError,
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
} from 'openid-client';
import type { AttemptSecrets } from './access/attempt-secrets.ts';
import { IDLE_MS } from './access/session-standing.ts';
import type { Clock } from './clock.ts';
import { ProviderError, type ProviderFailure, type SignInProvider } from './flows/provider-port.ts';
import type { ProviderSetting } from './load-providers.ts';

/** A person waits for it. */
const ANSWER_SECONDS = 5;
const MOST_BYTES = 256 * 1024;
/** What a provider says of itself is asked again after so long; its keys the library renews by itself. */
const KNOWN_MS = 60 * 60_000;
/** What was shown to the provider longer ago than a session may be idle is shown again. */
const MOST_AGE_SECONDS = IDLE_MS / 1000;

/** A provider at its issuer. Nothing is asked of it before somebody signs in there. */
export function reachProvider(setting: ProviderSetting, process: Clock): SignInProvider {
  const { id, name, member, issuer } = setting;
  const configured = createDiscovery(setting, process);
  return {
    id,
    name,
    member,
    issuer,
    begin: async ({ state, nonce, verifier }, redirectUri) => {
      const config = await configured().catch(fail);
      const { acr } = setting.secondFactor;
      return buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: 'openid',
        response_type: 'code',
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
        max_age: String(MOST_AGE_SECONDS),
        ...(acr.length === 0 ? {} : { acr_values: acr.join(' ') }),
      }).href;
    },
    finish: async (answer, secrets, redirectUri) => {
      const claims = await redeem(await configured().catch(fail), {
        address: addressOf(answer, redirectUri),
        secrets,
      }).catch(fail);
      return { subject: claims.sub, hasSecondFactor: saysSecondFactor(setting, claims) };
    },
  };
}

function createDiscovery(
  { issuer, alsoAt, clientId, clientSecret }: ProviderSetting,
  process: Clock,
): () => Promise<Configuration> {
  const reach = fetchOnly([new URL(issuer).origin, ...alsoAt]);
  let known: { config: Configuration; askedAt: number } | undefined;
  return async () => {
    const now = process.now().getTime();
    if (known !== undefined && now - known.askedAt < KNOWN_MS && now >= known.askedAt) {
      return known.config;
    }
    const execute = [enableNonRepudiationChecks];
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- only on this machine (load-providers.ts)
    if (new URL(issuer).protocol === 'http:') execute.push(allowInsecureRequests);
    const options = { [customFetch]: reach, timeout: ANSWER_SECONDS, execute };
    const config = await discovery(new URL(issuer), clientId, clientSecret, undefined, options);
    // The library lets some well-known providers name another issuer than was asked.
    if (config.serverMetadata().issuer !== issuer) throw new ProviderError('PROVIDER_ISSUER_WRONG');
    known = { config, askedAt: now };
    return config;
  };
}

/** What came back, as the address to which the provider sent the browser. */
function addressOf(answer: object, redirectUri: string): URL {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, String(value));
  return url;
}

interface Claims {
  readonly sub: string;
  readonly acr?: unknown;
  readonly amr?: unknown;
}

async function redeem(
  config: Configuration,
  { address, secrets }: { readonly address: URL; readonly secrets: AttemptSecrets },
): Promise<Claims> {
  const tokens = await authorizationCodeGrant(config, address, {
    pkceCodeVerifier: secrets.verifier,
    expectedState: secrets.state,
    expectedNonce: secrets.nonce,
    maxAge: MOST_AGE_SECONDS,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  if (claims === undefined) throw new ProviderError('PROVIDER_ANSWER_WRONG');
  return claims;
}

/** RFC 8176 names the methods; which of them, or which class of authentication, counts is configured. */
function saysSecondFactor({ secondFactor }: ProviderSetting, { acr, amr }: Claims): boolean {
  const methods: readonly unknown[] = Array.isArray(amr) ? amr : [];
  return (
    secondFactor.acr.some((one) => one === acr) ||
    secondFactor.amr.some((one) => methods.includes(one))
  );
}

/** Fetches from these origins alone, as far as anybody reads of it; redirects are not followed. */
function fetchOnly(origins: readonly string[]): CustomFetch {
  return async (url, { method, headers, body, signal }) => {
    if (!origins.includes(new URL(url).origin)) throw new ProviderError('PROVIDER_UNREACHED');
    const response = await fetch(url, {
      method,
      headers,
      redirect: 'manual',
      ...(body === undefined ? {} : { body: body as URLSearchParams }),
      ...(signal === undefined ? {} : { signal }),
    });
    const said = await readWhole(response);
    return new Response(said.length === 0 ? null : new Uint8Array(said), {
      status: response.status,
      headers: response.headers,
    });
  };
}

async function readWhole(response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk as Uint8Array);
    length += (chunk as Uint8Array).length;
    if (length > MOST_BYTES) throw new ProviderError('PROVIDER_UNREACHED');
  }
  return Buffer.concat(chunks);
}

function fail(error: unknown): never {
  throw error instanceof ProviderError ? error : new ProviderError(failureOf(error), error);
}

/** By the classes and codes of the library, never by a text. */
const OF_CODES: Readonly<Record<string, ProviderFailure>> = {
  OAUTH_TIMEOUT: 'PROVIDER_UNREACHED',
  OAUTH_ABORT: 'PROVIDER_UNREACHED',
  OAUTH_RESPONSE_IS_NOT_CONFORM: 'PROVIDER_UNREACHED',
  OAUTH_RESPONSE_IS_NOT_JSON: 'PROVIDER_UNREACHED',
  OAUTH_PARSE_ERROR: 'PROVIDER_UNREACHED',
  OAUTH_MISSING_SERVER_METADATA: 'PROVIDER_UNREACHED',
  OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED: 'PROVIDER_ISSUER_WRONG',
  OAUTH_JWT_TIMESTAMP_CHECK_FAILED: 'PROVIDER_TOKEN_OVER',
};
const OF_CLAIMS: Readonly<Record<string, ProviderFailure>> = {
  iss: 'PROVIDER_ISSUER_WRONG',
  aud: 'PROVIDER_AUDIENCE_WRONG',
  azp: 'PROVIDER_AUDIENCE_WRONG',
  nonce: 'PROVIDER_NONCE_WRONG',
};

function failureOf(error: unknown): ProviderFailure {
  if (error instanceof AuthorizationResponseError) return 'PROVIDER_DECLINED';
  if (error instanceof ResponseBodyError) {
    return error.error === 'invalid_grant' ? 'PROVIDER_CODE_REFUSED' : 'PROVIDER_UNREACHED';
  }
  // `fetch` itself rejects with it.
  if (error instanceof TypeError) return 'PROVIDER_UNREACHED';
  if (!(error instanceof ClientError)) return 'PROVIDER_ANSWER_WRONG';
  const ofClaim = OF_CLAIMS[String(claimOf(error.cause))];
  if (error.code === 'OAUTH_JWT_CLAIM_COMPARISON_FAILED' && ofClaim !== undefined) return ofClaim;
  if (error.cause instanceof ProviderError) return error.cause.code;
  return OF_CODES[error.code ?? ''] ?? 'PROVIDER_ANSWER_WRONG';
}

/** Which claim was not as expected. */
function claimOf(cause: unknown): unknown {
  if (!(cause instanceof Error)) return undefined;
  const { cause: detail } = cause;
  return typeof detail === 'object' && detail !== null && 'claim' in detail
    ? detail.claim
    : undefined;
}
