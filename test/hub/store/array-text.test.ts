import { expect } from 'chai';
import fc from 'fast-check';
import pg from 'pg';
import { arrayText } from '../../../hub/store/array-text.ts';
import { type TestDatabase, createTestDatabase } from '../../support/template-database.ts';

/** PostgreSQL keeps microseconds from 4713 BC on; the hub's moments have milliseconds and four digits. */
const moments = fc.date({
  min: new Date('0001-01-01T00:00:00.000Z'),
  max: new Date('9999-12-31T23:59:59.999Z'),
  noInvalidDate: true,
});

/** Texts with what arrays are made of in them; PostgreSQL has no U+0000. */
const texts = fc.oneof(
  fc.string({
    unit: fc.constantFrom('a', '7', ',', '{', '}', '"', '\\', ' ', '\t', '\n', "'", '%'),
  }),
  fc.constantFrom('', 'NULL', 'null', 'Null', 'nullable', '{}', '"', '\\', '\\N', ' a ', '\u00a0'),
  fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')),
);

describe('the text of an array', () => {
  let database: TestDatabase;
  let client: pg.Client;

  before(async () => {
    database = await createTestDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
  });
  after(async () => {
    await client.end();
    await database.drop();
  });

  const CASES: readonly {
    readonly type: string;
    readonly values: fc.Arbitrary<string | number | bigint | boolean | Date>;
    readonly select: string;
    readonly said: (value: unknown) => unknown;
  }[] = [
    { type: 'text', values: texts, select: 'value', said: (value) => value },
    { type: 'uuid', values: fc.uuid(), select: 'value', said: (value) => value },
    { type: 'integer', values: fc.integer(), select: 'value', said: (value) => value },
    {
      type: 'bigint',
      values: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      select: 'value::text',
      said: String,
    },
    { type: 'boolean', values: fc.boolean(), select: 'value', said: (value) => value },
    {
      type: 'timestamptz',
      values: moments,
      select: '(extract(epoch FROM value) * 1000)::bigint::text',
      said: (value) => String((value as Date).getTime()),
    },
  ];

  for (const { type, values, select, said } of CASES) {
    it(`is read as what was written, of ${type}`, async () => {
      const lists = fc.array(fc.option(values), { maxLength: 12 });
      await fc.assert(
        fc.asyncProperty(lists, async (list) => {
          const sql = `SELECT ${select} AS value FROM unnest($1::${type}[]) WITH ORDINALITY AS new (value, place) ORDER BY place`;
          const { rows } = await client.query<{ value: unknown }>(sql, [arrayText(list)]);
          expect(rows.map(({ value }) => value)).to.deep.equal(
            list.map((value) => (value === null ? null : said(value))),
          );
        }),
        { numRuns: 150 },
      );
    });
  }
});
