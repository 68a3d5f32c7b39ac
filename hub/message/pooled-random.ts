import type { RandomBytes } from './identifiers.ts';

const POOL_BYTES = 16_384;

/**
 * Random bytes cut from a larger draw: an activity needs some thirty small pieces, and each call of
 * the generator costs as much as thousands of bytes. Every byte is given out once.
 */
export function createPooledRandom(draw: RandomBytes): RandomBytes {
  let pool: Buffer = Buffer.alloc(0);
  let used = 0;
  return (size) => {
    if (size > POOL_BYTES) return draw(size);
    if (used + size > pool.length) {
      pool = draw(POOL_BYTES);
      used = 0;
    }
    used += size;
    return pool.subarray(used - size, used);
  };
}
