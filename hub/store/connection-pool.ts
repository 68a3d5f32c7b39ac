import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { DatabaseError, Sequelize } from 'sequelize';
import { PipeliningClient, clientModule } from './postgres-client.ts';

/**
 * A connection while one piece of work has it for itself. What is asked before an earlier answer is
 * there goes out at once and is done in the order of asking.
 */
export interface Connection {
  /** Runs a statement, prepared on this connection at its first use, and returns its rows. */
  run(sql: string, values: readonly unknown[]): Promise<object[]>;
  /** Runs a command that has no parameters, such as COMMIT, and returns what was done. */
  command(sql: string): Promise<string>;
  /** Says that nobody knows in which state it is: it is closed instead of given back. */
  readonly discard: () => void;
}

export interface ConnectionPool {
  use<T>(work: (connection: Connection) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface ConnectionPoolOptions {
  readonly url: string;
  readonly poolSize: number;
  readonly applicationName: string;
  /** Settings of PostgreSQL with which each session begins. */
  readonly settings: Readonly<Record<string, string>>;
}

/**
 * Connections of pg, kept by sequelize's pool. Statements go to them directly, under a name, so that
 * PostgreSQL reads and plans each text once a connection; errors have the form that sequelize gives
 * them (`DatabaseError` with its `original`).
 */
export function openConnectionPool(options: ConnectionPoolOptions): ConnectionPool {
  const sequelize = new Sequelize(options.url, {
    dialect: 'postgres',
    dialectModule: clientModule(PipeliningClient),
    logging: false,
    pool: { max: options.poolSize, min: 0, idle: 10_000, acquire: 10_000 },
    dialectOptions: {
      options: Object.entries(options.settings).map(settingOf).join(' '),
      application_name: options.applicationName,
      keepAlive: true,
    },
  });
  const { connectionManager } = sequelize;
  const nameOf = createStatementNames();
  return {
    use: async (work) => {
      const client = (await connectionManager.getConnection({ type: 'write' })) as Client;
      const fate: Fate = { inDoubt: false };
      renewPlans(client);
      try {
        return await work(connectionOn(client, nameOf, fate));
      } finally {
        if (fate.inDoubt) await connectionManager.destroyConnection(client);
        else connectionManager.releaseConnection(client);
      }
    },
    close: () => sequelize.close(),
  };
}

/** A command-line setting; a blank in a value is escaped. */
function settingOf([name, value]: [string, string]): string {
  return `-c ${name}=${value.replaceAll(' ', '\\ ')}`;
}

const LONGEST_PLAN_MS = 60_000;

/** When this connection's plans were made, and for how long they are good. */
const planTimes = new WeakMap<Client, { readonly madeAt: number; readonly goodForMs: number }>();
const FIRST_PLAN_MS = 1_000;

/**
 * A plan that was made while a table was small can read all of it once it is large. So plans are
 * forgotten after a second, then at twice the age, and at last once a minute; the text of a prepared
 * statement stays. Nobody waits for the answer.
 */
function renewPlans(client: Client): void {
  const now = performance.now();
  const { madeAt, goodForMs } = planTimes.get(client) ?? { madeAt: now, goodForMs: FIRST_PLAN_MS };
  if (now - madeAt < goodForMs) {
    if (!planTimes.has(client)) planTimes.set(client, { madeAt, goodForMs });
    return;
  }
  planTimes.set(client, { madeAt: now, goodForMs: Math.min(goodForMs * 2, LONGEST_PLAN_MS) });
  client.query('DISCARD PLANS').catch(() => undefined);
}

/** As pg makes it. */
interface Client {
  readonly connection: { readonly stream: Socket };
  query(statement: string | NamedStatement): Promise<Answer>;
}

interface NamedStatement {
  readonly name?: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

interface Answer {
  readonly command: string;
  readonly rows: object[];
}

interface Fate {
  inDoubt: boolean;
}

function connectionOn(client: Client, nameOf: StatementNames, fate: Fate): Connection {
  const discard = (): void => {
    fate.inDoubt = true;
  };
  async function ask(statement: string | NamedStatement): Promise<Answer> {
    holdForThisTurn(client.connection.stream);
    try {
      return await client.query(statement);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (isStale(error)) discard();
      throw new DatabaseError(error as ConstructorParameters<typeof DatabaseError>[0]);
    }
  }
  return {
    run: async (sql, values) => {
      const name = nameOf(sql);
      const named = name === undefined ? {} : { name };
      return (await ask({ ...named, text: sql, values })).rows;
    },
    command: async (sql) => (await ask(sql)).command,
    discard,
  };
}

/** What is asked in one turn goes out in one packet: PostgreSQL wakes once for it. */
function holdForThisTurn(stream: Socket): void {
  stream.cork();
  process.nextTick(() => {
    stream.uncork();
  });
}

/** A prepared statement outlived the columns that it was made for (a migration), or is gone. */
function isStale(error: Error & { readonly code?: string }): boolean {
  return error.code === '0A000' || error.code === '26000';
}

/** The name of a statement's text, the same on every connection; none when there are too many. */
type StatementNames = (sql: string) => string | undefined;

/** The hub's statements are constants, a hundred or so; each costs memory on every connection. */
const MOST_NAMES = 500;

function createStatementNames(): StatementNames {
  const names = new Map<string, string>();
  return (sql) => {
    const known = names.get(sql);
    if (known !== undefined || names.size >= MOST_NAMES) return known;
    const name = `hub_${names.size}`;
    names.set(sql, name);
    return name;
  };
}
