import type { Database, Query } from './database.ts';

/** Reads that answer a person or a state, as role `hub_reader`. */
export interface Reader {
  /**
   * Runs the work in one transaction in which row-level security shows what this member may see
   * (`national` for the national office). The setting ends with the transaction, so a connection
   * that the pool gives to the next request sees nothing until that one says whose it is.
   */
  as<T>(member: string, work: (query: Query) => Promise<T>): Promise<T>;
  /** For what is open to everybody: head and hash tiles of the ledger. */
  readonly query: Query;
}

const SET_MEMBER = `SELECT set_config('hub.member', $1, true)`;

/** `database` is a pool that took the role `hub_reader`. */
export function createReader(database: Database): Reader {
  return {
    as: (member, work) =>
      database.withTransaction(async (tx) => {
        await tx.query(SET_MEMBER, [member]);
        return work(tx.query);
      }),
    query: database.query,
  };
}
