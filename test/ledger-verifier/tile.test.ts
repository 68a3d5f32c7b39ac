import { expect } from 'chai';
import fc from 'fast-check';
import {
  decodeBundle,
  encodeBundle,
  parseTilePath,
  tilePath,
  tilesOfTree,
} from '../../ledger-verifier/tile.ts';
import type { TileAddress } from '../../ledger-verifier/tile.ts';

describe('path of a tile', () => {
  const paths: [TileAddress, string][] = [
    [{ level: 0, index: 0, width: 256 }, 'tile/0/000'],
    [{ level: 0, index: 273, width: 112 }, 'tile/0/273.p/112'],
    [{ level: 1, index: 1_234_067, width: 256 }, 'tile/1/x001/x234/067'],
    [{ level: 63, index: 1_000, width: 1 }, 'tile/63/x001/000.p/1'],
    [{ level: 'entries', index: 999, width: 255 }, 'tile/entries/999.p/255'],
  ];
  for (const [address, path] of paths) {
    it(`is ${path}`, () => {
      expect(tilePath(address)).to.equal(path);
      expect(parseTilePath(path)).to.deep.equal(address);
    });
  }

  it('is read back for every address', () => {
    const address = fc.record({
      level: fc.oneof(fc.constant('entries' as const), fc.nat(63)),
      index: fc.maxSafeNat(),
      width: fc.integer({ min: 1, max: 256 }),
    });
    const property = fc.property(address, (tile) => {
      expect(parseTilePath(tilePath(tile))).to.deep.equal(tile);
    });
    fc.assert(property, { seed: 20260301, numRuns: 1_000 });
  });

  const wrong = [
    'tile/64/000',
    'tile/00/000',
    'tile/0/00',
    'tile/0/0000',
    'tile/0/1',
    'tile/0/x000/001',
    'tile/0/001/002',
    'tile/0/x001',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/01',
    'tile/0/000.p/',
    'tile/0/000/',
    'tile/data/000',
    'tile/0/../0/000',
    'tile/0/x999/x999/x999/x999/x999/x999/999',
    '',
  ];
  for (const path of wrong) {
    it(`is not ${JSON.stringify(path)}`, () => {
      expect(parseTilePath(path)).to.equal(undefined);
    });
  }
});

describe('tiles of a tree', () => {
  it('of 70,000 leaves are those that the specification counts', () => {
    const tiles = [...tilesOfTree(70_000)].filter(({ level }) => level !== 'entries');
    const partial = tiles.filter(({ width }) => width < 256).map(tilePath);
    expect(partial).to.deep.equal(['tile/0/273.p/112', 'tile/1/001.p/17', 'tile/2/000.p/1']);
    expect(tiles.length - partial.length).to.equal(273 + 1);
  });

  const small: [number, string[]][] = [
    [0, []],
    [1, ['tile/entries/000.p/1', 'tile/0/000.p/1']],
    [256, ['tile/entries/000', 'tile/0/000', 'tile/1/000.p/1']],
  ];
  for (const [size, paths] of small) {
    it(`of ${size} leaves are ${paths.length}`, () => {
      expect([...tilesOfTree(size)].map(tilePath)).to.deep.equal(paths);
    });
  }
});

describe('bundle of entries', () => {
  it('is read back as it was written', () => {
    const property = fc.property(fc.array(fc.uint8Array({ maxLength: 600 })), (entries) => {
      const read = decodeBundle(encodeBundle(entries)).map((entry) => [...entry]);
      expect(read).to.deep.equal(entries.map((entry) => [...entry]));
    });
    fc.assert(property, { seed: 20260301 });
  });

  it('holds an entry of 65,535 bytes and none above', () => {
    expect(decodeBundle(encodeBundle([new Uint8Array(65_535)]))[0]).to.have.length(65_535);
    expect(() => encodeBundle([new Uint8Array(65_536)])).to.throw('65,535');
  });

  it('is refused when it ends within an entry or a length', () => {
    expect(() => decodeBundle(Uint8Array.of(0, 2, 7))).to.throw('within an entry');
    expect(() => decodeBundle(Uint8Array.of(0, 1, 7, 0))).to.throw('within an entry');
  });
});
