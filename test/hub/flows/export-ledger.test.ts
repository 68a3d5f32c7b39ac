import { expect } from 'chai';
import { type ExportFolder, exportLedgerTo } from '../../../hub/flows/export-ledger.ts';
import { signCheckpoint } from '../../../hub/ledger/checkpoint.ts';
import { treeHash } from '../../../hub/ledger/tree-hash.ts';
import type * as ledgerReads from '../../../hub/store/ledger-reads.ts';
import type { Reader } from '../../../hub/store/reader.ts';
import { checkSignature, sha256 } from '../../../ledger-verifier/node-crypto.ts';
import { parseVerifierKey } from '../../../ledger-verifier/note.ts';
import { verifyExport } from '../../../ledger-verifier/verify-export.ts';
import {
  type MemoryLedger,
  ORIGIN,
  createMemoryLedger,
  exportFiles,
  testSigner,
  trafficEntries,
} from '../ledger/memory-ledger.ts';

const SIGNER = testSigner();
const ENTRIES = trafficEntries(2_000);

/** A folder in memory; `dies` throws in the place of the nth write. */
function createMemoryFolder(): ExportFolder & { files: Map<string, Buffer>; dies: number } {
  const files = new Map<string, Buffer>();
  const folder = {
    files,
    dies: Infinity,
    isEmpty: () => Promise.resolve(files.size === 0),
    has: (path: string) => Promise.resolve(files.has(path)),
    read: (path: string) => Promise.resolve(files.get(path)),
    write: (path: string, bytes: Uint8Array) => {
      folder.dies -= 1;
      if (folder.dies === 0) return Promise.reject(new Error('killed'));
      files.set(path, Buffer.from(bytes));
      return Promise.resolve();
    },
    remove: (path: string) => {
      files.delete(path);
      return Promise.resolve();
    },
  };
  return folder;
}

/** The store as the export reads it; `reads` names what was read. */
async function storeOf(ledger: MemoryLedger, reads: string[]) {
  const size = ledger.entries.length;
  const checkpoint = await signCheckpoint({ origin: ORIGIN, size, root: ledger.root }, [SIGNER]);
  const store = {
    readHead: () => Promise.resolve({ origin: ORIGIN, checkpoint, signedSize: size, size }),
    readTileHashes: async (_query: unknown, level: number, tile: number) => {
      reads.push(`${level}/${tile}`);
      return Buffer.from(await ledger.readTile(level, tile));
    },
    readEntries: (_query: unknown, { start, end }: { start: number; end: number }) => {
      reads.push(`entries/${start}`);
      const entries = ledger.entries.slice(start, end);
      return Promise.resolve(entries.map((entry, at) => ({ index: start + at, entry })));
    },
  } satisfies Partial<typeof ledgerReads>;
  return store;
}

const query = (() => Promise.resolve([])) as Reader['query'];
const reader: Reader = { as: (_member, work) => work(query), query };

async function run(
  ledger: MemoryLedger,
  folder: ExportFolder,
  signal = new AbortController().signal,
) {
  const reads: string[] = [];
  const progress: number[] = [];
  const parts = {
    store: await storeOf(ledger, reads),
    reader,
    sha256,
    checkSignature,
    keys: [SIGNER.verifierKey],
    folder,
    onProgress: (done: number, total: number) => progress.push(done / total),
    signal,
  };
  const exported = await exportLedgerTo(parts).catch(
    (error: unknown) => error as { code?: string },
  );
  return { exported, reads, progress };
}

function ledgerOf(size: number): MemoryLedger {
  const ledger = createMemoryLedger();
  ledger.append(ENTRIES.slice(0, size));
  return ledger;
}

const verify = (files: ReadonlyMap<string, Uint8Array>) =>
  verifyExport({
    tree: treeHash,
    check: checkSignature,
    keys: [parseVerifierKey(sha256, SIGNER.verifierKey)],
    keptHeads: [],
    followChains: true,
    readFile: (path) => Promise.resolve(files.get(path)),
  });

