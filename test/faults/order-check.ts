import { JOURNALS, type ReceivedLine, type SentLine } from '../../simulation/journal-lines.ts';
import { readJournal } from '../../simulation/journal.ts';
import type { ObservedState } from '../../simulation/oracle/check-journals.ts';

/**
 * Activities of one sender, case and destination that had their effect before one that was sent
 * earlier: what the sender said last must not be known first. The oracle looks at the hub's numbers;
 * this looks at the order in which the senders meant them.
 */
export async function findOvertaken(states: readonly ObservedState[]): Promise<string[]> {
  const places = new Map<string, { lane: string; place: number }>();
  for (const { member, dataDirectory } of states) {
    let place = 0;
    for await (const line of readJournal<SentLine>(dataDirectory, JOURNALS.sent)) {
      if (line.event !== 'queued') continue;
      place += 1;
      const lane = `${member} ${line.meaning.to} ${line.lane}`;
      const key = `${line.meaning.to} ${line.messageId}`;
      if (!places.has(key)) places.set(key, { lane, place });
    }
  }
  return (await Promise.all(states.map((state) => overtakenAt(state, places)))).flat();
}

async function overtakenAt(
  { member, dataDirectory }: ObservedState,
  places: ReadonlyMap<string, { readonly lane: string; readonly place: number }>,
): Promise<string[]> {
  const last = new Map<string, number>();
  const overtaken: string[] = [];
  for await (const line of readJournal<ReceivedLine>(dataDirectory, JOURNALS.received)) {
    if (line.event !== 'effect') continue;
    const sent = places.get(`${member} ${line.messageId ?? ''}`);
    if (sent === undefined) continue;
    if (sent.place < (last.get(sent.lane) ?? 0)) overtaken.push(`${member} ${line.deliveryId}`);
    last.set(sent.lane, Math.max(sent.place, last.get(sent.lane) ?? 0));
  }
  return overtaken;
}
