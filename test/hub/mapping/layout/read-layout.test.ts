import { expect } from 'chai';
import { readLayout } from '../../../../hub/mapping/layout/read-layout.ts';
import { writeLayout } from '../../../../hub/mapping/layout/write-layout.ts';
import type { JsonObject } from '../../../../hub/message/json.ts';
import { FIXED, ROWS, TYPED, WIDE, layoutOf, refusal } from './small-layout.ts';

const NAMES =
  'REC,ID,N_CHARGE,CHARGE1_STATUTE,CHARGE1_CNTY01,CHARGE1_CNTY02,' +
  'CHARGE2_STATUTE,CHARGE2_CNTY01,CHARGE2_CNTY02,NOTE,CITY';

interface Good {
  readonly name: string;
  readonly layout: object;
  readonly text: string;
  readonly records: readonly JsonObject[];
  /** As the hub writes it; the same text unless given. */
  readonly written?: string;
}

const good: Good[] = [
  {
    name: 'numbered groups, and those that exceed the line on further lines',
    layout: WIDE,
    text:
      `${NAMES}\r\nDEP,m-1,3,§1,Lane,Linn,§2,,,"a ""b"", c",\r\n` +
      'DEP+,m-1,,§3,Polk,,,,,,\r\nARR,m-2,,,,,,,,,Salem\r\n',
    records: [
      {
        DEP: {
          ID: 'm-1',
          CHARGE: [
            { STATUTE: '§1', COUNTY: ['Lane', 'Linn'] },
            { STATUTE: '§2' },
            { STATUTE: '§3', COUNTY: ['Polk'] },
          ],
          NOTE: 'a "b", c',
        },
      },
      { ARR: { ID: 'm-2', CITY: 'Salem' } },
    ],
  },
  {
    name: 'a count of none as an empty list, columns in another order, LF, a mark of byte order',
    layout: WIDE,
    text: `\ufeff${NAMES.split(',').reverse().join(',')}\n,,,,,,,,0,m-1,DEP`,
    records: [{ DEP: { ID: 'm-1', CHARGE: [] } }],
    written: `${NAMES}\r\nDEP,m-1,0,,,,,,,,\r\n`,
  },
  {
    name: 'children that follow, children by key anywhere after, texts in pieces',
    layout: TYPED,
    text:
      'HDR|TX|20260302|any\r\nA|m-1|TX|03/02/2026\r\nC|1|§1\r\nY|Lane\r\nY|Linn\r\nC|2|§2\r\n' +
      'A|m-2|TX|01/31/2026\r\nX|m-2|=1+1;\r\nX|m-2| x\r\nL|m-1|Doe\r\nTRL|2|11|2\r\n',
    records: [
      {
        ACT: {
          ID: 'm-1',
          TO: 'TX',
          SENT: '03/02/2026',
          CHG: [{ STATUTE: '§1', CTY: ['Lane', 'Linn'] }, { STATUTE: '§2' }],
          ALS: [{ NAME: 'Doe' }],
        },
      },
      { ACT: { ID: 'm-2', TO: 'TX', SENT: '01/31/2026', NOTE: '=1+1; x' } },
    ],
    written:
      'HDR|TX|20260302|\r\nA|m-1|TX|03/02/2026\r\nC|1|§1\r\nY|Lane\r\nY|Linn\r\nC|2|§2\r\nL|m-1|Doe\r\n' +
      'A|m-2|TX|01/31/2026\r\nX|m-2|=1+1;\r\nX|m-2|" x"\r\nTRL|2|11|2\r\n',
  },
  {
    name: 'a line for each item, several lists side by side',
    layout: ROWS,
    text:
      '"OR";"1";"1";"Salem";"§1";"";"late"\n"OR";"1";"2";"Salem";"§2";"x";""\n' +
      '"TX";"1";"1";"";"";"";""\n',
    records: [
      {
        ACT: {
          FROM: 'OR',
          ID: '1',
          CITY: 'Salem',
          CHARGE: [{ STATUTE: '§1' }, { STATUTE: '§2', ON: 'x' }],
          REASON: ['late'],
        },
      },
      { ACT: { FROM: 'TX', ID: '1' } },
    ],
  },
  {
    name: 'fixed width by characters: zeros, either side, what stands for nothing, escapes',
    layout: FIXED,
    text: [
      '10m-1   0004220260302 Salem',
      '2001a^nb^^c',
      '2002é😀z',
      '10m-2        00000000',
      '990004',
    ]
      .map((line) => `${line}${' '.repeat(30 - Array.from(line).length)}\n`)
      .join(''),
    records: [
      { ACT: { ID: 'm-1', AMT: '42', ON: '20260302', CITY: 'Salem', NOTE: 'a\nb^cé😀z' } },
      { ACT: { ID: 'm-2' } },
    ],
  },
];

