import { expect } from 'chai';
import fc from 'fast-check';
import type { Dialect } from '../../../hub/mapping/dialect.ts';
import { readNative } from '../../../hub/mapping/map-inbound.ts';
import { joinDocuments, renderRecords } from '../../../hub/mapping/native-document.ts';
import type { JsonObject } from '../../../hub/message/json.ts';
import { refusal } from './layout/small-layout.ts';
import { smallDialect } from './small-dialect.ts';

const BATCH = {
  json: {
    records: {
      cut: 'list',
      path: '/batch/items',
      count: '/batch/count',
      constants: [{ path: '/version', value: 2 }],
      same: [{ path: '/batch/to', record: '/to' }],
    },
  },
  xml: {
    records: {
      cut: 'list',
      path: '/Batch/R',
      count: '/Batch/@count',
      constants: [{ path: '/Batch/@version', value: '2' }],
      same: [{ path: '/Batch/@to', record: '/to' }],
    },
    recognise: [
      { type: 'compact.departure-notice.v1', mapping: 'm.json', when: [{ path: '/id' }], root: '' },
    ],
  },
} as const;

function dialectOf(format: 'json' | 'xml'): Dialect {
  const rules = [{ op: 'copy', canonical: '/destination', local: '/to' }];
  return smallDialect({ rules, format, dialect: BATCH[format] });
}

function batch(dialect: Dialect, records: readonly JsonObject[]): Buffer {
  const { document, layout } = dialect;
  return renderRecords({ document: document!, layout }, records as [JsonObject]);
}

function cut(dialect: Dialect, bytes: Buffer): JsonObject[] {
  return readNative(dialect, dialect.contentType, bytes).map(({ tree }) => tree);
}

const record = (id: string, to = 'TX'): JsonObject => ({ id, to });
const TEXT = {
  json: '{"version":2,"batch":{"to":"TX","count":2,"items":[{"id":"1","to":"TX"},{"id":"2","to":"TX"}]}}',
  xml:
    '<?xml version="1.0" encoding="UTF-8"?>\n<Batch version="2" to="TX" count="2">' +
    '<R><id>1</id><to>TX</to></R><R><id>2</id><to>TX</to></R></Batch>\n',
};

for (const format of ['json', 'xml'] as const) {
  describe(`a batch in ${format}`, () => {
    const dialect = dialectOf(format);

    it('has its count, its constants and what all have in common', () => {
      expect(batch(dialect, [record('1'), record('2')]).toString()).to.equal(TEXT[format]);
      expect(cut(dialect, Buffer.from(TEXT[format]))).to.deep.equal([record('1'), record('2')]);
    });

    it('has the records of the documents that are joined', () => {
      const ids = fc.array(fc.stringMatching(/^[a-z0-9]{1,8}$/), { minLength: 1, maxLength: 5 });
      fc.assert(
        fc.property(ids, (all) => {
          const bodies = all.map((id) => batch(dialect, [record(id)]));
          const parts = bodies.flatMap((bytes) => cut(dialect, bytes));
          expect(cut(dialect, joinDocuments(dialect, bodies))).to.deep.equal(parts);
        }),
        { numRuns: 30, seed: 20_261_125 },
      );
    });

    const path = BATCH[format].records;
    const changes: [string, RegExp, string, string][] = [
      ['another count', /(count"?[:=]"?)2/, '$13', `COUNT_DIFFERS ${path.count}`],
      ['another constant', /(version"?[:=]"?)2/, '$13', `SAME_DIFFERS ${path.constants[0].path}`],
      [
        'what they do not have in common',
        /(to"?[:=])"TX"/,
        '$1"OR"',
        `SAME_DIFFERS ${path.same[0].path}`,
      ],
      [
        'what no table has',
        format === 'json' ? /"count"/ : / count/,
        format === 'json' ? '"x":1,"count"' : ' x="1" count',
        `FIELD_UNKNOWN ${format === 'json' ? '/batch' : '/Batch'}`,
      ],
    ];
    for (const [name, from, to, outcome] of changes) {
      it(`is refused whole with ${name}`, () => {
        const text = TEXT[format].replace(from, to);
        expect(text).to.not.equal(TEXT[format]);
        expect(refusal(() => cut(dialect, Buffer.from(text)))).to.equal(
          `NATIVE_INVALID; ${outcome}`,
        );
      });
    }

    it('is not made of records that do not belong in one document', () => {
      const bodies = [record('1', 'TX'), record('2', 'OR')].map((each) => batch(dialect, [each]));
      expect(refusal(() => joinDocuments(dialect, bodies))).to.equal(
        `NOT_HELD; SAME_DIFFERS ${path.same[0].path}`,
      );
    });
  });
}
