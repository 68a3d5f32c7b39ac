import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { signCheckpoint } from '../../../hub/ledger/checkpoint.ts';
import { exportLedger } from '../../../hub/ledger/export-ledger.ts';
import { type Signer, createSigner } from '../../../hub/ledger/signer.ts';
import type { TreeHead } from '../../../ledger-verifier/checkpoint.ts';
import type { ReadFile } from '../../../ledger-verifier/export-files.ts';
import { checkSignature, sha256 } from '../../../ledger-verifier/node-crypto.ts';
import { parseVerifierKey } from '../../../ledger-verifier/note.ts';
import {
  TILE_WIDTH,
  bundleEntries,
  encodeBundle,
  parseTilePath,
  tilePath,
} from '../../../ledger-verifier/tile.ts';
import { createTreeHash } from '../../../ledger-verifier/tree.ts';
import { verifyExport } from '../../../ledger-verifier/verify-export.ts';
import { createMemoryLedger } from '../../hub/ledger/memory-ledger.ts';
import { type SeededRandom, createSeededRandom } from '../../support/seeded-random.ts';
import type { Found } from './audit-lab.ts';
import { flipped } from './row-tampering.ts';

type Files = ReadonlyMap<string, Uint8Array>;

/** An export as it was taken, and what who verifies it keeps elsewhere. */
export interface FileLab {
  readonly files: Files;
  readonly entries: readonly Buffer[];
  readonly origin: string;
  readonly keyLines: readonly string[];
  readonly keptHeads: readonly TreeHead[];
  /** The hub's own key: who tampers may hold it. */
  readonly signer: Signer;
  /** A key that this log had once, and that nobody trusts any more. */
  readonly oldSigner: Signer;
}

export async function readFileLab(
  folder: string,
  kept: Pick<FileLab, 'keptHeads'> & { readonly keys: string; readonly signingKey: string },
): Promise<FileLab> {
  const files = new Map<string, Uint8Array>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(relative(folder, path), await readFile(path));
  }
  const origin = kept.keptHeads[0]?.origin ?? '';
  const bundles = [...files]
    .filter(([path]) => path.startsWith('tile/entries/'))
    .toSorted(([one], [other]) => indexOf(one) - indexOf(other));
  return {
    files,
    entries: bundles.flatMap(([, bytes]) =>
      [...bundleEntries(bytes)].map((one) => Buffer.from(one)),
    ),
    origin,
    keyLines: kept.keys.trim().split('\n'),
    keptHeads: kept.keptHeads,
    signer: createSigner(origin, createPrivateKey(kept.signingKey)),
    oldSigner: createSigner(origin, generateKeyPairSync('ed25519').privateKey),
  };
}

const indexOf = (path: string): number => parseTilePath(path)?.index ?? 0;

/** What is changed, and the first entry that it concerns where there is one. */
interface Tampered {
  readonly files: Files;
  readonly index?: number;
}

export interface FileTampering {
  readonly name: string;
  readonly change: (lab: FileLab, random: SeededRandom) => Tampered | Promise<Tampered>;
}

const anyPath = ({ files }: FileLab, random: SeededRandom, prefix = ''): string =>
  random.pick([...files.keys()].filter((path) => path !== 'keys' && path.startsWith(prefix)))!;

const withFile = ({ files }: FileLab, path: string, bytes: Uint8Array): Files =>
  new Map([...files, [path, bytes]]);

/** The first entry below a place in a file; none for the checkpoint. */
function firstBelow(path: string, hash: number): { index?: number } {
  const address = parseTilePath(path);
  if (address === undefined) return {};
  const { level, index } = address;
  if (level === 'entries') return { index: index * TILE_WIDTH };
  return { index: (index * TILE_WIDTH + hash) * TILE_WIDTH ** level };
}

/** The files with another list of entries in the bundles, and nothing else. */
function withEntries(lab: FileLab, entries: readonly Uint8Array[]): Files {
  const files = new Map(lab.files);
  for (const path of files.keys()) {
    const address = parseTilePath(path);
    if (address?.level !== 'entries') continue;
    const start = address.index * TILE_WIDTH;
    // A last one more or less stays in the last bundle.
    const isLast = start + TILE_WIDTH > lab.entries.length;
    files.set(path, encodeBundle(entries.slice(start, isLast ? undefined : start + TILE_WIDTH)));
  }
  return files;
}

/** Everything computed anew over other entries, and signed. */
async function rebuilt(
  { origin }: FileLab,
  entries: readonly Buffer[],
  signer: Signer | string,
): Promise<Files> {
  const ledger = createMemoryLedger();
  ledger.append(entries);
  const size = entries.length;
  const checkpoint =
    typeof signer === 'string'
      ? signer
      : await signCheckpoint({ origin, size, root: ledger.root }, [signer]);
  const files = new Map<string, Uint8Array>();
  for await (const { path, bytes } of exportLedger(ledger, { size, checkpoint, keys: [] })) {
    files.set(path, Buffer.from(bytes));
  }
  return files;
}

const changedEntries = ({ entries }: FileLab, random: SeededRandom) => {
  const index = random.below(entries.length);
  return { index, entries: entries.with(index, flipped(entries[index]!, random)) };
};

