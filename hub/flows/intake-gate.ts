import { NATIONAL } from '../access/actor.ts';
import { after, type Clock } from '../clock.ts';
import { type Uncovered, observeCoverage } from '../ledger/coverage.ts';
import type { ExchangeStore } from './exchange-store.ts';
import { ExchangeError } from './exchange-error.ts';
import { type IncidentParts, closeCauses, reportCauses } from './report-incidents.ts';
import type { LedgerLock } from './ledger-lock.ts';
import type { LedgerStore } from './sequence.ts';
import { createWaiting } from './waiting.ts';

/** What closes the intake. */
export type GateCode = 'EVIDENCE_STALLED' | 'STORAGE_LOW';

/** What is wrong with the hub itself while it is: the first of each pair alarms, the second closes. */
type HubCause = 'EVIDENCE_LATE' | 'STORAGE_SHORT' | GateCode;

export interface GateParts extends IncidentParts {
  readonly store: ExchangeStore;
  readonly ledgerStore: Pick<LedgerStore, 'findCoverage' | 'query'>;
  /** While the ledger is locked the gate measures, and writes no incident. */
  readonly lock: Pick<LedgerLock, 'whileOpen'>;
  /** Of the file system of the data directory. */
  readonly freeBytes: () => Promise<number>;
  /** Below it nothing is accepted; below twice of it there is an alarm. */
  readonly minFreeBytes: number;
  /** Process clock. */
  readonly clock: Clock;
}

/** Stands before every acceptance: closed, nothing is accepted, and it opens by itself. */
export interface IntakeGate {
  readonly closedBy: () => GateCode | undefined;
  /** Throws ExchangeError with the code by which it is closed. */
  readonly requireOpen: () => void;
  /** Resolves when it is open, or the signal aborts. */
  opened(signal: AbortSignal): Promise<void>;
  /** Looks at the ledger and the disk; to be called again and again. */
  look(): Promise<void>;
  /** How long the oldest leaf waits for a signed checkpoint. */
  readonly evidenceAgeMs: () => number;
  readonly freeBytes: () => number;
}

/** The oldest leaf that no signed checkpoint covers: alarm, and no acceptance any more. */
export const EVIDENCE_LATE_MS = 60_000;
const EVIDENCE_STALLED_MS = 15 * 60_000;
/** What lasts is counted on so often: an incident that another process closed is opened again. */
const COUNT_ON_MS = 60_000;
const POLL_MS = 250;

export function createIntakeGate(parts: GateParts): IntakeGate {
  let uncovered: Uncovered;
  let free = Number.POSITIVE_INFINITY;
  let causes: ReadonlySet<HubCause> = new Set();
  const reported = new Map<HubCause, number>();
  let isFirst = true;

  const evidenceAgeMs = (): number =>
    uncovered === undefined ? 0 : parts.clock.now().getTime() - uncovered.since.getTime();

  const closedBy = (): GateCode | undefined => {
    if (causes.has('EVIDENCE_STALLED')) return 'EVIDENCE_STALLED';
    return causes.has('STORAGE_LOW') ? 'STORAGE_LOW' : undefined;
  };

  async function look(): Promise<void> {
    const { ledgerStore, clock } = parts;
    const seen = await ledgerStore.findCoverage(ledgerStore.query);
    uncovered = observeCoverage(uncovered, seen, clock.now());
    if (isFirst) uncovered = await takeUp(uncovered);
    isFirst = false;
    free = await parts.freeBytes();
    causes = causesOf({ evidenceAgeMs: evidenceAgeMs(), free, minFree: parts.minFreeBytes });
    await parts.lock.whileOpen(keepIncidents)();
  }

  /** What an earlier process knew of this wait: its incident is as old as the wait less the alarm. */
  async function takeUp(now: Uncovered): Promise<Uncovered> {
    const open = await parts.store.openIncidents(parts.store.query, 'hub');
    for (const { code } of open) reported.set(code as HubCause, 0);
    const late = open.find(({ code }) => code === 'EVIDENCE_LATE');
    if (now === undefined || late === undefined) return now;
    return { ...now, since: after(late.opened_at, -EVIDENCE_LATE_MS) };
  }

  async function keepIncidents(): Promise<void> {
    const now = parts.clock.now();
    const due = [...causes].filter(
      (code) => now.getTime() - (reported.get(code) ?? 0) >= COUNT_ON_MS,
    );
    const over = [...reported.keys()].filter((code) => !causes.has(code));
    if (due.length + over.length === 0) return;
    await parts.store.withTransaction(async (tx) => {
      const own = { member: NATIONAL, kind: 'hub' } as const;
      const occurred = due.map((code) => ({ ...own, code }));
      await reportCauses(parts, tx, occurred, now);
      if (over.length > 0) await closeCauses(parts, tx, { ...own, codes: over }, now);
    });
    for (const code of due) reported.set(code, now.getTime());
    for (const code of over) reported.delete(code);
  }

  return {
    closedBy,
    requireOpen: () => {
      const code = closedBy();
      if (code !== undefined) throw new ExchangeError(code);
    },
    opened: async (signal) => {
      const pace = createWaiting();
      while (closedBy() !== undefined && !signal.aborted) await pace.wait(POLL_MS, signal);
    },
    look,
    evidenceAgeMs,
    freeBytes: () => free,
  };
}

interface HubFacts {
  readonly evidenceAgeMs: number;
  readonly free: number;
  readonly minFree: number;
}

/** What is wrong with the hub itself now. */
export function causesOf({ evidenceAgeMs, free, minFree }: HubFacts): Set<HubCause> {
  const causes = new Set<HubCause>();
  if (evidenceAgeMs >= EVIDENCE_LATE_MS) causes.add('EVIDENCE_LATE');
  if (evidenceAgeMs >= EVIDENCE_STALLED_MS) causes.add('EVIDENCE_STALLED');
  if (free < 2 * minFree) causes.add('STORAGE_SHORT');
  if (free < minFree) causes.add('STORAGE_LOW');
  return causes;
}
