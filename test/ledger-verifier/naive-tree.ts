import { createHash } from 'node:crypto';

const sha256 = (...parts: Uint8Array[]): Buffer =>
  createHash('sha256').update(Buffer.concat(parts)).digest();

export const naiveLeaf = (entry: Uint8Array): Buffer => sha256(Uint8Array.of(0), entry);

/** MTH of RFC 6962 section 2.1, word for word, over leaf hashes. */
export function naiveRoot(hashes: readonly Uint8Array[]): Buffer {
  if (hashes.length === 0) return sha256();
  if (hashes.length === 1) return Buffer.from(hashes[0] ?? []);
  const middle = largestPowerBelow(hashes.length);
  return sha256(
    Uint8Array.of(1),
    naiveRoot(hashes.slice(0, middle)),
    naiveRoot(hashes.slice(middle)),
  );
}

/** PATH of RFC 6962 section 2.1.1. */
export function naivePath(index: number, hashes: readonly Uint8Array[]): Buffer[] {
  if (hashes.length === 1) return [];
  const middle = largestPowerBelow(hashes.length);
  const [left, right] = [hashes.slice(0, middle), hashes.slice(middle)];
  return index < middle
    ? [...naivePath(index, left), naiveRoot(right)]
    : [...naivePath(index - middle, right), naiveRoot(left)];
}

/** PROOF of RFC 6962 section 2.1.2. */
export function naiveConsistency(size: number, hashes: readonly Uint8Array[]): Buffer[] {
  return subproof(size, hashes, true);
}

function subproof(size: number, hashes: readonly Uint8Array[], isWhole: boolean): Buffer[] {
  if (size === hashes.length) return isWhole ? [] : [naiveRoot(hashes)];
  const middle = largestPowerBelow(hashes.length);
  const [left, right] = [hashes.slice(0, middle), hashes.slice(middle)];
  return size <= middle
    ? [...subproof(size, left, isWhole), naiveRoot(right)]
    : [...subproof(size - middle, right, false), naiveRoot(left)];
}

function largestPowerBelow(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}
