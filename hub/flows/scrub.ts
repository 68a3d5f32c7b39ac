import type { Scrubber } from '../store/scrub.ts';
import type { ExchangeStore } from './exchange-store.ts';

export interface ScrubParts {
  readonly store: ExchangeStore;
  readonly scrubber: Scrubber;
  readonly now: () => Date;
  /** Tables above that wait for the administrator's command: a rewrite of them holds everybody up. */
  readonly largestBytes: number;
  readonly onTable?: (table: string, bytes: number) => void;
}

export interface Scrubbed {
  /** Orders of which no page of the database holds anything any more. */
  readonly orders: number;
  /** Tables that were too large, or in use for too long. */
  readonly left: readonly string[];
  /** Older transactions still see what was destroyed: nothing was rewritten yet. */
  readonly waits: boolean;
}

/**
 * Rewrites the tables from which something was destroyed, so that their old pages go: what is deleted
 * stays in a page until another row takes its place (docs/erasure.md, what is left where).
 */
export async function scrub(parts: ScrubParts): Promise<Scrubbed> {
  const { store, scrubber, largestBytes } = parts;
  const orders = await store.findUnscrubbed(store.query);
  const last = orders.at(-1);
  if (last === undefined) return { orders: 0, left: [], waits: false };
  if (await scrubber.isSeenByOlder(last.transaction)) return { orders: 0, left: [], waits: true };
  const left: string[] = [];
  for (const table of scrubber.tables) {
    const bytes = await scrubber.sizeOf(table);
    const isDone = bytes <= largestBytes && (await scrubber.rewrite(table));
    if (isDone) parts.onTable?.(table, bytes);
    else left.push(table);
  }
  if (left.length > 0) return { orders: 0, left, waits: false };
  const ids = orders.map(({ erasure_id }) => erasure_id);
  await store.setScrubbed(store.query, ids, parts.now());
  return { orders: ids.length, left, waits: false };
}
