/**
 * The oldest leaf that no signed checkpoint covers, and since when at least this process knows that it
 * waits (process clock). Undefined: every leaf is covered.
 */
export type Uncovered = { readonly index: number; readonly since: Date } | undefined;

export interface LedgerLook {
  /** Leaves under the last signed checkpoint. */
  readonly signedSize: number;
  /** Whether these are all there are. */
  readonly isCovered: boolean;
}

/** What is known after one look more. A leaf is one look younger than it may be, and never older. */
export function observeCoverage(before: Uncovered, look: LedgerLook, now: Date): Uncovered {
  if (look.isCovered) return undefined;
  if (before !== undefined && before.index >= look.signedSize) return before;
  return { index: look.signedSize, since: now };
}
