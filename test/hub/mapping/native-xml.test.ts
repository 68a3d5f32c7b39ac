import { expect } from 'chai';
import fc from 'fast-check';
import { MappingError } from '../../../hub/mapping/mapping-error.ts';
import { parseXml } from '../../../hub/mapping/native-xml.ts';
import { renderXml } from '../../../hub/mapping/xml-writer.ts';
import type { JsonObject, JsonValue } from '../../../hub/message/json.ts';

// eslint-disable-next-line no-control-regex -- the characters that XML cannot hold
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

const NS = { p: 'urn:test:p', q: 'urn:test:q' };
const parse = (text: string): JsonObject => parseXml(Buffer.from(text), NS);

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof MappingError) return error.code;
    throw error;
  }
  return 'read';
}

describe('an XML document', () => {
  const read: [string, string, JsonObject][] = [
    ['text', '<a>x</a>', { a: 'x' }],
    ['an empty element', '<a/>', { a: '' }],
    ['attributes', '<a b="1" c=\'2\'/>', { a: { '@b': '1', '@c': '2' } }],
    ['text beside attributes', '<a b="1">x</a>', { a: { '@b': '1', '#text': 'x' } }],
    ['children, blanks between them', '<a>\n <b>x</b>\n</a>', { a: { b: 'x' } }],
    ['a list', '<a><b>x</b><c/><b>y</b></a>', { a: { b: ['x', 'y'], c: '' } }],
    ['blanks in text', '<a>  x\n y </a>', { a: '  x\n y ' }],
    [
      'the five entities',
      '<a b="&quot;&lt;">&amp;&gt;&apos;</a>',
      { a: { '@b': '"<', '#text': "&>'" } },
    ],
    ['character references', '<a>&#233;&#x1F600;&#10;</a>', { a: 'é😀\n' }],
    ['CDATA', '<a><![CDATA[<b>&amp;]]>x</a>', { a: '<b>&amp;x' }],
    ['comments and instructions', '<?x y?><a><!-- n -->x<?z?></a><!-- e -->', { a: 'x' }],
    [
      'a declaration and a byte order mark',
      '\ufeff<?xml version="1.0" encoding="UTF-8"?><a/>',
      { a: '' },
    ],
    ['its own prefixes', '<z:a xmlns:z="urn:test:p"><z:b/></z:a>', { 'p:a': { 'p:b': '' } }],
    [
      'a default namespace',
      '<a xmlns="urn:test:p"><b c="1"/></a>',
      { 'p:a': { 'p:b': { '@c': '1' } } },
    ],
    [
      'a prefix bound anew',
      '<z:a xmlns:z="urn:test:p"><z:b xmlns:z="urn:test:q"/><z:c/></z:a>',
      { 'p:a': { 'q:b': '', 'p:c': '' } },
    ],
    [
      'a default namespace taken back',
      '<a xmlns="urn:test:p"><b xmlns=""/></a>',
      { 'p:a': { b: '' } },
    ],
    [
      'attributes with a namespace',
      '<a xmlns:z="urn:test:q" z:b="1" xml:lang="en"/>',
      { a: { '@q:b': '1', '@xml:lang': 'en' } },
    ],
    ['an unknown namespace', '<z:a xmlns:z="urn:else"/>', { '{urn:else}a': '' }],
    [
      'a hint to a schema, dropped',
      '<a xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:x http://127.0.0.1/x.xsd">x</a>',
      { a: 'x' },
    ],
  ];
  for (const [name, text, tree] of read) {
    it(`is read: ${name}`, () => {
      expect(parse(text)).to.deep.equal(tree);
    });
  }

  const deep = (depth: number): string => '<a>'.repeat(depth) + '</a>'.repeat(depth);
  const refused: [string, string | Buffer, string][] = [
    ['a DOCTYPE', '<!DOCTYPE a><a/>', 'DOCTYPE_FORBIDDEN'],
    ['a DOCTYPE in lower case', '<!doctype a><a/>', 'DOCTYPE_FORBIDDEN'],
    [
      'a DOCTYPE after a comment',
      '<!-- x --><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
      'DOCTYPE_FORBIDDEN',
    ],
    ['an external entity', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', 'DOCTYPE_FORBIDDEN'],
    [
      'a billion laughs',
      '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>',
      'DOCTYPE_FORBIDDEN',
    ],
    ['an ENTITY inside the root', '<a><!ENTITY b "c"></a>', 'DOCTYPE_FORBIDDEN'],
    ['a conditional section', '<a><![INCLUDE[x]]></a>', 'DOCTYPE_FORBIDDEN'],
    ['an entity nobody declared', '<a>&b;</a>', 'DOCUMENT_UNREADABLE'],
    ['a bare ampersand', '<a>b & c</a>', 'DOCUMENT_UNREADABLE'],
    ['an unended reference', '<a>&amp</a>', 'DOCUMENT_UNREADABLE'],
    ['an entity in an attribute', '<a b="&c;"/>', 'DOCUMENT_UNREADABLE'],
    ['a reference to NUL', '<a>&#0;</a>', 'DOCUMENT_UNREADABLE'],
    ['a reference to a control character', '<a>&#x1;</a>', 'DOCUMENT_UNREADABLE'],
    ['a reference to half a pair', '<a>&#xD800;</a>', 'DOCUMENT_UNREADABLE'],
    ['a reference beyond Unicode', '<a>&#x110000;</a>', 'DOCUMENT_UNREADABLE'],
    ['a control character', '<a>\u0001</a>', 'DOCUMENT_UNREADABLE'],
    ['a character that is none', '<a>\uffff</a>', 'DOCUMENT_UNREADABLE'],
    ['nesting of 65', deep(65), 'DOCUMENT_TOO_DEEP'],
    ['nesting of 100,000', deep(100_000), 'DOCUMENT_TOO_DEEP'],
    ['nesting without ends', '<a>'.repeat(100_000), 'DOCUMENT_TOO_DEEP'],
    ['no end', '<a><b>', 'DOCUMENT_UNREADABLE'],
    ['crossed ends', '<a><b></a></b>', 'DOCUMENT_UNREADABLE'],
    ['an end too many', '<a/></a>', 'DOCUMENT_UNREADABLE'],
    ['a longer end', '<a></ab>', 'DOCUMENT_UNREADABLE'],
    ['two roots', '<a/><b/>', 'DOCUMENT_UNREADABLE'],
    ['text after the root', '<a/>x', 'DOCUMENT_UNREADABLE'],
    ['text before the root', 'x<a/>', 'DOCUMENT_UNREADABLE'],
    ['CDATA outside the root', '<a/><![CDATA[x]]>', 'DOCTYPE_FORBIDDEN'],
    ['CDATA without end', '<a><![CDATA[x</a>', 'DOCUMENT_UNREADABLE'],
    ['a comment without end', '<a><!-- x</a>', 'DOCUMENT_UNREADABLE'],
    ['the end of CDATA in text', '<a>]]></a>', 'DOCUMENT_UNREADABLE'],
    ['the end of CDATA behind CDATA', '<a><![CDATA[x]]><b/>]]></a>', 'DOCUMENT_UNREADABLE'],
    ['the prefix xml bound anew', '<a xmlns:xml="urn:x"/>', 'DOCUMENT_UNREADABLE'],
    ['the prefix xmlns bound', '<a xmlns:xmlns="urn:x"/>', 'DOCUMENT_UNREADABLE'],
    ['a prefix bound to nothing', '<a xmlns:p=""/>', 'DOCUMENT_UNREADABLE'],
    [
      'a prefix bound to the namespace of xml',
      '<a xmlns:p="http://www.w3.org/XML/1998/namespace"/>',
      'DOCUMENT_UNREADABLE',
    ],
    ['nothing', '', 'DOCUMENT_UNREADABLE'],
    ['blanks', ' \n', 'DOCUMENT_UNREADABLE'],
    ['JSON', '{"a":1}', 'DOCUMENT_UNREADABLE'],
    ['an attribute twice', '<a b="1" b="2"/>', 'DOCUMENT_UNREADABLE'],
    ['an attribute without quotes', '<a b=1/>', 'DOCUMENT_UNREADABLE'],
    ['an attribute without blank', '<a b="1"c="2"/>', 'DOCUMENT_UNREADABLE'],
    ['a tag in an attribute', '<a b="<c>"/>', 'DOCUMENT_UNREADABLE'],
    [
      'a flood of attributes',
      `<a ${Array.from({ length: 65 }, (_, i) => `b${i}="1"`).join(' ')}/>`,
      'DOCUMENT_UNREADABLE',
    ],
    ['a long name', `<${'a'.repeat(129)}/>`, 'DOCUMENT_UNREADABLE'],
    ['a name with a digit first', '<1a/>', 'DOCUMENT_UNREADABLE'],
    ['an element __proto__', '<a><__proto__><b/></__proto__></a>', 'DOCUMENT_UNREADABLE'],
    ['an attribute __proto__', '<a __proto__="x"/>', 'DOCUMENT_UNREADABLE'],
    ['an element constructor', '<a><constructor/></a>', 'DOCUMENT_UNREADABLE'],
    ['an element toString', '<a><toString/></a>', 'DOCUMENT_UNREADABLE'],
    ['an attribute hasOwnProperty', '<a hasOwnProperty="x"/>', 'DOCUMENT_UNREADABLE'],
    ['a prefix without namespace', '<z:a/>', 'DOCUMENT_UNREADABLE'],
    ['a prefix without namespace on an attribute', '<a z:b="1"/>', 'DOCUMENT_UNREADABLE'],
    [
      'a prefix taken back',
      '<z:a xmlns:z="urn:test:p"><b xmlns:z=""><z:c/></b></z:a>',
      'DOCUMENT_UNREADABLE',
    ],
    ['a name of two colons', '<a xmlns:z="urn:x"><z:b:c/></a>', 'DOCUMENT_UNREADABLE'],
    [
      'one attribute under two prefixes',
      '<a xmlns:y="urn:test:q" xmlns:z="urn:test:q" y:b="1" z:b="2"/>',
      'DOCUMENT_UNREADABLE',
    ],
    [
      'another encoding declared',
      '<?xml version="1.0" encoding="ISO-8859-1"?><a/>',
      'DOCUMENT_UNREADABLE',
    ],
    ['UTF-7 declared', '<?xml version="1.0" encoding="UTF-7"?><a>+ADw-</a>', 'DOCUMENT_UNREADABLE'],
    ['XML 1.1', '<?xml version="1.1"?><a/>', 'DOCUMENT_UNREADABLE'],
    ['a second declaration', '<a><?xml version="1.0"?></a>', 'DOCUMENT_UNREADABLE'],
    ['UTF-16', Buffer.from('\ufeff<a/>', 'utf16le'), 'DOCUMENT_UNREADABLE'],
    [
      'bytes that are not UTF-8',
      Buffer.from([0x3c, 0x61, 0x3e, 0xff, 0x3c, 0x2f, 0x61, 0x3e]),
      'DOCUMENT_UNREADABLE',
    ],
  ];
  for (const [name, text, code] of refused) {
    it(`is refused: ${name}`, () => {
      expect(codeOf(() => parseXml(Buffer.from(text as string), NS))).to.equal(code);
    });
  }

  it('changes no prototype', () => {
    codeOf(() => parse('<a><__proto__><polluted>x</polluted></__proto__></a>'));
    expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined);
  });

  const floods: [string, string][] = [
    ['references', `<a>${'&#65;'.repeat(200_000)}</a>`],
    ['elements', `<a>${'<b/>'.repeat(2_000_000)}</a>`],
    ['texts', `<a>${'<b>x</b>'.repeat(49_000)}</a>`],
    ['namespaces', `<a>${'<b xmlns:z="urn:x"/>'.repeat(20_000)}</a>`],
    ['comments', `<a>${'<!-- -->'.repeat(100_000)}</a>`],
    ['blanks', `<a b="1"${' '.repeat(1_000_000)}></a>`],
    ['unended tags', '<a '.repeat(300_000)],
    ['quotes', `<a b="${"'".repeat(1_000_000)}`],
  ];
  for (const [name, text] of floods) {
    it(`costs time in proportion to its size: a flood of ${name}`, function () {
      this.timeout(20_000);
      codeOf(() => parse(text));
    });
  }
});

