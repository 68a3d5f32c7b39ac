import { ruleOf } from '../compact/deadlines.ts';
import { remindersOf } from '../compact/due-day.ts';
import { jurisdictionOf } from '../compact/jurisdiction.ts';
import type { Transaction } from '../store/database.ts';
import type { DeadlineRow } from '../store/deadlines.ts';
import type { PendingLeafRow } from '../store/pending-leaves.ts';
import type { TransmissionRow } from '../store/transmissions.ts';
import type { Evidence } from './evidence.ts';
import type { ExchangeStore } from './exchange-store.ts';
import type { StatesInForce } from './read-submission.ts';
import { chainOf } from './waiting-transmission.ts';

export interface RemindParts {
  readonly store: ExchangeStore;
  readonly evidence: Evidence;
  readonly states: StatesInForce;
  /** Business clock. */
  readonly now: () => Date;
}

const BATCH = 100;

/**
 * Raises the reminders that are due: one `reminded` leaf each, by which both states and the national
 * office hear of it, and in the same transaction the moment of the next. What several missed moments
 * would have said is said once. Returns how many it raised.
 */
export async function remind(parts: RemindParts): Promise<number> {
  const { store } = parts;
  return store.withTransaction(async (tx) => {
    const now = parts.now();
    const rows = await store.takeReminders(tx, now, BATCH);
    if (rows.length === 0) return 0;
    const ids = [...new Set(rows.map((row) => row.transmission_id))].sort();
    const chains = new Map<string, TransmissionRow>();
    for (const row of await store.lockTransmissions(tx, ids)) chains.set(row.transmission_id, row);
    const leaves: PendingLeafRow[] = [];
    for (const row of rows) leaves.push(...remindOf(parts, chains, row, now));
    await writeReminders(parts, tx, { rows, leaves, chains: [...chains.values()], now });
    return rows.length;
  });
}

function remindOf(
  { evidence }: RemindParts,
  chains: Map<string, TransmissionRow>,
  deadline: DeadlineRow,
  now: Date,
): PendingLeafRow[] {
  const transmission = chains.get(deadline.transmission_id);
  if (transmission === undefined) return [];
  const { leaf, chain } = evidence.chained(
    chainOf(transmission),
    {
      type: 'reminded',
      transmissionId: transmission.transmission_id,
      from: transmission.from_member,
      to: transmission.destination,
      activityType: transmission.type,
      schema: transmission.schema_hash,
      actor: 'hub',
      channel: 'hub',
      code: deadline.duty,
      outcome: nearness(deadline, now),
      subject: deadline.owed_by,
    },
    now,
  );
  chains.set(transmission.transmission_id, {
    ...transmission,
    event_no: chain.eventNo,
    last_leaf_hash: chain.lastLeafHash,
  });
  return [leaf];
}

function nearness({ day_at, due_at }: DeadlineRow, now: Date): 'soon' | 'due' | 'overdue' {
  if (now >= due_at) return 'overdue';
  return now >= day_at ? 'due' : 'soon';
}

interface Raised {
  readonly rows: readonly DeadlineRow[];
  readonly leaves: readonly PendingLeafRow[];
  readonly chains: readonly TransmissionRow[];
  readonly now: Date;
}

async function writeReminders(
  { store, states }: RemindParts,
  tx: Transaction,
  { rows, leaves, chains, now }: Raised,
): Promise<void> {
  await store.setReminders(
    tx,
    rows.map((row) => ({ ...row, next_reminder_at: nextReminder(states, row, now) })),
  );
  await store.setChains(tx, chains);
  await store.insertPendingLeaves(tx, leaves);
}

/** The first that the rule has after now; none once its last is past. */
function nextReminder({ profiles }: StatesInForce, row: DeadlineRow, now: Date): Date | null {
  const rule = ruleOf(row, row.started_on);
  // Of a duty by a state's own law nobody hears whether it was done: it is told once.
  if (rule === undefined || row.advisory) return null;
  const day = {
    startedOn: row.started_on,
    dueOn: row.due_on,
    soonAt: row.soon_at,
    dayAt: row.day_at,
    dueAt: row.due_at,
  };
  const jurisdiction = jurisdictionOf(profiles.get(row.owed_by));
  return remindersOf(rule.reminders, day, jurisdiction).find((moment) => moment > now) ?? null;
}
