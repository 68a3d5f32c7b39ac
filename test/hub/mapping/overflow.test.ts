import { expect } from 'chai';
import fc from 'fast-check';
import { mapInbound, readNative } from '../../../hub/mapping/map-inbound.ts';
import { mapOutbound } from '../../../hub/mapping/map-outbound.ts';
import type { JsonObject } from '../../../hub/message/json.ts';
import { TYPE, back, smallDialect, there } from './small-dialect.ts';

const list = {
  op: 'list',
  canonical: '/a',
  local: '/A',
  maxItems: 2,
  rules: [{ op: 'copy', canonical: '/b', local: '/B' }],
};
const carried = [{ path: '/a', kind: 'overflow', why: 'test' }];
const items = (count: number): JsonObject[] =>
  Array.from({ length: count }, (_, index) => ({ b: String(index) }));
const locals = (count: number): JsonObject[] =>
  Array.from({ length: count }, (_, index) => ({ B: String(index) }));

describe('a local list that is shorter', () => {
  const dialect = smallDialect({ rules: [list], carried });

  it('has the first items, and the others are carried', () => {
    const mapped = there(dialect, { a: items(4) });
    expect(mapped.value).to.deep.equal({ A: locals(2) });
    expect(mapped.carried).to.deep.equal({ '/a': items(4).slice(2) });
    expect(mapped.problems).to.deep.equal([]);
  });

  it('gives back what it was given', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9 }), (count) => {
        const { value, carried: rest } = there(dialect, { a: items(count) });
        expect(back(dialect, value, rest).value).to.deep.equal({ a: items(count) });
      }),
      { seed: 20_261_125 },
    );
  });

  it('is taken alone when nothing is carried', () => {
    expect(back(dialect, { A: locals(2) }).value).to.deep.equal({ a: items(2) });
  });

  it('is refused when it was made shorter, and not put together with what was never seen', () => {
    for (const count of [0, 1]) {
      const { problems } = back(dialect, { A: locals(count) }, { '/a': items(1) });
      expect(problems).to.deep.equal(['CARRIED_DISAGREES /A']);
    }
  });

  it('holds no more when nothing is listed as carried', () => {
    const strict = smallDialect({ rules: [list] });
    expect(there(strict, { a: items(3) }).problems).to.deep.equal(['ITEMS_NOT_HELD /a']);
    expect(there(strict, { a: items(2) }).problems).to.deep.equal([]);
  });

  it('does not compile when it is listed and has no limit', () => {
    const open = { ...list, maxItems: undefined };
    expect(() => smallDialect({ rules: [open], carried }))
      .to.throw()
      .with.property('problems')
      .that.satisfies((found: { code: string }[]) =>
        found.some(({ code }) => code === 'CARRIED_KIND'),
      );
  });
});

describe('an extension slot of text', () => {
  const dialect = smallDialect({
    rules: [{ op: 'copy', canonical: '/subject', local: '/no' }],
    carried: [{ path: '/time', kind: 'absent', why: 'test' }],
    dialect: { extension: { path: '/ext', as: 'text' } },
  });
  const unsigned: JsonObject = {
    specversion: '1.0',
    id: 'm-1',
    type: TYPE,
    dataschema: 'https://schemas.compact-hub.example/departure-notice.v1.schema.json',
    datacontenttype: 'application/json',
    time: '2026-03-02T10:11:12Z',
    subject: '7',
  };

  it('holds what is carried as one JSON text', () => {
    const { bytes } = mapOutbound(dialect, unsigned, { caseId: 'C-1' });
    expect(JSON.parse(bytes.toString())).to.deep.equal({
      id: 'm-1',
      no: '7',
      ext: '{"/time":"2026-03-02T10:11:12Z"}',
    });
    const [record] = readNative(dialect, dialect.contentType, bytes);
    expect(mapInbound(dialect, record!, { member: 'OR' })).to.deep.equal({
      ...unsigned,
      source: 'urn:compact:OR',
    });
  });

  it('is refused when it is no JSON object', () => {
    for (const ext of ['x', '[]', '7']) {
      const bytes = Buffer.from(JSON.stringify({ id: 'm-1', ext }));
      const [record] = readNative(dialect, dialect.contentType, bytes);
      expect(() => mapInbound(dialect, record!, { member: 'OR' })).to.throw();
    }
  });
});

describe('a number of the delivery', () => {
  it('is written for the reader and never read back', () => {
    const dialect = smallDialect({
      rules: [
        { op: 'crosswalk', identifier: 'deliveryId', local: '/delivery' },
        { op: 'crosswalk', identifier: 'caseSequence', local: '/place' },
      ],
    });
    const envelope = {
      specversion: '1.0',
      id: 'm-1',
      type: TYPE,
      dataschema: 'https://schemas.compact-hub.example/departure-notice.v1.schema.json',
      datacontenttype: 'application/json',
    };
    const crosswalk = { caseId: 'C-1', deliveryId: 'D-9', caseSequence: '4' };
    const { bytes } = mapOutbound(dialect, envelope, crosswalk);
    expect(JSON.parse(bytes.toString())).to.deep.equal({ id: 'm-1', delivery: 'D-9', place: '4' });
    expect(back(dialect, { id: 'm-1', delivery: 'other', place: '1' }).value).to.deep.equal({
      id: 'm-1',
    });
  });
});
