import { expect } from 'chai';
import { readFile, readdir, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { stopOrphan } from '../../../hub/store/embedded-postgres.ts';
import {
  failureOf,
  isRunning,
  openEmbeddedFixture,
  postmasterOf,
  query,
} from '../../support/embedded-fixture.ts';
import type { EmbeddedFixture } from '../../support/embedded-fixture.ts';

const ONE = [{ value: 1 }];
const ALIVE = 'SELECT 1 AS value';

describe('embedded PostgreSQL', () => {
  let at: EmbeddedFixture;

  before(async () => {
    at = await openEmbeddedFixture();
    const { url } = await at.start('data');
    await query(url, 'CREATE TABLE kept AS SELECT 1 AS value');
    await at.start('other');
    await at.endAll();
  });
  afterEach(() => at.endAll());
  after(() => at.close());

  it('keeps its data', async () => {
    const { url } = await at.start('data');
    expect(await query(url, 'TABLE kept')).to.deep.equal(ONE);
    expect(at.lines).to.deep.equal([]);
  });

  it('keeps its password to itself and asks every client for it', async () => {
    const { url } = await at.start('data');
    const { mode } = await stat(join(at.folder, 'data', 'postgres-password'));
    expect(mode & 0o777).to.equal(0o600);
    const wrong = new URL(url);
    wrong.password = 'wrong';
    expect(await failureOf(query(wrong.href, ALIVE))).to.contain('password');
    const rules = await query(url, 'SELECT DISTINCT auth_method FROM pg_hba_file_rules');
    expect(rules).to.deep.equal([{ auth_method: 'scram-sha-256' }]);
    const bound = await query(url, `SELECT current_setting('listen_addresses') AS address`);
    expect(bound).to.deep.equal([{ address: '127.0.0.1' }]);
  });

  it('runs as an ordinary user who alone may read the cluster', async () => {
    const { directory } = await at.start('data');
    expect((await stat(`/proc/${await postmasterOf(directory)}`)).uid).to.not.equal(0);
    expect((await stat(directory)).mode & 0o777).to.equal(0o700);
  });

  it('takes the port it is told', async () => {
    const server = await at.start('data');
    const { port } = new URL(server.url);
    await server.stop();
    const again = await at.start('data', { settings: { port } });
    expect(new URL(again.url).port).to.equal(port);
  });

  it('shares nothing with another data directory', async () => {
    const [one, two] = await Promise.all([at.start('data'), at.start('other')]);
    expect(one.directory).to.not.equal(two.directory);
    expect(await query(one.url, 'TABLE kept')).to.deep.equal(ONE);
    expect(await failureOf(query(two.url, 'TABLE kept'))).to.contain('does not exist');
  });

  it('writes no value of a statement to its log', async () => {
    const { url } = await at.start('data');
    const canary = 'Quenby-Canary';
    await query(url, 'CREATE TABLE persons (name text PRIMARY KEY)');
    await query(url, 'INSERT INTO persons VALUES ($1)', [canary]);
    for (const [sql, values] of [
      ['INSERT INTO persons VALUES ($1)', [canary]],
      ['SELECT $1::text::integer', [canary]],
      [`SELECT '${canary}'::integer`, []],
      [`SELECT syntax error '${canary}'`, []],
      [`DO $$ BEGIN RAISE WARNING '${canary}'; RAISE EXCEPTION '${canary}'; END $$`, []],
    ] as const) {
      await failureOf(query(url, sql, [...values]));
    }
    const log = await readFile(join(at.folder, 'data', 'postgres.log'), 'utf8');
    expect(log).to.contain('ready to accept connections').and.not.to.contain(canary);
  });

  describe('used by several processes', () => {
    it('is one server, which the last one stops', async () => {
      const holder = at.hold('data');
      const { url } = await holder.ready();
      const second = await at.start('data');
      expect(second.url).to.equal(url);
      await holder.end();
      expect(await query(url, ALIVE)).to.deep.equal(ONE);
      await second.stop();
      expect(await failureOf(query(url, ALIVE))).to.equal('ECONNREFUSED');
    });

    it('is made once when they start together', async () => {
      const servers = await Promise.all(['new', 'new', 'new'].map((name) => at.start(name)));
      expect(new Set(servers.map(({ url }) => url))).to.have.length(1);
      expect(at.lines).to.have.length(1);
    });
  });

  describe('after a kill', () => {
    it('of its process, is used by the next start and stopped at its end', async () => {
      const holder = at.hold('data');
      const { url, directory } = await holder.ready();
      const pid = await postmasterOf(directory);
      await holder.kill();
      const next = await at.start('data');
      expect(next.url).to.equal(url);
      expect(await postmasterOf(directory)).to.equal(pid);
      await next.stop();
      expect(await isRunning(pid)).to.equal(false);
    });

    it('of its process, can be stopped by itself', async () => {
      const holder = at.hold('data');
      const pid = await postmasterOf((await holder.ready()).directory);
      await holder.kill();
      expect(await stopOrphan(join(at.folder, 'data'))).to.equal(true);
      expect(await isRunning(pid)).to.equal(false);
      expect(await stopOrphan(join(at.folder, 'data'))).to.equal(false);
    });

    it('at any moment of the first start, starts again and leaves nothing behind', async () => {
      for (const delay of [0, 50, 150, 300, 450]) {
        const holder = at.hold('new');
        await holder.starting();
        await wait(delay);
        await holder.kill();
      }
      await (await at.start('new')).stop();
      const { url } = await at.start('new');
      expect(await query(url, ALIVE)).to.deep.equal(ONE);
      expect(await readdir(join(at.folder, 'new'))).to.have.members([
        'postgres',
        'postgres-password',
        'postgres-users',
        'postgres.log',
      ]);
    });

    it('of the server, has everything that was committed', async () => {
      const { url, directory } = await at.start('data');
      await query(url, 'CREATE TABLE committed AS SELECT 1 AS value');
      const busy = failureOf(query(url, 'SELECT pg_sleep(30)'));
      process.kill(await postmasterOf(directory), 'SIGKILL');
      await busy;
      const next = await at.start('data');
      expect(await query(next.url, 'TABLE committed')).to.deep.equal(ONE);
    });

    it('of the machine, does not take another process for its server', async () => {
      const directory = join(at.folder, 'data', 'postgres');
      const stale = [process.pid, directory, 1, 5432, '', '127.0.0.1', '', 'ready'].join('\n');
      await writeFile(join(directory, 'postmaster.pid'), `${stale}\n`);
      const { url } = await at.start('data');
      expect(await query(url, ALIVE)).to.deep.equal(ONE);
    });
  });

  describe('refuses', () => {
    const cases = [
      {
        name: 'a cluster of another major release',
        file: 'postgres/PG_VERSION',
        code: 'EMBEDDED_VERSION',
      },
      {
        name: 'a cluster without its password',
        file: 'postgres-password',
        code: 'EMBEDDED_PASSWORD_LOST',
      },
    ];
    for (const { name, file, code } of cases) {
      it(name, async () => {
        const path = join(at.folder, 'data', file);
        const before = await readFile(path);
        await (file === 'postgres-password' ? unlink(path) : writeFile(path, '15\n'));
        expect(await failureOf(at.start('data'))).to.equal(code);
        await writeFile(path, before, { mode: 0o600 });
      });
    }

    it('a port that is taken', async () => {
      const { port } = new URL((await at.start('data')).url);
      const refused = at.start('other', { settings: { port } });
      expect(await failureOf(refused)).to.equal('EMBEDDED_START_FAILED');
    });
  });
});
