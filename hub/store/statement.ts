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
  return {
    sql: combined(statements),
    values: statements.flatMap(({ values }) => values),
  };
}

/** Texts made before, by the numbers of the texts that they are made of: few, and long. */
const madeBefore = new Map<string, string>();
const numberOf = new Map<string, number>();

function combined(statements: readonly Statement[]): string {
  const key = statements.map(({ sql }) => numbered(sql)).join(' ');
  const known = madeBefore.get(key);
  if (known !== undefined) return known;
  let offset = 0;
  const parts = statements.map(({ sql, values }, position) => {
    const shifted = shiftParameters(sql, offset);
    offset += values.length;
    return `write_${position} AS (${shifted})`;
  });
  const sql = `WITH ${parts.join(', ')} SELECT`;
  madeBefore.set(key, sql);
  return sql;
}

function numbered(sql: string): number {
  const known = numberOf.get(sql) ?? numberOf.size;
  numberOf.set(sql, known);
  return known;
}

/** The statement's text with its parameters counted from `offset` on. */
export function shiftParameters(sql: string, offset: number): string {
  return offset === 0
    ? sql
    : sql.replace(/\$(\d+)/g, (_, number: string) => `$${Number(number) + offset}`);
}
