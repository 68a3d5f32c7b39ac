/** Something that may be said once, and until when a copy of it could still be taken for fresh. */
export interface ReplayKey {
  readonly key: string;
  readonly until: Date;
}

export interface ReplayCache {
  /** False for a key that was seen before and still counts. Undefined keys are always first. */
  isFirst(replay: ReplayKey | undefined, now: Date): boolean;
}

const MOST = 100_000;

/**
 * What was said lately, in this process's memory. When it is full of keys that still count, nothing
 * new is first: what must be remembered is never forgotten early.
 */
export function createReplayCache(most = MOST): ReplayCache {
  const seen = new Map<string, number>();

  function makeRoom(now: number): boolean {
    if (seen.size < most) return true;
    for (const [key, until] of seen) if (until < now) seen.delete(key);
    return seen.size < most;
  }

  return {
    isFirst: (replay, now) => {
      if (replay === undefined) return true;
      const until = seen.get(replay.key);
      if (until !== undefined && until >= now.getTime()) return false;
      if (!makeRoom(now.getTime())) return false;
      seen.set(replay.key, replay.until.getTime());
      return true;
    },
  };
}
