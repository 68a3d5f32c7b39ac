import { lstat, readFile, readdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { activity } from '../support/activity.ts';
import { sftpState } from '../support/incoming/sftp-sender.ts';
import { type OpensshServer, startOpensshServer } from '../support/openssh-server.ts';
import { type TestSite, openTestSite } from '../support/test-hub.ts';
import { HOSTILE_BATCHES, HOSTILE_FILES, batchOf, textOf } from './hostile-files.ts';

/** In seconds of the server's clock: what is good comes last in the order of times. */
const LATE = 4_000_000_000;

describe('sftp: hostile files, against OpenSSH', () => {
  const endings: (() => Promise<unknown>)[] = [];
  let site: TestSite;
  /** One speaks the compact's own JSON and leaves a document a file, the other leaves batches. */
  let servers: { readonly OR: OpensshServer; readonly CA: OpensshServer };

  before(async function () {
    this.timeout(120_000);
    servers = { OR: await startOpensshServer(), CA: await startOpensshServer() };
    for (const server of Object.values(servers)) endings.push(() => server.stop());
    const states = {
      OR: sftpState(servers.OR, servers.OR.endpoint),
      CA: { ...sftpState(servers.CA, servers.CA.endpoint), dialect: 'csv-groups' },
      TX: {},
    };
    site = await openTestSite({ states });
    endings.push(() => site.close());
    await site.start();
  });
  after(async () => {
    for (const end of endings.toReversed()) await end();
  });

  type Member = keyof typeof servers;
  const at = (member: Member, ...names: string[]): string => join(servers[member].folder, ...names);
  const good = (): string => JSON.stringify(activity('transfer-request', { from: 'OR', to: 'TX' }));
  const count = async (): Promise<number> =>
    (await site.query<{ count: number }>('SELECT count(*)::integer FROM transmissions'))[0]!.count;

  let made = 0;
  /** Whole from the moment that it is there, and later than all that was put before. */
  async function put(member: Member, name: string, text: string): Promise<void> {
    made += 1;
    await writeFile(at(member, 'out', `.${name}`), text);
    await utimes(at(member, 'out', `.${name}`), LATE + made, LATE + made);
    await rename(at(member, 'out', `.${name}`), at(member, 'out', name));
  }
  async function untilTaken(member: Member, name: string): Promise<void> {
    while ((await readdir(at(member, 'out'))).includes(name)) await wait(10);
  }
  const codesIn = async (member: Member, name: string): Promise<string[]> => {
    const file = at(member, 'rejected', `${name}.reason.txt`);
    const text = await readFile(file, 'utf8').catch(() => '');
    return [...text.matchAll(/^ {2}Code: +(\w+)$/gm)].map(([, code]) => code ?? '');
  };
  const acceptedIn = async (member: Member, name: string): Promise<number> => {
    const file = at(member, 'receipts', `${name}.receipt.json`);
    const text = await readFile(file, 'utf8').catch(() => '{"records":[]}');
    const { records } = JSON.parse(text) as { records: { verdict: string }[] };
    return records.filter(({ verdict }) => verdict === 'accepted').length;
  };
  async function expectGood(): Promise<void> {
    const name = `good-${made}.json`;
    await put('OR', name, good());
    await untilTaken('OR', name);
    expect(await acceptedIn('OR', name)).to.equal(1);
  }
  const FOLDERS = ['done', 'rejected', 'receipts'] as const;
  const foldersOf = (member: Member): Promise<string[][]> =>
    Promise.all(FOLDERS.map((folder) => readdir(at(member, folder))));
  async function emptyFolders(): Promise<void> {
    for (const folder of ['out', ...FOLDERS]) {
      for (const name of await readdir(Buffer.from(at('OR', folder)), { encoding: 'buffer' })) {
        if (String(name) === 'files') continue;
        const path = Buffer.concat([Buffer.from(at('OR', folder, '/')), name]);
        await rm(path, { recursive: true, force: true });
      }
    }
  }

  for (const { name, file, make, outcome } of HOSTILE_FILES) {
    const told = typeof outcome === 'string' ? outcome : outcome.code;
    it(`${name}: ${told}, and the next is taken`, async () => {
      await emptyFolders();
      const path = Buffer.concat([Buffer.from(at('OR', 'out', '/')), Buffer.from(file)]);
      const before = await count();
      const drop = { at: (...names: string[]) => at('OR', ...names), good };
      await make(
        { ...drop, neighbour: servers.CA.folder },
        file instanceof Buffer ? path : String(path),
      );
      await expectGood();
      if (outcome === 'left') {
        await lstat(path);
        expect(await count()).to.equal(before + 1);
        const [done] = await foldersOf('OR');
        expect(done).to.have.length(1);
        return;
      }
      await untilTaken('OR', String(file));
      const codes = outcome === 'accepted' ? [] : [outcome.code];
      expect(await codesIn('OR', String(file))).to.deep.equal(codes);
      expect(await acceptedIn('OR', String(file))).to.equal(outcome === 'accepted' ? 1 : 0);
      expect(await count()).to.equal(before + (outcome === 'accepted' ? 2 : 1));
    });
  }

  it('a name that was used before, again and again: each is kept, with its own receipt', async () => {
    await emptyFolders();
    const texts = Array.from({ length: 4 }, good);
    for (const text of texts) {
      await put('OR', 'daily.json', text);
      await untilTaken('OR', 'daily.json');
    }
    const [done = [], , receipts = []] = await foldersOf('OR');
    const kept = await Promise.all(done.map((name) => readFile(at('OR', 'done', name), 'utf8')));
    expect(kept).to.have.members(texts);
    expect(receipts).to.have.members(done.map((name) => `${name}.receipt.json`));
  });

  for (const { name, count: records, make, codes, accepted } of HOSTILE_BATCHES) {
    it(`a batch, ${name}: ${codes.join()}, ${accepted} accepted`, async () => {
      const before = await count();
      const [bad, next] = [`bad-${made}.csv`, `next-${made}.csv`];
      await put('CA', bad, make(await batchOf(records, `CA-B${made}`)));
      await put('CA', next, textOf(await batchOf(1, `CA-N${made}`)));
      await untilTaken('CA', next);
      expect(await codesIn('CA', bad)).to.deep.equal(codes);
      expect(await acceptedIn('CA', bad)).to.equal(accepted);
      expect(await acceptedIn('CA', next)).to.equal(1);
      expect(await readdir(at('CA', accepted > 0 ? 'done' : 'rejected'))).to.include(bad);
      const isRepeat = name === 'a record twice';
      expect(await count()).to.equal(before + accepted + 1 - (isRepeat ? 1 : 0));
    });
  }
});