const onFiles: readonly FileTampering[] = [
  {
    name: 'flip a bit of a tile',
    change: (lab, random) => {
      const path = anyPath(lab, random, random.pick(['tile/0/', 'tile/1/']));
      const bytes = Buffer.from(lab.files.get(path)!);
      const bit = random.below(bytes.length * 8);
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      return { files: withFile(lab, path, bytes), ...firstBelow(path, bit >> 8) };
    },
  },
  {
    name: 'flip a bit of an entry',
    change: (lab, random) => {
      const { index, entries } = changedEntries(lab, random);
      return { files: withEntries(lab, entries), index };
    },
  },
  {
    name: 'flip a bit of the checkpoint',
    change: (lab, random) => {
      const bytes = flipped(Buffer.from(lab.files.get('checkpoint')!), random);
      return { files: withFile(lab, 'checkpoint', bytes) };
    },
  },
  {
    name: 'truncate a file',
    change: (lab, random) => {
      const path = anyPath(lab, random);
      const bytes = lab.files.get(path)!;
      return { files: withFile(lab, path, bytes.slice(0, random.below(bytes.length))) };
    },
  },
  {
    name: 'delete a file',
    change: (lab, random) => {
      const path = anyPath(lab, random);
      const files = new Map(lab.files);
      files.delete(path);
      return { files, ...firstBelow(path, 0) };
    },
  },
  {
    name: 'renumber: one bundle or tile in the place of another',
    change: (lab, random) => {
      const prefix = random.pick(['tile/0/', 'tile/entries/'])!;
      const [one, other] = [anyPath(lab, random, prefix), anyPath(lab, random, prefix)];
      if (one === other) return onFiles[1]!.change(lab, random);
      return { files: withFile(lab, one, lab.files.get(other)!), ...firstBelow(one, 0) };
    },
  },
  {
    name: 'delete an entry',
    change: (lab, random) => {
      const index = random.below(lab.entries.length);
      return { files: withEntries(lab, lab.entries.toSpliced(index, 1)), index };
    },
  },
  {
    name: 'insert an entry',
    change: (lab, random) => {
      const index = random.below(lab.entries.length);
      const forged = flipped(lab.entries[index]!, random);
      return { files: withEntries(lab, lab.entries.toSpliced(index, 0, forged)), index };
    },
  },
  {
    name: 'insert an entry twice',
    change: (lab, random) => {
      const index = random.below(lab.entries.length - 1);
      const entries = lab.entries.toSpliced(index, 0, lab.entries[index]!);
      return { files: withEntries(lab, entries), index: index + 1 };
    },
  },
  {
    name: 'swap two entries',
    change: (lab, random) => {
      const one = random.below(lab.entries.length - 1);
      const other = one + 1 + random.below(lab.entries.length - one - 1);
      const entries = lab.entries.with(one, lab.entries[other]!).with(other, lab.entries[one]!);
      return { files: withEntries(lab, entries), index: one };
    },
  },
  {
    name: 'recompute all tiles and keep the checkpoint',
    change: async (lab, random) => {
      const { index, entries } = changedEntries(lab, random);
      const checkpoint = Buffer.from(lab.files.get('checkpoint')!).toString();
      return { files: await rebuilt(lab, entries, checkpoint), index };
    },
  },
  {
    name: 'recompute all tiles and sign with the real key',
    change: async (lab, random) => {
      const { index, entries } = changedEntries(lab, random);
      return { files: await rebuilt(lab, entries, lab.signer), index };
    },
  },
  {
    name: 'leave an entry out, recompute and sign with the real key',
    change: async (lab, random) => {
      const index = random.below(lab.entries.length);
      return { files: await rebuilt(lab, lab.entries.toSpliced(index, 1), lab.signer), index };
    },
  },
  {
    name: 'cut the log off, and sign with the real key',
    change: async (lab, random) => {
      const index = 1 + random.below(lab.entries.length - 1);
      return { files: await rebuilt(lab, lab.entries.slice(0, index), lab.signer), index };
    },
  },
  {
    name: 'recompute all tiles and sign with an old key',
    change: async (lab, random) => {
      const { entries } = changedEntries(lab, random);
      return { files: await rebuilt(lab, entries, lab.oldSigner) };
    },
  },
];

export const FILE_TAMPERINGS: readonly FileTampering[] = [...onFiles];

/** Verifies a changed copy against the kept checkpoints and hash tiles. */
export async function tamperWithFiles(
  lab: FileLab,
  tampering: FileTampering,
  { seed, skipsTiles = false }: { readonly seed: number; readonly skipsTiles?: boolean },
): Promise<Found> {
  const { files, index } = await tampering.change(lab, createSeededRandom(seed));
  const read =
    (from: Files): ReadFile =>
    (path) =>
      Promise.resolve(from.get(path));
  const readFile: ReadFile = (path) =>
    read(skipsTiles && isHashTile(path) ? lab.files : files)(path);
  const report = await verifyExport({
    tree: createTreeHash(sha256),
    check: checkSignature,
    keys: lab.keyLines.map((line) => parseVerifierKey(sha256, line)),
    keptHeads: lab.keptHeads,
    followChains: true,
    readFile,
    readKeptFile: read(lab.files),
  });
  const isFound = report.findings.length > 0;
  const isNamed =
    index === undefined ||
    report.firstBadIndex === index ||
    report.findings.some(
      ({ index: first, lastIndex = first }) =>
        first !== undefined && lastIndex !== undefined && first <= index && index <= lastIndex,
    );
  return { name: `export: ${tampering.name}`, isFound, isNamed: isFound && isNamed };
}

function isHashTile(path: string): boolean {
  const address = parseTilePath(path);
  return address !== undefined && address.level !== 'entries' && tilePath(address) === path;
}
