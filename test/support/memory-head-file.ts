import type { Cosign } from '../../hub/flows/collect-cosignatures.ts';
import type { HeadFile } from '../../hub/flows/kept-head.ts';

/** A head file that is lost with its test. */
export function createMemoryHeadFile(): HeadFile {
  let kept: string | undefined;
  return {
    read: () => Promise.resolve(kept),
    write: (checkpoint) => {
      kept = checkpoint;
      return Promise.resolve();
    },
  };
}

/** Where no witness is asked. */
export const NOBODY_COSIGNS: Cosign = (checkpoint) =>
  Promise.resolve({ checkpoint, complete: true });
