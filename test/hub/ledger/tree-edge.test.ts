import { createHash } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import {
  appendLeaves,
  edgeTiles,
  EMPTY_EDGE,
  restoreEdge,
  rootOfEdge,
} from '../../../hub/ledger/tree-edge.ts';
import type { AppendResult } from '../../../hub/ledger/tree-edge.ts';
import { tilePath, tilesOfTree } from '../../../ledger-verifier/tile.ts';
import { naiveLeaf, naiveRoot } from '../../ledger-verifier/naive-tree.ts';
import { readGoldenJson } from './golden-files.ts';

const leavesOf = (count: number): Buffer[] =>
  Array.from({ length: count }, (_, at) => naiveLeaf(Buffer.from(at.toString())));

/** Appends in batches of the given sizes, keeping tiles as a store would. */
function grow(leaves: readonly Buffer[], batches: readonly number[]) {
  const tiles = new Map<string, Buffer>();
  let result: AppendResult = appendLeaves(EMPTY_EDGE, []);
  let at = 0;
  for (const batch of batches) {
    result = appendLeaves(result.edge, leaves.slice(at, at + batch));
    at += batch;
    for (const { level, index, hashes } of result.tiles) tiles.set(`${level}/${index}`, hashes);
  }
  return { ...result, stored: tiles };
}

interface GoldenTree {
  readonly size: number;
  readonly root: string;
  readonly tileCount: number;
  readonly tilesDigest: string;
  readonly tiles: Record<string, string>;
}

describe('edge of the tree', () => {
  const goldenTrees = readGoldenJson('trees.json') as GoldenTree[];

  for (const golden of goldenTrees) {
    it(`has the golden root and tiles at ${golden.size} leaves`, () => {
      const { root, stored } = grow(leavesOf(golden.size), batchesOf(golden.size, 999));
      expect(root.toString('hex')).to.equal(golden.root);
      const all = createHash('sha256');
      const digests: Record<string, string> = {};
      for (const { level, index, width } of tilesOfTree(golden.size)) {
        if (level === 'entries') continue;
        const hashes = stored.get(`${level}/${index}`)!;
        expect(hashes.length).to.equal(width * 32);
        all.update(hashes);
        digests[tilePath({ level, index, width })] = createHash('sha256')
          .update(hashes)
          .digest('hex');
      }
      expect(Object.keys(digests)).to.have.length(golden.tileCount);
      expect(all.digest('hex')).to.equal(golden.tilesDigest);
      expect(digests).to.include(golden.tiles);
    });
  }

  it('is the same however the leaves come in batches', () => {
    const leaves = leavesOf(1_200);
    const property = fc.property(
      fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 12 }),
      (sizes) => {
        const total = Math.min(
          leaves.length,
          sizes.reduce((sum, size) => sum + size, 0),
        );
        const grown = grow(leaves.slice(0, total), sizes);
        expect(grown.edge.size).to.equal(total);
        expect(grown.root.equals(naiveRoot(leaves.slice(0, total)))).to.equal(true);
        const once = grow(leaves.slice(0, total), [total]);
        expect(grown.edge).to.deep.equal(once.edge);
        expect([...grown.stored].sort()).to.deep.equal([...once.stored].sort());
        const restored = restoreEdge(total, (level, index) =>
          grown.stored.get(`${level}/${index}`),
        );
        expect(restored).to.deep.equal(grown.edge);
        expect(rootOfEdge(restored).equals(grown.root)).to.equal(true);
      },
    );
    fc.assert(property, { seed: 20260301, numRuns: 60 });
  });

  it('changes neither the edge nor the tiles that it gave before', () => {
    const leaves = leavesOf(600);
    const first = appendLeaves(EMPTY_EDGE, leaves.slice(0, 300));
    const edge = first.edge.levels.map((level) => Buffer.from(level));
    const tiles = first.tiles.map(({ hashes }) => Buffer.from(hashes));
    appendLeaves(first.edge, leaves.slice(300));
    expect(first.edge.levels).to.deep.equal(edge);
    expect(first.tiles.map(({ hashes }) => hashes)).to.deep.equal(tiles);
  });

  it('writes only the tiles that grew', () => {
    const { edge } = appendLeaves(EMPTY_EDGE, leavesOf(700));
    const { tiles } = appendLeaves(edge, leavesOf(1));
    expect(tiles.map(({ level, index }) => [level, index])).to.deep.equal([[0, 2]]);
    expect(tiles[0]?.hashes.length).to.equal((700 - 512 + 1) * 32);
  });

  it('is restored out of tiles that have grown since', () => {
    const leaves = leavesOf(300);
    const { stored } = grow(leaves, [300]);
    const restored = restoreEdge(40, (level, index) => stored.get(`${level}/${index}`));
    expect(rootOfEdge(restored).equals(naiveRoot(leaves.slice(0, 40)))).to.equal(true);
  });

  it('is not restored when a tile is gone or too short', () => {
    const { stored } = grow(leavesOf(300), [300]);
    expect(() => restoreEdge(300, () => undefined)).to.throw('fewer than 44 hashes');
    expect(() => restoreEdge(301, (level, index) => stored.get(`${level}/${index}`))).to.throw(
      'fewer than 45 hashes',
    );
  });

  const needs: [number, number[][]][] = [
    [0, []],
    [255, [[0, 0, 255]]],
    [256, [[1, 0, 1]]],
    [
      257,
      [
        [0, 1, 1],
        [1, 0, 1],
      ],
    ],
    [65_536, [[2, 0, 1]]],
    [
      70_000,
      [
        [0, 273, 112],
        [1, 1, 17],
        [2, 0, 1],
      ],
    ],
  ];
  for (const [size, tiles] of needs) {
    it(`needs ${tiles.length} tiles at ${size} leaves`, () => {
      const listed = edgeTiles(size).map(({ level, index, width }) => [level, index, width]);
      expect(listed).to.deep.equal(tiles);
    });
  }
});

function batchesOf(total: number, size: number): number[] {
  return Array.from({ length: Math.ceil(total / size) }, () => size);
}
