import { expect } from 'chai';
import fc from 'fast-check';
import { verifyCheckpoint } from '../../ledger-verifier/checkpoint.ts';
import type { TreeHead } from '../../ledger-verifier/checkpoint.ts';
import { checkSignature, sha256 } from '../../ledger-verifier/node-crypto.ts';
import { parseVerifierKey } from '../../ledger-verifier/note.ts';
import { decodeBundle, encodeBundle } from '../../ledger-verifier/tile.ts';
import { createTreeHash } from '../../ledger-verifier/tree.ts';
import { verifyExport } from '../../ledger-verifier/verify-export.ts';
import type { ExportParts, ExportReport } from '../../ledger-verifier/verify-export.ts';
import {
  createMemoryLedger,
  exportFiles,
  testSigner,
  trafficEntries,
} from '../hub/ledger/memory-ledger.ts';

const SIZE = 1_500;
const KEPT = 900;
const keys = [parseVerifierKey(sha256, testSigner().verifierKey)];
const entries = trafficEntries(SIZE);

type Files = Map<string, Uint8Array>;

async function filesOf(all: readonly Buffer[]): Promise<Files> {
  const ledger = createMemoryLedger();
  ledger.append(all);
  return exportFiles(ledger);
}

function headOf(files: Files): TreeHead {
  return verifyCheckpoint(files.get('checkpoint')!, keys, checkSignature);
}

function verify(
  files: Files,
  keptHeads: readonly TreeHead[] = [],
  followChains = true,
): Promise<ExportReport> {
  return verifyExport(partsFor(files, keptHeads, followChains));
}

function partsFor(
  files: Files,
  keptHeads: readonly TreeHead[],
  followChains: boolean,
): ExportParts {
  return {
    tree: createTreeHash(sha256),
    check: checkSignature,
    keys,
    keptHeads,
    followChains,
    readFile: (path) => Promise.resolve(files.get(path)),
  };
}

