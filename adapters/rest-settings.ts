import type { AdapterSettings } from './adapter-settings.ts';
import type { StateAdapter } from './adapter.ts';
import type { RestTls } from './connection-pool.ts';
import { type RestOptions, createRestAdapter } from './rest.ts';
import type { RestAuthentication } from './rest-authentication.ts';
import type { Deadlines } from './rest-exchange.ts';

/** Options of a profile whose transport is `rest`; the credential in force is apart from them. */
export interface RestProfileOptions {
  readonly authentication: {
    readonly scheme: 'none' | 'bearer' | 'basic' | 'hmac' | 'certificate';
  };
  /** `push`: the hub sends to the state's endpoint. `pull`: the state fetches from the hub's inbox. */
  readonly mode: 'push' | 'pull';
  readonly deadlines?: Deadlines;
  readonly answerLimitBytes?: number;
  /** PEM text of the authorities that the endpoint's certificate must come from. */
  readonly trustedAuthorities?: string;
}

const DEADLINE = { type: 'integer', minimum: 100, maximum: 300_000 };

/** JSON Schema (2020-12) of `RestProfileOptions`. */
export const REST_OPTIONS_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Options of the REST transport',
  type: 'object',
  additionalProperties: false,
  required: ['mode', 'authentication'],
  properties: {
    mode: {
      description:
        "Whether the hub sends to the state's endpoint or the state fetches from the hub's inbox.",
      enum: ['push', 'pull'],
    },
    authentication: {
      description:
        'How the hub proves who it is, by the credential in force. bearer: the token. basic: user, colon, password (RFC 7617). hmac: key id, colon, secret in base64 (RFC 9421, hmac-sha256). certificate: PEM text with the certificate and its private key.',
      type: 'object',
      additionalProperties: false,
      required: ['scheme'],
      properties: { scheme: { enum: ['none', 'bearer', 'basic', 'hmac', 'certificate'] } },
    },
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
  const { authentication, trustedAuthorities, deadlines, answerLimitBytes } =
    settings.options as RestProfileOptions;
  const { acknowledgement, sizeLimitBytes, concurrency } = settings.capabilities;
  const credential = settings.credential ?? '';
  const tls = tlsOf(authentication, credential, trustedAuthorities);
  return createRestAdapter({
    acknowledgement,
    sizeLimitBytes,
    concurrency,
    ...(deadlines === undefined ? {} : { deadlines }),
    ...(answerLimitBytes === undefined ? {} : { answerLimitBytes }),
    ...(tls === undefined ? {} : { tls }),
    endpoint: settings.endpoint,
    authentication: authenticationOf(authentication, credential),
    allowedNetworks: settings.allowedNetworks,
    now: settings.now,
  } satisfies RestOptions);
}

function authenticationOf(
  { scheme }: RestProfileOptions['authentication'],
  credential: string,
): RestAuthentication {
  const [name, secret] = atFirstColon(credential);
  switch (scheme) {
    case 'bearer':
      return { scheme, token: credential };
    case 'basic':
      return { scheme, user: name, password: secret };
    case 'hmac':
      return { scheme, keyId: name, secret: Buffer.from(secret, 'base64') };
    case 'none':
    case 'certificate':
      return { scheme: 'none' };
  }
}

/** A user name has no colon (RFC 7617), a password may. */
function atFirstColon(text: string): [before: string, after: string] {
  const place = text.indexOf(':');
  return place < 0 ? [text, ''] : [text.slice(0, place), text.slice(place + 1)];
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
