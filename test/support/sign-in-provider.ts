import { generateKeyPairSync } from 'node:crypto';
import { type Server, createServer } from 'node:http';
import Provider, { type Configuration } from 'oidc-provider';
import { freePort } from './at-localhost.ts';

export const CLIENT = { id: 'compact-hub', secret: 'a secret that only tests know of' } as const;

/** A provider of OpenID Connect (the library `oidc-provider`) on this machine, with a page to sign in. */
export interface RunningProvider {
  readonly issuer: string;
  stop(): Promise<void>;
}

/**
 * Starts one. At its page one says who one is, and whether by a second factor: `amr` says so then.
 *
 * @param returnsTo where it sends browsers back to.
 */
export async function startProvider(returnsTo: string): Promise<RunningProvider> {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, configurationFor(returnsTo));
  const answer = provider.callback();
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/interaction/') !== true) {
      void answer(request, response);
      return;
    }
    if (request.method === 'GET') {
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
      response.end(PAGE);
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const given = new URLSearchParams(Buffer.concat(chunks).toString());
      const accountId = given.get('who') ?? '';
      const amr = given.get('second') === 'yes' ? ['pwd', 'mfa'] : ['pwd'];
      const result =
        accountId === 'nobody'
          ? { error: 'access_denied', error_description: 'not today' }
          : { login: { accountId, amr, remember: false } };
      void provider.interactionFinished(request, response, result);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { issuer, stop: () => stop(server) };
}

const PAGE = `<!doctype html><html lang="en"><title>Agency sign-in</title><link rel="icon" href="data:,"><main><h1>Agency sign-in</h1>
<form method="post"><label>Who are you? <input name="who" required></label>
<label><input type="checkbox" name="second" value="yes"> with a second factor</label>
<button>Sign in</button></form></main></html>`;

function configurationFor(returnsTo: string): Configuration {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = { ...privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig', kid: 'one' };
  return {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [returnsTo],
        grant_types: ['authorization_code'],
        response_types: ['code'],
        token_endpoint_auth_method: 'client_secret_post',
        id_token_signed_response_alg: 'ES256',
      },
    ],
    jwks: { keys: [jwk] },
    cookies: { keys: ['a key of a test'] },
    claims: { openid: ['sub', 'amr', 'acr', 'auth_time'] },
    pkce: { required: () => true },
    ttl: {
      AccessToken: 60,
      AuthorizationCode: 60,
      Grant: 60,
      IdToken: 60,
      Interaction: 60,
      Session: 60,
    },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
    // Whoever signed in here consented: there is nothing to consent to but who one is.
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client?.clientId ?? '',
        accountId: oidc.session?.accountId ?? '',
      });
      grant.addOIDCScope('openid');
      await grant.save();
      return grant;
    },
  };
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}

/**
 * Goes through the provider's pages as a browser does, and answers with what it adds to the address to
 * which it sends the browser back.
 */
export async function passProvider(
  url: string,
  { who, second = false }: { readonly who: string; readonly second?: boolean },
): Promise<Record<string, string>> {
  const cookies = new Map<string, string>();
  const { origin } = new URL(url);
  let next = { address: url, form: undefined as string | undefined };
  for (let steps = 0; steps < 10; steps += 1) {
    const response = await fetch(next.address, {
      redirect: 'manual',
      headers: {
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(next.form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(next.form === undefined ? {} : { method: 'POST', body: next.form }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    await response.text();
    const location = response.headers.get('location');
    if (location === null) {
      if (response.status !== 200) throw new Error(`the provider answered ${response.status}`);
      const form = new URLSearchParams({ who, ...(second ? { second: 'yes' } : {}) });
      next = { address: next.address, form: form.toString() };
      continue;
    }
    const to = new URL(location, next.address);
    if (to.origin !== origin) return Object.fromEntries(to.searchParams);
    next = { address: to.href, form: undefined };
  }
  throw new Error('the provider leads nowhere');
}
