import { expect } from 'chai';
import fc from 'fast-check';
import { proveConsistency, proveInclusion, rootAt } from '../../../hub/ledger/prove.ts';
import { treeHash } from '../../../hub/ledger/tree-hash.ts';
import { verifyConsistency, verifyInclusion } from '../../../ledger-verifier/tree.ts';
import {
  naiveConsistency,
  naiveLeaf,
  naivePath,
  naiveRoot,
} from '../../ledger-verifier/naive-tree.ts';
import { createMemoryLedger } from './memory-ledger.ts';

describe('proofs out of tiles', () => {
  const LEAVES = 70_000;
  const ledger = createMemoryLedger();
  const entries = Array.from({ length: LEAVES }, (_, at) => Buffer.from(at.toString()));
  const hashes = entries.map(naiveLeaf);

  before(() => {
    ledger.append(entries);
  });

  it('are those of RFC 6962 in trees of every small size', async () => {
    const property = fc.asyncProperty(sizes(600), async ([size, draw]) => {
      const leaves = hashes.slice(0, size);
      expect(await proveInclusion(ledger.readTile, draw, size)).to.deep.equal(
        naivePath(draw, leaves),
      );
      expect(await proveConsistency(ledger.readTile, draw + 1, size)).to.deep.equal(
        naiveConsistency(draw + 1, leaves),
      );
      expect(Buffer.from(await rootAt(ledger.readTile, size))).to.deep.equal(naiveRoot(leaves));
    });
    await fc.assert(property, { seed: 20260301, numRuns: 150 });
  });

  it('verify in trees that reach over three levels', async () => {
    const property = fc.asyncProperty(sizes(LEAVES), async ([size, draw]) => {
      const root = await rootAt(ledger.readTile, size);
      const path = await proveInclusion(ledger.readTile, draw, size);
      const leaf = { index: BigInt(draw), size: BigInt(size), leafHash: hashes[draw]!, root };
      expect(verifyInclusion(treeHash, leaf, path)).to.equal(true);
      const size1 = draw + 1;
      const heads = {
        size1: BigInt(size1),
        size2: BigInt(size),
        root1: await rootAt(ledger.readTile, size1),
        root2: root,
      };
      const proof = await proveConsistency(ledger.readTile, size1, size);
      expect(verifyConsistency(treeHash, heads, proof)).to.equal(true);
    });
    await fc.assert(property, { seed: 20260302, numRuns: 200 });
  });

  it('read a few tiles only', async () => {
    let reads = 0;
    const counting = (level: number, index: number): Promise<Uint8Array> => {
      reads += 1;
      return ledger.readTile(level, index);
    };
    await proveInclusion(counting, 12_345, LEAVES);
    expect(reads).to.be.at.most(5);
  });

  const outside = [
    { name: 'an index beyond the tree', prove: () => proveInclusion(ledger.readTile, 5, 5) },
    { name: 'a negative index', prove: () => proveInclusion(ledger.readTile, -1, 5) },
    { name: 'an empty old tree', prove: () => proveConsistency(ledger.readTile, 0, 5) },
    { name: 'an old tree that is larger', prove: () => proveConsistency(ledger.readTile, 6, 5) },
  ];
  for (const { name, prove } of outside) {
    it(`refuse ${name}`, async () => {
      const error: unknown = await prove().catch((caught: unknown) => caught);
      expect(error).to.be.instanceOf(RangeError);
    });
  }

  it('are not made from a tile that is too short', async () => {
    const error: unknown = await proveInclusion(
      () => Promise.resolve(new Uint8Array(32)),
      0,
      5,
    ).catch((caught: unknown) => caught);
    expect(error).to.have.property('code', 'missing');
  });
});

/** A size up to the most, and a number below it. */
const sizes = (most: number): fc.Arbitrary<[number, number]> =>
  fc.integer({ min: 1, max: most }).chain((size) => fc.tuple(fc.constant(size), fc.nat(size - 1)));
