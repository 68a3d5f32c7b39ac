import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { type TestSite, openTestSite } from '../support/test-hub.ts';
import { type FileDrop, dropStates, openFileDrop, startDropServers } from './file-drop.ts';
import { HOSTILE_BATCHES, HOSTILE_FILES } from './hostile-files.ts';

describe('sftp: hostile files, against OpenSSH', () => {
  const endings: (() => Promise<unknown>)[] = [];
  let site: TestSite;
  let drop: FileDrop;

  before(async function () {
    this.timeout(120_000);
    const servers = await startDropServers();
    for (const server of Object.values(servers)) endings.push(() => server.stop());
    site = await openTestSite({ states: dropStates(servers) });
    endings.push(() => site.close());
    await site.start();
    drop = openFileDrop(servers, site);
  });
  after(async () => {
    for (const end of endings.toReversed()) await end();
  });

  for (const file of HOSTILE_FILES) {
    const told = typeof file.outcome === 'string' ? file.outcome : file.outcome.code;
    it(`${file.name}: ${told}, and the next is taken`, async () => {
      const { before, after, word } = await drop.playFile(file);
      expect(word).to.equal(told);
      expect(after).to.equal(before + (told === 'accepted' ? 2 : 1));
    });
  }

  it('a name that was used before, again and again: each is kept, with its own receipt', async () => {
    await drop.empty();
    const texts = Array.from({ length: 4 }, drop.good);
    for (const text of texts) {
      await drop.put('OR', 'daily.json', text);
      await drop.untilTaken('OR', 'daily.json');
    }
    const [done = [], , receipts = []] = await drop.foldersOf('OR');
    const kept = await Promise.all(
      done.map((name) => readFile(drop.at('OR', 'done', name), 'utf8')),
    );
    expect(kept).to.have.members(texts);
    expect(receipts).to.have.members(done.map((name) => `${name}.receipt.json`));
  });

  for (const batch of HOSTILE_BATCHES) {
    const { name, codes, accepted } = batch;
    it(`a batch, ${name}: ${codes.join()}, ${accepted} accepted`, async () => {
      const { before, after, said } = await drop.playBatch(batch);
      expect(said).to.deep.equal({ codes, accepted, nextAccepted: 1, isFiled: true });
      const isRepeat = name === 'a record twice';
      expect(after).to.equal(before + accepted + 1 - (isRepeat ? 1 : 0));
    });
  }
});
