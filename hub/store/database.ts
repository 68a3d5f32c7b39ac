import { type Connection, openConnectionPool } from './connection-pool.ts';
import { type Statement, together } from './statement.ts';

/** The three database roles: migrations own, flows exchange, everything that answers reads. */
export type DatabaseRole = 'hub_exchange' | 'hub_reader';

/** Runs one SQL statement with `$n` parameters and returns its rows. */
export type Query = <Row extends object>(
  sql: string,
  values?: readonly unknown[],
) => Promise<Row[]>;

/** An open READ COMMITTED transaction; only `Database.withTransaction` makes one. */
export interface Transaction {
  readonly brand: 'Transaction';
  readonly query: Query;
  /**
   * Sends all that the work writes in one round trip at its end. Within it a query answers with no
   * rows, so only statements whose rows nobody needs belong there.
   */
  together(work: () => Promise<void>): Promise<void>;
}

export interface Database {
  readonly query: Query;
  /** Commits when the work resolves, rolls back when it throws; the error passes through. */
  withTransaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly url: string;
  readonly role?: DatabaseRole;
  readonly poolSize: number;
  readonly applicationName: string;
}

/** Frees what a paused or dead process holds, and bounds a wait for a lock. */
const SESSION_SETTINGS = {
  default_transaction_isolation: 'read committed',
  idle_in_transaction_session_timeout: '10s',
  lock_timeout: '5s',
  statement_timeout: '60s',
} as const;

/**
 * A plan is made once and kept (prepared statements), perhaps while a queue was empty. What finds a
 * row by an index then must not read a whole table for as long as the plan lives.
 */
const PLAN_SETTINGS = { enable_seqscan: 'off' } as const;

/** Opens a pool; every connection of it takes `role` before its first statement (design: store). */
export function openDatabase(options: DatabaseOptions): Database {
  const { url, role, poolSize, applicationName } = options;
  const pool = openConnectionPool({
    url,
    poolSize,
    applicationName,
    settings: {
      ...SESSION_SETTINGS,
      ...(role === 'hub_exchange' ? PLAN_SETTINGS : {}),
      ...(role === undefined ? {} : { role }),
    },
  });
  return {
    query: (sql, values) => pool.use((connection) => queryOn(connection)(sql, values)),
    withTransaction: (work) =>
      pool.use(async (connection) => {
        await connection.command('BEGIN');
        const result = await orRollBack(connection, () =>
          work(openTransaction(queryOn(connection))),
        );
        await commit(connection);
        return result;
      }),
    close: () => pool.close(),
  };
}

function queryOn(connection: Connection): Query {
  return async <Row extends object>(sql: string, values: readonly unknown[] = []) =>
    (await connection.run(sql, values)) as Row[];
}

async function orRollBack<T>(connection: Connection, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await connection.command('ROLLBACK').catch(connection.discard);
    throw error;
  }
}

async function commit(connection: Connection): Promise<void> {
  try {
    const done = await connection.command('COMMIT');
    // PostgreSQL's answer where a statement failed and the work did not hear of it.
    if (done !== 'COMMIT') throw new Error('a transaction had failed before its commit');
  } catch (error) {
    connection.discard();
    throw error;
  }
}

function openTransaction(query: Query): Transaction {
  let gathered: Statement[] | undefined;
  return {
    brand: 'Transaction',
    query: (sql, values = []) => {
      if (gathered === undefined) return query(sql, values);
      gathered.push({ sql, values });
      return Promise.resolve([]);
    },
    together: async (work) => {
      const statements: Statement[] = [];
      gathered = statements;
      try {
        await work();
      } finally {
        gathered = undefined;
      }
      if (statements.length === 0) return;
      const { sql, values } = together(statements);
      await query(sql, values);
    },
  };
}

/**
 * The name of a database error's class for a log line: SQLSTATE where there is one. The error
 * itself holds parameters and is never logged.
 */
export function databaseErrorCode(error: unknown): string | undefined {
  const original = (error as { original?: { code?: unknown } } | null)?.original;
  return typeof original?.code === 'string' ? original.code : undefined;
}
