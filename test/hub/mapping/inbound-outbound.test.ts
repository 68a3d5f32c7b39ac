import { expect } from 'chai';
import { HubError } from '../../../hub/errors.ts';
import { canonicalDialect } from '../../../hub/mapping/canonical-dialect.ts';
import type { Dialect } from '../../../hub/mapping/dialect.ts';
import { mapInbound, readNative } from '../../../hub/mapping/map-inbound.ts';
import { mapOutbound } from '../../../hub/mapping/map-outbound.ts';
import type { JsonObject } from '../../../hub/message/json.ts';
import { type SmallDialect, TYPE, smallDialect } from './small-dialect.ts';

const ENVELOPE_RULES = [
  { op: 'copy', canonical: '/id', local: '/id' },
  { op: 'copy', canonical: '/source', local: '/from', strip: 'urn:compact:' },
];
const DATA_RULE = {
  op: 'object',
  canonical: '/data',
  local: '/body',
  rules: [{ op: 'copy', canonical: '/comments', local: '/note', maxLength: 5 }],
};
const CARRIED = [
  { path: '/data/comments', kind: 'shortened', why: 'test' },
  { path: '/data/methodOfTravel', kind: 'absent', why: 'test' },
];

function dialectOf(changes: Partial<SmallDialect> = {}): Dialect {
  const { dialect = {}, ...others } = changes;
  return smallDialect({
    rules: [DATA_RULE],
    carried: CARRIED,
    dialect: { envelope: ENVELOPE_RULES, ...dialect },
    ...others,
  });
}

const envelope = (data: JsonObject): JsonObject => ({
  specversion: '1.0',
  id: 'm-1',
  source: 'urn:compact:OR',
  type: TYPE,
  dataschema: 'https://schemas.compact-hub.example/departure-notice.v1.schema.json',
  datacontenttype: 'application/json',
  data,
});
const crosswalk = { caseId: 'C-1' };

function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof HubError) {
      return [error.code, ...error.problems.map((p) => `${p.code} ${p.pointer}`)].join('; ');
    }
    throw error;
  }
  return 'taken';
}

function read(dialect: Dialect, text: string, contentType = dialect.contentType): JsonObject[] {
  const records = readNative(dialect, contentType, Buffer.from(text));
  return records.map((record) => mapInbound(dialect, record, { member: 'OR' }));
}

describe('a document for a state', () => {
  for (const [name, format, text] of [
    [
      'JSON',
      'json',
      '{"id":"m-1","from":"OR","body":{"note":"north"},"ext":{"/data/comments":"northbound","/data/methodOfTravel":"BUS"}}',
    ],
    [
      'XML',
      'xml',
      '<?xml version="1.0" encoding="UTF-8"?>\n<R><id>m-1</id><from>OR</from><body><note>north</note></body>' +
        '<ext><e p="/data/methodOfTravel">"BUS"</e><e p="/data/comments">"northbound"</e></ext></R>\n',
    ],
  ] as const) {
    const slot =
      format === 'xml'
        ? { extension: { path: '/ext/e', as: 'entries', entryPath: '@p', entryValue: '#text' } }
        : {};
    const dialect = dialectOf({ format, dialect: slot });
    const canonical = envelope({ comments: 'northbound', methodOfTravel: 'BUS' });

    it(`is ${name} with what is carried in its slot`, () => {
      const document = mapOutbound(dialect, canonical, crosswalk);
      expect(document.carried).to.have.members(['/data/comments', '/data/methodOfTravel']);
      expect(document.mappingHash).to.match(/^[0-9a-f]{64}$/);
      const own = document.bytes.toString();
      if (format === 'xml') expect(own).to.equal(text);
      else expect(JSON.parse(own)).to.deep.equal(JSON.parse(text));
      expect(mapOutbound(dialect, canonical, crosswalk).bytes.equals(document.bytes)).to.equal(
        true,
      );
    });

    it(`is read from ${name} as it was`, () => {
      expect(read(dialect, text)).to.deep.equal([canonical]);
    });
  }

  it('is refused when it cannot hold the activity, before a byte is made', () => {
    const dialect = dialectOf();
    expect(
      refusal(() => mapOutbound(dialect, envelope({ direction: 'RETURN' }), crosswalk)),
    ).to.equal('NOT_HELD; FIELD_NOT_HELD /data/direction');
    expect(refusal(() => mapOutbound(dialect, { ...envelope({}), extra: 1 }, crosswalk))).to.equal(
      'NOT_HELD; FIELD_NOT_HELD /extra',
    );
    expect(
      refusal(() => mapOutbound(dialect, { ...envelope({}), specversion: '2.0' }, crosswalk)),
    ).to.equal('NOT_HELD; VALUE_NOT_HELD /specversion');
    expect(
      refusal(() => mapOutbound(dialect, { ...envelope({}), type: 'compact.other.v1' }, crosswalk)),
    ).to.equal('ACTIVITY_UNMAPPED');
  });
});

