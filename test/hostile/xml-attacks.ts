import { HOSTILE_XML, georgian } from '../adapters/hostile-documents.ts';
import { NS, tokenMessage } from '../support/soap-message.ts';
import { CANARY, type HostileCase, type HostileCategory, type Verdict } from './hostile-case.ts';

/** XML against its readers (OWASP XML security): as a state's own document, and as a SOAP envelope. */
export const XML_ATTACKS: HostileCategory = {
  name: 'XML attacks',
  least: 150,
  cases: () => [
    ...HOSTILE_XML.map(({ name, make, code }) => document(name, () => make(good()), code)),
    ...doctypes().map(([name, before, inside]) =>
      document(name, () => before + good().replace('>Austin<', `>${inside}<`), 'DOCTYPE_FORBIDDEN'),
    ),
    ...doctypes().map(([name, before, inside]) =>
      envelope(name, () => before + soap(`<a>${inside}</a>`), 'DOCTYPE_FORBIDDEN'),
    ),
    ...references(),
    ...encodings(),
    ...shapes(),
  ],
};

let made = 0;
/** A good document of GA with the canary as its town. */
const good = (): string => {
  made += 1;
  return georgian(`GA-H-${process.pid}-${made}`).replace('Placeholder', CANARY);
};
const UNREADABLE = 'DOCUMENT_UNREADABLE';

function document(name: string, text: () => Buffer | string, code: string): HostileCase {
  return {
    name: `document: ${name}`,
    expected: `refuse:${code}`,
    play: (lab) => lab.post('GA', 'application/xml', text()),
  };
}

const soap = (inner: string): string =>
  tokenMessage(
    {
      content: `<h:SubmitActivity xmlns:h="${NS.hub}"><h:Document>${inner}</h:Document></h:SubmitActivity>`,
      created: new Date().toISOString(),
    },
    { password: 'nobody' },
  );

function envelope(name: string, text: () => Buffer | string, code: string): HostileCase {
  const headers = { 'content-type': 'application/soap+xml; charset=utf-8' };
  return {
    name: `envelope: ${name}`,
    expected: `refuse:${code}`,
    play: (lab) => {
      const body = text();
      const sent = typeof body === 'string' ? body : new Uint8Array(body);
      return lab.request('/soap', { method: 'POST', headers, body: sent });
    },
  };
}

/** Every way to a declaration: each is refused as a declaration, whatever it would do. */
function doctypes(): [name: string, before: string, inside: string][] {
  const targets = [
    'file:///etc/passwd',
    'http://169.254.169.254/',
    'ftp://127.0.0.1/x',
    'jar:file:///a!/b',
    'netdoc:///etc/passwd',
    'gopher://127.0.0.1:25/x',
    'php://filter/x',
    'expect://id',
    'data:text/plain,x',
    '\\\\host\\share',
  ];
  return [
    ...targets.flatMap((target): [string, string, string][] => [
      [`general entity at ${target}`, `<!DOCTYPE a [<!ENTITY e SYSTEM "${target}">]>`, '&e;'],
      [`parameter entity at ${target}`, `<!DOCTYPE a [<!ENTITY % p SYSTEM "${target}">%p;]>`, 'x'],
      [`DTD at ${target}`, `<!DOCTYPE a SYSTEM "${target}">`, 'x'],
    ]),
    ['public DTD', '<!DOCTYPE a PUBLIC "-//x//y" "http://127.0.0.1/">', 'x'],
    ['in small letters behind a comment', '<!-- x --><!DOCTYPE a>', 'x'],
    ['attribute defaults', '<!DOCTYPE a [<!ATTLIST a b CDATA "c">]>', 'x'],
    ['a notation', '<!DOCTYPE a [<!NOTATION n SYSTEM "x">]>', 'x'],
    [
      'quadratic blow-up',
      `<!DOCTYPE a [<!ENTITY e "${'x'.repeat(50_000)}">]>`,
      '&e;'.repeat(5_000),
    ],
  ];
}

/** References to characters that XML forbids, and to names that nobody declared. */
function references(): HostileCase[] {
  const forbidden = [
    ...Array.from({ length: 32 }, (_, code) => code).filter((code) => ![9, 10, 13].includes(code)),
    ...[0xd800, 0xdfff, 0xfffe, 0xffff, 0x110000, 0x7fffffff],
  ];
  return [
    ...forbidden.map((code) =>
      document(`&#${code};`, () => good().replace('>Austin<', `>&#${code};<`), UNREADABLE),
    ),
    ...['&e;', '&nbsp;', '&', '&#;', '&#x;', '&#xg;', '&#-1;', '&lt', '&amp'].map((text) =>
      document(`reference ${text}`, () => good().replace('>Austin<', `>${text}<`), UNREADABLE),
    ),
  ];
}

