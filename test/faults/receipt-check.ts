import { JOURNALS, type SentLine } from '../../simulation/journal-lines.ts';
import { readJournal } from '../../simulation/journal.ts';
import type { ObservedState } from '../../simulation/oracle/check-journals.ts';
import { readReceipt } from '../../simulation/outbox.ts';
import type { FaultLab } from './fault-lab.ts';

const TRANSMISSIONS = `
  SELECT transmission_id, from_member || ' ' || sender_message_id AS sent FROM transmissions
   WHERE from_member = ANY ($1)`;

/**
 * Holds the receipts in the senders' journals against the rows of what was accepted: each has the
 * other, under the same id. To be run when every sender has its receipt.
 */
export async function checkReceipts(
  { query }: Pick<FaultLab, 'query'>,
  states: readonly ObservedState[],
): Promise<string[]> {
  const rows = await query<{ transmission_id: string; sent: string }>(TRANSMISSIONS, [
    states.map(({ member }) => member),
  ]);
  const stored = new Map(rows.map(({ transmission_id, sent }) => [transmission_id, sent]));
  const promised = new Set<string>();
  const wrong: string[] = [];
  for (const { member, dataDirectory } of states) {
    for await (const line of readJournal<SentLine>(dataDirectory, JOURNALS.sent)) {
      if (line.event !== 'receipt') continue;
      const id = readReceipt(line.receipt)?.transmissionId ?? '';
      promised.add(id);
      if (stored.get(id) !== `${member} ${line.messageId}`) {
        wrong.push(`the receipt of ${member} ${line.messageId} names no transmission of it`);
      }
    }
  }
  const unpromised = [...stored.keys()].filter((id) => !promised.has(id));
  return [...wrong, ...unpromised.map((id) => `transmission ${id} has no receipt at its sender`)];
}
