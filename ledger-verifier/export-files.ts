import type { Findings } from './export-findings.ts';
import { LedgerError } from './ledger-error.ts';
import { bundleEntries, TILE_WIDTH, tilePath } from './tile.ts';
import type { TileAddress } from './tile.ts';
import { HASH_BYTES } from './tree.ts';

/** Reads one file of the export by its path; undefined when it is not there. */
export type ReadFile = (path: string) => Promise<Uint8Array | undefined>;

/** The hashes of a tile, cut to its width; undefined, and a finding, when they are not all there. */
export async function readTile(
  readFile: ReadFile,
  address: TileAddress & { readonly level: number },
  findings: Findings,
): Promise<Uint8Array | undefined> {
  const file = await readPartialOrFull(readFile, address);
  const path = tilePath(address);
  const leaves = TILE_WIDTH ** address.level;
  const index = address.index * TILE_WIDTH * leaves;
  const lastIndex = index + address.width * leaves - 1;
  if (file === undefined) {
    findings.add({ code: 'missing', index, lastIndex, path, detail: 'no such tile' });
    return undefined;
  }
  const expected = file.isFull ? TILE_WIDTH : address.width;
  if (file.bytes.length !== expected * HASH_BYTES) {
    const detail = `the tile has not ${expected} hashes`;
    findings.add({ code: 'malformed', index, lastIndex, path, detail });
    return undefined;
  }
  return file.bytes.subarray(0, address.width * HASH_BYTES);
}

/** The entries of a bundle as far as they can be read; a finding names the first that cannot. */
export async function readEntries(
  readFile: ReadFile,
  { index, width }: { readonly index: number; readonly width: number },
  findings: Findings,
): Promise<Uint8Array[]> {
  const address: TileAddress = { level: 'entries', index, width };
  const path = tilePath(address);
  const first = index * TILE_WIDTH;
  const file = await readPartialOrFull(readFile, address);
  if (file === undefined) {
    const lastIndex = first + width - 1;
    findings.add({ code: 'missing', index: first, lastIndex, path, detail: 'no such bundle' });
    return [];
  }
  const entries: Uint8Array[] = [];
  try {
    for (const entry of bundleEntries(file.bytes)) entries.push(entry);
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    findings.add({ code: 'malformed', index: first + entries.length, path, detail: error.message });
    return entries.slice(0, width);
  }
  const expected = file.isFull ? TILE_WIDTH : width;
  if (entries.length < expected) {
    const detail = 'the bundle has too few entries';
    findings.add({ code: 'missing', index: first + entries.length, path, detail });
  } else if (entries.length > expected) {
    const detail = 'the bundle has too many entries';
    findings.add({ code: 'malformed', index: first, lastIndex: first + width - 1, path, detail });
  }
  return entries.slice(0, width);
}

/** A log may drop a partial tile once the full one is there (C2SP tlog-tiles, "Partial Tiles"). */
async function readPartialOrFull(
  readFile: ReadFile,
  address: TileAddress,
): Promise<{ bytes: Uint8Array; isFull: boolean } | undefined> {
  const bytes = await readFile(tilePath(address));
  if (bytes !== undefined) return { bytes, isFull: address.width === TILE_WIDTH };
  const full = await readFile(tilePath({ ...address, width: TILE_WIDTH }));
  return full === undefined ? undefined : { bytes: full, isFull: true };
}