describe('a document of a state', () => {
  it('is of its content type, with or without parameters', () => {
    const dialect = dialectOf({ dialect: { alsoAccepts: ['text/json'] } });
    expect(read(dialect, '{"id":"m-1"}', 'Application/JSON; charset=utf-8')).to.have.length(1);
    expect(read(dialect, '{"id":"m-1"}', 'text/json')).to.have.length(1);
    expect(refusal(() => read(dialect, '{"id":"m-1"}', 'text/plain'))).to.equal(
      'CONTENT_TYPE_UNEXPECTED; CONTENT_TYPE_UNEXPECTED ',
    );
  });

  it('is told its right content type when it came as another', () => {
    const dialect = dialectOf({ dialect: { alsoAccepts: ['text/json'] } });
    expect(() => read(dialect, '{"id":"m-1"}', 'text/plain'))
      .to.throw(HubError)
      .with.nested.property('problems[0].detail')
      .that.contains('application/json or text/json');
  });

  it('is its sender’s when it does not say whose; else whose it says', () => {
    expect(read(dialectOf(), '{"id":"m-1"}')[0]).to.include({ source: 'urn:compact:OR' });
    expect(read(dialectOf(), '{"id":"m-1","from":"TX"}')[0]).to.include({
      source: 'urn:compact:TX',
    });
  });

  it('invents nothing but what follows from the type', () => {
    expect(read(dialectOf(), '{"id":"m-1"}')[0]).to.have.all.keys(
      'id',
      'source',
      'specversion',
      'type',
      'dataschema',
      'datacontenttype',
    );
  });

  const refused: [string, string, string][] = [
    ['a duplicate name', '{"id":"m-1","id":"m-2"}', 'JSON_DUPLICATE_KEY'],
    ['__proto__', '{"id":"m-1","__proto__":{}}', 'JSON_FORBIDDEN_KEY'],
    ['an array', '[{"id":"m-1"}]', 'RECORD_UNRECOGNISED'],
    ['a record of no type', '{"key":"m-1"}', 'RECORD_UNRECOGNISED'],
    [
      'a field that the dialect has not',
      '{"id":"m-1","body":{"x":1}}',
      'NATIVE_INVALID; FIELD_UNKNOWN /body/x',
    ],
    [
      'a carried path that is not listed',
      '{"id":"m-1","ext":{"/source":"urn:compact:TX"}}',
      'NATIVE_INVALID; CARRIED_UNKNOWN /ext',
    ],
    [
      'a carried path below a listed one',
      '{"id":"m-1","ext":{"/data/comments/x":1}}',
      'NATIVE_INVALID; CARRIED_UNKNOWN /ext',
    ],
    [
      'an extension that is none',
      '{"id":"m-1","ext":[1]}',
      'NATIVE_INVALID; VALUE_UNREADABLE /ext',
    ],
  ];
  for (const [name, text, outcome] of refused) {
    it(`is refused with its place: ${name}`, () => {
      expect(refusal(() => read(dialectOf(), text)).startsWith(outcome)).to.equal(true);
    });
  }

  it('is cut into the records of its list', () => {
    const dialect = dialectOf({ dialect: { records: { cut: 'list', path: '/batch/items' } } });
    const ids = read(dialect, '{"batch":{"items":[{"id":"m-1"},{"id":"m-2"}]}}').map(
      ({ id }) => id,
    );
    expect(ids).to.deep.equal(['m-1', 'm-2']);
    const document = mapOutbound(dialect, envelope({ comments: 'x' }), crosswalk);
    expect(JSON.parse(document.bytes.toString())).to.have.nested.property(
      'batch.items[0].id',
      'm-1',
    );
  });
});

describe('the recognise table', () => {
  const row = (when: object[], type = TYPE, root = '') => ({
    type,
    mapping: `${type}.json`,
    when,
    root,
  });

  it('takes a record by a value, and writes that value', () => {
    const recognise = [{ ...row([{ path: '/kind', equals: 7 }]), mapping: 'm.json' }];
    const dialect = dialectOf({ dialect: { recognise } });
    expect(read(dialect, '{"kind":7,"id":"m-1"}')).to.have.length(1);
    expect(refusal(() => read(dialect, '{"kind":"7","id":"m-1"}'))).to.equal('RECORD_UNRECOGNISED');
    const { bytes } = mapOutbound(dialect, envelope({}), crosswalk);
    expect(JSON.parse(bytes.toString())).to.include({ kind: 7 });
  });

  it('takes all conditions of a row together, also outside the activity’s own place', () => {
    const when = [{ path: '/head/kind', equals: 'D' }, { path: '/body' }];
    const dialect = dialectOf({
      rules: [{ ...DATA_RULE, local: '' }],
      dialect: { recognise: [{ ...row(when, TYPE, '/body'), mapping: 'm.json' }] },
    });
    const text = '{"head":{"kind":"D"},"body":{"id":"m-1","note":"x"}}';
    expect(read(dialect, text)[0]).to.deep.include({ data: { comments: 'x' } });
    expect(refusal(() => read(dialect, '{"head":{"kind":"D"}}'))).to.equal('RECORD_UNRECOGNISED');
    const { bytes } = mapOutbound(dialect, { ...envelope({ comments: 'x' }) }, crosswalk);
    expect(JSON.parse(bytes.toString())).to.deep.equal({
      head: { kind: 'D' },
      body: { id: 'm-1', from: 'OR', note: 'x' },
    });
  });
});

describe('the canonical dialect', () => {
  it('hands the envelope over as it is', () => {
    const dialect = canonicalDialect();
    const document = mapOutbound(dialect, envelope({ a: 1 }), crosswalk);
    expect(document).to.include({ contentType: 'application/cloudevents+json', mappingHash: null });
    const [record] = readNative(dialect, document.contentType, document.bytes);
    expect(mapInbound(dialect, record!, { member: 'OR' })).to.deep.equal(envelope({ a: 1 }));
    expect(refusal(() => readNative(dialect, document.contentType, Buffer.from('[]')))).to.equal(
      'RECORD_UNRECOGNISED',
    );
  });
});
