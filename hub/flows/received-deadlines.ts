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
  const receivedAt = new Map<string, { readonly at: Date; readonly owner: string }>();
  for (const { change } of writes) {
    const at = receiptOf(change, states.profiles.get(change.to_member));
    if (at === null || !startsOnReceipt(change.type)) continue;
    receivedAt.set(change.transmission_id, { at, owner: change.delivery_id });
  }
  const awaited = await store.findAwaitingReceipt(query, [...receivedAt.keys()]);
  if (awaited.length === 0) return [...writes];
  const receipts = awaited.flatMap((deadline) => {
    const received = receivedAt.get(deadline.transmission_id);
    return received === undefined ? [] : [receiptRow(states, deadline, received)];
  });
  return writes.map((write) => ({
    ...write,
    receipts: receipts.filter(({ owner }) => owner === write.change.delivery_id),
  }));
}

/** Acknowledged; handed over where the state's system acknowledges nothing. Null until then. */
export function receiptOf(
  change: Pick<DeliveryRow, 'acknowledged_at' | 'handed_over_at'>,
  profile: Profile | undefined,
): Date | null {
  if (change.acknowledged_at !== null) return change.acknowledged_at;
  return profile?.capabilities.acknowledgement === 'none' ? change.handed_over_at : null;
}

function receiptRow(
  states: StatesInForce,
  deadline: AwaitedReceipt,
  { at, owner }: { readonly at: Date; readonly owner: string },
): ReceiptRow {
  return {
    owner,
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
