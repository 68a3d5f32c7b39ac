import type { Transaction } from './database.ts';
import { type Columns, rowSet } from './row-set.ts';

/** One INSERT for many rows, from a table of column names and PostgreSQL types. */
export function bulkInsert<Row extends object>(
  table: string,
  columns: Columns<Row>,
): (tx: Transaction, rows: readonly Row[]) => Promise<void> {
  const set = rowSet(columns);
  const sql = `
    INSERT INTO ${table} (${set.names.join(', ')})
    SELECT ${set.names.map(set.value).join(', ')} FROM ${set.from} ORDER BY new.place`;
  return async (tx, rows) => {
    if (rows.length > 0) await tx.query(sql, set.parameters(rows));
  };
}
