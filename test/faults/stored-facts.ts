import type { FaultLab } from './fault-lab.ts';
import type {
  StoredDelivery,
  StoredFacts,
  StoredRecord,
  StoredTransmission,
} from './model-check.ts';

const TRANSMISSIONS = `
  SELECT transmission_id, to_member, status, event_no, last_leaf_hash FROM transmissions`;
const DELIVERIES = `
  SELECT delivery_id, transmission_id, to_member, case_id, case_sequence, state, attempt,
         handed_over_at IS NOT NULL AS handed_over, acknowledged_at IS NOT NULL AS acknowledged,
         event_no, last_leaf_hash
    FROM deliveries`;
const RECORDS = `SELECT transmission_id, delivery_id, kind, commitment FROM records`;
const PRINCIPALS = `SELECT count(*)::integer AS count FROM principals`;
const ENTRIES = `SELECT entry FROM ledger_entries ORDER BY leaf_index`;
const PENDING = `SELECT entry FROM pending_leaves ORDER BY pending_id`;

/** Reads rows and leaves past the hub, which must be at rest. */
export async function readStoredFacts({ query }: Pick<FaultLab, 'query'>): Promise<StoredFacts> {
  const [principals] = await query<{ count: number }>(PRINCIPALS);
  const entries = [
    ...(await query<{ entry: Buffer }>(ENTRIES)),
    ...(await query<{ entry: Buffer }>(PENDING)),
  ];
  return {
    transmissions: await query<StoredTransmission>(TRANSMISSIONS),
    deliveries: await query<StoredDelivery>(DELIVERIES),
    records: await query<StoredRecord>(RECORDS),
    principals: principals?.count ?? 0,
    entries: entries.map(({ entry }) => entry),
  };
}
