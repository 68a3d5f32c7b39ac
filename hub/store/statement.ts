/** A statement of SQL with the values of its `$n` parameters, not yet run. */
export interface Statement {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/**
 * Writing statements as one: a single round trip for all of them. Each sees the rows as they were
 * before any of the others; what one writes may be referred to by another's foreign keys, which
 * PostgreSQL checks at the end of the whole statement.
 */
export function together(statements: readonly Statement[]): Statement {
  const [only, ...others] = statements;
  if (only !== undefined && others.length === 0) return only;
  let offset = 0;
  const parts = statements.map(({ sql, values }, position) => {
    const shifted = shiftParameters(sql, offset);
    offset += values.length;
    return `write_${position} AS (${shifted})`;
  });
  return {
    sql: `WITH ${parts.join(', ')} SELECT`,
    values: statements.flatMap(({ values }) => values),
  };
}

/** The statement's text with its parameters counted from `offset` on. */
export function shiftParameters(sql: string, offset: number): string {
  return offset === 0
    ? sql
    : sql.replace(/\$(\d+)/g, (_, number: string) => `$${Number(number) + offset}`);
}
