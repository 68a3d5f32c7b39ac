import { after, type Clocks } from '../clock.ts';
import type { ShadowRow } from '../store/mapping-shadows.ts';
import {
  type CompareStoredParts,
  type OpenShadow,
  compareStored,
  openShadow,
} from './compare-stored.ts';

export interface ShadowRoundParts extends CompareStoredParts {
  readonly clocks: Clocks;
  readonly processId: string;
  readonly leaseMs: number;
  /** Activities whose senders wait for a receipt now. */
  readonly intakeDepth: () => number;
}

/** Receipts and deliveries come first: a round is short, and left out while so many senders wait. */
const BUSY_INTAKE = 6;
const MESSAGES_OF_A_ROUND = 10;

const DAY_MS = 24 * 3_600_000;
/** What is decided within this time of an acceptance is found by the next round. */
const SETTLED_MS = 10 * 60_000;
const WHOLE_DAY_EVERY_MS = 10 * 60_000;

/** A shadow as this process knows it. */
interface Remembered {
  /** Undefined when its live version is not the one of this process. */
  readonly open: OpenShadow | undefined;
  /** Before that everything was compared that could be; business clock. */
  caughtUpTo: Date | undefined;
  /** When the whole day was looked through last; process clock. */
  sweptAt: Date | undefined;
}

/**
 * One round of what the running shadows have to compare: messages that crossed since the shadow's start
 * and not longer than a day ago, the newest first. It only reads, and counts what it found.
 */
export function createShadowRounds(parts: ShadowRoundParts): () => Promise<void> {
  const known = new Map<string, Remembered>();
  return async () => {
    if (parts.intakeDepth() >= BUSY_INTAKE) return;
    const now = parts.clocks.process.now();
    const lease = { processId: parts.processId, now, until: after(now, parts.leaseMs) };
    const shadows = await parts.store.takeShadows(parts.store.query, lease);
    forgetAllBut(known, shadows);
    for (const shadow of shadows) {
      const one = known.get(shadow.shadow_id) ?? (await remember(parts, known, shadow));
      if (one.open !== undefined) await compareLatest(parts, one, one.open);
    }
  };
}

function forgetAllBut(known: Map<string, Remembered>, shadows: readonly ShadowRow[]): void {
  const ids = new Set(shadows.map(({ shadow_id }) => shadow_id));
  for (const id of known.keys()) if (!ids.has(id)) known.delete(id);
}

async function remember(
  parts: ShadowRoundParts,
  known: Map<string, Remembered>,
  shadow: ShadowRow,
): Promise<Remembered> {
  const open = await openShadow(parts, shadow);
  const remembered = { open, caughtUpTo: undefined, sweptAt: undefined };
  known.set(shadow.shadow_id, remembered);
  return remembered;
}

async function compareLatest(
  parts: ShadowRoundParts,
  remembered: Remembered,
  open: OpenShadow,
): Promise<void> {
  const now = parts.clocks.business.now();
  const processNow = parts.clocks.process.now();
  const dayAgo = latest(open.shadow.started_at, after(now, -DAY_MS));
  const sweepDue =
    remembered.sweptAt === undefined ||
    processNow.getTime() - remembered.sweptAt.getTime() >= WHOLE_DAY_EVERY_MS;
  const since = sweepDue ? dayAgo : latest(dayAgo, remembered.caughtUpTo ?? dayAgo);
  const count = await compareStored(parts, open, { since, limit: MESSAGES_OF_A_ROUND });
  if (count === MESSAGES_OF_A_ROUND) return;
  remembered.caughtUpTo = after(now, -SETTLED_MS);
  if (sweepDue) remembered.sweptAt = processNow;
}

function latest(one: Date, other: Date): Date {
  return one > other ? one : other;
}
