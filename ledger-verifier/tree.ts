import { equalBytes } from './encoding.ts';

/** SHA-256 of the bytes; must not keep or change them. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

export const HASH_BYTES = 32;

/** The hashes of RFC 6962 section 2.1. The prefixes keep a leaf from posing as a node. */
export interface TreeHash {
  leaf(entry: Uint8Array): Uint8Array;
  node(left: Uint8Array, right: Uint8Array): Uint8Array;
  /** The node over two hashes that lie beside each other in `pairs` from `offset` on. */
  nodeAt(pairs: Uint8Array, offset: number): Uint8Array;
  /** The root of the tree without leaves. */
  readonly empty: Uint8Array;
}

const NODE_BYTES = 1 + 2 * HASH_BYTES;
const LARGEST_ENTRY = 0xffff;

export function createTreeHash(sha256: Sha256): TreeHash {
  // One input buffer for each kind, used again for every hash: `sha256` must not keep it.
  const leafInput = new Uint8Array(1 + LARGEST_ENTRY);
  const nodeInput = new Uint8Array(NODE_BYTES);
  nodeInput[0] = 1;
  return {
    leaf(entry) {
      if (entry.length > LARGEST_ENTRY) {
        return sha256(Uint8Array.of(0, ...entry));
      }
      leafInput.set(entry, 1);
      return sha256(leafInput.subarray(0, 1 + entry.length));
    },
    node(left, right) {
      nodeInput.set(left, 1);
      nodeInput.set(right, 1 + HASH_BYTES);
      return sha256(nodeInput);
    },
    nodeAt(pairs, offset) {
      nodeInput.set(pairs.subarray(offset, offset + 2 * HASH_BYTES), 1);
      return sha256(nodeInput);
    },
    empty: sha256(new Uint8Array(0)),
  };
}

/**
 * The root over hashes that lie one after the other in `hashes`, each the leaf hash of one entry
 * or the root of one perfect subtree, all of one size; only the last may stand for a smaller one.
 */
export function rootOfHashes(tree: TreeHash, hashes: Uint8Array): Uint8Array {
  if (hashes.length === 0) return tree.empty;
  const level = new Uint8Array(hashes); // a copy; slice() of a Buffer would be a view
  let width = level.length / HASH_BYTES;
  while (width > 1) {
    const pairs = width >> 1;
    for (let pair = 0; pair < pairs; pair += 1) {
      level.set(tree.nodeAt(level, pair * 2 * HASH_BYTES), pair * HASH_BYTES);
    }
    // An odd one moves up unchanged: RFC 6962 splits at the largest power of two.
    if (width % 2 === 1) {
      level.copyWithin(pairs * HASH_BYTES, (width - 1) * HASH_BYTES, width * HASH_BYTES);
    }
    width = pairs + (width % 2);
  }
  return level.slice(0, HASH_BYTES);
}

export interface InclusionClaim {
  readonly index: bigint;
  readonly size: bigint;
  readonly leafHash: Uint8Array;
  readonly root: Uint8Array;
}

/** Whether the proof leads from the leaf to the root (RFC 9162 section 2.1.3.2). */
export function verifyInclusion(
  tree: TreeHash,
  claim: InclusionClaim,
  proof: readonly Uint8Array[],
): boolean {
  const { index, size, leafHash, root } = claim;
  if (index < 0n || index >= size || leafHash.length !== HASH_BYTES) return false;
  let fn = index;
  let sn = size - 1n;
  let hash = leafHash;
  for (const sibling of proof) {
    if (sn === 0n || sibling.length !== HASH_BYTES) return false;
    if (isOdd(fn) || fn === sn) {
      hash = tree.node(sibling, hash);
      while (!isOdd(fn) && fn !== 0n) {
        fn >>= 1n;
        sn >>= 1n;
      }
    } else {
      hash = tree.node(hash, sibling);
    }
    fn >>= 1n;
    sn >>= 1n;
  }
  return sn === 0n && equalBytes(hash, root);
}

export interface ConsistencyClaim {
  readonly size1: bigint;
  readonly size2: bigint;
  readonly root1: Uint8Array;
  readonly root2: Uint8Array;
}

/**
 * Whether the first tree is the beginning of the second (RFC 9162 section 2.1.4.2).
 * An empty first tree proves nothing and is refused.
 */
export function verifyConsistency(
  tree: TreeHash,
  claim: ConsistencyClaim,
  proof: readonly Uint8Array[],
): boolean {
  const { size1, size2, root1, root2 } = claim;
  if (size1 <= 0n || size1 > size2 || root1.length !== HASH_BYTES) return false;
  if (size1 === size2) return proof.length === 0 && equalBytes(root1, root2);
  const isPowerOfTwo = (size1 & (size1 - 1n)) === 0n;
  const [start, ...rest] = isPowerOfTwo ? [root1, ...proof] : proof;
  if (start?.length !== HASH_BYTES || proof.length === 0) return false;
  let fn = size1 - 1n;
  let sn = size2 - 1n;
  while (isOdd(fn)) {
    fn >>= 1n;
    sn >>= 1n;
  }
  let hash1 = start;
  let hash2 = start;
  for (const sibling of rest) {
    if (sn === 0n || sibling.length !== HASH_BYTES) return false;
    if (isOdd(fn) || fn === sn) {
      hash1 = tree.node(sibling, hash1);
      hash2 = tree.node(sibling, hash2);
      while (!isOdd(fn) && fn !== 0n) {
        fn >>= 1n;
        sn >>= 1n;
      }
    } else {
      hash2 = tree.node(hash2, sibling);
    }
    fn >>= 1n;
    sn >>= 1n;
  }
  return sn === 0n && equalBytes(hash1, root1) && equalBytes(hash2, root2);
}

const isOdd = (value: bigint): boolean => (value & 1n) === 1n;
