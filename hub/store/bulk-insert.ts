import type { Transaction } from './database.ts';

/**
 * One INSERT for many rows, from a table of column names and PostgreSQL types. Values go as one
 * array a column, so the statement's text is the same for any number of rows.
 */
export function bulkInsert<Row extends object>(
  table: string,
  columns: Readonly<Record<keyof Row & string, string>>,
): (tx: Transaction, rows: readonly Row[]) => Promise<void> {
  const names = Object.keys(columns) as (keyof Row & string)[];
  const arrays = names.map((name, position) => `$${position + 1}::${columns[name]}[]`);
  const sql = `INSERT INTO ${table} (${names.join(', ')}) SELECT * FROM unnest(${arrays.join(', ')})`;
  return async (tx, rows) => {
    if (rows.length === 0) return;
    await tx.query(
      sql,
      names.map((name) => rows.map((row) => row[name])),
    );
  };
}