describe('a document of lines', () => {
  for (const { name, layout, text, records, written = text } of good) {
    it(`is read, and written as it was: ${name}`, () => {
      const compiled = layoutOf(layout);
      const read = readLayout(compiled, Buffer.from(text));
      expect(read.records).to.deep.equal(records);
      expect(writeLayout(compiled, records).toString()).to.equal(written);
    });
  }

  it('says on which line and in which column a value stood', () => {
    const compiled = layoutOf(WIDE);
    const { records, locate } = readLayout(compiled, Buffer.from(good[0]!.text));
    const places: [number, string, string][] = [
      [0, '/DEP', '/lines/2'],
      [0, '/DEP/NOTE', '/lines/2/NOTE'],
      [0, '/DEP/CHARGE/0/STATUTE', '/lines/2/CHARGE1_STATUTE'],
      [0, '/DEP/CHARGE/0/COUNTY/1', '/lines/2/CHARGE1_CNTY02'],
      [0, '/DEP/CHARGE/2/STATUTE', '/lines/3/CHARGE1_STATUTE'],
      [0, '/DEP/MISSING', '/lines/2/MISSING'],
      [1, '/ARR/CITY', '/lines/4/CITY'],
    ];
    for (const [record, pointer, place] of places) {
      expect(locate(records[record]!, pointer)).to.equal(place);
    }
  });
});

const head = `${NAMES}\n`;
const framed = (lines: string, records: number, count: number, charges = 0): string =>
  `HDR|TX|20260101|\n${lines}TRL|${records}|${count}|${charges}\n`;
const A = 'A|m-1|TX|01/01/2026\n';

