import { LONGEST_WORK_MS, openConnectionPool } from './connection-pool.ts';
import { type Query, databaseErrorCode } from './database.ts';

/**
 * Tables whose rows hold what an erasure destroys: keys, salts, tokens, numbers and words of the states,
 * marks of a person. Not `records`: what is left of those is ciphertext without a key.
 */
const SCRUBBED_TABLES = [
  'content_keys',
  'transmission_attachments',
  'person_tokens',
  'case_identifiers',
  'case_assignments',
  'assignment_notes',
  'case_notes',
  'findings',
  'finding_terms',
  'deadlines',
  'decisions',
  'reviews',
  'viewings',
  'erasures',
  'cases',
  'deliveries',
  'attachments',
  // Samples of values, as ANALYZE took them: the last, for the others leave the old ones here.
  'pg_statistic',
] as const;

/** Rewritten within a second or so: nobody notices. */
export const SMALL_TABLE_BYTES = 64 * 1024 * 1024;

/** Rewrites tables as their owner, on a connection of its own. */
export interface Scrubber {
  readonly tables: readonly string[];
  /** Bytes of the table with its indexes and its large values. */
  sizeOf(table: string): Promise<number>;
  /** Whether a transaction goes on that may see rows as they were before this one. */
  isSeenByOlder(transaction: string): Promise<boolean>;
  /**
   * Writes the table's live rows, its indexes and what is known of its values anew and gives the old
   * files back. Everybody else waits for it meanwhile. False when another holds the table too long.
   */
  rewrite(table: string): Promise<boolean>;
  close(): Promise<void>;
}

/** Nobody who asks for a row waits longer than that for a rewrite to begin. */
const LOCK_TIMEOUT = '2s';

const SIZE_OF = `SELECT pg_total_relation_size($1::text::regclass)::text AS bytes`;
// What such a transaction could see is not removed by a rewrite. Only of this database: others hold none.
const SEEN_BY_OLDER = `
  SELECT EXISTS (
    SELECT FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid()
       AND greatest(age(backend_xmin), age(backend_xid)) >= age($1::text::xid8::xid)) AS seen`;

/** lock_not_available */
const HELD_BY_ANOTHER = '55P03';

export function openScrubber(ownerUrl: string): Scrubber {
  const pool = openConnectionPool({
    url: ownerUrl,
    poolSize: 1,
    applicationName: 'hub-scrub',
    settings: { lock_timeout: LOCK_TIMEOUT, statement_timeout: '0' },
    answerWithinMs: LONGEST_WORK_MS,
  });
  const query: Query = <Row extends object>(sql: string, values: readonly unknown[] = []) =>
    pool.use((connection) => connection.run(sql, values)) as Promise<Row[]>;
  return {
    tables: SCRUBBED_TABLES,
    sizeOf: async (table) => Number((await query<{ bytes: string }>(SIZE_OF, [table]))[0]?.bytes),
    isSeenByOlder: async (transaction) =>
      (await query<{ seen: boolean }>(SEEN_BY_OLDER, [transaction]))[0]?.seen === true,
    rewrite: async (table) => {
      try {
        await pool.use((connection) => connection.command(`VACUUM (FULL, ANALYZE) ${table}`));
        return true;
      } catch (error) {
        if (databaseErrorCode(error) === HELD_BY_ANOTHER) return false;
        throw error;
      }
    },
    close: () => pool.close(),
  };
}
