import { expect } from 'chai';
import {
  chmod,
  chown,
  cp,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  readlink,
  rename,
  rm,
  symlink,
  truncate,
  unlink,
} from 'node:fs/promises';
import { join } from 'node:path';
import { NOBODY, permits } from '../../../hub/store/embedded-account.ts';
import { findPackage } from '../../../hub/store/embedded-binaries.ts';
import { failureOf, openEmbeddedFixture, query } from '../../support/embedded-fixture.ts';
import { makeReachableFolder } from '../../support/reachable-folder.ts';
import type { EmbeddedFixture } from '../../support/embedded-fixture.ts';

const isRoot = process.getuid?.() === 0;
const ONE = [{ value: 1 }];

describe('places of the embedded PostgreSQL', () => {
  let at: EmbeddedFixture;
  let closed: string;
  let programs: string;

  before(async () => {
    at = await openEmbeddedFixture();
    closed = join(at.folder, 'closed');
    await mkdir(closed);
    programs = join(closed, 'package');
    await cp(findPackage(), programs, { recursive: true, verbatimSymlinks: true });
  });
  beforeEach(() => chmod(closed, 0o700));
  afterEach(() => at.endAll());
  after(() => at.close());

  describe('permission bits', () => {
    const someone = { uid: 1000, gid: 100 };
    const cases = [
      { name: 'own directory', uid: 1000, gid: 7, mode: 0o700, bit: 1, expected: true },
      { name: 'own directory without x', uid: 1000, gid: 7, mode: 0o611, bit: 1, expected: false },
      { name: "one's group", uid: 7, gid: 100, mode: 0o710, bit: 1, expected: true },
      { name: "one's group without x", uid: 7, gid: 100, mode: 0o701, bit: 1, expected: false },
      { name: 'others', uid: 7, gid: 7, mode: 0o701, bit: 1, expected: true },
      { name: 'others without x', uid: 7, gid: 7, mode: 0o770, bit: 1, expected: false },
      { name: 'others may read', uid: 7, gid: 7, mode: 0o604, bit: 4, expected: true },
      { name: 'others may only enter', uid: 7, gid: 7, mode: 0o611, bit: 4, expected: false },
    ];
    for (const { name, bit, expected, ...stats } of cases) {
      it(name, () => {
        expect(permits(someone, stats, bit)).to.equal(expected);
      });
    }
  });

  it('links between the libraries are made where npm ran without scripts', async () => {
    await chmod(closed, 0o755);
    const link = join(programs, 'native', 'lib', 'libicui18n.so.60');
    await unlink(link);
    await at.start('data', { places: { package: programs } });
    expect(await readlink(link)).to.equal('libicui18n.so.60.2');
  });

  it('a user who is not root has everything in the own data directory', async () => {
    await chmod(closed, 0o755);
    const home = join(at.folder, 'home');
    await mkdir(home, { mode: 0o700 });
    if (isRoot) await chown(home, NOBODY.uid, NOBODY.gid);
    const uid = isRoot ? NOBODY.uid : undefined;
    const holder = at.hold('home', { uid, places: { package: programs } });
    const { url, directory } = await holder.ready();
    expect(directory).to.equal(join(home, 'postgres'));
    expect(await query(url, 'SELECT 1 AS value')).to.deep.equal(ONE);
    await holder.end();
    expect(await failureOf(query(url, 'SELECT 1'))).to.equal('ECONNREFUSED');
  });

  // Only root's server runs as somebody else, who may not get at the checkout or its data.
  if (!isRoot) return;

  describe('programs that the server cannot reach', () => {
    const unsafe = [
      { name: 'belongs to another user', spoil: (copies: string) => chown(copies, 1, 1) },
      { name: 'may be written by others', spoil: (copies: string) => chmod(copies, 0o777) },
      {
        name: 'is a link',
        spoil: async (copies: string) => {
          await rename(copies, `${copies}-elsewhere`);
          await symlink(`${copies}-elsewhere`, copies);
        },
      },
    ];
    for (const { name, spoil } of unsafe) {
      it(`are not run from a folder that ${name}`, async () => {
        const copies = await mkdtemp(join(at.folder, 'copies-'));
        const own = join(copies, 'compact-hub-0');
        await mkdir(own);
        await spoil(own);
        const refused = at.start('data', { places: { package: programs, copies } });
        expect(await failureOf(refused)).to.equal('EMBEDDED_PLACE_UNSAFE');
      });
    }

    it('are copied, and copied again when the copy is not whole', async () => {
      const copies = await makeReachableFolder('compact-hub-copies-');
      const places = { package: programs, copies };
      await (await at.start('data', { places })).stop();
      const own = join(copies, 'compact-hub-0');
      const [version] = await readdir(own);
      await truncate(join(own, version!, 'native', 'bin', 'postgres'), 100);
      await at.start('data', { places });
      expect(await readdir(own)).to.deep.equal([version]);
      await rm(copies, { recursive: true });
    });
  });

  describe('a data directory that the server cannot reach', () => {
    it('has its cluster outside, named in its file', async () => {
      const first = await at.start('closed/data');
      expect(first.directory).to.match(/\/clusters\/[0-9a-f]{32}\/cluster$/);
      const named = await readFile(join(closed, 'data', 'postgres'), 'utf8');
      expect(named.trim()).to.equal(first.directory);
      await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS value');
      await first.stop();
      const second = await at.start('closed/data');
      expect(await query(second.url, 'TABLE kept')).to.deep.equal(ONE);
    });

    it('keeps its cluster when it is moved', async () => {
      const first = await at.start('closed/before');
      await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS value');
      await first.stop();
      await rename(join(closed, 'before'), join(closed, 'after'));
      const second = await at.start('closed/after');
      expect(await query(second.url, 'TABLE kept')).to.deep.equal(ONE);
      expect(second.directory).to.not.equal(first.directory);
    });

    it('gets a cluster of its own when it is a copy', async () => {
      const first = await at.start('closed/original');
      await query(first.url, 'CREATE TABLE mine ()');
      await cp(join(closed, 'original'), join(closed, 'copy'), { recursive: true });
      const second = await at.start('closed/copy');
      expect(await failureOf(query(second.url, 'TABLE mine'))).to.contain('does not exist');
      expect(await query(first.url, 'TABLE mine')).to.deep.equal([]);
    });

    it('made anew at an old path does not get the old cluster', async () => {
      const first = await at.start('closed/renewed');
      await query(first.url, 'CREATE TABLE old ()');
      await first.stop();
      await rm(join(closed, 'renewed'), { recursive: true });
      const second = await at.start('closed/renewed');
      expect(await failureOf(query(second.url, 'TABLE old'))).to.contain('does not exist');
      expect(at.lines.filter((line) => line.includes('set aside'))).to.have.length(1);
    });

    it('whose cluster is gone does not begin anew in silence', async () => {
      const first = await at.start('closed/lost');
      await first.stop();
      await rm(first.directory, { recursive: true });
      expect(await failureOf(at.start('closed/lost'))).to.equal('EMBEDDED_CLUSTER_LOST');
    });
  });
});