const refused: [string, object, string, string][] = [
  ['nothing', WIDE, '', 'NATIVE_INVALID; COLUMN_NAMES_WRONG /lines/1; LINE_MISSING '],
  [
    'names that are not those of the layout',
    WIDE,
    head.replace('NOTE', 'NOTES'),
    'NATIVE_INVALID; COLUMN_NAMES_WRONG /lines/1',
  ],
  [
    'a name twice',
    WIDE,
    head.replace('NOTE', 'CITY'),
    'NATIVE_INVALID; COLUMN_NAMES_WRONG /lines/1',
  ],
  ['an unknown type', WIDE, `${head}XXX,m-1,,,,,,,,,\n`, 'NATIVE_INVALID; LINE_UNKNOWN /lines/2'],
  ['too few columns', WIDE, `${head}ARR,m-1,\n`, 'NATIVE_INVALID; COLUMNS_WRONG /lines/2'],
  ['an empty line', WIDE, `${head}\nARR,m-1,,,,,,,,,\n`, 'NATIVE_INVALID; LINE_UNKNOWN /lines/2'],
  [
    'a value in a column of another type',
    WIDE,
    `${head}ARR,m-1,,,,,,,,note,\n`,
    'NATIVE_INVALID; COLUMN_FOREIGN /lines/2',
  ],
  [
    'an item behind an empty place',
    WIDE,
    `${head}DEP,m-1,1,,,,§2,,,,\n`,
    'NATIVE_INVALID; GROUP_GAP /lines/2/CHARGE2_STATUTE',
  ],
  [
    'a count of items that differs',
    WIDE,
    `${head}DEP,m-1,2,§1,,,,,,,\n`,
    'NATIVE_INVALID; COUNT_DIFFERS /lines/2/N_CHARGE',
  ],
  [
    'items without their count',
    WIDE,
    `${head}DEP,m-1,,§1,,,,,,,\n`,
    'NATIVE_INVALID; COUNT_DIFFERS /lines/2/N_CHARGE',
  ],
  [
    'a further line behind one that is not full',
    WIDE,
    `${head}DEP,m-1,2,§1,,,,,,,\nDEP+,m-1,,§2,,,,,,,\n`,
    'NATIVE_INVALID; GROUP_GAP /lines/3',
  ],
  [
    'a further line of another key',
    WIDE,
    `${head}DEP,m-1,3,§1,,,§2,,,,\nDEP+,m-9,,§3,,,,,,,\n`,
    'NATIVE_INVALID; KEY_DIFFERS /lines/3/ID',
  ],
  [
    'a further line before its own',
    WIDE,
    `${head}DEP+,m-1,,§3,,,,,,,\n`,
    'NATIVE_INVALID; PARENT_MISSING /lines/2',
  ],
  [
    'a constant that differs',
    TYPED,
    framed(A, 1, 3).replace('HDR', 'HEAD'),
    'NATIVE_INVALID; CONSTANT_DIFFERS /lines/1/H',
  ],
  [
    'a count of activities that differs',
    TYPED,
    framed(A, 2, 3),
    'NATIVE_INVALID; COUNT_DIFFERS /lines/3/N',
  ],
  [
    'a count of lines that differs',
    TYPED,
    framed(A, 1, 2),
    'NATIVE_INVALID; COUNT_DIFFERS /lines/3/LINES',
  ],
  [
    'a count of one line type that differs',
    TYPED,
    framed(A, 1, 3, 1),
    'NATIVE_INVALID; COUNT_DIFFERS /lines/3/CHARGES',
  ],
  [
    'what is not the same in all activities',
    TYPED,
    framed(`${A}A|m-2|OR|01/01/2026\n`, 2, 4),
    'NATIVE_INVALID; SAME_DIFFERS /lines/1/TO',
  ],
  [
    'a date of the header that is none',
    TYPED,
    framed(A, 1, 3).replace('20260101', '20261301'),
    'NATIVE_INVALID; CONSTANT_DIFFERS /lines/1/ON',
  ],
  [
    'a child before any parent',
    TYPED,
    framed(`C|1|§1\n${A}`, 1, 4, 1),
    'NATIVE_INVALID; PARENT_MISSING /lines/2',
  ],
  [
    'a number out of order',
    TYPED,
    framed(`${A}C|2|§1\n`, 1, 4, 1),
    'NATIVE_INVALID; SEQUENCE_WRONG /lines/3/SEQ',
  ],
  [
    'a key of no parent',
    TYPED,
    framed(`${A}L|m-2|Doe\n`, 1, 4),
    'NATIVE_INVALID; PARENT_MISSING /lines/3',
  ],
  ['the key of two parents', TYPED, framed(A + A, 2, 4), 'NATIVE_INVALID; KEY_REPEATED /lines/3'],
  [
    'more lines than the layout holds',
    TYPED,
    framed(A + [1, 2, 3, 4, 5, 6].map((n) => `C|${n}|§\n`).join(''), 1, 9, 6),
    'NATIVE_INVALID; ITEMS_TOO_MANY /lines/8',
  ],
  ['no trailer', TYPED, 'HDR|TX|20260101|\n', 'NATIVE_INVALID; LINE_MISSING '],
  [
    'columns that do not repeat',
    ROWS,
    'OR;1;1;Salem;§1;;\nOR;1;2;Bend;§2;;\n',
    'NATIVE_INVALID; ROW_DIFFERS /lines/2/CITY',
  ],
  [
    'a key that comes again later',
    ROWS,
    'OR;1;1;;§1;;\nOR;2;1;;;;\nOR;1;1;;§2;;\n',
    'NATIVE_INVALID; KEY_REPEATED /lines/3',
  ],
  [
    'a further line without an item',
    ROWS,
    'OR;1;1;;§1;;\nOR;1;2;;;;\n',
    'NATIVE_INVALID; ITEM_EMPTY /lines/2',
  ],
  [
    'an item behind a line without one',
    ROWS,
    'OR;1;1;;§1;;\nOR;1;2;;§2;;late\n',
    'NATIVE_INVALID; GROUP_GAP /lines/2',
  ],
  [
    'a line of another length',
    FIXED,
    `10m-1\n${'990001'.padEnd(30)}\n`,
    'NATIVE_INVALID; WIDTH_WRONG /lines/1',
  ],
  [
    'text beyond the columns',
    FIXED,
    `${'10m-1'.padEnd(29)}x\n${'990001'.padEnd(30)}\n`,
    'NATIVE_INVALID; WIDTH_WRONG /lines/1',
  ],
  [
    'something in a filler',
    FIXED,
    `${'10m-1'.padEnd(27)}x  \n${'990001'.padEnd(30)}\n`,
    'NATIVE_INVALID; CONSTANT_DIFFERS /lines/1/GAP',
  ],
  [
    'an escape that means nothing',
    FIXED,
    `${'10m-1'.padEnd(30)}\n${'2001a^x'.padEnd(30)}\n${'990002'.padEnd(30)}\n`,
    'NATIVE_INVALID; ESCAPE_INVALID /lines/1',
  ],
];

