import { type Scalar, arrayText } from './array-text.ts';

/**
 * Many rows as the parameters of one statement: an array a column, so that the statement's text is
 * the same for any number of rows. Bytes go packed, as one binary parameter with offsets and
 * lengths: in arrays they would be text, twice as long, written and read character by character.
 */
export interface RowSet<Row> {
  /** `unnest(…) AS new (…)`, to select from; with `place`, the position of the row from 1. */
  readonly from: string;
  /** The column's value, to select. */
  readonly value: (name: keyof Row & string) => string;
  readonly names: readonly (keyof Row & string)[];
  /** The number of the first parameter after those of this set. */
  readonly nextParameter: number;
  readonly parameters: (rows: readonly Row[]) => unknown[];
}

/** PostgreSQL types by column name. */
export type Columns<Row> = Readonly<Record<keyof Row & string, string>>;

export function rowSet<Row extends object>(columns: Columns<Row>, firstParameter = 1): RowSet<Row> {
  const names = Object.keys(columns) as (keyof Row & string)[];
  const packed = names.filter((name) => columns[name] === 'bytea');
  const plain = names.filter((name) => columns[name] !== 'bytea');
  const arrays = [
    ...plain.map((name) => ({ name: name, type: columns[name] })),
    ...packed.flatMap((name) => [
      { name: `${name}_at`, type: 'integer' },
      { name: `${name}_length`, type: 'integer' },
    ]),
  ];
  const parameter = (position: number): string => `$${firstParameter + position}`;
  const unnested = arrays.map(({ type }, position) => `${parameter(position)}::${type}[]`);
  const bytes = `${parameter(arrays.length)}::bytea`;
  const alias = [...arrays.map(({ name }) => name), 'place'].join(', ');
  return {
    from: `unnest(${unnested.join(', ')}) WITH ORDINALITY AS new (${alias})`,
    value: (name) =>
      columns[name] === 'bytea'
        ? `substring(${bytes} FROM new.${name}_at FOR new.${name}_length)`
        : `new.${name}`,
    names,
    nextParameter: firstParameter + arrays.length + (packed.length > 0 ? 1 : 0),
    parameters: (rows) => {
      const values = plain.map((name) => arrayText(rows.map((row) => row[name] as Scalar)));
      if (packed.length === 0) return values;
      const { offsets, bytes: all } = pack(rows, packed);
      return [...values, ...offsets.map(arrayText), all];
    },
  };
}

/** All bytes one after the other; of each column where each row's begin (from 1) and how many they are. */
function pack<Row extends object>(
  rows: readonly Row[],
  columns: readonly (keyof Row & string)[],
): { offsets: (number | null)[][]; bytes: Buffer } {
  const pieces: Buffer[] = [];
  let at = 1;
  const offsets = columns.flatMap((column) => {
    const starts: number[] = [];
    const lengths: (number | null)[] = [];
    for (const row of rows) {
      const value = row[column] as Buffer | null;
      starts.push(at);
      lengths.push(value === null ? null : value.length);
      if (value === null) continue;
      pieces.push(value);
      at += value.length;
    }
    return [starts, lengths];
  });
  return { offsets, bytes: Buffer.concat(pieces) };
}
