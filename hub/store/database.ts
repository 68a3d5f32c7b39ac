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
   * The first statement, sent along with BEGIN in one round trip. Should BEGIN fail it runs by itself,
   * so it may lock and read, and nothing else.
   */
  readonly open: Query;
  /**
   * Sends all that the work writes as one statement at its end and does not wait for it: COMMIT may
   * follow in the same round trip, and fails with the statement's error. Within it a query answers
   * with no rows, so only statements whose rows nobody needs belong there.
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
  /** How long one statement may take: 8,000 unless given. */
  readonly statementMs?: number;
}

const STATEMENT_MS = 8_000;
/** Beyond the time of a statement, until its connection counts as broken. */
const SILENCE_MS = 2_000;

/** Frees what a paused or dead process holds, and bounds a wait for a lock. */
const SESSION_SETTINGS = {
  default_transaction_isolation: 'read committed',
  idle_in_transaction_session_timeout: '10s',
  lock_timeout: '5s',
  // No statement takes so long that compiling it would be made up for.
  jit: 'off',
} as const;

/**
 * A plan is made once and kept (prepared statements), perhaps while a queue was empty. What finds a
 * row by an index then must not read a whole table for as long as the plan lives.
 */
const PLAN_SETTINGS = { enable_seqscan: 'off' } as const;

/**
 * What persons ask is as different as their states: each question gets a plan for its own values, and what it counts
 * is counted in memory.
 */
const READ_SETTINGS = { plan_cache_mode: 'force_custom_plan', work_mem: '32MB' } as const;

/** Opens a pool; every connection of it takes `role` before its first statement (design: store). */
export function openDatabase(options: DatabaseOptions): Database {
  const { url, role, poolSize, applicationName, statementMs = STATEMENT_MS } = options;
  const pool = openConnectionPool({
    url,
    poolSize,
    applicationName,
    answerWithinMs: statementMs + SILENCE_MS,
    settings: {
      ...SESSION_SETTINGS,
      statement_timeout: `${statementMs}ms`,
      ...(role === 'hub_exchange' ? PLAN_SETTINGS : {}),
      ...(role === 'hub_reader' ? READ_SETTINGS : {}),
      ...(role === undefined ? {} : { role }),
    },
  });
  return {
    query: (sql, values) => pool.use((connection) => queryOn(connection)(sql, values)),
    withTransaction: (work) => pool.use((connection) => transact(connection, work)),
    close: () => pool.close(),
  };
}

function queryOn(connection: Connection): Query {
  return async <Row extends object>(sql: string, values: readonly unknown[] = []) =>
    (await connection.run(sql, values)) as Row[];
}

async function transact<T>(
  connection: Connection,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const sent: SentAhead = { begin: ahead(connection.command('BEGIN')), writes: [] };
  let result: T;
  try {
    result = await work(openTransaction(queryOn(connection), sent));
    await sent.begin;
  } catch (error) {
    await connection.command('ROLLBACK').catch(connection.discard);
    throw await firstFailure(sent.writes, error);
  }
  await commit(connection, sent.writes);
  return result;
}

/** What was sent without waiting for its answer. */
interface SentAhead {
  readonly begin: Promise<unknown>;
  readonly writes: Promise<unknown>[];
}

/** Its failure is told where its answer is asked for, and is not unheard until then. */
function ahead<T>(answer: Promise<T>): Promise<T> {
  answer.catch(() => undefined);
  return answer;
}

/** The error of the earliest write that failed, of which a later one is only an echo. */
async function firstFailure(writes: readonly Promise<unknown>[], error: unknown): Promise<unknown> {
  for (const answer of await Promise.allSettled(writes)) {
    if (answer.status === 'rejected') return answer.reason;
  }
  return error;
}

async function commit(connection: Connection, writes: readonly Promise<unknown>[]): Promise<void> {
  let done: string;
  try {
    done = await connection.command('COMMIT');
  } catch (error) {
    connection.discard();
    throw await firstFailure(writes, error);
  }
  if (done === 'COMMIT') return;
  // PostgreSQL's answer where a statement failed; the work may not have heard of it.
  const unheard = new Error('a transaction had failed before its commit');
  throw await firstFailure(writes, unheard);
}

function openTransaction(query: Query, { begin, writes }: SentAhead): Transaction {
  let gathered: Statement[] | undefined;
  const queryBegun: Query = async (sql, values) => {
    await begin;
    return query(sql, values);
  };
  return {
    brand: 'Transaction',
    query: (sql, values = []) => {
      if (gathered === undefined) return queryBegun(sql, values);
      gathered.push({ sql, values });
      return Promise.resolve([]);
    },
    open: query,
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
      await begin;
      writes.push(ahead(query(sql, values)));
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