describe('a document of lines is refused whole, with line and column:', () => {
  for (const [name, layout, text, outcome] of refused) {
    it(name, () => {
      expect(refusal(() => readLayout(layoutOf(layout), Buffer.from(text)))).to.satisfy(
        (found: string) => found === outcome || found.startsWith(`${outcome};`),
        outcome,
      );
    });
  }

  it('at most a hundred problems, and no value of the document', () => {
    const lines = Array.from({ length: 500 }, () => 'SECRET,1\n').join('');
    const found = refusal(() => readLayout(layoutOf(WIDE), Buffer.from(head + lines)));
    expect(found.split('; ')).to.have.length(101);
    expect(found).to.not.contain('SECRET');
  });
});

const hostile: [string, object, string | Buffer, string][] = [
  ['a quote that is never closed', ROWS, 'OR;"1', 'DOCUMENT_UNREADABLE; QUOTE_UNCLOSED /lines/1'],
  ['a quote within a bare cell', ROWS, 'OR;a"b', 'DOCUMENT_UNREADABLE; QUOTE_MISPLACED /lines/1'],
  ['text behind a quote', ROWS, 'OR;"a"b', 'DOCUMENT_UNREADABLE; QUOTE_MISPLACED /lines/1'],
  ['NUL', ROWS, 'OR;a\u0000', 'DOCUMENT_UNREADABLE; CHARACTER_FORBIDDEN '],
  [
    'an escape sequence of a terminal',
    ROWS,
    'OR;\u001b[2J',
    'DOCUMENT_UNREADABLE; CHARACTER_FORBIDDEN ',
  ],
  ['a CR alone', ROWS, 'OR;1\rTX;2', 'DOCUMENT_UNREADABLE; LINE_END_MIXED /lines/1'],
  ['mixed line ends', ROWS, 'OR;1\r\nTX;2\n', 'DOCUMENT_UNREADABLE; LINE_END_MIXED /lines/2'],
  [
    'a million columns',
    ROWS,
    ';'.repeat(1_000_000),
    'DOCUMENT_UNREADABLE; COLUMNS_TOO_MANY /lines/1',
  ],
  ['too many lines', ROWS, '\n'.repeat(200_000), 'DOCUMENT_TOO_LARGE; LINES_TOO_MANY '],
  ['bytes that are not UTF-8', ROWS, Buffer.from([0x4f, 0xff]), 'DOCUMENT_UNREADABLE'],
  ['UTF-16', ROWS, Buffer.from('\ufeffOR', 'utf16le'), 'DOCUMENT_UNREADABLE'],
  ['a tab in fixed width', FIXED, '10\t', 'DOCUMENT_UNREADABLE; CHARACTER_FORBIDDEN '],
  [
    'mixed line ends in fixed width',
    FIXED,
    '10\r\n10\n',
    'DOCUMENT_UNREADABLE; LINE_END_MIXED /lines/2',
  ],
  ['a CR alone in fixed width', FIXED, '10\r10\n', 'DOCUMENT_UNREADABLE; LINE_END_MIXED /lines/1'],
  [
    'too many lines of fixed width',
    FIXED,
    '\n'.repeat(200_000),
    'DOCUMENT_TOO_LARGE; LINES_TOO_MANY ',
  ],
];

describe('hostile bytes are refused in little time:', () => {
  for (const [name, layout, text, outcome] of hostile) {
    it(name, () => {
      expect(refusal(() => readLayout(layoutOf(layout), Buffer.from(text as string)))).to.equal(
        outcome,
      );
    });
  }

  const many: [string, object, (size: number) => string, string][] = [
    [
      'quotes in one cell',
      ROWS,
      (size) => `"${'""'.repeat(size)}";`,
      'NATIVE_INVALID; COLUMNS_WRONG /lines/1',
    ],
    ['delimiters', WIDE, (size) => head + 'ARR,m-1,,,,,,,,,\n'.repeat(size / 50), 'taken'],
    [
      'quotes around nothing',
      WIDE,
      (size) => head + `ARR${',""'.repeat(10)}\n`.repeat(size / 50),
      'taken',
    ],
    [
      'blanks',
      FIXED,
      (size) => `${'10'.padEnd(30)}\n`.repeat(size / 50),
      'NATIVE_INVALID; CONSTANT_DIFFERS /lines/80000/T; COUNT_DIFFERS /lines/80000/N',
    ],
    [
      'blanks on one line',
      FIXED,
      (size) => '10'.padEnd(2 * size),
      'NATIVE_INVALID; WIDTH_WRONG /lines/1',
    ],
  ];
  for (const [name, layout, textOf, outcome] of many) {
    it(`megabytes of ${name}: squared, they would not end within the limit of a test`, () => {
      const bytes = Buffer.from(textOf(4_000_000));
      expect(refusal(() => readLayout(layoutOf(layout), bytes))).to.equal(outcome);
    });
  }
});
