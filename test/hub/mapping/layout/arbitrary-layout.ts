import fc from 'fast-check';
import type { JsonObject } from '../../../../hub/message/json.ts';

/** A layout and activities that it holds. */
export interface LayoutCase {
  readonly layout: object;
  readonly records: JsonObject[];
}

interface Options {
  readonly form: 'csv' | 'fixed';
  readonly shape: 'typed' | 'wide' | 'rows';
  readonly columns: number;
  readonly places: number;
  readonly isCounted: boolean;
  readonly byKey: boolean;
  readonly delimiter: string;
  readonly lineEnd: 'crlf' | 'lf';
  readonly quote: 'needed' | 'always';
  readonly framed: boolean;
}

const WIDTH = 12;

function options(): fc.Arbitrary<Options> {
  return fc
    .record({
      form: fc.constantFrom('csv', 'fixed'),
      shape: fc.constantFrom('typed', 'wide', 'rows'),
      columns: fc.integer({ min: 1, max: 4 }),
      places: fc.integer({ min: 1, max: 3 }),
      isCounted: fc.boolean(),
      byKey: fc.boolean(),
      delimiter: fc.constantFrom(',', ';', '|', '\t'),
      lineEnd: fc.constantFrom('crlf', 'lf'),
      quote: fc.constantFrom('needed', 'always'),
      framed: fc.boolean(),
    })
    .map((made): Options => made as Options);
}

/** Generated layouts of every shape with trees that fit them. */
export function layoutCases(): fc.Arbitrary<LayoutCase> {
  return options().chain((made) =>
    fc
      .uniqueArray(records(made), { minLength: 1, maxLength: 5, selector: keyOf })
      .map((list) => ({ layout: layoutFor(made), records: list })),
  );
}

function keyOf(record: JsonObject): unknown {
  return (record['ACT'] as JsonObject)['KEY'];
}

function layoutFor(made: Options): object {
  const { form, shape, columns, places, isCounted, byKey, delimiter, lineEnd, quote, framed } =
    made;
  const isFixed = form === 'fixed';
  const wide = (column: object, width = WIDTH): object => (isFixed ? { ...column, width } : column);
  const names = Array.from({ length: columns }, (_, index) => wide({ name: `C${index}` }));
  const tag = wide({ name: 'REC', is: 'tag' }, 2);
  const own = [
    tag,
    wide({ name: 'KEY', required: true }),
    ...names,
    ...(isCounted ? [wide({ name: 'N', count: 'ITEM', type: 'digits' }, 3)] : []),
  ];
  const inItem = [{ group: 'S', prefix: 'S{nn}', max: 2, value: wide({}) }];
  const group = {
    group: 'ITEM',
    prefix: 'I{n}_',
    max: places,
    most: 9,
    columns: [wide({ name: 'A' }), wide({ name: 'B' }), ...inItem],
  };
  const key = wide({ name: 'UP', key: 'KEY' });
  const text = {
    tag: 'T',
    parents: ['ACT'],
    text: 'NOTE',
    most: 200,
    columns: [tag, key, { ...wide({ name: 'P', is: 'piece', escaped: true }, 5), maxLength: 5 }],
  };
  const item = [tag, key, wide({ name: 'A' }), wide({ name: 'B' }), ...inItem];
  const shapes = {
    typed: {
      ACT: { tag: 'A', columns: own },
      ITEM: { tag: 'I', parents: ['ACT'], most: 9, attach: byKey ? 'key' : 'order', columns: item },
      TEXT: text,
    },
    wide: {
      ACT: { tag: 'A', columns: [...own, group] },
      MORE: { tag: 'A+', continues: ['ACT'], columns: [tag, key, { ...group, most: undefined }] },
      TEXT: text,
    },
    rows: {
      ACT: {
        tag: 'A',
        together: ['KEY'],
        columns: [...own, { repeat: 'ITEM', max: 9, columns: group.columns, prefix: 'I_' }],
      },
      TEXT: text,
    },
  };
  const end = (columnsOf: object[]): object => ({ columns: columnsOf });
  return {
    ...(isFixed
      ? { fixed: { lineEnd } }
      : { csv: { delimiter, lineEnd, quote, names: shape === 'wide' } }),
    escape: '\\',
    ...(framed
      ? {
          header: end([wide({ name: 'H', constant: 'HEAD' }), wide({ name: 'F', is: 'filler' })]),
          trailer: end([
            wide({ name: 'R', count: 'records', type: 'digits' }),
            wide({ name: 'L', count: 'lines', type: 'digits' }),
          ]),
        }
      : {}),
    lines: shapes[shape],
  };
}

function records(made: Options): fc.Arbitrary<JsonObject> {
  const { form, columns, isCounted } = made;
  const value = form === 'csv' ? csvValue() : fixedValue();
  const some = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
    fc.option(arbitrary, { nil: undefined });
  const texts = fc.array(value, { minLength: 1, maxLength: 2 });
  const item = fc
    .record({ A: some(value), B: some(value), S: some(texts) })
    .filter(({ A, B, S }) => (A ?? B ?? S) !== undefined);
  const list = fc.array(item, { minLength: isCounted ? 0 : 1, maxLength: 9 });
  const own = Object.fromEntries(
    Array.from({ length: columns }, (_, index) => [`C${index}`, some(value)]),
  );
  return fc
    .record({
      KEY: value,
      ...own,
      ITEM: fc.option(list, { nil: undefined }),
      NOTE: some(note(form)),
    })
    .map((object) => ({ ACT: JSON.parse(JSON.stringify(object)) as JsonObject }));
}

const IN_FIXED = ['a', 'É', '😀', ' ', '"', ',', ';', '|', '\\', '=', '0', "'", '\u00a0'];
const PIECES = [...IN_FIXED, '\ufeff'];

function csvValue(): fc.Arbitrary<string> {
  return pieces([...PIECES, '\n', '\t'], 12);
}

/** No blank at an end: there fixed width fills with them. */
function fixedValue(): fc.Arbitrary<string> {
  return pieces(IN_FIXED, 12).filter((text) => !/^ | $/.test(text));
}

function note(form: Options['form']): fc.Arbitrary<string> {
  return pieces([...(form === 'csv' ? PIECES : IN_FIXED), '\n', '\r', '\t'], 60);
}

function pieces(characters: readonly string[], maxLength: number): fc.Arbitrary<string> {
  return fc
    .array(fc.constantFrom(...characters), { minLength: 1, maxLength })
    .map((list) => list.join(''));
}
