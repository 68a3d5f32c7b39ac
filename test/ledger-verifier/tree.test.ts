import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { fromBase64, fromHex, toHex } from '../../ledger-verifier/encoding.ts';
import { sha256 } from '../../ledger-verifier/node-crypto.ts';
import {
  createTreeHash,
  rootOfHashes,
  verifyConsistency,
  verifyInclusion,
} from '../../ledger-verifier/tree.ts';
import type { ConsistencyClaim, InclusionClaim } from '../../ledger-verifier/tree.ts';
import { naiveConsistency, naiveLeaf, naivePath, naiveRoot } from './naive-tree.ts';

const tree = createTreeHash(sha256);
const readFixture = (name: string): unknown =>
  JSON.parse(
    readFileSync(new URL(`../../fixtures/ledger/merkle/${name}.json`, import.meta.url), 'utf8'),
  );

interface InclusionCase {
  readonly claim: InclusionClaim;
  readonly proof: readonly Uint8Array[];
}
interface ConsistencyCase {
  readonly claim: ConsistencyClaim;
  readonly proof: readonly Uint8Array[];
}

const GARBAGE = new Uint8Array(32);
const flipBit = (bytes: Uint8Array, bit: number): Uint8Array => {
  const flipped = Uint8Array.from(bytes);
  flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return flipped;
};

