import { readJournal } from '../journal.ts';
import { JOURNALS } from '../journal-lines.ts';
import type { SentLine } from '../journal-lines.ts';
import { compareMeanings } from './compare-meanings.ts';
import { readerOf } from './observed-state.ts';
import type { ObservedState } from './observed-state.ts';
import type { Findings } from './report.ts';
import { keyOf } from './sent-activities.ts';
import type { Sent } from './sent-activities.ts';

/** Holds what a state meant against what arrived; returns how many values were compared. */
export async function compareSent(
  state: ObservedState,
  { states, sent, findings }: { states: readonly ObservedState[]; sent: Sent; findings: Findings },
): Promise<number> {
  const readers = new Map(states.map((other) => [other.member, readerOf(other)]));
  let compared = 0;
  for await (const line of readJournal<SentLine>(state.dataDirectory, JOURNALS.sent)) {
    if (line.event !== 'queued') continue;
    const { deliveryId, effectAt } = sent.get(keyOf(state.member, line.messageId)) ?? {};
    if (deliveryId === undefined || effectAt === undefined) continue;
    const arrived = await readers.get(effectAt)?.(deliveryId);
    if (arrived === undefined) {
      findings.add('unreadable', effectAt, deliveryId);
      continue;
    }
    const { differences, ...counts } = compareMeanings(line.meaning, arrived);
    compared += counts.compared;
    for (const pointer of differences) {
      findings.add('contentDifferences', effectAt, `${line.messageId} ${pointer}`);
    }
  }
  return compared;
}
