import type { StateAdapter } from '../../adapters/adapter.ts';
import type { Decorators } from '../../hub/build-hub.ts';
import type { ExchangeStore } from '../../hub/flows/exchange-store.ts';
import type { LedgerStore } from '../../hub/flows/sequence.ts';
import type { Signer } from '../../hub/ledger/signer.ts';
import type { Transaction } from '../../hub/store/database.ts';

/** The hub's calls to the outside, by the part of the path that makes them. */
export const CRASH_POINTS = [
  'accept.locked',
  'accept.read',
  'accept.writing',
  'accept.written',
  'accept.committed',
  'dispatch.claimed',
  'dispatch.opened',
  'dispatch.changing',
  'dispatch.committed',
  'dispatch.sent',
  'settle.changing',
  'settle.committed',
  'settle.renewed',
  'settle.expired',
  'settle.resumed',
  'sequence.found',
  'sequence.writing',
  'sequence.written',
  'sequence.committed',
  'sequence.leased',
  'sign.proving',
  'sign.signing',
  'sign.signed',
  'sign.publishing',
  'sign.published',
] as const;

export type CrashPoint = (typeof CRASH_POINTS)[number];

/** Called whenever the hub comes to a point; a fault test may end the process in it. */
export type Reach = (point: CrashPoint) => void;

/** Decorators that tell of every point the hub comes to. */
export function tellingDecorators(reach: Reach): Required<Decorators> {
  return {
    store: (store) => tellingStore(store, reach),
    ledgerStore: (store) => tellingLedger(store, reach),
    signer: (signer) => tellingSigner(signer, reach),
    adapter: (adapter) => tellingAdapter(adapter, reach),
  };
}

function tellingStore(store: ExchangeStore, reach: Reach): ExchangeStore {
  const accepting = new WeakSet<Transaction>();
  return {
    ...store,
    withTransaction: async (work) => {
      let mine: Transaction | undefined;
      const result = await store.withTransaction((tx) => {
        const told: Transaction = {
          ...tx,
          together: async (writes) => {
            await tx.together(writes);
            if (accepting.has(told)) reach('accept.written');
          },
        };
        mine = told;
        return work(told);
      });
      if (mine !== undefined && accepting.has(mine)) reach('accept.committed');
      return result;
    },
    gather: async (tx, asked) => {
      reach('accept.locked');
      const gathered = await store.gather(tx, asked);
      reach('accept.read');
      return gathered;
    },
    lockKeys: async (tx, keys, wait) => {
      const held = await store.lockKeys(tx, keys, wait);
      reach('accept.locked');
      return held;
    },
    lockCases: async (tx, caseIds, wait) => {
      const locked = await store.lockCases(tx, caseIds, wait);
      reach('accept.read');
      return locked;
    },
    insertTransmissions: async (tx, rows) => {
      if (rows.length > 0) {
        accepting.add(tx);
        reach('accept.writing');
      }
      await store.insertTransmissions(tx, rows);
    },
    claimDue: async (tx, ...rest) => {
      const rows = await store.claimDue(tx, ...rest);
      if (rows.length > 0) reach('dispatch.claimed');
      return rows;
    },
    findRecords: async (query, ids, kinds) => {
      const rows = await store.findRecords(query, ids, kinds);
      if (kinds.includes('canonical')) reach('dispatch.opened');
      return rows;
    },
    writeDeliveries: async (query, writes) => {
      const [first] = writes;
      if (first === undefined) return store.writeDeliveries(query, writes);
      const part = first.change.state === 'dispatching' ? 'dispatch' : 'settle';
      reach(`${part}.changing`);
      const mine = await store.writeDeliveries(query, writes);
      reach(`${part}.committed`);
      return mine;
    },
    takeExpired: async (...args) => {
      const rows = await store.takeExpired(...args);
      reach('settle.expired');
      return rows;
    },
    takeHeldDue: async (...args) => {
      const rows = await store.takeHeldDue(...args);
      reach('settle.resumed');
      return rows;
    },
    extendLeases: async (...args) => {
      const kept = await store.extendLeases(...args);
      reach('settle.renewed');
      return kept;
    },
  };
}

function tellingLedger(store: LedgerStore, reach: Reach): LedgerStore {
  const sequencing = new WeakSet<Transaction>();
  return {
    ...store,
    withTransaction: async (work) => {
      let mine: Transaction | undefined;
      const result = await store.withTransaction((tx) => {
        mine = tx;
        return work(tx);
      });
      if (mine !== undefined && sequencing.has(mine)) reach('sequence.committed');
      return result;
    },
    takeSequencerLease: async (...args) => {
      const head = await store.takeSequencerLease(...args);
      if (head !== undefined) reach('sequence.leased');
      return head;
    },
    findPendingLeaves: async (tx, limit) => {
      const leaves = await store.findPendingLeaves(tx, limit);
      if (leaves.length > 0) reach('sequence.found');
      return leaves;
    },
    writeSequencedBatch: async (tx, batch) => {
      sequencing.add(tx);
      reach('sequence.writing');
      const written = await store.writeSequencedBatch(tx, batch);
      reach('sequence.written');
      return written;
    },
    findTile: async (...args) => {
      const tile = await store.findTile(...args);
      reach('sign.proving');
      return tile;
    },
    publishCheckpoint: async (query, published) => {
      reach('sign.publishing');
      const mine = await store.publishCheckpoint(query, published);
      reach('sign.published');
      return mine;
    },
  };
}

function tellingSigner(signer: Signer, reach: Reach): Signer {
  return {
    ...signer,
    sign: async (text) => {
      reach('sign.signing');
      const signature = await signer.sign(text);
      reach('sign.signed');
      return signature;
    },
  };
}

function tellingAdapter(adapter: StateAdapter, reach: Reach): StateAdapter {
  return {
    ...adapter,
    deliver: async (parcels, signal) => {
      const outcomes = await adapter.deliver(parcels, signal);
      reach('dispatch.sent');
      return outcomes;
    },
  };
}
