import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { COMMANDS } from '../../../hub/cli/commands.ts';
import type { CommandContext } from '../../../hub/cli/command.ts';
import { activity } from '../../support/activity.ts';
import { testSigner } from '../ledger/memory-ledger.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

interface Ran {
  readonly code: number | string;
  readonly lines: readonly string[];
}

describe('compact-hub ledger', () => {
  let site: TestSite;
  let hub: TestHub;
  let transmissionId: string;
  let folder: string;

  before(async () => {
    site = await openTestSite();
    hub = await site.start();
    const answer = await hub.submit('OR', activity('transfer-request', { from: 'OR', to: 'TX' }));
    transmissionId = String(answer.body['transmissionId']);
    await hub.playTo('closed');
    await signed();
  });
  after(() => site.close());
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'compact-hub-ledger-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** Until everything that happened lies under the signed head. */
  async function signed(): Promise<void> {
    await site.until(
      () =>
        site.query(
          `SELECT FROM ledger_head WHERE signed_size < size
           UNION ALL SELECT FROM pending_leaves
           UNION ALL SELECT FROM deliveries WHERE state <> 'acknowledged'`,
        ),
      (rows) => rows.length === 0,
    );
  }

  /** Runs a command as the process edge does, but tells the code of an error. */
  async function run(
    words: string,
    more: Partial<CommandContext> & { noSettings?: boolean } = {},
  ): Promise<Ran> {
    const args = words.split(' ').map((word) => word.replaceAll('%20', ' '));
    const lines: string[] = [];
    const command = COMMANDS.find(({ name }) => name === args.slice(0, 2).join(' '));
    const context: CommandContext = {
      config: () => {
        if (more.noSettings === true) throw new Error('no settings are needed');
        return site.config;
      },
      environment: {},
      print: (line) => {
        lines.push(...line.split('\n'));
      },
      signal: new AbortController().signal,
      softwareVersion: '0.0.0',
      ...more,
    };
    try {
      return { code: (await command?.run(args.slice(2), context)) ?? 'no command', lines };
    } catch (error) {
      const { code, name } = error as { code?: string; name: string };
      return { code: code ?? name, lines };
    }
  }

  const keyLine = async (): Promise<string> =>
    (await readFile(join(folder, 'out', 'keys'), 'utf8')).trim();
  const exported = async (): Promise<string> => {
    const ran = await run(`ledger export ${join(folder, 'out')}`);
    expect(ran.code, ran.lines.join('\n')).to.equal(0);
    return join(folder, 'out');
  };
  const listFiles = async (path: string): Promise<string[]> =>
    (await readdir(path, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1))
      .sort();

  describe('checkpoint', () => {
    it('prints the checkpoint as it is served', async () => {
      const ran = await run('ledger checkpoint');
      const served = await hub.call(undefined, 'GET /v1/ledger/checkpoint');
      expect(ran.code).to.equal(0);
      expect(`${ran.lines.join('\n')}\n`).to.equal(served.text);
    });

    it('takes nothing', async () => {
      expect((await run('ledger checkpoint more')).code).to.equal('UsageError');
    });

    it('says so when nothing was signed yet', async () => {
      const empty = await openTestSite();
      const config = () => empty.config;
      expect((await run('ledger checkpoint', { config })).code).to.equal(1);
      expect((await run(`ledger export ${folder}`, { config })).code).to.equal(1);
      await empty.close();
    });
  });

  describe('prove', () => {
    it('writes what the API answers, which then verifies without the hub', async () => {
      const file = join(folder, 'proof.json');
      const ran = await run(`ledger prove ${transmissionId} --out ${file}`);
      expect(ran.code).to.equal(0);
      const served = await hub.call('OR', `GET /v1/messages/${transmissionId}/proof`);
      expect(JSON.parse(await readFile(file, 'utf8'))).to.deep.equal(served.body);
      await exported();
      const verified = await run(`ledger verify ${file} --key ${await keyLine()}`, {
        noSettings: true,
      });
      expect(verified.code).to.equal(0);
      expect(verified.lines.at(-1)).to.match(/^holds: 5 entries/);
    });

    it('prints it where no file is named', async () => {
      const ran = await run(`ledger prove ${transmissionId}`);
      expect(JSON.parse(ran.lines.join('\n'))).to.include({ transmissionId, awaiting: 0 });
    });

    const wrong = [
      { words: 'ledger prove', code: 'UsageError' },
      { words: 'ledger prove not-an-id', code: 'UsageError' },
      { words: 'ledger prove 00000000-0000-7000-8000-000000000000', code: 'NOT_FOUND' },
    ];
    for (const { words, code } of wrong) {
      it(`answers "${words}" with ${code}`, async () => {
        expect((await run(words)).code).to.equal(code);
      });
    }
  });

  describe('export', () => {
    it('writes the whole ledger, which verifies under a key from elsewhere', async () => {
      const out = await exported();
      const served = await hub.call(undefined, 'GET /v1/ledger/checkpoint');
      expect(await readFile(join(out, 'checkpoint'), 'utf8')).to.equal(served.text);
      const [, size = ''] = served.text.split('\n');
      expect(await listFiles(out)).to.deep.equal(
        ['checkpoint', 'keys', `tile/0/000.p/${size}`, `tile/entries/000.p/${size}`].sort(),
      );
      const keys = await hub.call(undefined, 'GET /v1/ledger/key');
      expect(keys.text).to.contain(await keyLine());
      const verified = await run(`ledger verify ${out} --key ${await keyLine()}`, {
        noSettings: true,
      });
      expect(verified.code).to.equal(0);
      expect(verified.lines).to.include(
        `holds: ${size} of ${size} entries hashed, 0 findings, 0 erasures`,
      );
    });

    it('grows with the ledger and keeps to what it was', async () => {
      const out = await exported();
      const before = await readFile(join(out, 'checkpoint'));
      await writeFile(join(folder, 'kept'), before);
      await hub.playTo('accepted');
      await signed();
      await exported();
      expect(await readFile(join(out, 'checkpoint'))).not.to.deep.equal(before);
      expect(await listFiles(out)).to.have.length(4);
      const verified = await run(
        `ledger verify ${out} --key ${await keyLine()} --checkpoint ${join(folder, 'kept')}`,
      );
      expect(verified.code).to.equal(0);
    });

    it('goes on from where it was stopped, and reads nothing twice', async () => {
      const out = join(folder, 'out');
      const stopping = new AbortController();
      stopping.abort();
      const stopped = await run(`ledger export ${out}`, { signal: stopping.signal });
      expect(stopped.code).to.equal(1);
      expect(existsSync(join(out, 'checkpoint'))).to.equal(false);
      const verified = await run(`ledger verify ${out}`);
      expect(verified.code).to.equal(1);
      await exported();
      expect(await listFiles(out)).to.have.length(4);
    });

    it('refuses a folder that holds something else', async () => {
      await writeFile(join(folder, 'letter.txt'), 'dear all');
      expect((await run(`ledger export ${folder}`)).code).to.equal('EXPORT_FOLDER_FOREIGN');
      expect(await listFiles(folder)).to.deep.equal(['letter.txt']);
    });

    it('refuses a folder with the export of another ledger, and one with a head that is not its past', async () => {
      const other = await openTestSite();
      const theirs = await other.start();
      await theirs.playTo('requested');
      const config = () => other.config;
      await other.until(
        async () => (await run('ledger checkpoint', { config })).code,
        (code) => code === 0,
      );
      const out = join(folder, 'out');
      expect((await run(`ledger export ${out}`, { config })).code).to.equal(0);
      const files = await listFiles(out);
      expect((await run(`ledger export ${out}`)).code).to.equal('LEDGER_FORK');
      expect(await listFiles(out)).to.deep.equal(files);
      await other.close();
    });

    it('needs no private key, and makes none', async () => {
      const ledger = join(folder, 'no', 'ledger.pem');
      const config = () => ({ ...site.config, keyFiles: { ...site.config.keyFiles, ledger } });
      expect((await run(`ledger export ${folder}/out`, { config })).code).to.equal(0);
      expect(existsSync(ledger)).to.equal(false);
    });

    it('refuses to write under a head that no published key verifies', async () => {
      const out = join(folder, 'out');
      const { verifierKey } = testSigner();
      const [{ key_line: own } = { key_line: '' }] = await site.query<{ key_line: string }>(
        'SELECT key_line FROM ledger_keys',
      );
      await site.query('UPDATE ledger_keys SET key_line = $1', [verifierKey]);
      expect((await run(`ledger export ${out}`)).code).to.equal('LEDGER_DAMAGED');
      await site.query('UPDATE ledger_keys SET key_line = $1', [own]);
      expect(existsSync(out)).to.equal(false);
    });
  });

  describe('verify', () => {
    it('takes the key of the folder only with a warning', async () => {
      const ran = await run(`ledger verify ${await exported()}`, { noSettings: true });
      expect(ran.code).to.equal(0);
      expect(ran.lines[0]).to.match(/^warning: the key comes out of the folder itself/);
    });

    it('reads the key from a file too', async () => {
      const out = await exported();
      const ran = await run(`ledger verify ${out} --key ${join(out, 'keys')}`);
      expect(ran.code).to.equal(0);
      expect(ran.lines[0]).not.to.match(/^warning/);
    });

    it('knows a checkpoint and a single proof by themselves', async () => {
      const out = await exported();
      const file = join(folder, 'one.tlog-proof');
      const { body } = await hub.call('OR', `GET /v1/messages/${transmissionId}/proof`);
      await writeFile(file, (body['entries'] as { proof: string }[])[0]?.proof ?? '');
      for (const path of [join(out, 'checkpoint'), file]) {
        expect((await run(`ledger verify ${path} --key ${await keyLine()}`)).code).to.equal(0);
      }
    });

    const tampering = [
      { name: 'an entry', file: /^tile\/entries\// },
      { name: 'a hash tile', file: /^tile\/0\// },
      { name: 'the checkpoint', file: /^checkpoint$/ },
    ];
    for (const { name, file } of tampering) {
      it(`finds a bit flipped in ${name}`, async () => {
        const out = await exported();
        const path = join(out, (await listFiles(out)).find((found) => file.test(found)) ?? '');
        const bytes = await readFile(path);
        bytes.writeUInt8(bytes.readUInt8(bytes.length - 10) ^ 1, bytes.length - 10);
        await writeFile(path, bytes);
        expect((await run(`ledger verify ${out} --key ${await keyLine()}`)).code).to.equal(1);
      });
    }

    it('finds a ledger that is not the one that was kept', async () => {
      const out = await exported();
      const kept = join(folder, 'kept');
      await cp(join(out, 'checkpoint'), kept);
      await mkdir(join(folder, 'cut'));
      const cut = await run(
        `ledger verify ${join(folder, 'cut')} --key ${await keyLine()} --checkpoint ${kept}`,
      );
      expect(cut.code).to.equal(1);
    });

    const wrong = ['ledger verify', 'ledger verify /no/such/path', 'ledger verify a b'];
    for (const words of wrong) {
      it(`answers "${words}" with its usage`, async () => {
        expect((await run(words, { noSettings: true })).code).to.equal('UsageError');
      });
    }

    it('needs a key for a file', async () => {
      const out = await exported();
      expect((await run(`ledger verify ${join(out, 'checkpoint')}`)).code).to.equal('UsageError');
    });
  });
});
