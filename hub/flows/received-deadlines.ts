import { type CalendarDay, dayIn } from '../compact/calendar-day.ts';
import { startsOnReceipt } from '../compact/deadlines.ts';
import { jurisdictionOf } from '../compact/jurisdiction.ts';
import type { Profile } from '../compact/profile.ts';
import { lastDayOf } from '../compact/time-limit.ts';
import type { Query } from '../store/database.ts';
import type { AwaitedReceipt, ReceiptRow } from '../store/deadlines.ts';
import type { DeliveryRow, DeliveryWrite } from '../store/deliveries.ts';
import type { EvidencedChange } from './delivery-rows.ts';
import type { ExchangeStore } from './exchange-store.ts';
import type { StatesInForce } from './read-submission.ts';

export interface ReceiptParts {
  readonly store: Pick<ExchangeStore, 'findAwaitingReceipt'>;
  readonly states: StatesInForce;
}

/**
 * The changes, and beside those by which a state receives an activity the due days that its rules
 * count from receipt: to be written in the same transaction.
 */
export async function withReceipts<Write extends EvidencedChange>(
  { store, states }: ReceiptParts,
  query: Query,
  writes: readonly Write[],
): Promise<(Write & Pick<DeliveryWrite, 'receipts'>)[]> {
  const receivedAt = ({ change }: Write): Date | null =>
    startsOnReceipt(change.type) ? receiptOf(change, states.profiles.get(change.to_member)) : null;
  const received = writes.filter((write) => receivedAt(write) !== null);
  const awaited = await store.findAwaitingReceipt(
    query,
    received.map(({ change }) => change.transmission_id),
  );
  if (awaited.length === 0) return [...writes];
  return writes.map((write) => {
    const at = receivedAt(write);
    const own = awaited.filter(({ transmission_id: id }) => id === write.change.transmission_id);
    const receipts = at === null ? [] : own.map((deadline) => receiptRow(states, deadline, at));
    return { ...write, receipts };
  });
}

/** Acknowledged; handed over where the state's system acknowledges nothing. Null until then. */
export function receiptOf(
  change: Pick<DeliveryRow, 'acknowledged_at' | 'handed_over_at'>,
  profile: Profile | undefined,
): Date | null {
  if (change.acknowledged_at !== null) return change.acknowledged_at;
  return profile?.capabilities.acknowledgement === 'none' ? change.handed_over_at : null;
}

function receiptRow(states: StatesInForce, deadline: AwaitedReceipt, at: Date): ReceiptRow {
  return {
    transmission_id: deadline.transmission_id,
    duty: deadline.duty,
    received_at: at,
    received_due_on: receivedDueOn(states, deadline, at),
  };
}

/** The last day of a deadline counted from receipt, in the state that owes. */
export function receivedDueOn(
  { profiles }: StatesInForce,
  { owed_by, limit_days: days, limit_unit: unit }: AwaitedReceipt,
  at: Date,
): CalendarDay {
  const { timeZone, isHoliday } = jurisdictionOf(profiles.get(owed_by));
  return lastDayOf({ days, unit }, dayIn(at, timeZone), isHoliday);
}
