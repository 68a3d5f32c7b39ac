import { expect } from 'chai';
import fc from 'fast-check';
import { ExclusiveCanonicalization, SignedXml } from 'xml-crypto';
import { canonicalXml, escapeAttribute, escapeText } from '../../adapters/canonical-xml.ts';
import { textOf } from '../../adapters/xml-reading.ts';
import { XmlRefusedError, contentOf, parseXml } from '../../adapters/xml-tree.ts';

function refusalOf(document: string | Buffer): string {
  try {
    parseXml(Buffer.from(document));
    return 'read';
  } catch (error) {
    if (error instanceof XmlRefusedError) return error.reason;
    throw error;
  }
}

const nested = (depth: number): string => '<a>'.repeat(depth) + '</a>'.repeat(depth);

describe('xml: what is read and what is refused', () => {
  const cases: readonly { name: string; document: string | Buffer; expected: string }[] = [
    {
      name: 'a declaration and a comment',
      document: '<?xml version="1.0"?><!-- c --><a/>',
      expected: 'read',
    },
    { name: 'a byte order mark', document: '\ufeff<a/>', expected: 'read' },
    { name: 'depth 80', document: nested(80), expected: 'read' },
    { name: 'depth 81', document: nested(81), expected: 'TOO_DEEP' },
    { name: 'a DOCTYPE', document: '<!DOCTYPE a><a/>', expected: 'DOCTYPE' },
    {
      name: 'billion laughs',
      document: `<!DOCTYPE a [<!ENTITY b "${'x'.repeat(10)}"><!ENTITY c "&b;&b;">]><a>&c;</a>`,
      expected: 'DOCTYPE',
    },
    { name: 'a DOCTYPE in the root', document: '<a><!DOCTYPE a></a>', expected: 'DOCTYPE' },
    { name: 'an entity of nobody', document: '<a>&b;</a>', expected: 'MALFORMED' },
    { name: 'an ampersand alone', document: '<a>& </a>', expected: 'MALFORMED' },
    { name: 'a reference to NUL', document: '<a>&#0;</a>', expected: 'MALFORMED' },
    { name: 'a reference to half a pair', document: '<a>&#xD800;</a>', expected: 'MALFORMED' },
    { name: 'a reference beyond Unicode', document: '<a>&#x110000;</a>', expected: 'MALFORMED' },
    { name: 'a control character', document: '<a>\u0001</a>', expected: 'MALFORMED' },
    {
      name: 'no UTF-8',
      document: Buffer.from([0x3c, 0x61, 0xff, 0x2f, 0x3e]),
      expected: 'MALFORMED',
    },
    { name: 'UTF-16', document: Buffer.from('\ufeff<a/>', 'utf16le'), expected: 'MALFORMED' },
    {
      name: 'another encoding',
      document: '<?xml version="1.0" encoding="utf-7"?><a/>',
      expected: 'MALFORMED',
    },
    { name: 'XML 1.1', document: '<?xml version="1.1"?><a/>', expected: 'MALFORMED' },
    {
      name: 'a processing instruction',
      document: '<?xml-stylesheet href="x"?><a/>',
      expected: 'MALFORMED',
    },
    { name: 'two roots', document: '<a/><b/>', expected: 'MALFORMED' },
    { name: 'text behind the root', document: '<a/>b', expected: 'MALFORMED' },
    { name: 'nothing', document: '', expected: 'MALFORMED' },
    { name: 'an element that never ends', document: '<a><b></b>', expected: 'MALFORMED' },
    { name: 'ends across', document: '<a><b></a></b>', expected: 'MALFORMED' },
    { name: 'an end tag of a longer name', document: '<a></ab>', expected: 'MALFORMED' },
    { name: 'an attribute twice', document: '<a b="1" b="2"/>', expected: 'MALFORMED' },
    {
      name: 'an attribute twice by namespace',
      document: '<a xmlns:p="u" xmlns:q="u" p:b="1" q:b="2"/>',
      expected: 'MALFORMED',
    },
    { name: 'attributes without space', document: '<a b="1"c="2"/>', expected: 'MALFORMED' },
    { name: 'a prefix of nobody', document: '<p:a/>', expected: 'MALFORMED' },
    { name: 'a prefix undone', document: '<a xmlns:p=""/>', expected: 'MALFORMED' },
    { name: 'xmlns bound', document: '<a xmlns:xmlns="u"/>', expected: 'MALFORMED' },
    { name: 'xml bound to another', document: '<a xmlns:xml="u"/>', expected: 'MALFORMED' },
    { name: 'a name of three parts', document: '<a:b:c xmlns:a="u"/>', expected: 'MALFORMED' },
    { name: 'the end of CDATA in text', document: '<a>]]></a>', expected: 'MALFORMED' },
    { name: 'CDATA that never ends', document: '<a><![CDATA[b</a>', expected: 'MALFORMED' },
    { name: 'a comment with two hyphens', document: '<a><!-- -- --></a>', expected: 'MALFORMED' },
    {
      name: '65 attributes',
      document: `<a ${Array.from({ length: 65 }, (_, n) => `b${n}=""`).join(' ')}/>`,
      expected: 'MALFORMED',
    },
    { name: 'a name of 129', document: `<${'a'.repeat(129)}/>`, expected: 'MALFORMED' },
    { name: '60,001 elements', document: `<a>${'<b/>'.repeat(60_000)}</a>`, expected: 'TOO_LARGE' },
  ];
  for (const { name, document, expected } of cases) {
    it(`${expected === 'read' ? 'reads' : 'refuses'} ${name}`, () => {
      expect(refusalOf(document)).to.equal(expected);
    });
  }

  it('takes time linear in a hostile document: squared, it would not end within the limit of a test', () => {
    for (const unit of ['<a>', '<!--', '&amp;', '<a b="', '<![CDATA[', ']]>', '</a>']) {
      expect(refusalOf(`<r>${unit.repeat(1_000_000 / unit.length)}`), unit).to.not.equal('read');
    }
  });

  it('keeps no copy of what is declared around', () => {
    const declared = Array.from({ length: 60 }, (_, n) => `xmlns:p${n}="u${n}"`).join(' ');
    const around = `<a ${declared}>`;
    const document = `${around.repeat(40)}${'<b xmlns:q="u"/>'.repeat(50_000)}${'</a>'.repeat(40)}`;
    const before = process.memoryUsage().heapUsed;
    const root = parseXml(Buffer.from(document));
    expect(process.memoryUsage().heapUsed - before).to.be.below(120 * 2 ** 20);
    expect(canonicalXml(root)).to.have.length(40 * 7 + 50_000 * 7);
  });

  it('resolves references, line ends and CDATA to text', () => {
    const root = parseXml(Buffer.from('<a>1\r\n&lt;&#x41;<!-- c --><![CDATA[<&]]>\r</a>'));
    expect(textOf(root)).to.equal('1\n<A<&\n');
  });

  it('takes the declaration and the byte order mark from a document, and nothing else', () => {
    const content = '<a>\r\n <b/></a>\n';
    const documents = ['', '\ufeff', '<?xml version="1.0" encoding="UTF-8"?>\n'].map(
      (head) => head + content,
    );
    for (const document of documents) {
      expect(contentOf(Buffer.from(document)).toString()).to.equal(content);
    }
  });
});

