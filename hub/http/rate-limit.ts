/** A token bucket: `burst` at once, then `perSecond`. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

export interface RateLimits {
  /** Each credential of a state's system. */
  readonly system: Rate;
  /** Each credential of a person. */
  readonly person: Rate;
  /** Each address, for calls to open routes and for calls whose credential is not known. */
  readonly address: Rate;
  /** Each address, for failures to sign in. */
  readonly signIn: Rate;
}

/** Generous: they stop a loop gone wild and a guesser, not a busy state. */
export const DEFAULT_RATES: RateLimits = {
  system: { perSecond: 2000, burst: 2000 },
  person: { perSecond: 50, burst: 200 },
  address: { perSecond: 100, burst: 400 },
  signIn: { perSecond: 1 / 90, burst: 10 },
};

export interface RateLimiter {
  /**
   * Takes one token of this name's bucket: 0 when there was one, else the seconds (at least 1) after
   * which there will be one again.
   */
  take(name: string, rate: Rate): number;
  /** As `take`, but takes nothing: for a call that only costs when it turns out to be bad. */
  wait(name: string, rate: Rate): number;
  /** Gives back what was taken for a call that turned out to be good. */
  giveBack(name: string, rate: Rate): void;
}

interface Bucket {
  tokens: number;
  filledAt: number;
}

const MOST_BUCKETS = 20_000;

/**
 * Buckets in this process's memory. Of the names beyond the most it keeps, the one that was made
 * first is forgotten, so a flood of addresses costs bounded memory.
 */
export function createRateLimiter(now: () => Date): RateLimiter {
  const buckets = new Map<string, Bucket>();

  function filled(name: string, rate: Rate): Bucket {
    const moment = now().getTime();
    const bucket = buckets.get(name);
    if (bucket === undefined) return add(name, { tokens: rate.burst, filledAt: moment });
    // A clock that was set back fills nothing.
    const seconds = Math.max(0, moment - bucket.filledAt) / 1000;
    bucket.tokens = Math.min(rate.burst, bucket.tokens + seconds * rate.perSecond);
    bucket.filledAt = moment;
    return bucket;
  }

  function add(name: string, bucket: Bucket): Bucket {
    const [oldest] = buckets.size < MOST_BUCKETS ? [] : buckets.keys();
    if (oldest !== undefined) buckets.delete(oldest);
    buckets.set(name, bucket);
    return bucket;
  }

  const secondsUntilNext = (bucket: Bucket, rate: Rate): number =>
    bucket.tokens >= 1 ? 0 : Math.max(1, Math.ceil((1 - bucket.tokens) / rate.perSecond));

  return {
    take: (name, rate) => {
      const bucket = filled(name, rate);
      const wait = secondsUntilNext(bucket, rate);
      if (wait === 0) bucket.tokens -= 1;
      return wait;
    },
    wait: (name, rate) => secondsUntilNext(filled(name, rate), rate),
    giveBack: (name, rate) => {
      const bucket = filled(name, rate);
      bucket.tokens = Math.min(rate.burst, bucket.tokens + 1);
    },
  };
}