describe('verification of an export', () => {
  let right: Files;
  let kept: TreeHead;
  let last: TreeHead;
  before(async () => {
    right = await filesOf(entries);
    kept = headOf(await filesOf(entries.slice(0, KEPT)));
    last = headOf(right);
  });

  it('finds nothing wrong in what the hub exports', async () => {
    const report = await verify(right, [kept, last]);
    expect(report.findings).to.deep.equal([]);
    expect(report).to.include({ entries: SIZE, erasures: 0, firstBadIndex: undefined });
    expect(report.head?.size).to.equal(BigInt(SIZE));
  });

  for (const size of [0, 1, 255, 256, 257, 512, 513]) {
    it(`finds nothing wrong at ${size} entries`, async () => {
      const files = await filesOf(trafficEntries(size));
      const report = await verify(files, [headOf(files), headOf(await filesOf([]))]);
      expect(report.findings).to.deep.equal([]);
      expect(report.entries).to.equal(size);
    });
  }

  it('takes a full tile where the partial one is gone', async () => {
    const files = await filesOf(entries.slice(0, KEPT));
    const grown = await filesOf(entries);
    for (const path of files.keys()) if (path.includes('.p/')) files.delete(path);
    files.set('tile/0/003', grown.get('tile/0/003')!);
    files.set('tile/entries/003', grown.get('tile/entries/003')!);
    const upper = Buffer.concat([grown.get('tile/1/000.p/5')!, Buffer.alloc(251 * 32)]);
    files.set('tile/1/000', upper);
    expect((await verify(files)).findings).to.deep.equal([]);
  });

  describe('in which bytes were changed', () => {
    it('names the entry, whichever byte of whichever entry it is', async () => {
      const property = fc.asyncProperty(
        fc.nat(SIZE - 1),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (index, draw, mask) => {
          const files = changeEntry(right, index, (entry) => {
            const changed = Buffer.from(entry);
            const at = draw % entry.length;
            changed[at] = (changed[at] ?? 0) ^ mask;
            return changed;
          });
          const report = await verify(files, [last], false);
          expect(report.firstBadIndex).to.equal(index);
          expect(report.findings.map(({ code }) => code)).to.include('bad-proof');
        },
      );
      await fc.assert(property, { seed: 20260301, numRuns: 60 });
    });

    it('notices any bit of any file, and names an index unless it is the checkpoint', async () => {
      const paths = [...right.keys()].filter((path) => path !== 'keys');
      const property = fc.asyncProperty(
        fc.constantFrom(...paths),
        fc.nat(),
        fc.nat(7),
        async (path, draw, bit) => {
          const changed = Buffer.from(right.get(path)!);
          const at = draw % changed.length;
          changed[at] = (changed[at] ?? 0) ^ (1 << bit);
          const report = await verify(new Map([...right, [path, changed]]), [last], false);
          expect(report.findings).not.to.deep.equal([]);
          if (path !== 'checkpoint') expect(report.firstBadIndex).to.be.a('number');
        },
      );
      await fc.assert(property, { seed: 20260301, numRuns: 100 });
    });
  });

  /** By someone who rewrites rows and exports them; tiles are as they were unless it says so. */
  const tampered: {
    name: string;
    change: (files: Files) => Files | Promise<Files>;
    codes: string[];
    firstBadIndex: number | undefined;
  }[] = [
    {
      name: 'an entry deleted',
      change: (files) => changeBundle(files, 2, (list) => list.toSpliced(10, 1)),
      codes: ['bad-proof', 'missing'],
      firstBadIndex: 522,
    },
    {
      name: 'an entry inserted',
      change: (files) =>
        changeBundle(files, 2, (list) => list.toSpliced(10, 0, Buffer.from('new'))),
      codes: ['bad-proof', 'malformed'],
      firstBadIndex: 522,
    },
    {
      name: 'two entries swapped',
      change: (files) => changeBundle(files, 1, (list) => swapped(list, 3, 200)),
      codes: ['bad-proof'],
      firstBadIndex: 259,
    },
    {
      name: 'all entries renumbered by one',
      change: (files) => replaceEntries(files, [...entries.slice(1), Buffer.from('last')]),
      codes: ['bad-proof'],
      firstBadIndex: 0,
    },
    {
      name: 'a bundle cut within an entry',
      change: (files) => cut(files, 'tile/entries/001', 1_000),
      codes: ['malformed'],
      firstBadIndex: 257,
    },
    {
      name: 'a bundle removed',
      change: (files) => without(files, 'tile/entries/003'),
      codes: ['missing'],
      firstBadIndex: 768,
    },
    {
      name: 'a tile of leaves removed',
      change: (files) => without(files, 'tile/0/004'),
      codes: ['missing'],
      firstBadIndex: 1_024,
    },
    {
      name: 'a tile of nodes removed',
      change: (files) => without(files, 'tile/1/000.p/5'),
      codes: ['missing'],
      firstBadIndex: 0,
    },
    {
      name: 'a tile cut to fewer hashes',
      change: (files) => cut(files, 'tile/0/002', 32 * 100),
      codes: ['malformed'],
      firstBadIndex: 512,
    },
    {
      name: 'a node of an upper tile replaced',
      change: (files) => overwrite(files, 'tile/1/000.p/5', 32 * 3),
      codes: ['bad-proof'],
      firstBadIndex: 768,
    },
    {
      name: 'the checkpoint removed',
      change: (files) => without(files, 'checkpoint'),
      codes: ['missing'],
      firstBadIndex: undefined,
    },
    {
      name: 'a root of its own in the checkpoint',
      change: async (files) => {
        const other = await filesOf(entries.toSpliced(7, 1));
        const text = Buffer.from(files.get('checkpoint')!).toString().split('\n');
        text[2] = Buffer.from(other.get('checkpoint')!).toString().split('\n')[2]!;
        return new Map([...files, ['checkpoint', Buffer.from(text.join('\n'))]]);
      },
      codes: ['bad-signature'],
      firstBadIndex: undefined,
    },
    {
      name: 'everything computed anew and signed with another key of that name',
      change: async () => {
        const ledger = createMemoryLedger();
        ledger.append(entries.toSpliced(7, 1));
        return exportFiles(ledger, [testSigner(undefined, 'an old key')]);
      },
      codes: ['bad-signature'],
      firstBadIndex: undefined,
    },
  ];
  for (const { name, change, codes, firstBadIndex } of tampered) {
    it(`finds ${name}`, async () => {
      const report = await verify(await change(new Map(right)), [last], false);
      const found = new Set<string>(report.findings.map(({ code }) => code));
      expect([...found]).to.include.members(codes);
      expect(report.firstBadIndex).to.equal(firstBadIndex);
    });
  }

  describe('that was computed anew and signed by who holds the key', () => {
    const changed = entries.with(950, Buffer.from(entries[951]!));

    it('is found by a checkpoint that was kept, as a fork', async () => {
      const report = await verify(await filesOf(changed), [last], false);
      expect(report.findings.map(({ code }) => code)).to.deep.equal(['fork']);
    });

    it('is narrowed to what lies between two checkpoints that were kept', async () => {
      const report = await verify(await filesOf(changed), [last, kept], false);
      expect(report.findings).to.have.length(1);
      expect(report.findings[0]).to.include({ code: 'fork', index: KEPT, lastIndex: SIZE - 1 });
      expect(report.firstBadIndex).to.equal(KEPT);
    });

    it('is named by the chain of its events', async () => {
      const index = 953;
      const entry = JSON.parse(entries[index]!.subarray(16).toString()) as Record<string, unknown>;
      entry['actor'] = 'A-2';
      const forged = Buffer.concat([Buffer.alloc(16), Buffer.from(JSON.stringify(entry))]);
      const report = await verify(await filesOf(entries.with(index, forged)), [last, kept]);
      expect(report.findings.map(({ code }) => code)).to.include.members(['fork', 'bad-chain']);
      expect(report.firstBadIndex).to.equal(index);
    });

    it('is named to the entry by hash tiles that were kept', async () => {
      const mirror = await filesOf(entries.slice(0, KEPT + 100));
      const head = headOf(mirror);
      const report = await verifyExport({
        ...partsFor(await filesOf(changed), [head], false),
        readKeptFile: (path) => Promise.resolve(mirror.get(path)),
      });
      expect(report.findings.map(({ code }) => code)).to.have.members(['fork', 'bad-proof']);
      expect(report.firstBadIndex).to.equal(950);
    });

    it('is not mistaken where what was kept is whole', async () => {
      const report = await verifyExport({
        ...partsFor(right, [kept], false),
        readKeptFile: (path) => Promise.resolve(right.get(path)),
      });
      expect(report.findings).to.deep.equal([]);
    });

    it('is found when it ends before a checkpoint that was kept', async () => {
      const report = await verify(await filesOf(entries.slice(0, 1_499)), [last], false);
      expect(report.findings.map(({ code }) => code)).to.deep.equal(['missing']);
      expect(report.firstBadIndex).to.equal(1_499);
    });
  });

  it('does not compare with a checkpoint of another log', async () => {
    const report = await verify(right, [{ ...last, origin: 'hub.example/other' }]);
    expect(report.findings.map(({ code }) => code)).to.deep.equal(['malformed']);
  });

  it('names an entry that cannot be read, and counts erasures', async () => {
    const expunged = entryLike({ type: 'expunged', eventNo: 2 });
    const all = [entries[0]!, expunged, Buffer.from('not an entry'), entryLike({ type: 'odd' })];
    const report = await verify(await filesOf(all));
    expect(report.erasures).to.equal(1);
    expect(report.findings.map(({ code, index }) => [code, index])).to.deep.equal([
      ['bad-chain', 0],
      ['malformed', 2],
      ['bad-chain', 3],
    ]);
  });

  it('lists a hundred findings at most', async () => {
    const all = Array.from({ length: 300 }, () => Buffer.from('not an entry'));
    expect((await verify(await filesOf(all))).findings).to.have.length(100);
  });
});

