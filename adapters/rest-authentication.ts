import { createHmac } from 'node:crypto';

/** How the hub proves to a state's endpoint who it is; a client certificate is an option of TLS. */
export type RestAuthentication =
  | { readonly scheme: 'none' }
  /** RFC 6750. */
  | { readonly scheme: 'bearer'; readonly token: string }
  /** RFC 7617, UTF-8. */
  | { readonly scheme: 'basic'; readonly user: string; readonly password: string }
  /** RFC 9421 with hmac-sha256 over method, address, digest and ids. */
  | { readonly scheme: 'hmac'; readonly keyId: string; readonly secret: Buffer };

/** What of a request is signed, in this order. */
export interface SignedRequest {
  readonly method: string;
  /** Host with its port where it is not the scheme's own, in lower case. */
  readonly authority: string;
  readonly path: string;
  /** Further fields, names in lower case. */
  readonly fields: readonly (readonly [name: string, value: string])[];
}

/** The header fields that prove the hub's identity for one request: names and values in turn. */
export type Authenticate = (request: SignedRequest) => readonly string[];

/**
 * Makes the function that authenticates requests; undefined for a secret that no header field can
 * carry or that is empty.
 *
 * @param now the time of signatures (process clock).
 */
export function readAuthentication(
  authentication: RestAuthentication,
  now: () => Date,
): Authenticate | undefined {
  switch (authentication.scheme) {
    case 'none':
      return () => [];
    case 'bearer':
      return BEARER_TOKEN.test(authentication.token)
        ? always(`Bearer ${authentication.token}`)
        : undefined;
    case 'basic': {
      if (authentication.user === '' || authentication.password === '') return undefined;
      const pair = Buffer.from(`${authentication.user}:${authentication.password}`);
      return always(`Basic ${pair.toString('base64')}`);
    }
    case 'hmac':
      if (authentication.secret.length < SHORTEST_SECRET) return undefined;
      if (!KEY_ID.test(authentication.keyId)) return undefined;
      return (request) => signatureFields(authentication, request, now());
  }
}

/** RFC 6750, 2.1. */
const BEARER_TOKEN = /^[A-Za-z0-9._~+/-]+=*$/;
/** What a quoted string of a structured field can hold (RFC 9651, 3.3.3). */
const KEY_ID = /^[\x20-\x7e]{1,128}$/;
/** 128 bits. */
const SHORTEST_SECRET = 16;

function always(authorization: string): Authenticate {
  const fields = ['Authorization', authorization];
  return () => fields;
}

function signatureFields(
  { keyId, secret }: { readonly keyId: string; readonly secret: Buffer },
  { method, authority, path, fields }: SignedRequest,
  at: Date,
): string[] {
  const components: Component[] = [
    ['@method', method],
    ['@authority', authority],
    ['@path', path],
    ...fields,
  ];
  const created = Math.floor(at.getTime() / 1000);
  const parameters = signatureParameters(components, { created, keyId });
  const signature = createHmac('sha256', secret).update(signatureBase(components, parameters));
  return [
    'Signature-Input',
    `hub=${parameters}`,
    'Signature',
    `hub=:${signature.digest('base64')}:`,
  ];
}

type Component = readonly [name: string, value: string];

/** The value of `@signature-params` (RFC 9421, 2.3): which components, when, by which key. */
export function signatureParameters(
  components: readonly Component[],
  { created, keyId }: { readonly created: number; readonly keyId: string },
): string {
  const names = components.map(([name]) => `"${name}"`).join(' ');
  const key = keyId.replace(/[\\"]/g, '\\$&');
  return `(${names});created=${created};keyid="${key}"`;
}

/** The text that is signed (RFC 9421, 2.5). */
export function signatureBase(components: readonly Component[], parameters: string): string {
  const lines = components.map(([name, value]) => `"${name}": ${value.trim()}\n`);
  return `${lines.join('')}"@signature-params": ${parameters}`;
}
