import { readJournal } from '../journal.ts';
import { JOURNALS } from '../journal-lines.ts';
import type { SentLine } from '../journal-lines.ts';
import { readReceipt } from '../outbox.ts';
import type { ObservedState } from './observed-state.ts';
import type { Findings } from './report.ts';

/** What is known of one activity; small, since all are held at once. */
export interface SentActivity {
  readonly to: string;
  /** Its sender's lane and the place in it. */
  readonly lane: string;
  readonly place: number;
  settled: 'no' | 'receipt' | 'waiting' | 'refused';
  receipt?: string;
  /** Where and under which id it had its first effect. */
  effectAt?: string;
  deliveryId?: string;
}

/** Activities by sender and id (`keyOf`). */
export type Sent = Map<string, SentActivity>;

export const keyOf = (member: string, messageId: string): string => `${member} ${messageId}`;

/** Reads what a state meant to send and what the hub said to it. */
export async function readSent(
  state: ObservedState,
  sent: Sent,
  findings: Findings,
): Promise<void> {
  let place = 0;
  for await (const line of readJournal<SentLine>(state.dataDirectory, JOURNALS.sent)) {
    const key = keyOf(state.member, line.messageId);
    if (line.event === 'queued') {
      if (sent.has(key)) continue;
      place += 1;
      const lane = `${state.member} ${line.lane}`;
      sent.set(key, { to: line.meaning.to, lane, place, settled: 'no' });
      continue;
    }
    const activity = sent.get(key);
    if (activity === undefined) continue;
    if (line.event === 'receipt') noteReceipt(activity, line, { state, findings });
    else if (line.event === 'refused' && activity.settled === 'no') activity.settled = 'refused';
  }
}

function noteReceipt(
  activity: SentActivity,
  line: SentLine & { event: 'receipt' },
  { state, findings }: { state: ObservedState; findings: Findings },
): void {
  if (activity.receipt !== undefined && activity.receipt !== line.receipt) {
    findings.add('receiptsDiffering', state.member, line.messageId);
  }
  activity.receipt ??= line.receipt;
  activity.settled = readReceipt(line.receipt)?.status === 'transmitted' ? 'receipt' : 'waiting';
}
