import type { Decorators } from '../../hub/build-hub.ts';
import type { ExchangeStore } from '../../hub/flows/exchange-store.ts';

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
    changeDeliveries: async (tx, changes) => {
      const now = await Promise.all(
        changes.map(async (change) => {
          const row = await store.lockDelivery(tx, change.delivery_id);
          return row === undefined
            ? change
            : { ...change, epoch: row.epoch, from_state: row.state };
        }),
      );
      return store.changeDeliveries(tx, now);
    },
  }),
  // One leaf in fifty never reaches the ledger.
  'drop-leaf': (store) => ({
    ...store,
    insertPendingLeaves: (tx, rows) =>
      store.insertPendingLeaves(
        tx,
        rows.filter(({ leaf_hash }) => leaf_hash.readUInt8(0) % 50 !== 0),
      ),
  }),
};

/** The decorators with a defect behind them. */
export function withDefect(decorators: Decorators, defect: Defect | undefined): Decorators {
  if (defect === undefined) return decorators;
  return { ...decorators, store: (store) => decorators.store(BROKEN[defect](store)) };
}
