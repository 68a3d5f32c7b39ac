import { isUtf8 } from 'node:buffer';

/** An element with its names resolved (Namespaces in XML 1.0); comments are gone, CDATA is text. */
export interface XmlElement {
  readonly prefix: string;
  readonly local: string;
  /** Empty for none. */
  readonly namespace: string;
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly (XmlElement | string)[];
  /** For names that stand in text or attributes. */
  readonly scope: NamespaceScope;
}

/** Namespaces by prefix as they are seen from one place; a chain, so that none is ever copied. */
export interface NamespaceScope {
  readonly own: ReadonlyMap<string, string>;
  readonly outer: NamespaceScope | undefined;
}

/** The namespace of a prefix; undefined where nobody declared it. */
export function namespaceIn(scope: NamespaceScope, prefix: string): string | undefined {
  let place: NamespaceScope | undefined = scope;
  for (; place !== undefined; place = place.outer) {
    const namespace = place.own.get(prefix);
    if (namespace !== undefined) return namespace;
  }
  return undefined;
}

export interface XmlAttribute {
  readonly prefix: string;
  readonly local: string;
  readonly namespace: string;
  readonly value: string;
}

export type XmlRefusal = 'MALFORMED' | 'DOCTYPE' | 'TOO_DEEP' | 'TOO_LARGE';

export class XmlRefusedError extends Error {
  override readonly name = 'XmlRefusedError';
  readonly reason: XmlRefusal;

  constructor(reason: XmlRefusal) {
    super('the XML is refused');
    this.reason = reason;
  }
}

/** A state's document may nest to 64; an envelope is around it. */
const MAX_DEPTH = 80;
const MAX_ELEMENTS = 60_000;
const MAX_ATTRIBUTES = 64;
const MAX_NAME = 128;

const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';
const XMLNS_NAMESPACE = 'http://www.w3.org/2000/xmlns/';

/** XML 1.0 section 2.2: what no document can hold, written or by reference. */
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
export const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
const DECLARATION =
  /<\?xml\s+version\s*=\s*(?:"1\.0"|'1\.0')(?:\s+encoding\s*=\s*(?:"utf-8"|'utf-8'))?(?:\s+standalone\s*=\s*(?:"(?:yes|no)"|'(?:yes|no)'))?\s*\?>/iy;
