import { createServer } from 'node:http';
import { type CryptoKey, SignJWT, exportJWK, generateKeyPair } from 'jose';
import { freePort } from './at-localhost.ts';
import { CLIENT } from './sign-in-provider.ts';

/** What the next answers are to be; a part that is not there is right. */
export interface Falsehood {
  /** Claims of the token that are other than they should be; `undefined` leaves one out. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Of what it says of itself. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Signs with a key that it did not publish. */
  readonly otherKey?: boolean;
  /** Status of the token endpoint, with this body. */
  readonly token?: { readonly status: number; readonly body: string };
  /** What its page of itself says, whatever it is. */
  readonly discovery?: { readonly status: number; readonly body: string };
}

/** A provider that lies as it is told; what is right about it is as of the real one. */
export interface FalseIssuer {
  readonly issuer: string;
  falsehood: Falsehood;
  /** What a browser brings back that was sent to this address. */
  answerTo(url: string): Record<string, string>;
  /** How often each of its paths was asked. */
  readonly asked: Map<string, number>;
  stop(): Promise<void>;
}

export async function startFalseIssuer(): Promise<FalseIssuer> {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const other = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(publicKey)), alg: 'ES256', use: 'sig', kid: 'one' };
  const asked = new Map<string, number>();
  let nonce = '';

  const self: FalseIssuer = {
    issuer,
    falsehood: {},
    asked,
    answerTo: (url) => {
      const { searchParams } = new URL(url);
      nonce = searchParams.get('nonce') ?? '';
      return { state: searchParams.get('state') ?? '', code: 'a-code' };
    },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };

  const answers: Readonly<Record<string, () => Promise<Answer> | Answer>> = {
    '/.well-known/openid-configuration': () =>
      self.falsehood.discovery ??
      json({
        issuer,
        authorization_endpoint: `${issuer}/auth`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['ES256'],
        ...self.falsehood.metadata,
      }),
    '/jwks': () => json({ keys: [jwk] }),
    '/token': async () => {
      if (self.falsehood.token !== undefined) return self.falsehood.token;
      const key = self.falsehood.otherKey === true ? other.privateKey : privateKey;
      const id_token = await signed(key, claimsOf(issuer, nonce, self.falsehood.claims));
      return json({ access_token: 'nobody uses it', token_type: 'Bearer', id_token });
    },
  };
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.set(path, (asked.get(path) ?? 0) + 1);
    void Promise.resolve(answers[path]?.() ?? { status: 404, body: '' }).then((answer) => {
      response.writeHead(answer.status, { 'Content-Type': 'application/json' });
      response.end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return self;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

const json = (value: unknown): Answer => ({ status: 200, body: JSON.stringify(value) });

function claimsOf(
  issuer: string,
  nonce: string,
  more: Falsehood['claims'] = {},
): Record<string, unknown> {
  const now = Math.floor(Date.now() / 1000);
  const right = {
    iss: issuer,
    aud: CLIENT.id,
    sub: 'somebody',
    nonce,
    iat: now,
    exp: now + 300,
    auth_time: now,
    amr: ['pwd', 'mfa'],
  };
  const all: [string, unknown][] = Object.entries({ ...right, ...more });
  return Object.fromEntries(all.filter(([, value]) => value !== undefined));
}

function signed(key: CryptoKey, claims: Record<string, unknown>): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'one' }).sign(key);
}