function encodings(): HostileCase[] {
  const declared = [
    'UTF-16',
    'UTF-7',
    'ISO-8859-1',
    'EBCDIC-CP-US',
    'windows-1252',
    'Shift_JIS',
    'ISO-2022-JP',
    'UTF-32',
    'x',
  ];
  return [
    ...declared.map((encoding) =>
      document(
        `declares ${encoding}`,
        () => `<?xml version="1.0" encoding="${encoding}"?>${good()}`,
        UNREADABLE,
      ),
    ),
    document('UTF-16 with a mark', () => Buffer.from(`\ufeff${good()}`, 'utf16le'), UNREADABLE),
    document('UTF-16 without one', () => Buffer.from(good(), 'utf16le'), UNREADABLE),
    document(
      'an overlong less-than',
      () => Buffer.concat([Buffer.from([0xc0, 0xbc]), Buffer.from(good())]),
      UNREADABLE,
    ),
    document(
      'a surrogate in UTF-8',
      () => Buffer.concat([Buffer.from(good()), Buffer.from([0xed, 0xa0, 0x80])]),
      UNREADABLE,
    ),
    document('XML 1.1', () => `<?xml version="1.1"?>${good()}`, UNREADABLE),
  ];
}

function shapes(): HostileCase[] {
  const within = (text: string) => (): string => good().replace(/(<\/[^<]*>\s*)$/, `${text}$1`);
  const broken: readonly (readonly [string, () => string])[] = [
    ['an end that does not fit', within('<a></b>')],
    ['an attribute without quotes', within('<a b=c/>')],
    ['an attribute without a value', within('<a b/>')],
    ['less-than in an attribute', within('<a b="<"/>')],
    ['a name that begins with a digit', within('<1a/>')],
    ['two colons in a name', within('<a:b:c xmlns:a="urn:a"/>')],
    ['an empty prefix', within('<:a/>')],
    ['the prefix xml bound anew', within('<a xmlns:xml="urn:x"/>')],
    ['the prefix xmlns bound', within('<a xmlns:xmlns="urn:x"/>')],
    ['a prefix bound to nothing', within('<a xmlns:p=""/>')],
    ['the end of CDATA in text', within('<a>]]></a>')],
    ['a declaration in the middle', within('<?xml version="1.0"?>')],
    ['text behind the root', () => `${good()}x`],
    ['text before the root', () => `x${good()}`],
    ['a NUL behind the root', () => `${good()}\u0000`],
    [
      'an attribute twice by two prefixes',
      within('<a xmlns:p="urn:x" xmlns:q="urn:x" p:b="1" q:b="2"/>'),
    ],
    ['a comment that ends in a dash', within('<!-- a --->')],
  ];
  const envelopes: readonly (readonly [string, () => string, string])[] = [
    ['depth 1,000', () => soap('<a>'.repeat(1_000) + '</a>'.repeat(1_000)), 'DOCUMENT_TOO_DEEP'],
    ['depth 50,000', () => '<a>'.repeat(50_000), 'DOCUMENT_TOO_DEEP'],
    ['100,000 elements', () => soap('<a/>'.repeat(100_000)), 'DOCUMENT_TOO_LARGE'],
    [
      '30,000 attributes',
      () => soap(`<a ${Array.from({ length: 30_000 }, (_, n) => `b${n}=""`).join(' ')}/>`),
      UNREADABLE,
    ],
    [
      '5,000 namespaces',
      () =>
        soap(`<a ${Array.from({ length: 5_000 }, (_, n) => `xmlns:n${n}="urn:${n}"`).join(' ')}/>`),
      UNREADABLE,
    ],
    ['half an envelope', () => soap('<a/>').slice(0, 300), UNREADABLE],
    ['two envelopes', () => soap('<a/>') + soap('<a/>'), UNREADABLE],
  ];
  return [
    ...broken.map(([name, text]) => document(name, text, UNREADABLE)),
    ...envelopes.map(([name, text, code]) => envelope(name, text, code)),
    // An instruction is well-formed and means nothing here: it is passed over, and never followed.
    ...['<?php echo 1 ?>', '<?xml-stylesheet href="http://127.0.0.1/x.xsl"?>'].map(
      (text): HostileCase => ({ ...document(text, within(text), ''), expected: 'accept' }),
    ),
    ...SCHEMA_FETCHES.map(([name, text]): HostileCase => ({
      ...document(name, within(text), ''),
      expected: ['refuse:NATIVE_INVALID', `refuse:${UNREADABLE}`] satisfies Verdict[],
    })),
  ];
}

const XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
const SCHEMA_FETCHES: readonly (readonly [string, string])[] = [
  ['a schema of elsewhere', `<a ${XSI} xsi:schemaLocation="urn:a http://169.254.169.254/"/>`],
  [
    'a schema without a namespace',
    `<a ${XSI} xsi:noNamespaceSchemaLocation="file:///etc/passwd"/>`,
  ],
  ['another type', `<a ${XSI} xsi:type="b"/>`],
  ['nil', `<a ${XSI} xsi:nil="true"/>`],
  [
    'XInclude of text',
    '<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/>',
  ],
  [
    'XInclude of XML',
    '<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="http://127.0.0.1/"/>',
  ],
  ['another base', '<a xml:base="http://127.0.0.1/"/>'],
];