describe('export of the ledger', () => {
  for (const size of [1, 255, 256, 257, 1_000, 2_000]) {
    it(`of ${size} entries is what the format says, file by file`, async () => {
      const folder = createMemoryFolder();
      const ledger = ledgerOf(size);
      const { exported, progress } = await run(ledger, folder);
      expect(exported).to.include({ complete: true });
      expect(progress.at(-1)).to.equal(1);
      expect(folder.files).to.deep.equal(await exportFiles(ledger, [SIGNER]));
    });
  }

  it('goes on after a kill at any of its writes, with nothing read twice that was written', async () => {
    const ledger = ledgerOf(1_000);
    for (let writes = 1; ; writes += 1) {
      const folder = createMemoryFolder();
      folder.dies = writes;
      const first = await run(ledger, folder);
      if ('complete' in first.exported) break;
      const { files } = folder;
      const checkpoint = files.get('checkpoint');
      expect(checkpoint).to.equal(undefined);
      const kept = [...files.keys()].filter((path) => path.startsWith('tile/entries/'));
      folder.dies = Infinity;
      const second = await run(ledger, folder);
      expect(second.exported).to.include({ complete: true });
      for (let at = 0; at < kept.length; at += 1) {
        expect(second.reads).not.to.include(`entries/${at * 256}`);
      }
      expect(files).to.deep.equal(await exportFiles(ledger, [SIGNER]));
    }
  });

  it('killed while it grows leaves the smaller export as good as it was', async () => {
    const folder = createMemoryFolder();
    await run(ledgerOf(700), folder);
    const grown = ledgerOf(1_500);
    for (let writes = 1; ; writes += 1) {
      const copy = createMemoryFolder();
      for (const [path, bytes] of folder.files) copy.files.set(path, bytes);
      copy.dies = writes;
      const { exported } = await run(grown, copy);
      const report = await verify(copy.files);
      expect(report.findings).to.deep.equal([]);
      if ('complete' in exported) {
        expect(report.entries).to.equal(1_500);
        expect(copy.files).to.deep.equal(await exportFiles(grown, [SIGNER]));
        break;
      }
      expect(report.entries).to.be.oneOf([700, 1_500]);
    }
  });

  it('stops between files when it is told to', async () => {
    const folder = createMemoryFolder();
    const stopping = new AbortController();
    const write = folder.write.bind(folder);
    folder.write = (path, bytes) => {
      if (path.endsWith('001')) stopping.abort();
      return write(path, bytes);
    };
    const { exported } = await run(ledgerOf(1_000), folder, stopping.signal);
    expect(exported).to.include({ complete: false });
    expect(folder.files.has('checkpoint')).to.equal(false);
  });

  const foreign = [
    { name: 'other files', files: { 'letter.txt': 'dear all' }, code: 'EXPORT_FOLDER_FOREIGN' },
    { name: 'no checkpoint', files: { checkpoint: 'nothing' }, code: 'EXPORT_FOLDER_FOREIGN' },
    {
      name: 'the unfinished export of another ledger',
      files: { 'unfinished-export': 'other.example/ledger/1\n' },
      code: 'EXPORT_FOLDER_FOREIGN',
    },
  ];
  for (const { name, files, code } of foreign) {
    it(`refuses a folder that holds ${name}`, async () => {
      const folder = createMemoryFolder();
      for (const [path, text] of Object.entries(files)) folder.files.set(path, Buffer.from(text));
      const { exported } = await run(ledgerOf(10), folder);
      expect(exported).to.include({ code });
      expect([...folder.files.keys()]).to.deep.equal(Object.keys(files));
    });
  }

  it('refuses a folder whose head this ledger does not extend', async () => {
    const folder = createMemoryFolder();
    const other = createMemoryLedger();
    other.append(trafficEntries(900, 3));
    await run(other, folder);
    expect((await run(ledgerOf(1_000), folder)).exported).to.include({ code: 'LEDGER_FORK' });
    expect((await run(ledgerOf(100), folder)).exported).to.include({ code: 'LEDGER_FORK' });
  });
});