describe('a written XML document', () => {
  const name = fc.constantFrom('a', 'p:b', 'q:c', 'd-e', 'f_1');
  const text = fc
    .string({ unit: 'binary', minLength: 1, maxLength: 20 })
    .filter((value) => /[^\s]/.test(value) && !NOT_XML.test(value));
  const { tree } = fc.letrec<{ tree: JsonValue; object: JsonObject }>((tie) => ({
    tree: fc.oneof({ depthSize: 'small', withCrossShrink: true }, text, tie('object')),
    object: fc
      .record({
        attributes: fc.dictionary(fc.constantFrom('@x', '@p:y'), text, { maxKeys: 2 }),
        children: fc.dictionary(
          name,
          fc.oneof(tie('tree'), fc.array(tie('tree'), { minLength: 2, maxLength: 3 })),
          { minKeys: 1, maxKeys: 3 },
        ),
      })
      .map(({ attributes, children }) => ({ ...attributes, ...children })),
  }));

  it('reads as the tree it was written from', () => {
    fc.assert(
      fc.property(tree, (value) => {
        const document = { 'p:root': value };
        expect(parse(renderXml(document, NS))).to.deep.equal(document);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('is the same text for the same tree, in the order of its members', () => {
    const document = { a: { '@x': '<"\n', b: ['1', { c: '&' }], d: true, e: 5, f: '' } };
    expect(renderXml(document, {})).to.equal(
      '<?xml version="1.0" encoding="UTF-8"?>\n' +
        '<a x="&lt;&quot;&#10;"><b>1</b><b><c>&amp;</c></b><d>true</d><e>5</e><f/></a>\n',
    );
  });

  for (const [character, held] of [
    ['\u0001', 'a'],
    ['\uffff', 'b'],
    ['\ud800', 'c'],
  ] as const) {
    it(`is refused for a character that XML cannot hold (${held})`, () => {
      expect(codeOf(() => renderXml({ a: { b: `x${character}` } }, {}))).to.equal('NOT_HELD');
    });
  }
});
