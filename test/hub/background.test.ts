import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { beginThread, workInThread } from '../../hub/background.ts';
import type { Config } from '../../hub/config.ts';
import { connectState } from '../../hub/flows/administer.ts';
import { PROJECT_ROOT } from '../../hub/project-root.ts';
import { type TestSite, openTestSite } from '../support/test-hub.ts';

/** Of an error that must not reach the output of a hub. */
const CANARY = 'Zquorvennix';

describe('the background thread', () => {
  let site: TestSite;
  let texas: Server;
  let answerMs: number;
  const arrived: string[] = [];

  before(async () => {
    site = await openTestSite({ states: { OR: {}, TX: {} } });
    texas = createServer((request, response) => {
      const deliveryId = String(request.headers['x-delivery-id']);
      arrived.push(deliveryId);
      request.resume();
      setTimeout(() => {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ deliveryId }));
      }, answerMs);
    });
    await once(texas.listen(0, '127.0.0.1'), 'listening');
    const { port } = texas.address() as AddressInfo;
    const endpoint = `http://127.0.0.1:${port}/`;
    await connectState(site.parts.administer, { member: 'TX', endpoint, credential: undefined });
  });
  after(async () => {
    texas.close();
    texas.closeAllConnections();
    await site.close();
  });
  beforeEach(() => {
    answerMs = 0;
    arrived.length = 0;
  });

  const states = async () =>
    (await site.query<{ state: string }>('SELECT DISTINCT state FROM deliveries')).map(
      ({ state }) => state,
    );
  const outsideOfTheHead = () =>
    site.query(`SELECT FROM pending_leaves UNION ALL
                SELECT FROM ledger_head WHERE signed_size <> size OR holder IS NOT NULL`);

  it('delivers and sequences what the other one accepts', async () => {
    const hub = await site.start({ asServed: true });
    await hub.playTo('requested');
    await site.until(states, (found) => found.join() === 'acknowledged');
    await site.until(
      () => site.query('SELECT FROM pending_leaves'),
      (rows) => rows.length === 0,
    );
    await hub.stop();
    expect(arrived).to.have.length(1);
  });

  it('settles at the stop what it had sent, under the last head', async () => {
    const hub = await site.start({ asServed: true });
    answerMs = 300;
    await hub.playTo('requested');
    await site.until(
      () => Promise.resolve(arrived),
      (found) => found.length === 1,
    );
    await hub.stop();
    expect(await states()).to.deep.equal(['acknowledged']);
    expect(await outsideOfTheHead()).to.deep.equal([]);
  });

  it('tells of a fault that it survives, and goes on', async () => {
    const hub = await site.start({ asServed: true });
    const before = site.faults.length;
    await site.query('ALTER TABLE deliveries RENAME TO away');
    await site.until(
      () => Promise.resolve(site.faults.slice(before)),
      (faults) => faults.some(({ part, errno }) => part === 'claims' && errno === '42P01'),
    );
    await site.query('ALTER TABLE away RENAME TO deliveries');
    await hub.playTo('requested');
    await site.until(states, (found) => found.join() === 'acknowledged');
    await hub.stop();
  });

  it('refuses files that changed while the hub started', async () => {
    const parts = {
      config: site.config,
      databaseUrl: site.database.url,
      poolSize: 2,
      leaseMs: 1_000,
      softwareVersion: '0.0.0',
      processId: '00000000-0000-4000-8000-000000000000',
      filesHash: 'other',
      origin: 'test/ledger',
    };
    const refusal = await workInThread(
      beginThread(site.config.mappingsDirectory),
      parts,
      () => undefined,
    ).catch((error: unknown) => error);
    expect(String(refusal)).to.contain('the files of the states changed');
  });

  const FAILURES: readonly { readonly what: string; readonly config: () => Partial<Config> }[] = [
    {
      what: 'a port that is taken',
      config: () => ({ port: (texas.address() as AddressInfo).port }),
    },
    {
      what: 'a receipt key that is none',
      config: () => {
        const receipt = join(site.folder, 'no-key.pem');
        writeFileSync(receipt, 'no key');
        return { keyFiles: { ...site.config.keyFiles, receipt } };
      },
    },
  ];

  for (const { what, config } of FAILURES) {
    it(`is not left over from a start that failed for ${what}`, async () => {
      const started = await site.start({ asServed: true, config: config() }).then(
        () => true,
        () => false,
      );
      expect(started).to.equal(false);
      expect(process.getActiveResourcesInfo()).not.to.include('MessagePort');
    });
  }

  it('ends the process with it when it fails, and no text of the error gets out', async () => {
    const fail = `
      import { isMainThread, parentPort } from 'node:worker_threads';
      const on = parentPort?.on.bind(parentPort);
      if (!isMainThread) parentPort.on = (name, listen) => on(name, (order) => {
        if (order === 'run') throw new Error('${CANARY}');
        listen(order);
      });`;
    // To listen by itself would take the first message before the thread is there to hear it.
    const preload = `data:text/javascript,${encodeURIComponent(fail)}`;
    const child = spawn(process.execPath, ['--import', preload, 'bin/compact-hub.js', 'serve'], {
      cwd: PROJECT_ROOT,
      env: {
        PATH: process.env['PATH'],
        HUB_PORT: '0',
        HUB_DATA_DIR: site.config.dataDirectory,
        HUB_DATABASE_URL: site.database.url,
        HUB_MAPPINGS_DIR: site.config.mappingsDirectory,
        HUB_ENDPOINT_NETWORKS: '127.0.0.0/8',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    }
    const [code] = (await once(child, 'close')) as [number | null];
    expect(output).to.contain('"event":"hub-crashed"').and.not.contain(CANARY);
    expect(code).to.equal(1);
  });
});
