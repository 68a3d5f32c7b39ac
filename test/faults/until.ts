import { setTimeout as wait } from 'node:timers/promises';

const LOOK_EVERY_MS = 20;

/** Looks again and again until it holds; rejects with what was waited for when it takes too long. */
export async function until(
  withinMs: number,
  what: string,
  holds: () => boolean | Promise<boolean>,
): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`in ${withinMs / 1000} s not: ${what}`);
    await wait(LOOK_EVERY_MS);
  }
}

/** The promise's value, or a rejection that says what was waited for. */
export async function within<T>(withinMs: number, what: string, promise: Promise<T>): Promise<T> {
  const over = new AbortController();
  const late = wait(withinMs, undefined, { signal: over.signal }).then(() => {
    throw new Error(`in ${withinMs / 1000} s not: ${what}`);
  });
  late.catch(() => undefined); // aborted when the promise was in time
  try {
    return await Promise.race([promise, late]);
  } finally {
    over.abort();
  }
}
