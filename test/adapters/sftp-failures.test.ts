import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import type { DeliveryOutcome, FailureClass, FailureCode } from '../../adapters/adapter.ts';
import { FAILURE_CLASS } from '../../adapters/adapter.ts';
import { SftpSilenceError, SftpStatusError } from '../../adapters/sftp-request.ts';
import { failureOf } from '../../adapters/sftp-outcome.ts';
import { type SftpOptions, createSftpAdapter } from '../../adapters/sftp.ts';
import { type FakeSftpState, namesIn, startFakeSftpState } from '../support/fake-sftp-state.ts';
import { expectFailure, parcelOf, until } from './adapter-contract.ts';
import { sftpOptions } from './sftp-options.ts';

const NEVER = new AbortController().signal;
const QUICK = { connectMs: 200, totalMs: 300 };

describe('sftp: the failure table', () => {
  let state: FakeSftpState;

  beforeEach(async () => {
    state = await startFakeSftpState();
  });
  afterEach(() => state.stop());

  async function deliver(others: Partial<SftpOptions> = {}): Promise<DeliveryOutcome> {
    const adapter = createSftpAdapter(sftpOptions(state, others));
    const [outcome] = await adapter.deliver([parcelOf()], NEVER);
    await adapter.close();
    await until(() => state.openConnections() === 0);
    return outcome!;
  }

  const settings: readonly { name: string; code: FailureCode; others: Partial<SftpOptions> }[] = [
    { name: 'another scheme', code: 'UNROUTABLE', others: { endpoint: 'https://127.0.0.1/' } },
    { name: 'a user in the URL', code: 'UNROUTABLE', others: { endpoint: 'sftp://a@127.0.0.1/' } },
    { name: 'an address inside', code: 'UNROUTABLE', others: { allowedNetworks: [] } },
    {
      name: 'a name that does not exist',
      code: 'UNROUTABLE',
      others: {
        endpoint: 'sftp://state.example/',
        resolve: (_name, _options, callback) => {
          callback(Object.assign(new Error('none'), { code: 'ENOTFOUND' }), []);
        },
      },
    },
    {
      name: 'a name bound to an address inside',
      code: 'UNROUTABLE',
      others: {
        endpoint: 'sftp://state.example/',
        resolve: (_name, _options, callback) => {
          callback(null, [{ address: '169.254.169.254', family: 4 }]);
        },
      },
    },
    {
      name: 'nobody there',
      code: 'CONNECTION_FAILED',
      others: { endpoint: 'sftp://127.0.0.1:1025/' },
    },
    { name: 'no credential', code: 'CREDENTIALS_REFUSED', others: { credential: undefined } },
    {
      name: 'a credential without key',
      code: 'CREDENTIALS_REFUSED',
      others: { credential: 'hub\nx' },
    },
    {
      name: 'a pin that cannot be read',
      code: 'IDENTITY_MISMATCH',
      others: { hostKeys: ['MD5:00'] },
    },
  ];
  for (const { name, code, others } of settings) {
    it(`${name}: ${code}`, async () => {
      expect(await deliver(others)).to.include({ kind: 'failed', code });
      expect(state.logins()).to.equal(0);
    });
  }

  it('another host key: IDENTITY_MISMATCH, and the server learns no user', async () => {
    const others = { hostKeys: [`SHA256:${'A'.repeat(43)}`] } as const;
    expect(await deliver(others)).to.include({ kind: 'failed', code: 'IDENTITY_MISMATCH' });
    expect(state.logins()).to.equal(0);
  });

  it('a host key of a kind that is not pinned is not asked for', async () => {
    const rsa =
      'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQC7ZQ0m1Vv0Y3mJk0V6r2cZxq6l7lC2oOa6wY8cVYbYkqJ8m8m1yQm0rJ7g0b6yq9eJ8v2q8S0mX1d3s4m5n6o7p8q9r0s1t2u3v4w5x6y7z8A9B0C1D2E3F4G5H6I7J8K9L0M1N2O3P4Q5R6S7T8U9V0W1X2Y3Z4';
    const outcome = await deliver({ hostKeys: [rsa] });
    expect(outcome.kind).to.equal('failed');
    expect(state.logins()).to.equal(0);
  });

  it('another key of the hub: CREDENTIALS_REFUSED', async () => {
    const outcome = await deliver({ credential: state.strangersCredential });
    expect(outcome).to.include({ kind: 'failed', code: 'CREDENTIALS_REFUSED' });
  });

  for (const said of ['', 'HTTP/1.1 400 Bad Request\r\n\r\n', 'SSH-2.0-x\r\n']) {
    it(`a server that says ${JSON.stringify(said)} and no more: CONNECTION_FAILED`, async () => {
      const server = createServer((socket) => {
        socket.on('error', () => undefined).resume();
        if (said !== '') socket.write(said);
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const endpoint = `sftp://127.0.0.1:${port}/`;
      const outcome = await deliver({ endpoint, deadlines: QUICK });
      expect(outcome).to.include({ kind: 'failed', code: 'CONNECTION_FAILED' });
      server.close();
      await once(server, 'close');
    });
  }

  const folders = ['.in', 'in'];
  for (const folder of folders) {
    it(`no folder ${folder}: UNROUTABLE`, async () => {
      await rm(join(state.folder, folder), { recursive: true });
      if (folder === 'in') await mkdir(join(state.folder, 'elsewhere'));
      expect(await deliver()).to.include({ kind: 'failed', code: 'UNROUTABLE' });
    });
  }

  const requests = [
    { request: 'OPEN', path: '.part', status: 3, code: 'UNROUTABLE' },
    { request: 'WRITE', path: '.part', status: 4, code: 'REMOTE_ERROR' },
    { request: 'OPEN', path: '.part', status: 8, code: 'UNROUTABLE' },
    { request: 'OPEN', path: '.staged', status: 4, code: 'REMOTE_ERROR' },
    { request: 'RENAME', path: '/in/', status: 3, code: 'UNROUTABLE' },
    { request: 'RENAME', path: '/in/', status: 4, code: 'REMOTE_ERROR' },
    { request: 'RENAME', path: '/in/', status: 5, code: 'DOCUMENT_REFUSED' },
  ] as const;
  for (const { request, path, status, code } of requests) {
    it(`status ${status} to ${request} of ${path}: ${code}`, async () => {
      state.refuse({ request, path, status });
      expect(await deliver()).to.deep.equal({
        kind: 'failed',
        code,
        detail: `status ${status}`,
        bytesIn: 0,
      });
      expect(await namesIn(state, 'in')).to.deep.equal([]);
    });
  }

  const statuses: readonly [number, FailureCode][] = [
    [2, 'UNROUTABLE'],
    [3, 'UNROUTABLE'],
    [4, 'REMOTE_ERROR'],
    [7, 'REMOTE_ERROR'],
    [10, 'UNROUTABLE'],
    [12, 'UNROUTABLE'],
    [13, 'UNROUTABLE'],
    [14, 'REMOTE_ERROR'],
    [15, 'REMOTE_ERROR'],
    [17, 'REMOTE_ERROR'],
    [19, 'UNROUTABLE'],
    [20, 'DOCUMENT_REFUSED'],
    [23, 'DOCUMENT_REFUSED'],
    [99, 'REMOTE_ERROR'],
  ];
  for (const [status, code] of statuses) {
    it(`status ${status} is ${code}`, () => {
      expect(failureOf(new SftpStatusError(status), { mayLieThere: true }).code).to.equal(code);
    });
  }

  for (const [mayLieThere, code] of [
    [false, 'CONNECTION_FAILED'],
    [true, 'NO_ANSWER'],
  ] as const) {
    it(`no answer ${mayLieThere ? 'after' : 'before'} the rename was sent: ${code}`, () => {
      expect(failureOf(new SftpSilenceError('CLOSED'), { mayLieThere }).code).to.equal(code);
    });
  }

  it('throws what no server can cause', () => {
    expect(() => failureOf(new TypeError('ours'), { mayLieThere: false })).to.throw(TypeError);
  });

  const moments: readonly { request: string; path: string; classes: readonly FailureClass[] }[] = [
    { request: 'OPEN', path: '.part', classes: ['transient'] },
    { request: 'WRITE', path: '.part', classes: ['transient'] },
    { request: 'CLOSE', path: '.part', classes: ['transient'] },
    { request: 'LSTAT', path: '.part', classes: ['transient'] },
    { request: 'READ', path: '.part', classes: ['transient'] },
    { request: 'OPEN', path: '.staged', classes: ['transient'] },
    { request: 'RENAME', path: '.part', classes: ['ambiguous'] },
  ];
  for (const { request, path, classes } of moments) {
    it(`the connection breaks at ${request} of ${path}: ${classes.join()}`, async () => {
      state.onRequest = (asked, paths) => {
        if (asked === request && paths[0]?.endsWith(path) === true) state.cut();
      };
      const outcome = await deliver();
      if (outcome.kind !== 'failed') throw new Error('expected a failure');
      expect(FAILURE_CLASS[outcome.code]).to.be.oneOf(classes);
    });
  }

  it('takes an id that cannot be part of a name for a refusal of the document', async () => {
    const adapter = createSftpAdapter(sftpOptions(state));
    const [outcome] = await adapter.deliver([parcelOf({ deliveryId: '../../etc/cron' })], NEVER);
    await adapter.close();
    expectFailure(outcome!, ['message'], 'DOCUMENT_REFUSED');
  });
});