describe('xml: the canonical form', () => {
  const cases = [
    { name: 'empty elements', document: '<a/>', expected: '<a></a>' },
    { name: 'order of attributes', document: '<a c="1" b="2"/>', expected: '<a b="2" c="1"></a>' },
    {
      name: 'attributes by namespace, not prefix',
      document: '<a xmlns:z="a" xmlns:b="b" b:x="1" z:x="2" x="3"/>',
      expected: '<a xmlns:b="b" xmlns:z="a" x="3" z:x="2" b:x="1"></a>',
    },
    {
      name: 'namespaces only where they are used',
      document: '<p:a xmlns:p="u" xmlns:q="v" xmlns="w"><q:b/><c/></p:a>',
      expected: '<p:a xmlns:p="u"><q:b xmlns:q="v"></q:b><c xmlns="w"></c></p:a>',
    },
    {
      name: 'a default namespace undone',
      document: '<a xmlns="u"><b xmlns=""/></a>',
      expected: '<a xmlns="u"><b xmlns=""></b></a>',
    },
    {
      name: 'escapes',
      document: '<a b="&quot;&#9;&#xA;&#xD;&lt;&gt;&amp;">&#xD;&gt;&lt;&amp;"</a>',
      expected: '<a b="&quot;&#x9;&#xA;&#xD;&lt;>&amp;">&#xD;&gt;&lt;&amp;"</a>',
    },
  ];
  for (const { name, document, expected } of cases) {
    it(name, () => {
      expect(canonicalXml(parseXml(Buffer.from(document)))).to.equal(expected);
    });
  }

  const namespace = fc.constantFrom('', 'urn:a', 'urn:b');
  const text = fc.string({
    unit: fc.constantFrom('a', ' ', '<', '>', '&', '"', "'", '\t', '\n', '\r', 'é', '𝄞'),
  });
  const tree = fc.letrec<{ node: string }>((tie) => ({
    node: fc
      .record({
        prefix: fc.constantFrom('', 'p', 'q'),
        namespace,
        attributes: fc.dictionary(fc.constantFrom('x', 'y', 'z'), text),
        qualified: fc.option(text),
        before: text,
        children: fc.oneof(
          { maxDepth: 4, depthIdentifier: 'xml' },
          fc.constant([]),
          fc.array(tie('node'), { maxLength: 3 }),
        ),
      })
      .map(({ prefix, namespace: uri, attributes, qualified, before, children }) => {
        const own = prefix !== '' && uri === '' ? 'urn:c' : uri;
        const name = prefix === '' ? 'e' : `${prefix}:e`;
        const declared = prefix === '' ? ` xmlns="${own}"` : ` xmlns:${prefix}="${own}"`;
        const plain = Object.entries(attributes).map(
          ([key, value]) => ` ${key}="${escapeAttribute(value)}"`,
        );
        const other =
          qualified === null ? '' : ` xmlns:r="urn:r" r:x="${escapeAttribute(qualified)}"`;
        return `<${name}${declared}${plain.join('')}${other}>${escapeText(before)}${children.join('')}</${name}>`;
      }),
  })).node;

  it('is the one of xml-crypto', () => {
    fc.assert(
      fc.property(tree, (document) => {
        expect(canonicalXml(parseXml(Buffer.from(document)))).to.equal(
          canonicalByXmlCrypto(document),
        );
      }),
      { numRuns: 300 },
    );
  });
});

/** What xml-crypto digests when it is asked to sign an element. */
function canonicalByXmlCrypto(document: string): string {
  let canonical = '';
  class Watching extends ExclusiveCanonicalization {
    override process(...parts: Parameters<ExclusiveCanonicalization['process']>): string {
      const result = super.process(...parts);
      if (canonical === '') canonical = result;
      return result;
    }
  }
  const signer = new SignedXml({
    privateKey: 'secret',
    signatureAlgorithm: 'http://www.w3.org/2000/09/xmldsig#hmac-sha1',
    canonicalizationAlgorithm: 'http://www.w3.org/2001/10/xml-exc-c14n#',
  });
  signer.enableHMAC();
  signer.CanonicalizationAlgorithms['http://www.w3.org/2001/10/xml-exc-c14n#'] = Watching;
  signer.addReference({
    xpath: '/*',
    isEmptyUri: true,
    transforms: ['http://www.w3.org/2001/10/xml-exc-c14n#'],
    digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
  });
  signer.computeSignature(document);
  return canonical;
}