const NAME = /(?:([\p{L}_][\p{L}\p{N}\p{M}._·-]*):)?([\p{L}_][\p{L}\p{N}\p{M}._·-]*)/uy;
const ATTRIBUTE_VALUE = /\s*=\s*(?:"([^<"]*)"|'([^<']*)')/y;
const SPACE = /\s+/y;
const TAG_END = /\s*(\/?)>/y;
const REFERENCE = /&(?:(amp|lt|gt|quot|apos)|#([0-9]{1,7})|#x([0-9a-fA-F]{1,6}));/y;
const PREDEFINED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

/**
 * Reads an XML document of somebody who is not trusted: UTF-8 only, no DOCTYPE and so no entities but
 * the five of XML, no processing instructions (SOAP 1.2, 5), at most 80 deep, 60,000 elements and 64
 * attributes each. Time and memory are linear in the input. Throws an XmlRefusedError.
 */
export function parseXml(bytes: Buffer): XmlElement {
  if (!isUtf8(bytes)) throw malformed();
  const whole = bytes.toString('utf8').replace(/\r\n?/g, '\n');
  const text = whole.charCodeAt(0) === 0xfeff ? whole.slice(1) : whole;
  if (NOT_XML.test(text)) throw malformed();
  const reader: Reader = { text, at: 0, elements: 0, open: [], root: undefined };
  if (/^<\?xml\s/i.test(text)) take(reader, DECLARATION);
  while (reader.at < text.length) readNext(reader);
  if (reader.open.length > 0 || reader.root === undefined) throw malformed();
  return reader.root;
}

/** The bytes of a document without its byte order mark and XML declaration, as they can stand in another. */
export function contentOf(document: Buffer): Buffer {
  const start = document.subarray(0, 3).equals(BYTE_ORDER_MARK) ? 3 : 0;
  const head = document.toString('latin1', start, start + 256);
  const declaration = /^<\?xml\s[^>]*\?>\s*/.exec(head)?.[0] ?? '';
  return document.subarray(start + declaration.length);
}

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

interface OpenElement extends XmlElement {
  readonly children: (XmlElement | string)[];
  /** As it is written, for its end tag. */
  readonly written: string;
}

interface Reader {
  readonly text: string;
  at: number;
  elements: number;
  readonly open: OpenElement[];
  root: XmlElement | undefined;
}

function malformed(): XmlRefusedError {
  return new XmlRefusedError('MALFORMED');
}

function take(reader: Reader, pattern: RegExp): RegExpExecArray {
  pattern.lastIndex = reader.at;
  const match = pattern.exec(reader.text);
  if (match === null) throw malformed();
  reader.at = pattern.lastIndex;
  return match;
}

function readNext(reader: Reader): void {
  const { text, at } = reader;
  const tag = text.indexOf('<', at);
  const end = tag < 0 ? text.length : tag;
  if (end > at) readText(reader, text.slice(at, end));
  reader.at = end;
  if (tag < 0) return;
  if (text.startsWith('<!--', tag)) skipComment(reader);
  else if (text.startsWith('<![CDATA[', tag)) readCdata(reader);
  else if (text.startsWith('<!', tag)) throw new XmlRefusedError('DOCTYPE');
  else if (text.startsWith('</', tag)) closeElement(reader);
  else openElement(reader);
}

function readText(reader: Reader, written: string): void {
  const parent = reader.open.at(-1);
  if (parent === undefined) {
    if (written.trim() !== '') throw malformed();
    return;
  }
  if (written.includes(']]>')) throw malformed();
  addText(parent, resolveReferences(written));
}

/** Text around a comment or CDATA is one piece. */
function addText({ children }: OpenElement, text: string): void {
  const last = children.at(-1);
  if (typeof last === 'string') children[children.length - 1] = last + text;
  else if (text !== '') children.push(text);
}

function resolveReferences(written: string): string {
  if (!written.includes('&')) return written;
  const parts: string[] = [];
  let from = 0;
  for (;;) {
    const at = written.indexOf('&', from);
    if (at < 0) break;
    REFERENCE.lastIndex = at;
    const match = REFERENCE.exec(written);
    if (match === null) throw malformed();
    parts.push(written.slice(from, at), characterOf(match));
    from = REFERENCE.lastIndex;
  }
  parts.push(written.slice(from));
  return parts.join('');
}

function characterOf([, name, decimal, hexadecimal]: RegExpExecArray): string {
  if (name !== undefined) return PREDEFINED[name] ?? '';
  const point =
    decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number.parseInt(decimal, 10);
  if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) throw malformed();
  const character = String.fromCodePoint(point);
  if (NOT_XML.test(character)) throw malformed();
  return character;
}

function skipComment(reader: Reader): void {
  const end = reader.text.indexOf('--', reader.at + 4);
  if (end < 0 || reader.text[end + 2] !== '>') throw malformed();
  reader.at = end + 3;
}

function readCdata(reader: Reader): void {
  const parent = reader.open.at(-1);
  const end = reader.text.indexOf(']]>', reader.at);
  if (parent === undefined || end < 0) throw malformed();
  addText(parent, reader.text.slice(reader.at + '<![CDATA['.length, end));
  reader.at = end + 3;
}

function closeElement(reader: Reader): void {
  const element = reader.open.pop();
  reader.at += 2;
  if (element === undefined || take(reader, NAME)[0] !== element.written) throw malformed();
  if (take(reader, TAG_END)[1] === '/') throw malformed();
}

