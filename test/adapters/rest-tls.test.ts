import { readFileSync } from 'node:fs';
import https, { type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { expect } from 'chai';
import type { DeliveryOutcome } from '../../adapters/adapter.ts';
import { type RestOptions, createRestAdapter } from '../../adapters/rest.ts';
import { startRawServer } from '../support/raw-server.ts';
import { withoutNock } from '../support/without-nock.ts';
import { expectFailure, parcelOf } from './adapter-contract.ts';
import { restOptions } from './rest-options.ts';

const trusted = key('authority.crt');

interface TlsState {
  readonly port: number;
  requests(): number;
  connections(): number;
  stop(): Promise<void>;
}

describe('rest: who is at the other end', () => {
  withoutNock();
  let state: TlsState | undefined;

  afterEach(async () => {
    await state?.stop();
    state = undefined;
  });

  async function deliverTo(
    endpoint: string,
    others: Partial<RestOptions> = {},
    times = 1,
  ): Promise<DeliveryOutcome[]> {
    const adapter = createRestAdapter(
      restOptions(endpoint, {
        tls: { trusted },
        authentication: { scheme: 'bearer', token: 'secret-token' },
        ...others,
      }),
    );
    const parcels = Array.from({ length: times }, (_, place) =>
      parcelOf({ caseSequence: place + 1 }),
    );
    const outcomes = await adapter.deliver(parcels, new AbortController().signal);
    await adapter.close();
    return outcomes;
  }

  it('hands over to the holder of a certificate of the trusted authority, on one connection', async () => {
    state = await startTlsState({ ...pair('server') });
    const outcomes = await deliverTo(`https://localhost:${state.port}`, LOCALHOST, 5);
    expect(outcomes.map(({ kind }) => kind)).to.deep.equal(Array(5).fill('handed-over'));
    expect(state.connections()).to.equal(1);
  });

  it('knows an address that stands in the certificate', async () => {
    state = await startTlsState({ ...pair('server') });
    const [outcome] = await deliverTo(`https://127.0.0.1:${state.port}`);
    expect(outcome).to.include({ kind: 'handed-over' });
  });

  for (const { name, served, others } of [
    { name: 'for another name', served: pair('other-name') },
    { name: 'that has expired', served: pair('expired') },
    { name: 'that is not valid yet', served: pair('not-yet') },
    { name: 'that is not for servers', served: pair('not-server') },
    { name: 'of another authority', served: pair('of-stranger') },
    { name: 'that signs itself', served: pair('stranger') },
    {
      name: 'of an authority that is not public, without one to trust',
      served: pair('server'),
      others: { tls: {} },
    },
  ]) {
    it(`sends nothing to a certificate ${name}`, async () => {
      state = await startTlsState(served);
      const [outcome] = await deliverTo(`https://127.0.0.1:${state.port}`, others);
      expect(outcome).to.include({ kind: 'failed', code: 'IDENTITY_MISMATCH' });
      expect(state.requests()).to.equal(0);
    });
  }

  it('shows its own certificate where the state asks for one', async () => {
    state = await startTlsState({ ...pair('server'), ...CLIENTS_ONLY });
    const client = { certificate: key('client.crt'), privateKey: key('client.key') };
    const [outcome] = await deliverTo(`https://127.0.0.1:${state.port}`, {
      tls: { trusted, ...client },
    });
    expect(outcome).to.include({ kind: 'handed-over' });
  });

  it('holds the destination where the state asks for a certificate and there is none', async () => {
    state = await startTlsState({ ...pair('server'), ...CLIENTS_ONLY, minVersion: 'TLSv1.3' });
    const [outcome] = await deliverTo(`https://127.0.0.1:${state.port}`);
    expect(outcome).to.include({ kind: 'failed', code: 'CREDENTIALS_REFUSED' });
    expect(state.requests()).to.equal(0);
  });

  for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
    it(`claims nothing where its certificate is turned away without a word (${maxVersion})`, async () => {
      state = await startTlsState({ ...pair('server'), ...CLIENTS_ONLY, maxVersion });
      const tls = {
        trusted,
        certificate: key('client-of-stranger.crt'),
        privateKey: key('client-of-stranger.key'),
      };
      const [outcome] = await deliverTo(`https://127.0.0.1:${state.port}`, { tls });
      expectFailure(outcome!, ['transient', 'ambiguous']);
      expect(state.requests()).to.equal(0);
    });
  }

  it('takes a key that is not of its certificate for a credential that cannot be used', async () => {
    const tls = { trusted, certificate: key('client.crt'), privateKey: key('server.key') };
    const [outcome] = await deliverTo('https://127.0.0.1:44444', { tls });
    expect(outcome).to.include({ kind: 'failed', code: 'CREDENTIALS_REFUSED' });
  });

  it('does not speak versions before TLS 1.2', async () => {
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL@SECLEVEL=0' } as const;
    state = await startTlsState({ ...pair('server'), ...old });
    const [outcome] = await deliverTo(`https://127.0.0.1:${state.port}`);
    expect(outcome).to.include({ kind: 'failed', code: 'CONNECTION_FAILED' });
    expect(state.requests()).to.equal(0);
  });

  it('sends nothing where no TLS is spoken', async () => {
    const server = await startRawServer((socket) => {
      socket.once('data', () => {
        socket.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n');
      });
    });
    const [outcome] = await deliverTo(`https://127.0.0.1:${server.port}`);
    expect(outcome).to.include({ kind: 'failed', code: 'CONNECTION_FAILED' });
    expect(server.received().includes('secret-token')).to.equal(false);
    await server.stop();
  });

  it('gives up on a handshake that never ends, knowing that nothing was sent', async () => {
    const server = await startRawServer(() => undefined);
    const deadlines = { connectMs: 100, headersMs: 1_000, totalMs: 2_000 };
    const [outcome] = await deliverTo(`https://127.0.0.1:${server.port}`, { deadlines });
    expect(outcome).to.deep.include({ kind: 'failed', code: 'CONNECTION_FAILED' });
    expect(outcome).to.include({ detail: 'CONNECT_DEADLINE' });
    await server.stop();
  });
});

const LOCALHOST = { allowedNetworks: ['127.0.0.0/8', '::1'] };
const CLIENTS_ONLY = { requestCert: true, rejectUnauthorized: true, ca: trusted } as const;

async function startTlsState(options: ServerOptions): Promise<TlsState> {
  const sockets = new Set<Duplex>();
  let requests = 0;
  let connections = 0;
  const server = https.createServer(options, (request, response) => {
    requests += 1;
    request.resume();
    request.once('end', () => {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify({ deliveryId: request.headers['x-delivery-id'] }));
    });
  });
  server.on('connection', (socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return {
    port: (server.address() as AddressInfo).port,
    requests: () => requests,
    connections: () => connections,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function key(name: string): string {
  return readFileSync(new URL(`../../fixtures/keys/tls/${name}`, import.meta.url), 'utf8');
}

function pair(name: string): { cert: string; key: string } {
  return { cert: key(`${name}.crt`), key: key(`${name}.key`) };
}