/** The first entry of the traffic, changed. */
function entryLike(changes: Record<string, unknown>): Buffer {
  const event = JSON.parse(entries[0]!.subarray(16).toString()) as Record<string, unknown>;
  const fields = Object.entries({ ...event, ...changes }).sort(([one], [two]) =>
    one < two ? -1 : 1,
  );
  return Buffer.concat([Buffer.alloc(16), Buffer.from(JSON.stringify(Object.fromEntries(fields)))]);
}

function bundlePath(index: number): string {
  return index === 5 ? 'tile/entries/005.p/220' : `tile/entries/00${index}`;
}

function changeBundle(
  files: Files,
  bundle: number,
  change: (list: Uint8Array[]) => Uint8Array[],
): Files {
  const path = bundlePath(bundle);
  return new Map([...files, [path, encodeBundle(change(decodeBundle(files.get(path)!)))]]);
}

function changeEntry(
  files: Files,
  index: number,
  change: (entry: Uint8Array) => Uint8Array,
): Files {
  return changeBundle(files, index >> 8, (list) =>
    list.with(index & 0xff, change(list[index & 0xff]!)),
  );
}

function replaceEntries(files: Files, all: readonly Buffer[]): Files {
  const changed = new Map(files);
  for (let bundle = 0; bundle * 256 < all.length; bundle += 1) {
    changed.set(bundlePath(bundle), encodeBundle(all.slice(bundle * 256, bundle * 256 + 256)));
  }
  return changed;
}

function swapped<Item>(list: Item[], one: number, other: number): Item[] {
  return list.with(one, list[other]!).with(other, list[one]!);
}

function without(files: Files, path: string): Files {
  files.delete(path);
  return files;
}

function cut(files: Files, path: string, length: number): Files {
  return files.set(path, files.get(path)!.subarray(0, length));
}

function overwrite(files: Files, path: string, at: number): Files {
  const changed = Buffer.from(files.get(path)!);
  changed.fill(7, at, at + 32);
  return files.set(path, changed);
}