function openElement(reader: Reader): void {
  reader.elements += 1;
  if (reader.elements > MAX_ELEMENTS) throw new XmlRefusedError('TOO_LARGE');
  reader.at += 1;
  const parent = reader.open.at(-1);
  if (parent === undefined && reader.root !== undefined) throw malformed();
  const [written, prefix = '', local = ''] = takeName(reader);
  const pairs = readAttributes(reader);
  const isEmpty = take(reader, TAG_END)[1] === '/';
  const scope = innerScope(pairs, parent?.scope ?? OUTER_SCOPE);
  const namespace = namespaceOf(prefix, scope);
  const attributes = resolveAttributes(pairs, scope);
  const element: OpenElement = {
    prefix,
    local,
    namespace,
    attributes,
    children: [],
    scope,
    written,
  };
  if (parent === undefined) reader.root = element;
  else parent.children.push(element);
  if (isEmpty) return;
  reader.open.push(element);
  if (reader.open.length > MAX_DEPTH) throw new XmlRefusedError('TOO_DEEP');
}

function takeName(reader: Reader): RegExpExecArray {
  const match = take(reader, NAME);
  if (match[0].length > MAX_NAME) throw malformed();
  return match;
}

interface Written {
  readonly prefix: string;
  readonly local: string;
  readonly value: string;
}

function readAttributes(reader: Reader): Written[] {
  const pairs: Written[] = [];
  for (;;) {
    SPACE.lastIndex = reader.at;
    if (!SPACE.test(reader.text)) return pairs;
    const next = reader.text[SPACE.lastIndex];
    if (next === '/' || next === '>') return pairs;
    reader.at = SPACE.lastIndex;
    const [, prefix = '', local = ''] = takeName(reader);
    const [, double, single] = take(reader, ATTRIBUTE_VALUE);
    const value = resolveReferences((double ?? single ?? '').replace(/[\t\n]/g, ' '));
    pairs.push({ prefix, local, value });
    if (pairs.length > MAX_ATTRIBUTES) throw malformed();
  }
}

const OUTER_SCOPE: NamespaceScope = {
  own: new Map([
    ['', ''],
    ['xml', XML_NAMESPACE],
  ]),
  outer: undefined,
};

const isDeclaration = ({ prefix, local }: Written): boolean =>
  prefix === 'xmlns' || (prefix === '' && local === 'xmlns');

function innerScope(pairs: readonly Written[], outer: NamespaceScope): NamespaceScope {
  let own: Map<string, string> | undefined;
  for (const pair of pairs) {
    if (!isDeclaration(pair)) continue;
    const { value } = pair;
    const name = pair.prefix === '' ? '' : pair.local;
    const isReserved = RESERVED_PREFIXES.has(name) || RESERVED_NAMESPACES.has(value);
    own ??= new Map();
    if (isReserved || own.has(name) || (name !== '' && value === '')) throw malformed();
    own.set(name, value);
  }
  return own === undefined ? outer : { own, outer };
}

const RESERVED_PREFIXES: ReadonlySet<string> = new Set(['xml', 'xmlns']);
const RESERVED_NAMESPACES: ReadonlySet<string> = new Set([XML_NAMESPACE, XMLNS_NAMESPACE]);

function namespaceOf(prefix: string, scope: NamespaceScope): string {
  const namespace = namespaceIn(scope, prefix);
  if (namespace === undefined) throw malformed();
  return namespace;
}

function resolveAttributes(pairs: readonly Written[], scope: NamespaceScope): XmlAttribute[] {
  const attributes: XmlAttribute[] = [];
  const names = new Set<string>();
  for (const pair of pairs) {
    if (isDeclaration(pair)) continue;
    const namespace = pair.prefix === '' ? '' : namespaceOf(pair.prefix, scope);
    const name = `{${namespace}}${pair.local}`;
    if (names.has(name)) throw malformed();
    names.add(name);
    attributes.push({ ...pair, namespace });
  }
  return attributes;
}
