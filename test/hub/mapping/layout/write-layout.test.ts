import { expect } from 'chai';
import { writeLayout } from '../../../../hub/mapping/layout/write-layout.ts';
import type { JsonObject } from '../../../../hub/message/json.ts';
import { FIXED, ROWS, TYPED, WIDE, layoutOf, refusal } from './small-layout.ts';

const act = (object: JsonObject): JsonObject => ({ ACT: object });
const dep = (object: JsonObject): JsonObject => ({ DEP: { ID: 'm-1', ...object } });
const charges = (count: number): JsonObject[] =>
  Array.from({ length: count }, (_, index) => ({ STATUTE: `§${index}` }));

const refused: [string, object, JsonObject[], string][] = [
  ['a record of no type', WIDE, [{ XXX: {} }], 'FIELD_NOT_HELD '],
  ['a field without a column', WIDE, [dep({ CITY: 'x' })], 'FIELD_NOT_HELD /DEP/CITY'],
  [
    'a field without a column in an item',
    WIDE,
    [dep({ CHARGE: [{ X: 'x' }] })],
    'FIELD_NOT_HELD /DEP/CHARGE/0/X; ITEM_EMPTY /DEP/CHARGE/0',
  ],
  [
    'fields in any order, told in the order of the columns',
    WIDE,
    [dep({ NOTE: 1, CITY: 'x', CHARGE: [{ COUNTY: [''], STATUTE: 'a\u0000', X: 'x' }] })],
    'FIELD_NOT_HELD /DEP/CITY; FIELD_NOT_HELD /DEP/CHARGE/0/X; ' +
      'VALUE_NOT_HELD /DEP/CHARGE/0/COUNTY/0; VALUE_NOT_HELD /DEP/NOTE; ' +
      'VALUE_NOT_HELD /DEP/CHARGE/0/STATUTE',
  ],
  [
    'a row that repeats columns which cannot hold their value: told for each',
    ROWS,
    [act({ FROM: 'OR', ID: '1', CITY: 'a\u0000', REASON: ['x', 'y\u0000'] })],
    'VALUE_NOT_HELD /ACT/CITY; VALUE_NOT_HELD /ACT/CITY; VALUE_NOT_HELD /ACT/REASON/1',
  ],
  [
    'a row whose item cannot be held behind one that can',
    ROWS,
    [act({ FROM: 'OR', ID: '1', REASON: ['x', 'y\u0000', 7] })],
    'VALUE_NOT_HELD /ACT/REASON/1; VALUE_NOT_HELD /ACT/REASON/2',
  ],
  ['a number', WIDE, [dep({ NOTE: 1 })], 'VALUE_NOT_HELD /DEP/NOTE'],
  ['half of a pair', WIDE, [dep({ NOTE: '\ud800' })], 'VALUE_NOT_HELD /DEP/NOTE'],
  ['a control character', WIDE, [dep({ NOTE: 'a\u0000' })], 'VALUE_NOT_HELD /DEP/NOTE'],
  ['an empty item', WIDE, [dep({ CHARGE: [{}] })], 'ITEM_EMPTY /DEP/CHARGE/0'],
  [
    'an empty list in an item, which has no count',
    WIDE,
    [dep({ CHARGE: [{ STATUTE: 'x', COUNTY: [] }] })],
    'LIST_EMPTY /DEP/CHARGE/0/COUNTY',
  ],
  [
    'more items than places and lines',
    WIDE,
    [dep({ CHARGE: charges(7) })],
    'ITEMS_TOO_MANY /DEP/CHARGE',
  ],
  [
    'more items than places',
    WIDE,
    [dep({ CHARGE: [{ STATUTE: 'x', COUNTY: ['1', '2', '3'] }] })],
    'ITEMS_TOO_MANY /DEP/CHARGE/0/COUNTY',
  ],
  ['an empty list without a count', TYPED, [act({ ID: '1', CHG: [] })], 'LIST_EMPTY /ACT/CHG'],
  [
    'more child lines than the layout holds',
    TYPED,
    [act({ ID: '1', CHG: charges(6) })],
    'ITEMS_TOO_MANY /ACT/CHG',
  ],
  [
    'a text longer than its lines',
    TYPED,
    [act({ ID: '1', NOTE: 'x'.repeat(21) })],
    'VALUE_NOT_HELD /ACT/NOTE',
  ],
  [
    'activities of one key',
    TYPED,
    [act({ ID: '1', TO: 'TX' }), act({ ID: '1', TO: 'TX' })],
    'KEY_REPEATED /records/1/ACT',
  ],
  [
    'activities that do not belong in one document',
    TYPED,
    [act({ ID: '1', TO: 'TX' }), act({ ID: '2', TO: 'OR' })],
    'SAME_DIFFERS /header/TO',
  ],
  [
    'rows that would be taken for one activity',
    ROWS,
    [act({ FROM: 'OR', ID: '1' }), act({ FROM: 'OR', ID: '1' })],
    'KEY_REPEATED /records/1/ACT',
  ],
  ['text beyond its width', FIXED, [act({ ID: '1234567' })], 'VALUE_NOT_HELD /ACT/ID'],
  ['a blank that the filling takes away', FIXED, [act({ ID: 'a ' })], 'VALUE_NOT_HELD /ACT/ID'],
  [
    'a zero that the filling takes away',
    FIXED,
    [act({ ID: '1', AMT: '007' })],
    'VALUE_NOT_HELD /ACT/AMT',
  ],
  ['what stands for nothing', FIXED, [act({ ID: '1', ON: '00000000' })], 'VALUE_NOT_HELD /ACT/ON'],
  [
    'a line break in a column that is not escaped',
    FIXED,
    [act({ ID: 'a\nb' })],
    'VALUE_NOT_HELD /ACT/ID',
  ],
];

describe('what lines cannot hold is not cut:', () => {
  for (const [name, layout, records, outcome] of refused) {
    it(name, () => {
      expect(refusal(() => writeLayout(layoutOf(layout), records))).to.equal(
        `NOT_HELD; ${outcome}`,
      );
    });
  }
});

describe('a header', () => {
  it('has the latest date of the activities, in its own template', () => {
    const days = ['12/31/2025', '03/02/2026', '01/15/2026'];
    const records = days.map((SENT, index) => act({ ID: String(index), TO: 'TX', SENT }));
    const text = writeLayout(layoutOf(TYPED), records).toString();
    expect(text.split('\r\n')[0]).to.equal('HDR|TX|20260302|');
  });
});
