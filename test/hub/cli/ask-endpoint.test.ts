import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { askEndpoint } from '../../../hub/cli/ask-endpoint.ts';
import type { Profile } from '../../../hub/compact/profile.ts';

const PROFILE = {
  member: 'VT',
  timeZone: 'America/New_York',
  transport: { kind: 'rest', mode: 'push', authentication: { scheme: 'bearer' } },
  capabilities: {
    acknowledgement: 'synchronous',
    idempotent: true,
    probe: true,
    concurrency: 1,
    sizeLimitBytes: 100_000,
  },
} as unknown as Profile;
const SOAP = {
  ...PROFILE,
  transport: { kind: 'soap', mode: 'push', security: { usernameToken: 'text' } },
} as Profile;
const SFTP = { ...PROFILE, transport: { kind: 'sftp' } } as Profile;
const HOST_KEYS = [`SHA256:${'A'.repeat(43)}`];
const LOOPBACK = ['127.0.0.0/8'];

describe('whether a system answers, and if not, why', () => {
  let server: Server;
  let origin: string;
  let closed: string;

  before(async () => {
    server = createServer(({ url, headers }, response) => {
      if (headers.authorization !== 'Bearer right') response.writeHead(401).end();
      else if (url?.startsWith('/compact/') === true) {
        response.writeHead(404, { 'content-type': 'application/json' }).end('{}');
      } else response.writeHead(404, { 'content-type': 'text/html' }).end('<p>no such page</p>');
    });
    const other = createServer();
    const urls: string[] = [];
    for (const one of [server, other]) {
      await new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve));
      urls.push(`http://127.0.0.1:${(one.address() as AddressInfo).port}`);
    }
    await new Promise((resolve) => other.close(resolve));
    [origin = '', closed = ''] = urls;
  });
  after((done) => {
    server.closeAllConnections();
    server.close(() => {
      done();
    });
  });

  const ask = (
    endpoint: string,
    credential: string | undefined,
    allowedNetworks = LOOPBACK,
    profile = PROFILE,
  ) =>
    askEndpoint(
      { profile, endpoint, credential, hostKeys: HOST_KEYS, allowedNetworks },
      new AbortController().signal,
    );

  it('answers', async () => {
    const { problems } = await ask(`${origin}/compact`, 'right');
    expect(problems).to.deep.equal([]);
  });

  const causes: [string, () => ReturnType<typeof ask>, RegExp][] = [
    [
      'loopback is not allowed',
      () => ask(`${origin}/compact`, 'right', []),
      /^UNROUTABLE, endpoint refused: \w+: .*HUB_ENDPOINT_NETWORKS/,
    ],
    [
      'another key',
      () => ask(`${origin}/compact`, 'wrong'),
      /^CREDENTIALS_REFUSED, status 401: .*--credential-file/,
    ],
    ['no credential', () => ask(`${origin}/compact`, undefined), /^CREDENTIALS_REFUSED, .*missing/],
    [
      'a closed port',
      () => ask(`${closed}/compact`, 'right'),
      /^CONNECTION_FAILED, ECONNREFUSED: nothing listens there/,
    ],
    [
      'a closed port, over SOAP',
      () => ask(`${closed}/compact`, 'hub:right', LOOPBACK, SOAP),
      /^CONNECTION_FAILED, ECONNREFUSED: nothing listens there/,
    ],
    [
      'no credential, over SFTP',
      () => ask('sftp://127.0.0.1:2222/compact', undefined, LOOPBACK, SFTP),
      /^CREDENTIALS_REFUSED, .*missing/,
    ],
    [
      'another path',
      () => ask(`${origin}/elsewhere`, 'right'),
      /^UNROUTABLE, status 404: no such host or path/,
    ],
  ];
  for (const [name, asked, words] of causes) {
    it(`says that and what to do: ${name}`, async () => {
      const { problems } = await asked();
      expect(problems).to.have.length(1);
      expect(problems[0]).to.include({ code: 'ENDPOINT_SILENT', pointer: '/endpoint' });
      expect(problems[0]!.detail).to.match(words);
    });
  }
});
