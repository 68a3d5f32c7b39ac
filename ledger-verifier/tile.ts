import { LedgerError } from './ledger-error.ts';

/** Hashes in a full tile, entries in a full bundle (C2SP tlog-tiles). */
export const TILE_WIDTH = 256;

/** One tile of hashes (level 0 to 63), or one bundle of entries, as far as a tree size needs it. */
export interface TileAddress {
  readonly level: number | 'entries';
  readonly index: number;
  /** 1 to 256; below 256 the tile is partial. */
  readonly width: number;
}

/** `tile/<L>/<N>[.p/<W>]` and `tile/entries/<N>[.p/<W>]`, relative to the log's prefix. */
export function tilePath({ level, index, width }: TileAddress): string {
  const suffix = width === TILE_WIDTH ? '' : `.p/${width}`;
  return `tile/${level}/${indexPath(index)}${suffix}`;
}

function indexPath(index: number): string {
  let path = (index % 1000).toString().padStart(3, '0');
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    path = `x${(rest % 1000).toString().padStart(3, '0')}/${path}`;
  }
  return path;
}

const TILE_PATH =
  /^tile\/(entries|0|[1-9][0-9]?)\/((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/;

/** The address that a path names; undefined for a path that no tile has. */
export function parseTilePath(path: string): TileAddress | undefined {
  const [, kind, groups, partial] = TILE_PATH.exec(path) ?? [];
  if (kind === undefined || groups === undefined) return undefined;
  const address: TileAddress = {
    level: kind === 'entries' ? kind : Number(kind),
    index: Number(groups.replace(/[x/]/g, '')),
    width: partial === undefined ? TILE_WIDTH : Number(partial),
  };
  // Written back and compared: leading groups of zeroes, `.p/256` and level 64 have no such path.
  const isCanonical = Number.isSafeInteger(address.index) && tilePath(address) === path;
  return isCanonical && (address.level === 'entries' || address.level <= 63) ? address : undefined;
}

/** Every tile and bundle that a tree of this size consists of, level by level, left to right. */
export function* tilesOfTree(size: number): Generator<TileAddress> {
  for (const address of tilesOfLevel('entries', size)) yield address;
  for (let level = 0, width = size; width > 0; level += 1, width = Math.floor(width / TILE_WIDTH)) {
    for (const address of tilesOfLevel(level, width)) yield address;
  }
}

function* tilesOfLevel(level: TileAddress['level'], count: number): Generator<TileAddress> {
  for (let index = 0; index * TILE_WIDTH < count; index += 1) {
    yield { level, index, width: Math.min(TILE_WIDTH, count - index * TILE_WIDTH) };
  }
}

/** Entries one after the other, each after its length as a big-endian uint16. */
export function encodeBundle(entries: readonly Uint8Array[]): Uint8Array {
  const length = entries.reduce((sum, entry) => sum + 2 + entry.length, 0);
  const bundle = new Uint8Array(length);
  let at = 0;
  for (const entry of entries) {
    if (entry.length > 0xffff) throw new LedgerError('malformed', 'entry above 65,535 bytes');
    bundle[at] = entry.length >> 8;
    bundle[at + 1] = entry.length & 0xff;
    bundle.set(entry, at + 2);
    at += 2 + entry.length;
  }
  return bundle;
}

/** The entries of a bundle, as views of its bytes; refuses one that ends within an entry. */
export function decodeBundle(bundle: Uint8Array): Uint8Array[] {
  return [...bundleEntries(bundle)];
}

/** The entries one by one; throws `malformed` after the last whole one if bytes are left over. */
export function* bundleEntries(bundle: Uint8Array): Generator<Uint8Array> {
  let at = 0;
  while (at < bundle.length) {
    const length = ((bundle[at] ?? 0) << 8) | (bundle[at + 1] ?? 0);
    const end = at + 2 + length;
    if (end > bundle.length) throw new LedgerError('malformed', 'bundle ends within an entry');
    yield bundle.subarray(at + 2, end);
    at = end;
  }
}
