import type { NotifierStore } from '../../hub/open-notifier.ts';

/** A hub that tells nobody by itself, so that a test does it step by step. */
export function idleNotifier(store: NotifierStore): NotifierStore {
  return {
    ...store,
    lockCursor: () => Promise.resolve(undefined),
    tryGathering: () => Promise.resolve(false),
    claimOutbox: () => Promise.resolve([]),
    takeUntold: () => Promise.resolve([]),
    takeUnconfirmed: () => Promise.resolve([]),
  };
}
