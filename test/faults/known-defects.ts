import type { Decorators } from '../../hub/build-hub.ts';
import type { ExchangeStore } from '../../hub/flows/exchange-store.ts';
import type { Query } from '../../hub/store/database.ts';
import type { DeliveryRow } from '../../hub/store/deliveries.ts';
import type { PendingLeafRow } from '../../hub/store/pending-leaves.ts';

/** Defects that an evidence run must find: switched on by the harness, never in the hub. */
export const DEFECTS = ['no-dedup', 'no-fence', 'drop-leaf'] as const;

export type Defect = (typeof DEFECTS)[number];

const BROKEN: Record<Defect, (store: ExchangeStore) => ExchangeStore> = {
  // A repeat is taken for something new: the id is altered on its way into the store.
  'no-dedup': (store) => ({
    ...store,
    findRepeats: () => Promise.resolve([]),
    insertTransmissions: (tx, rows) =>
      store.insertTransmissions(
        tx,
        rows.map((row) => ({
          ...row,
          sender_message_id: `${row.sender_message_id} ${row.transmission_id}`,
        })),
      ),
  }),
  // A worker that lost its lease writes all the same.
  'no-fence': (store) => ({
    ...store,
    writeDeliveries: async (query, writes) => {
      const now = await Promise.all(
        writes.map(async (write) => {
          const row = await findDelivery(query, write.change.delivery_id);
          if (row === undefined) return write;
          const change = { ...write.change, epoch: row.epoch, from_state: row.state };
          return { ...write, change };
        }),
      );
      return store.writeDeliveries(query, now);
    },
  }),
  // One leaf in fifty never reaches the ledger.
  'drop-leaf': (store) => ({
    ...store,
    insertPendingLeaves: (tx, rows) => store.insertPendingLeaves(tx, rows.filter(isKept)),
    writeDeliveries: (query, writes) =>
      store.writeDeliveries(
        query,
        writes.map((write) => ({ ...write, leaves: write.leaves.filter(isKept) })),
      ),
  }),
};

function isKept({ leaf_hash }: PendingLeafRow): boolean {
  return leaf_hash.readUInt8(0) % 50 !== 0;
}

async function findDelivery(query: Query, deliveryId: string): Promise<DeliveryRow | undefined> {
  const sql = 'SELECT * FROM deliveries WHERE delivery_id = $1';
  const [row] = await query<DeliveryRow>(sql, [deliveryId]);
  return row;
}

/** The decorators with a defect behind them. */
export function withDefect(
  decorators: Required<Decorators>,
  defect: Defect | undefined,
): Decorators {
  if (defect === undefined) return decorators;
  return { ...decorators, store: (store) => decorators.store(BROKEN[defect](store)) };
}
