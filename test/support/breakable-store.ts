import { ConnectionError } from 'sequelize';
import type { ExchangeStore } from '../../hub/flows/exchange-store.ts';
import type { Transaction } from '../../hub/store/database.ts';

/** A store that fails at the commit of acceptances when it is told to. */
export interface BreakableStore {
  readonly decorate: (store: ExchangeStore) => ExchangeStore;
  /** From now on the server ends the connection of each acceptance just before its commit, or does not. */
  refuseCommits(refuse: boolean): void;
  /** How many it refused. */
  refused(): number;
  /**
   * Once, after the next commit of an acceptance and before the hub knows of it. `lost`: the hub never
   * does, its connection to the store broke.
   */
  afterNextCommit(act: () => void, lost?: 'lost'): void;
}

/** @param endConnection ends the connection of this server process. */
export function createBreakableStore(
  endConnection: (pid: number) => Promise<unknown>,
): BreakableStore {
  let refusing = false;
  let refused = 0;
  let after: { readonly act: () => void; readonly lost: boolean } | undefined;
  const decorate = (store: ExchangeStore): ExchangeStore => {
    const accepting = new WeakSet<Transaction>();
    return {
      ...store,
      withTransaction: async (work) => {
        let mine: Transaction | undefined;
        const result = await store.withTransaction(async (tx) => {
          mine = tx;
          const answer = await work(tx);
          if (accepting.has(tx) && refusing) {
            refused += 1;
            const [row] = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
            await endConnection(row?.pid ?? 0);
          }
          return answer;
        });
        if (mine !== undefined && accepting.has(mine) && after !== undefined) {
          const { act, lost } = after;
          after = undefined;
          act();
          if (lost) throw new ConnectionError(new Error('the answer of the store was lost'));
        }
        return result;
      },
      insertTransmissions: async (tx, rows) => {
        if (rows.length > 0) accepting.add(tx);
        await store.insertTransmissions(tx, rows);
      },
    };
  };
  return {
    decorate,
    refuseCommits: (refuse) => {
      refusing = refuse;
    },
    refused: () => refused,
    afterNextCommit: (act, lost) => {
      after = { act, lost: lost === 'lost' };
    },
  };
}
