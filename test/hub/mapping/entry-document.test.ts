import { expect } from 'chai';
import fc from 'fast-check';
import { foldEntries, locateEntry, spreadEntries } from '../../../hub/mapping/entry-document.ts';
import { readNative } from '../../../hub/mapping/map-inbound.ts';
import { renderNative } from '../../../hub/mapping/native-document.ts';
import type { JsonObject, JsonValue } from '../../../hub/message/json.ts';
import { refusal } from './layout/small-layout.ts';
import { smallDialect } from './small-dialect.ts';

const PLACE = { path: '/answers', name: 'item', value: 'answer' };
const entries = (...pairs: (readonly [JsonValue, JsonValue])[]): JsonObject => ({
  head: 1,
  answers: pairs.map(([item, answer]) => ({ item, answer })),
});

describe('a document spelled as entries', () => {
  it('is read as the object that they spell', () => {
    const document = entries(
      ['TR04.PN01', 'Doe'],
      ['TR09[1].OF03', true],
      ['TR09[2].OF03', 2],
      ['TR04.PN02', null],
      ['TR10', []],
      ['TR11.X', {}],
    );
    expect(foldEntries(PLACE, document)).to.deep.equal({
      head: 1,
      answers: {
        TR04: { PN01: 'Doe', PN02: null },
        TR09: [{ OF03: true }, { OF03: 2 }],
        TR10: [],
        TR11: { X: {} },
      },
    });
  });

  const refused: [string, JsonValue, string][] = [
    ['no list', { answers: { A: 'x' } }, 'ENTRIES_MISSING /answers'],
    ['nothing at all', {}, 'ENTRIES_MISSING /answers'],
    ['no object', [], 'ENTRIES_MISSING /answers'],
    ['an entry that is none', { answers: ['A'] }, 'ENTRY_INVALID /answers/0'],
    ['no value', { answers: [{ item: 'A' }] }, 'ENTRY_INVALID /answers/0'],
    [
      'a member besides',
      { answers: [{ item: 'A', answer: '', more: 1 }] },
      'ENTRY_INVALID /answers/0',
    ],
    ['an object as value', entries(['A', { b: 1 }]), 'ENTRY_INVALID /answers/0'],
    ['a list as value', entries(['A', ['b']]), 'ENTRY_INVALID /answers/0'],
    ['a name that is none', entries([7, 'x']), 'ENTRY_NAME_INVALID /answers/0'],
    ['an empty name', entries(['', 'x']), 'ENTRY_NAME_INVALID /answers/0'],
    ['item 0', entries(['A[0]', 'x']), 'ENTRY_NAME_INVALID /answers/0'],
    ['an item of an item', entries(['A[1][1]', 'x']), 'ENTRY_NAME_INVALID /answers/0'],
    ['a prototype', entries(['__proto__.A', 'x']), 'ENTRY_NAME_INVALID /answers/0'],
    ['a name too deep', entries([`A${'.A'.repeat(20)}`, 'x']), 'ENTRY_NAME_INVALID /answers/0'],
    ['a name twice', entries(['A', 'x'], ['A', 'x']), 'ENTRY_REPEATED /answers/1'],
    ['a member of a value', entries(['A', 'x'], ['A.B', 'x']), 'ENTRY_REPEATED /answers/1'],
    ['an item of a value', entries(['A', 'x'], ['A[1]', 'x']), 'ENTRY_REPEATED /answers/1'],
    ['a value of members', entries(['A.B', 'x'], ['A', 'x']), 'ENTRY_REPEATED /answers/1'],
    ['a member of a list', entries(['A[1]', 'x'], ['A.B', 'x']), 'ENTRY_REPEATED /answers/1'],
    ['an item of an object', entries(['A.B', 'x'], ['A[1]', 'x']), 'ENTRY_REPEATED /answers/1'],
    ['an item of an empty list', entries(['A', []], ['A[1]', 'x']), 'ENTRY_REPEATED /answers/1'],
    ['a member of an empty object', entries(['A', {}], ['A.B', 1]), 'ENTRY_REPEATED /answers/1'],
    ['a gap', entries(['A[1]', 'x'], ['A[3]', 'x']), 'ENTRY_OUT_OF_ORDER /answers/1'],
    ['a list that begins late', entries(['A[2].B', 'x']), 'ENTRY_OUT_OF_ORDER /answers/0'],
  ];
  for (const [name, document, problem] of refused) {
    it(`is refused: ${name}`, () => {
      expect(refusal(() => foldEntries(PLACE, document))).to.equal(`NATIVE_INVALID; ${problem}`);
    });
  }

  it('takes names of what every object has', () => {
    const document = entries(['constructor.name', 'x'], ['toString', 'y']);
    const { answers } = foldEntries(PLACE, document) as JsonObject;
    expect(JSON.stringify(answers)).to.equal('{"constructor":{"name":"x"},"toString":"y"}');
  });

  it('tells of at most 100 problems', () => {
    const document = { answers: Array.from({ length: 1000 }, () => 0) };
    expect(refusal(() => foldEntries(PLACE, document)).split('; ')).to.have.length(1 + 100);
  });

  it('is read back as it was written, whatever it holds', () => {
    const name = fc.stringMatching(/^[A-Za-z]\w{0,8}$/);
    const { tree } = fc.letrec<{ tree: JsonValue }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
        fc.array(tie('tree'), { maxLength: 4 }).map((items) => items.filter(isNoList)),
        fc.dictionary(name, tie('tree'), { maxKeys: 5, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(name, tree, { maxKeys: 6, noNullPrototype: true }), (answers) => {
        const document = { head: 1, answers };
        const written = spreadEntries(PLACE, document);
        const read = foldEntries(PLACE, JSON.parse(JSON.stringify(written)) as JsonValue);
        expect(JSON.stringify(read)).to.equal(JSON.stringify(document));
      }),
      { numRuns: 500 },
    );
  });

  it('names an entry as the state does', () => {
    expect(locateEntry(PLACE, '/answers/TR09/1/OF03')).to.equal('/answers/TR09[2].OF03');
    expect(locateEntry(PLACE, '/answers')).to.equal('/answers');
    expect(locateEntry(PLACE, '/head/0')).to.equal('/head/0');
  });

  it('is what a dialect reads and writes', () => {
    const dialect = smallDialect({
      rules: [
        {
          op: 'object',
          canonical: '/data',
          local: '/answers',
          rules: [{ op: 'copy', canonical: '/text', local: '/T01' }],
        },
      ],
      dialect: { records: { cut: 'whole', entries: PLACE } },
    });
    const { document, layout } = dialect;
    const bytes = renderNative({ document: document!, layout }, { id: '1', answers: { T01: 'x' } });
    expect(bytes.toString()).to.equal('{"id":"1","answers":[{"item":"T01","answer":"x"}]}');
    const [record] = readNative(dialect, 'application/json', bytes);
    expect(record!.tree).to.deep.equal({ id: '1', answers: { T01: 'x' } });
    expect(record!.locate!('/answers/T01')).to.equal('/answers/T01');
  });

  it('is never XML', () => {
    const make = (): unknown =>
      smallDialect({
        rules: [],
        format: 'xml',
        dialect: { records: { cut: 'whole', entries: PLACE } },
      });
    expect(refusal(make)).to.equal('DIALECT_INVALID; FORMAT_INVALID dialect.json#/records/entries');
  });
});

/** A list directly inside a list has no name; no dialect has one. */
function isNoList(value: JsonValue): boolean {
  return !Array.isArray(value);
}
