import { type Statement, together } from './statement.ts';
import { Sequelize, Transaction as SequelizeTransaction } from 'sequelize';

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
  idle_in_transaction_session_timeout: 10_000,
  lock_timeout: 5_000,
  statement_timeout: 60_000,
} as const;

/** Opens a pool; every connection of it takes `role` before its first statement (design: store). */
export function openDatabase(options: DatabaseOptions): Database {
  const settings = Object.entries(SESSION_SETTINGS).map(([name, value]) => `-c ${name}=${value}`);
  if (options.role !== undefined) settings.push(`-c role=${options.role}`);
  const sequelize = new Sequelize(options.url, {
    dialect: 'postgres',
    logging: false,
    pool: { max: options.poolSize, min: 0, idle: 10_000, acquire: 10_000 },
    dialectOptions: {
      options: settings.join(' '),
      application_name: options.applicationName,
      keepAlive: true,
    },
    isolationLevel: SequelizeTransaction.ISOLATION_LEVELS.READ_COMMITTED,
  });
  return {
    query: queryThrough(sequelize, null),
    withTransaction: (work) =>
      sequelize.transaction((transaction) =>
        work(openTransaction(queryThrough(sequelize, transaction))),
      ),
    close: () => sequelize.close(),
  };
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

function queryThrough(sequelize: Sequelize, transaction: SequelizeTransaction | null): Query {
  return async <Row extends object>(sql: string, values: readonly unknown[] = []) => {
    const [rows] = await sequelize.query(sql, {
      bind: values as unknown[],
      transaction,
      raw: true,
    });
    return rows as Row[];
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
