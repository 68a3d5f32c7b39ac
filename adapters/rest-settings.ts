import type { AdapterSettings } from './adapter-settings.ts';
import type { StateAdapter } from './adapter.ts';
import type { RestTls } from './connection-pool.ts';
import { type RestOptions, createRestAdapter } from './rest.ts';
import type { RestAuthentication } from './rest-authentication.ts';
import type { Deadlines } from './rest-exchange.ts';
import type { AcknowledgementKind } from './rest-outcome.ts';

/** Options of a profile whose transport is `rest`; the credential in force is apart from them. */
export interface RestProfileOptions {
  readonly authentication:
    | { readonly scheme: 'none' | 'bearer' | 'certificate' }
    | { readonly scheme: 'basic'; readonly user: string }
    | { readonly scheme: 'hmac'; readonly keyId: string };
  readonly acknowledgement: AcknowledgementKind;
  readonly sizeLimitBytes: number;
  readonly concurrency?: number;
  readonly deadlines?: Deadlines;
  readonly answerLimitBytes?: number;
  /** PEM text of the authorities that the endpoint's certificate must come from. */
  readonly trustedAuthorities?: string;
}

const DEADLINE = { type: 'integer', minimum: 100, maximum: 300_000 };
const NAME = { type: 'string', minLength: 1, maxLength: 256, pattern: '^[\\x20-\\x7e]+$' };

/** JSON Schema (2020-12) of `RestProfileOptions`. */
export const REST_OPTIONS_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Options of the REST transport',
  type: 'object',
  additionalProperties: false,
  required: ['authentication', 'acknowledgement', 'sizeLimitBytes'],
  properties: {
    authentication: {
      description: 'How the hub proves who it is. The secret is the credential in force.',
      type: 'object',
      oneOf: [
        {
          description:
            'bearer: the credential is the token. certificate: the credential is PEM text with the certificate and its private key.',
          additionalProperties: false,
          required: ['scheme'],
          properties: { scheme: { enum: ['none', 'bearer', 'certificate'] } },
        },
        {
          description: 'The credential is the password (RFC 7617).',
          additionalProperties: false,
          required: ['scheme', 'user'],
          properties: {
            scheme: { const: 'basic' },
            user: { ...NAME, pattern: '^[^:\\x00-\\x1f]+$' },
          },
        },
        {
          description: 'The credential is the shared secret in base64 (RFC 9421, hmac-sha256).',
          additionalProperties: false,
          required: ['scheme', 'keyId'],
          properties: { scheme: { const: 'hmac' }, keyId: NAME },
        },
      ],
    },
    acknowledgement: {
      description: 'What a success of the endpoint promises.',
      enum: ['synchronous', 'asynchronous', 'none'],
    },
    sizeLimitBytes: { type: 'integer', minimum: 1, maximum: 100_000_000 },
    concurrency: { type: 'integer', minimum: 1, maximum: 256 },
    deadlines: {
      description: 'Milliseconds.',
      type: 'object',
      additionalProperties: false,
      required: ['connectMs', 'headersMs', 'totalMs'],
      properties: { connectMs: DEADLINE, headersMs: DEADLINE, totalMs: DEADLINE },
    },
    answerLimitBytes: { type: 'integer', minimum: 256, maximum: 1_048_576 },
    trustedAuthorities: {
      description: 'PEM text; the public authorities where it is absent.',
      type: 'string',
      maxLength: 100_000,
      pattern: '^-----BEGIN CERTIFICATE-----',
    },
  },
} as const;

/** The REST adapter of a state, from its profile's options and the credential in force. */
export function createRestAdapterFromSettings(settings: AdapterSettings): StateAdapter {
  const { authentication, trustedAuthorities, ...options } = settings.options as RestProfileOptions;
  const credential = settings.credential ?? '';
  const tls = tlsOf(authentication, credential, trustedAuthorities);
  return createRestAdapter({
    ...options,
    ...(tls === undefined ? {} : { tls }),
    endpoint: settings.endpoint,
    authentication: authenticationOf(authentication, credential),
    allowedNetworks: settings.allowedNetworks,
    now: settings.now,
  } satisfies RestOptions);
}

function authenticationOf(
  authentication: RestProfileOptions['authentication'],
  credential: string,
): RestAuthentication {
  switch (authentication.scheme) {
    case 'bearer':
      return { scheme: 'bearer', token: credential };
    case 'basic':
      return { scheme: 'basic', user: authentication.user, password: credential };
    case 'hmac': {
      const secret = Buffer.from(credential, 'base64');
      return { scheme: 'hmac', keyId: authentication.keyId, secret };
    }
    case 'none':
    case 'certificate':
      return { scheme: 'none' };
  }
}

function tlsOf(
  { scheme }: RestProfileOptions['authentication'],
  credential: string,
  trusted: string | undefined,
): RestTls | undefined {
  const pair = scheme === 'certificate' ? { certificate: credential, privateKey: credential } : {};
  return trusted === undefined && scheme !== 'certificate'
    ? undefined
    : { ...pair, ...(trusted === undefined ? {} : { trusted }) };
}
