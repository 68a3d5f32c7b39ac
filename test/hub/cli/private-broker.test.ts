import { access, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect } from 'amqplib';
import { expect } from 'chai';
import type { Need } from '../../../hub/cli/debian-packages.ts';
import {
  endBrokerLeftIn,
  meetBrokerNeed,
  newPassword,
  startPrivateBroker,
} from '../../../hub/cli/private-broker.ts';
import { makeReachableFolder } from '../../support/reachable-folder.ts';

describe('a private broker', () => {
  it('is a node of its own that leaves nothing behind but its files', async function () {
    this.timeout(120_000);
    const folder = await makeReachableFolder('compact-hub-broker-test-');
    const password = newPassword();
    const rights = { vhost: 'own', configure: '.*', write: '.*', read: '.*' };
    const broker = await startPrivateBroker({
      folder,
      vhosts: ['own'],
      users: [{ name: 'hub', password, permissions: [rights] }],
    });
    const address = `amqp://hub:${password}@127.0.0.1:${broker.port}/own`;
    const model = await connect(address);
    await model.close();
    expect(broker.tlsPort).to.equal(undefined);
    await broker.stop();
    expect(
      await connect(address).catch((error: unknown) => (error as { code?: unknown }).code),
    ).to.equal('ECONNREFUSED');
    await access(join(folder, 'mnesia'));
    await endBrokerLeftIn(folder); // its process is gone: nothing to end
    await rm(folder, { recursive: true });
  });

  it('is ended as what it is where its process was killed and its file names another', async function () {
    this.timeout(120_000);
    const folder = await makeReachableFolder('compact-hub-broker-test-');
    const options = { folder, vhosts: [], users: [] };
    try {
      const { ports } = await startPrivateBroker(options);
      await writeFile(join(folder, 'pid'), '1');
      await endBrokerLeftIn(folder);
      const address = `amqp://nobody@127.0.0.1:${ports.port}`;
      const code = await connect(address).catch(
        (error: unknown) => (error as { code?: string }).code,
      );
      expect(code).to.equal('ECONNREFUSED');
      await startPrivateBroker({ ...options, ports });
    } finally {
      await endBrokerLeftIn(folder);
      await rm(folder, { recursive: true });
    }
  });

  const need = (isThere: boolean): Need => ({
    name: 'the broker',
    aptPackage: 'no-such-package',
    isThere: () => Promise.resolve(isThere),
  });
  const tools = { aptGet: '/bin/false', servicePolicy: join('/tmp', `policy-${process.pid}`) };

  it('needs nothing where it is installed', async () => {
    const lines: string[] = [];
    const say = (line: string): number => lines.push(line);
    expect(await meetBrokerNeed(true, say, need(true), tools)).to.equal(undefined);
    expect(lines).to.deep.equal([]);
  });

  for (const mayInstall of [true, false]) {
    it(`says in one line what is missing (may install: ${mayInstall})`, async () => {
      const lines: string[] = [];
      const missing = await meetBrokerNeed(
        mayInstall,
        (line) => lines.push(line),
        need(false),
        tools,
      );
      expect(missing).to.match(
        /^the broker is missing; as root: apt-get install .*no-such-package$/,
      );
      const tries = mayInstall && process.getuid?.() === 0;
      expect(lines).to.have.length(tries ? 1 : 0);
      if (tries) expect(lines[0]).to.match(/HUB_INSTALL=no/);
    });
  }
});
