import type { PendingLeafRow } from '../../../hub/store/pending-leaves.ts';
import { bulkInsert } from '../../../hub/store/bulk-insert.ts';
import type { Transaction } from '../../../hub/store/database.ts';
import type { ReviewRow } from '../../../hub/store/reviews.ts';
import type { ExchangeStore } from '../../../hub/flows/exchange-store.ts';
import type { FilledBatch } from './filled-batch.ts';

const insertReviews = bulkInsert<ReviewRow>('reviews', {
  transmission_id: 'uuid',
  direction: 'text',
  member: 'text',
  other_member: 'text',
  case_id: 'text',
  type: 'text',
  opened_at: 'timestamptz',
  assigned_to: 'text',
  assigned_by: 'text',
  assigned_at: 'timestamptz',
  note: 'bytea',
  closed_at: 'timestamptz',
  closed_by: 'text',
  outcome: 'text',
});

interface EntryRow {
  readonly leaf_index: string;
  readonly transmission_id: string | null;
  readonly from_member: string | null;
  readonly entry: Buffer;
}

/** As the sequencer leaves them: with their indexes, and not waiting for any. */
const insertEntries = bulkInsert<EntryRow>('ledger_entries', {
  leaf_index: 'bigint',
  transmission_id: 'uuid',
  from_member: 'text',
  entry: 'bytea',
});

/** Writes everything of a batch, its leaves under indexes from the given one on. */
export async function writeBatch(
  store: ExchangeStore,
  tx: Transaction,
  batch: FilledBatch,
  firstIndex: number,
): Promise<void> {
  // A batch takes long to put into words on a machine that has other things to do.
  await tx.query(`SET LOCAL idle_in_transaction_session_timeout = 0`);
  // The last one, that of the head, waits for the disk, and with it all before.
  await tx.query(`SET LOCAL synchronous_commit = off`);
  const { rows } = batch;
  await tx.together(async () => {
    await store.insertPersons(tx, rows.persons);
    await store.insertCases(tx, [...batch.openedCases.values()]);
    await store.updateCases(tx, batch.endedCases);
    await store.addPersonMembers(tx, rows.personMembers);
    await store.insertCaseIdentifiers(tx, rows.identifiers);
    await store.insertTransmissions(tx, rows.transmissions);
    await store.insertContentKeys(tx, rows.contentKeys);
    await store.insertRecords(tx, rows.records);
    await store.insertFindings(tx, rows.findings);
    await store.insertFindingTerms(tx, rows.findingTerms);
    await store.insertDeliveries(tx, rows.deliveries);
    await store.insertDecisions(tx, rows.decisions);
    await store.insertDeadlines(tx, batch.deadlines);
    await store.setDescriptions(tx, batch.descriptions);
    await store.insertPersonTokens(tx, batch.tokens);
    await store.assignFirst(tx, rows.assignments);
    await insertReviews(tx, rows.reviews);
    await insertEntries(tx, rows.leaves.map(entryAt(firstIndex)));
  });
}

function entryAt(firstIndex: number): (leaf: PendingLeafRow, place: number) => EntryRow {
  return ({ transmission_id, from_member, entry }, place) => ({
    leaf_index: String(firstIndex + place),
    transmission_id,
    from_member,
    entry,
  });
}
