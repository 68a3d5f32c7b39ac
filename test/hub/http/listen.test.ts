import { X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { type RequestListener, get } from 'node:http';
import { type RequestOptions, request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { hashCertificate } from '../../../hub/access/credential.ts';
import { createHttpApp } from '../../../hub/http/create-http-app.ts';
import { type Listening, listen } from '../../../hub/http/listen.ts';
import { createLog } from '../../../hub/log.ts';
import { PROJECT_ROOT } from '../../../hub/project-root.ts';
import {
  authenticatorOf,
  httpParts,
  makeCaller,
  unexpectedFlows,
} from '../../support/test-http.ts';

/** A grace that a test cannot outlive: whoever waits for it to pass runs into the test's own limit. */
const LONGER_THAN_A_TEST_MS = 600_000;

const log = createLog('silent');
const at = { port: 0, host: '127.0.0.1', log };
const pem = (name: string): string =>
  readFileSync(join(PROJECT_ROOT, 'fixtures', 'tls', `${name}.pem`), 'utf8');

describe('listening', () => {
  let open: Listening[] = [];
  const serve = async (app: RequestListener, options = {}): Promise<Listening> => {
    const listening = await listen(app, { ...at, ...options });
    open.push(listening);
    return listening;
  };
  afterEach(async () => {
    await Promise.all(open.map((listening) => listening.close(0)));
    open = [];
  });

  it('says the port that it took', async () => {
    const { url } = await serve((_request, response) => response.end('here'));
    expect(url).to.match(/^http:\/\/127\.0\.0\.1:[1-9][0-9]+$/);
    expect(await (await fetch(url)).text()).to.equal('here');
  });

  it('rejects when the port is taken', async () => {
    const { url } = await serve(() => undefined);
    const error = await listen(() => undefined, { ...at, port: Number(new URL(url).port) }).catch(
      (caught: unknown) => caught,
    );
    expect(error).to.include({ code: 'EADDRINUSE' });
  });

  it('lets requests under way end when it closes, and takes no more', async () => {
    let finish: () => void = () => undefined;
    const reached = new Promise<void>((resolve) => {
      void serve((_request, response) => {
        finish = () => response.end('done');
        resolve();
      });
    });
    await wait(20);
    const listening = open[0]!;
    const { url } = listening;
    const answer = fetch(url).then((response) => response.text());
    await reached;
    const closed = listening.close(5000);
    await wait(50);
    const refused = await fetch(url).catch((caught: unknown) => caught);
    expect(refused).to.be.an('error');
    finish();
    expect(await answer).to.equal('done');
    await closed;
  });

  it('waits for nobody who only keeps a connection open', async () => {
    const listening = await serve((_request, response) => response.end('here'));
    const { url } = listening;
    await (await fetch(url)).text();
    const idle = connect(Number(new URL(url).port), '127.0.0.1');
    await wait(20);
    await listening.close(LONGER_THAN_A_TEST_MS);
    idle.destroy();
  });

  it('cuts off what does not end within the grace', async () => {
    const listening = await serve(() => undefined);
    const { url } = listening;
    const failed = new Promise((resolve) => get(url).on('error', resolve));
    await wait(50);
    await listening.close(100);
    expect(await failed).to.include({ code: 'ECONNRESET' });
  });

  describe('over TLS', () => {
    const tls = { cert: pem('server'), key: pem('server.key'), clientCa: pem('client-ca') };
    const certified = makeCaller('OR', ['system'], {
      credential_hash: hashCertificate(new X509Certificate(pem('client')).raw),
    });
    const keyed = makeCaller('TX', ['system']);
    let url: string;

    beforeEach(async () => {
      const flows = {
        ...unexpectedFlows,
        inbox: ({ member }: { member: string }) => Promise.resolve([{ member }] as never),
      };
      const authenticator = authenticatorOf([certified, keyed]);
      const { app } = createHttpApp(httpParts({ flows, authenticator }));
      ({ url } = await serve(app, { tls }));
    });

    function inbox(options: RequestOptions = {}): Promise<{ status: number; text: string }> {
      return new Promise((resolve, reject) => {
        const request = httpsRequest(`${url}/v1/inbox`, {
          ca: pem('server'),
          agent: false,
          ...options,
        });
        request.on('error', reject);
        request.on('response', (response) => {
          let text = '';
          response.on('data', (chunk: Buffer) => (text += chunk.toString()));
          response.on('end', () => {
            resolve({ status: response.statusCode ?? 0, text });
          });
        });
        request.end();
      });
    }

    it('knows a state by its client certificate', async () => {
      const answer = await inbox({ cert: pem('client'), key: pem('client.key') });
      expect(answer).to.deep.equal({ status: 200, text: '{"items":[{"member":"OR"}]}' });
    });

    it('knows nobody by a certificate that another signed, or none', async () => {
      const stranger = await inbox({ cert: pem('stranger'), key: pem('stranger.key') });
      expect(stranger.status).to.equal(401);
      expect((await inbox()).status).to.equal(401);
    });

    it('takes a key before a certificate, and a wrong key for no reason to look further', async () => {
      const client = { cert: pem('client'), key: pem('client.key') };
      const withKey = await inbox({ ...client, headers: { authorization: keyed.authorization } });
      expect(withKey.text).to.contain('TX');
      const withWrong = await inbox({ ...client, headers: { authorization: 'Bearer x' } });
      expect(withWrong.status).to.equal(401);
    });

    it('speaks TLS 1.2 and later with forward secrecy, and nothing older', async () => {
      expect((await inbox({ minVersion: 'TLSv1.3' })).status).to.equal(401);
      expect((await inbox({ maxVersion: 'TLSv1.2' })).status).to.equal(401);
      const refused: RequestOptions[] = [
        { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' },
        { maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA' },
        { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA' },
      ];
      for (const options of refused) {
        const error = await inbox(options).catch((caught: unknown) => caught);
        expect(error, JSON.stringify(options)).to.be.an('error');
      }
    });

    it('answers plain HTTP with nothing but an end', async () => {
      const plain = url.replace('https:', 'http:');
      expect(await fetch(plain).catch((caught: unknown) => caught)).to.be.an('error');
    });
  });
});
