import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { PROJECT_ROOT } from '../../hub/project-root.ts';
import type { TestEnvelope } from '../support/activity.ts';

/**
 * A document of somebody who means harm or whose system is broken, made from a good one that would be
 * accepted: what is refused is what was done to it. Each is refused by a limit of the code, never by a
 * clock: in one pass that is linear in the bytes, and before anything is built from them.
 */
export interface HostileDocument<Good> {
  readonly name: string;
  readonly make: (good: Good) => Buffer | string;
  readonly code: string;
}

/** Below what every door takes, so that what refuses is the reading. */
const NEARLY_ALL = 900_000;
const UTF16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le');
const ZIP = Buffer.from('504b0304140000000800ff00ff00', 'hex');

const json = (envelope: TestEnvelope): string => JSON.stringify(envelope);
/** The envelope with one more name at its end. */
const withMember = (text: string) => (envelope: TestEnvelope) =>
  `${json(envelope).slice(0, -1)},${text}}`;
/** The envelope with one more name in its data. */
const withDatum = (text: string) => (envelope: TestEnvelope) =>
  json(envelope).replace('"data":{', `"data":{${text},`);
/** Another text in the place of the name of who submitted. */
const withName = (escaped: string) => (envelope: TestEnvelope) =>
  json(envelope).replace(/("submittedBy":\{"name":")[^"]*"/, `$1${escaped}"`);

/** In the compact's own format (RFC 8259, RFC 7493). */
// prettier-ignore
export const HOSTILE_JSON: readonly HostileDocument<TestEnvelope>[] = [
  { name: 'nothing', make: () => '', code: 'JSON_MALFORMED' },
  { name: 'half a document', make: (good) => json(good).slice(0, 200), code: 'JSON_MALFORMED' },
  { name: 'a second document behind', make: (good) => json(good) + json(good), code: 'JSON_MALFORMED' },
  { name: 'a comma too many', make: (good) => `${json(good).slice(0, -1)},}`, code: 'JSON_MALFORMED' },
  { name: 'a comment', make: (good) => `/* */${json(good)}`, code: 'JSON_MALFORMED' },
  { name: 'NaN', make: withMember('"x":NaN'), code: 'JSON_MALFORMED' },
  { name: 'hexadecimal', make: withMember('"x":0x10'), code: 'JSON_MALFORMED' },
  { name: 'a bare control character', make: withName('a\u0001b'), code: 'JSON_MALFORMED' },
  { name: 'XML', make: () => '<a/>', code: 'JSON_MALFORMED' },
  { name: 'depth 65', make: withDatum(`"x":${'['.repeat(64)}${']'.repeat(64)}`), code: 'JSON_TOO_DEEP' },
  { name: 'depth 450,000', make: () => '['.repeat(450_000) + ']'.repeat(450_000), code: 'JSON_TOO_DEEP' },
  { name: 'depth that never closes', make: () => '{"a":'.repeat(NEARLY_ALL / 5), code: 'JSON_TOO_DEEP' },
  { name: 'a name twice', make: (good) => withMember(`"id":"${good.id}"`)(good), code: 'JSON_DUPLICATE_KEY' },
  { name: 'a name twice, spelled otherwise', make: withMember('"\\u0069d":"x"'), code: 'JSON_DUPLICATE_KEY' },
  { name: 'a name twice, deep', make: withDatum('"x":{"a":{"b":1,"b":2}}'), code: 'JSON_DUPLICATE_KEY' },
  { name: '__proto__', make: withDatum('"__proto__":{"isAdmin":true}'), code: 'JSON_FORBIDDEN_KEY' },
  { name: '__proto__, spelled otherwise', make: withDatum('"__pr\\u006fto__":{}'), code: 'JSON_FORBIDDEN_KEY' },
  { name: 'constructor', make: withDatum('"constructor":{"prototype":{}}'), code: 'JSON_FORBIDDEN_KEY' },
  { name: 'prototype', make: withDatum('"x":[{"prototype":1}]'), code: 'JSON_FORBIDDEN_KEY' },
  { name: '1e400', make: withDatum('"x":1e400'), code: 'JSON_NUMBER_UNSAFE' },
  { name: '2^53 + 1', make: withDatum('"x":9007199254740993'), code: 'JSON_NUMBER_UNSAFE' },
  { name: 'a number of 800,000 digits', make: withDatum(`"x":${'9'.repeat(800_000)}`), code: 'JSON_NUMBER_UNSAFE' },
  { name: 'a byte order mark', make: (good) => `\ufeff${json(good)}`, code: 'TEXT_INVALID' },
  { name: 'UTF-16', make: (good) => UTF16(json(good)), code: 'TEXT_INVALID' },
  { name: 'broken UTF-8', make: (good) => Buffer.concat([Buffer.from(json(good)), Buffer.from([0xc3])]), code: 'TEXT_INVALID' },
  { name: 'an overlong slash', make: () => Buffer.from([0x22, 0xc0, 0xaf, 0x22]), code: 'TEXT_INVALID' },
  { name: 'a surrogate in UTF-8', make: () => Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), code: 'TEXT_INVALID' },
  { name: 'half a surrogate pair', make: withName('a\\ud800b'), code: 'TEXT_INVALID' },
  { name: 'a NUL', make: withName('a\\u0000b'), code: 'TEXT_INVALID' },
  { name: 'a ZIP archive', make: () => ZIP, code: 'TEXT_INVALID' },
  { name: 'a bomb in gzip', make: () => gzipSync(Buffer.alloc(50_000_000)), code: 'TEXT_INVALID' },
  { name: 'a list', make: (good) => `[${json(good)}]`, code: 'ENVELOPE_INVALID' },
  { name: 'null', make: () => 'null', code: 'ENVELOPE_INVALID' },
  { name: '60,000 names that nobody knows', make: withMember(manyMembers(60_000)), code: 'ENVELOPE_INVALID' },
  { name: 'a list of 100,000', make: (good) => json({ ...good, data: { ...good.data, offenses: Array<number>(100_000).fill(0) } }), code: 'SCHEMA_INVALID' },
  { name: '2,000 objects of 40 unknown names', make: (good) => json({ ...good, data: { ...good.data, offenses: Array.from({ length: 2_000 }, () => JSON.parse(`{${manyMembers(40)}}`) as object) as TestEnvelope['data'][] } }), code: 'ENVELOPE_INVALID' },
  { name: 'a text of 900,000', make: withName('a'.repeat(NEARLY_ALL)), code: 'SCHEMA_INVALID' },
  { name: 'the name of another state', make: (good) => json({ ...good, source: 'urn:compact:CA' }), code: 'SOURCE_FOREIGN' },
  { name: 'a type of nobody', make: (good) => json({ ...good, type: 'compact.toString.v1' }), code: 'ENVELOPE_INVALID' },
];

function manyMembers(count: number): string {
  return Array.from({ length: count }, (_, place) => `"k${place}":0`).join(',');
}

const GEORGIAN = readFileSync(
  join(PROJECT_ROOT, 'mappings/dialects/element-xml/samples/transfer-request.in.xml'),
  'utf8',
);

/** A document of the dialect of XML elements, from GA to TX. */
export function georgian(id: string): string {
  return GEORGIAN.replace(/messageId="[^"]*"/, `messageId="${id}"`)
    .replace(/senderNo="[^"]*"/, `senderNo="${id}"`)
    .replace(/ to="[^"]*"/, ' to="US-TX"')
    .replace(/<\?xml.*\?>\s*/, '');
}

/** Something before the root. */
const before = (text: string) => (good: string) => text + good;
/** Another text in the place of the town. */
const inText = (text: string) => (good: string) => good.replace('>Austin<', `>${text}<`);
/** Within the root, at its end. */
const within = (text: string) => (good: string) => good.replace(/(<\/[^<]*>\s*)$/, `${text}$1`);
/** More attributes of the root. */
const atRoot = (text: string) => (good: string) =>
  good.replace(/(xmlns:gac="[^"]*")/, `$1 ${text}`);
const doctype = (subset: string): string => `<!DOCTYPE x [${subset}]>`;
const LAUGHS = doctype(
  Array.from({ length: 10 }, (_, place) =>
    place === 0 ? '<!ENTITY l0 "lol">' : `<!ENTITY l${place} "${`&l${place - 1};`.repeat(10)}">`,
  ).join(''),
);

/** In a state's XML (OWASP XML security; Namespaces in XML 1.0). */
// prettier-ignore
export const HOSTILE_XML: readonly HostileDocument<string>[] = [
  { name: 'nothing', make: () => '', code: 'DOCUMENT_UNREADABLE' },
  { name: 'half a document', make: (good) => good.slice(0, 400), code: 'DOCUMENT_UNREADABLE' },
  { name: 'two roots', make: (good) => good + good, code: 'DOCUMENT_UNREADABLE' },
  { name: 'JSON', make: () => '{"a":1}', code: 'DOCUMENT_UNREADABLE' },
  { name: 'a DOCTYPE', make: before('<!DOCTYPE x>'), code: 'DOCTYPE_FORBIDDEN' },
  { name: 'a DOCTYPE of elsewhere', make: before('<!DOCTYPE x SYSTEM "http://169.254.169.254/x.dtd">'), code: 'DOCTYPE_FORBIDDEN' },
  { name: 'an external entity', make: (good) => doctype('<!ENTITY e SYSTEM "file:///etc/passwd">') + inText('&e;')(good), code: 'DOCTYPE_FORBIDDEN' },
  { name: 'an external parameter entity', make: before(doctype('<!ENTITY % p SYSTEM "http://127.0.0.1/p"> %p;')), code: 'DOCTYPE_FORBIDDEN' },
  { name: 'billion laughs', make: (good) => LAUGHS + inText('&l9;')(good), code: 'DOCTYPE_FORBIDDEN' },
  { name: 'one large entity many times', make: (good) => doctype(`<!ENTITY e "${'a'.repeat(100_000)}">`) + inText('&e;'.repeat(10_000))(good), code: 'DOCTYPE_FORBIDDEN' },
  { name: 'an entity that names itself', make: (good) => doctype('<!ENTITY e "&e;">') + inText('&e;')(good), code: 'DOCTYPE_FORBIDDEN' },
  { name: 'an entity of nobody', make: inText('&nbsp;'), code: 'DOCUMENT_UNREADABLE' },
  { name: 'a reference to NUL', make: inText('&#0;'), code: 'DOCUMENT_UNREADABLE' },
  { name: 'a reference beyond Unicode', make: inText('&#x110000;'), code: 'DOCUMENT_UNREADABLE' },
  { name: '150,000 references to characters', make: inText('&#65;'.repeat(150_000)), code: 'NATIVE_INVALID' },
  { name: 'depth 65', make: within('<a>'.repeat(64) + '</a>'.repeat(64)), code: 'DOCUMENT_TOO_DEEP' },
  { name: 'depth 100,000', make: () => '<a>'.repeat(100_000) + '</a>'.repeat(100_000), code: 'DOCUMENT_TOO_DEEP' },
  { name: '100,000 elements', make: within('<a/>'.repeat(100_000)), code: 'DOCUMENT_TOO_LARGE' },
  { name: '50,000 attributes', make: atRoot(attributes(50_000, (n) => `a${n}="x"`)), code: 'DOCUMENT_UNREADABLE' },
  { name: 'an attribute twice', make: atRoot('a="1" a="2"'), code: 'DOCUMENT_UNREADABLE' },
  { name: '10,000 namespaces', make: atRoot(attributes(10_000, (n) => `xmlns:n${n}="urn:${n}"`)), code: 'DOCUMENT_UNREADABLE' },
  { name: 'a name of 100,000', make: within(`<${'a'.repeat(100_000)}/>`), code: 'DOCUMENT_UNREADABLE' },
  { name: 'XInclude', make: within('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'), code: 'NATIVE_INVALID' },
  { name: 'a prefix of nobody', make: within('<nobody:a/>'), code: 'DOCUMENT_UNREADABLE' },
  { name: 'the prefix of another namespace', make: (good) => good.replace('https://dcs.georgia.example/compact/2', 'urn:other'), code: 'RECORD_UNRECOGNISED' },
  { name: 'UTF-16', make: (good) => UTF16(good), code: 'DOCUMENT_UNREADABLE' },
  { name: 'UTF-7', make: before('<?xml version="1.0" encoding="UTF-7"?>'), code: 'DOCUMENT_UNREADABLE' },
  { name: 'broken UTF-8', make: (good) => Buffer.from(inText('é')(good), 'latin1'), code: 'DOCUMENT_UNREADABLE' },
  { name: 'a NUL', make: inText('\u0000'), code: 'DOCUMENT_UNREADABLE' },
  { name: 'CDATA that does not end', make: inText('<![CDATA['), code: 'DOCUMENT_UNREADABLE' },
  { name: 'a comment that does not end', make: within('<!-- '), code: 'DOCUMENT_UNREADABLE' },
  { name: 'a comment in a comment', make: within('<!-- -- -->'), code: 'DOCUMENT_UNREADABLE' },
  { name: 'an element named as what every object has', make: within('<constructor/>'), code: 'DOCUMENT_UNREADABLE' },
  { name: 'a ZIP archive', make: () => ZIP, code: 'DOCUMENT_UNREADABLE' },
];

function attributes(count: number, write: (place: number) => string): string {
  return Array.from({ length: count }, (_, place) => write(place)).join(' ');
}