describe('RFC 6962 tree', () => {
  const eight = readFixture('tree-of-eight') as { leaves: string[]; roots: Record<string, string> };

  for (const [size, root] of Object.entries(eight.roots)) {
    it(`has the published root over the first ${size} of the eight leaves`, () => {
      const hashes = eight.leaves.slice(0, Number(size)).map((leaf) => tree.leaf(fromHex(leaf)));
      expect(toHex(rootOfHashes(tree, Buffer.concat(hashes)))).to.equal(root);
    });
  }

  it('has SHA-256 of nothing as the root without leaves', () => {
    expect(toHex(rootOfHashes(tree, new Uint8Array(0)))).to.equal(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
  });

  it('leaves the hashes that it is given as they are', () => {
    const hashes = Buffer.concat([naiveLeaf(Buffer.from('a')), naiveLeaf(Buffer.from('b'))]);
    const before = Buffer.from(hashes);
    rootOfHashes(tree, hashes);
    expect(hashes.equals(before)).to.equal(true);
  });

  it('hashes entries of every length as the plain definition does', () => {
    for (const length of [0, 1, 55, 64, 65_535, 65_536, 70_000]) {
      const entry = Buffer.alloc(length, 7);
      expect(toHex(tree.leaf(entry)), `${length} bytes`).to.equal(toHex(naiveLeaf(entry)));
    }
  });
});

describe('inclusion proof', () => {
  const vectors = readFixture('inclusion') as {
    leafIdx: number;
    treeSize: number;
    root: string;
    leafHash: string;
    proof: string[];
  }[];

  vectors.forEach((vector, number) => {
    const right: InclusionCase = {
      claim: {
        index: BigInt(vector.leafIdx),
        size: BigInt(vector.treeSize),
        root: fromBase64(vector.root),
        leafHash: fromBase64(vector.leafHash),
      },
      proof: vector.proof.map(fromBase64),
    };

    it(`${number}/happy-path verifies`, () => {
      expect(verifyInclusion(tree, right.claim, right.proof)).to.equal(true);
    });

    for (const [name, wrong] of Object.entries(wrongInclusions(right))) {
      it(`${number}/${name} is refused`, () => {
        expect(verifyInclusion(tree, wrong.claim, wrong.proof)).to.equal(false);
      });
    }
  });

  it('is accepted for every leaf of every small tree and refused after any bit is turned', () => {
    const hashes = Array.from({ length: 70 }, (_, at) => naiveLeaf(Buffer.from([at])));
    const property = fc.property(
      fc
        .integer({ min: 1, max: hashes.length })
        .chain((size) => fc.tuple(fc.constant(size), fc.nat(size - 1), fc.nat())),
      ([size, index, draw]) => {
        const leaves = hashes.slice(0, size);
        const proof = naivePath(index, leaves);
        const claim = {
          index: BigInt(index),
          size: BigInt(size),
          leafHash: leaves[index]!,
          root: naiveRoot(leaves),
        };
        expect(verifyInclusion(tree, claim, proof)).to.equal(true);
        const bit = draw % 256;
        const mutants: InclusionCase[] = [
          ...proof.map((hash, at) => ({
            claim,
            proof: proof.with(at, Buffer.from(flipBit(hash, bit))),
          })),
          { claim: { ...claim, leafHash: flipBit(claim.leafHash, bit) }, proof },
          { claim: { ...claim, root: flipBit(claim.root, bit) }, proof },
          { claim, proof: [...proof, GARBAGE] },
          { claim, proof: [GARBAGE, ...proof] },
          ...(proof.length > 0 ? [{ claim, proof: proof.slice(1) }] : []),
          { claim: { ...claim, index: claim.index ^ (1n << BigInt(draw % 7)) }, proof },
        ];
        for (const mutant of mutants) {
          expect(verifyInclusion(tree, mutant.claim, mutant.proof)).to.equal(false);
        }
      },
    );
    fc.assert(property, { seed: 20260301, numRuns: 300 });
  });
});

function wrongInclusions({ claim, proof }: InclusionCase): Record<string, InclusionCase> {
  const change = (changed: Partial<InclusionClaim>): InclusionCase => ({
    claim: { ...claim, ...changed },
    proof,
  });
  const other = (changed: readonly Uint8Array[]): InclusionCase => ({ claim, proof: changed });
  return {
    'leafIdx - 1': change({ index: claim.index - 1n }),
    'leafIdx + 1': change({ index: claim.index + 1n }),
    'leafIdx ^ 2': change({ index: claim.index ^ 2n }),
    'treeSize * 2': change({ size: claim.size * 2n }),
    'treeSize div 2': change({ size: claim.size / 2n }),
    'wrong leaf': change({ leafHash: flipBit(claim.leafHash, 4) }),
    'short leaf': change({ leafHash: claim.leafHash.subarray(1) }),
    'empty root': change({ root: new Uint8Array(0) }),
    'random root': change({ root: sha256(claim.root) }),
    'trailing garbage': other([...proof, GARBAGE]),
    'trailing root': other([...proof, claim.root]),
    'preceding garbage': other([GARBAGE, ...proof]),
    'preceding root': other([claim.root, ...proof]),
    ...(proof.length === 0
      ? {}
      : {
          'removed component': other(proof.slice(0, -1)),
          'inserted component': other([...proof.slice(0, 1), GARBAGE, ...proof.slice(1)]),
          'short component': other(proof.with(0, proof[0]!.subarray(1))),
        }),
    ...Object.fromEntries(
      proof.map((hash, at) => [
        `modified proof[${at}] bit 3`,
        other(proof.with(at, flipBit(hash, 3))),
      ]),
    ),
  };
}

describe('consistency proof', () => {
  const vectors = readFixture('consistency') as {
    size1: number;
    size2: number;
    root1: string;
    root2: string;
    proof: string[];
  }[];

  vectors.forEach((vector, number) => {
    const right: ConsistencyCase = {
      claim: {
        size1: BigInt(vector.size1),
        size2: BigInt(vector.size2),
        root1: fromBase64(vector.root1),
        root2: fromBase64(vector.root2),
      },
      proof: vector.proof.map(fromBase64),
    };

    it(`${number}/happy-path verifies`, () => {
      expect(verifyConsistency(tree, right.claim, right.proof)).to.equal(true);
    });

    for (const [name, wrong] of Object.entries(wrongConsistencies(right))) {
      it(`${number}/${name} is refused`, () => {
        expect(verifyConsistency(tree, wrong.claim, wrong.proof)).to.equal(false);
      });
    }
  });

  it('is refused from an empty tree: that proves nothing', () => {
    const root = tree.leaf(new Uint8Array(0));
    const claim = { size1: 0n, size2: 1n, root1: tree.empty, root2: root };
    expect(verifyConsistency(tree, claim, [])).to.equal(false);
    const empty = { size1: 0n, size2: 0n, root1: tree.empty, root2: tree.empty };
    expect(verifyConsistency(tree, empty, [])).to.equal(false);
  });

  it('is accepted between all small trees and refused after any bit is turned', () => {
    const hashes = Array.from({ length: 70 }, (_, at) => naiveLeaf(Buffer.from([at])));
    const property = fc.property(
      fc
        .integer({ min: 1, max: hashes.length })
        .chain((size) =>
          fc.tuple(fc.integer({ min: 1, max: size }), fc.constant(size), fc.nat(255)),
        ),
      ([size1, size2, bit]) => {
        const proof = naiveConsistency(size1, hashes.slice(0, size2));
        const claim = {
          size1: BigInt(size1),
          size2: BigInt(size2),
          root1: naiveRoot(hashes.slice(0, size1)),
          root2: naiveRoot(hashes.slice(0, size2)),
        };
        expect(verifyConsistency(tree, claim, proof)).to.equal(true);
        const mutants: ConsistencyCase[] = [
          ...proof.map((hash, at) => ({
            claim,
            proof: proof.with(at, Buffer.from(flipBit(hash, bit))),
          })),
          { claim: { ...claim, root1: flipBit(claim.root1, bit) }, proof },
          { claim: { ...claim, root2: flipBit(claim.root2, bit) }, proof },
          { claim, proof: [...proof, GARBAGE] },
          ...(proof.length > 0 ? [{ claim, proof: proof.slice(0, -1) }] : []),
        ];
        for (const mutant of mutants) {
          expect(verifyConsistency(tree, mutant.claim, mutant.proof)).to.equal(false);
        }
      },
    );
    fc.assert(property, { seed: 20260301, numRuns: 300 });
  });
});

function wrongConsistencies({ claim, proof }: ConsistencyCase): Record<string, ConsistencyCase> {
  const change = (changed: Partial<ConsistencyClaim>): ConsistencyCase => ({
    claim: { ...claim, ...changed },
    proof,
  });
  const other = (changed: readonly Uint8Array[]): ConsistencyCase => ({ claim, proof: changed });
  const { size1, size2, root1, root2 } = claim;
  return {
    'size1 - 1': change({ size1: size1 - 1n }),
    'size1 + 1': change({ size1: size1 + 1n }),
    'size1 ^ 2': change({ size1: size1 ^ 2n }),
    'size2 * 2': change({ size2: size2 * 2n }),
    'size2 div 2': change({ size2: size2 / 2n }),
    'wrong root1': change({ root1: flipBit(root1, 1) }),
    'wrong root2': change({ root2: flipBit(root2, 1) }),
    'trailing garbage': other([...proof, GARBAGE]),
    'trailing root1': other([...proof, root1]),
    'trailing root2': other([...proof, root2]),
    'preceding garbage': other([GARBAGE, ...proof]),
    'preceding root1': other([root1, ...proof]),
    'preceding root2': other([root2, ...proof]),
    ...(proof.length === 0
      ? {}
      : {
          'swapped roots': change({ root1: root2, root2: root1 }),
          'empty proof': other([]),
          'preceding proof[0]': other([proof[0]!, ...proof]),
          'truncated proof': other(proof.slice(0, -1)),
          'short component': other(proof.with(-1, proof.at(-1)!.subarray(1))),
        }),
    ...Object.fromEntries(
      proof.map((hash, at) => [
        `modified proof[${at}] bit 4`,
        other(proof.with(at, flipBit(hash, 4))),
      ]),
    ),
  };
}
