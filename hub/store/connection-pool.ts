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
  /**
   * A connection that owes an answer for so long is broken off: its server may be gone without a word,
   * and by TCP alone that would be heard after hours. Longer than any statement may take.
   */
  readonly answerWithinMs: number;
}

/** For what an administrator's command asks of a large database. */
export const LONGEST_WORK_MS = 24 * 3_600_000;

const CONNECT_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 1_000;

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
      connectionTimeoutMillis: CONNECT_WITHIN_MS,
      keepAlive: true,
    },
  });
  const { connectionManager } = sequelize;
  const nameOf = createStatementNames();
  const uses = new Set<Use>();
  const server = new URL(options.url).host;
  const looking = setInterval(() => {
    const since = doubtedAt.get(server) ?? 0;
    if (breakOffSilent(uses, options.answerWithinMs, since))
      doubtedAt.set(server, performance.now());
  }, LOOK_EVERY_MS).unref();
  const trusted = async (): Promise<Client> => {
    for (;;) {
      const client = (await connectionManager.getConnection({ type: 'write' })) as Client;
      const heard = heardAt.get(client);
      if (heard === undefined) heardAt.set(client, performance.now());
      if (heard === undefined || heard > (doubtedAt.get(server) ?? 0)) return client;
      client.connection.stream.destroy();
      await connectionManager.destroyConnection(client);
    }
  };
  return {
    use: async (work) => {
      const client = await trusted();
      const use: Use = { client, inDoubt: false, unanswered: 0, waitingSince: 0 };
      uses.add(use);
      renewPlans(client);
      try {
        return await work(connectionOn(use, nameOf));
      } finally {
        uses.delete(use);
        if (use.inDoubt) await connectionManager.destroyConnection(client);
        else connectionManager.releaseConnection(client);
      }
    },
    close: () => {
      clearInterval(looking);
      return sequelize.close();
    },
  };
}

/**
 * When a connection to a server, of any pool, last fell silent: what took it away without a word has taken
 * those that lay idle beside it.
 */
const doubtedAt = new Map<string, number>();

/** When the server was last heard on a connection, or it was opened. */
const heardAt = new WeakMap<Client, number>();

/** What was asked shortly before a doubt, beside the one that fell silent, is not waited for as long. */
const IN_DOUBT_MS = 2_000;

/**
 * True when one was silent for as long as any may be.
 *
 * @param since when the server was last doubted; on what was not heard after it, less is waited for.
 */
function breakOffSilent(uses: ReadonlySet<Use>, withinMs: number, since: number): boolean {
  const now = performance.now();
  const waiting = [...uses].filter(({ unanswered }) => unanswered > 0);
  const silent = waiting.filter(({ waitingSince }) => now - waitingSince > withinMs);
  const doubtful = waiting.filter(
    ({ client, waitingSince }) =>
      (heardAt.get(client) ?? now) < since && now - waitingSince > IN_DOUBT_MS,
  );
  for (const { client } of [...silent, ...doubtful]) client.connection.stream.destroy();
  return silent.length > 0;
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

/** One piece of work on a connection that it has for itself. */
interface Use {
  readonly client: Client;
  inDoubt: boolean;
  /** Statements whose answers are not there. */
  unanswered: number;
  /** Since when the first of them waits, or since the last answer. */
  waitingSince: number;
}

function connectionOn(use: Use, nameOf: StatementNames): Connection {
  const { client } = use;
  const discard = (): void => {
    use.inDoubt = true;
  };
  async function ask(statement: string | NamedStatement): Promise<Answer> {
    if (use.unanswered === 0) use.waitingSince = performance.now();
    use.unanswered += 1;
    holdForThisTurn(client.connection.stream);
    try {
      const answer = await client.query(statement);
      heardAt.set(client, performance.now());
      return answer;
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (isStale(error)) discard();
      throw new DatabaseError(error as ConstructorParameters<typeof DatabaseError>[0]);
    } finally {
      use.unanswered -= 1;
      use.waitingSince = performance.now();
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
