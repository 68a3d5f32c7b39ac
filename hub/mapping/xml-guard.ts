import { isUtf8 } from 'node:buffer';
import { MappingError } from './mapping-error.ts';

/** No local format of a state nests deeper than about 10. */
export const MAX_XML_DEPTH = 64;
/** The largest activity has some thousand; a parser spends most of its time on each. */
export const MAX_XML_ELEMENTS = 50_000;
const MAX_ATTRIBUTES = 64;
const MAX_NAME_LENGTH = 128;

/** XML 1.0 section 2.2: what no document can hold, written or by reference. */
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const FORBIDDEN_CHARACTER = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
const DECLARATION =
  /<\?xml\s+version\s*=\s*(?:"1\.0"|'1\.0')(?:\s+encoding\s*=\s*(?:"utf-8"|'utf-8'))?(?:\s+standalone\s*=\s*(?:"(?:yes|no)"|'(?:yes|no)'))?\s*\?>/iy;
const NAME = /[\p{L}_:][\p{L}\p{N}\p{M}._:·-]*/uy;
const ATTRIBUTE = /\s+([^\s=/>"'<]+)\s*=\s*(?:"([^<"]*)"|'([^<']*)')/y;
const TAG_END = /\s*(\/?)>/y;
const REFERENCE = /&(?:amp|lt|gt|quot|apos|#([0-9]{1,7})|#x([0-9a-fA-F]{1,6}));/y;

/** Names under which xml2js keeps marks of its own, or that every object has. */
const isReservedName = (name: string): boolean => name === 'cdata' || name in Object.prototype;

/**
 * The text of an XML document, after everything that a parser might fall for is refused in one
 * pass before it runs: other encodings than UTF-8, any DOCTYPE (so there are no entities but the
 * five of XML), characters and references that XML cannot hold, nesting deeper than 64, more than
 * 50,000 elements, 64 attributes, an attribute twice, a second root. Throws a MappingError.
 */
export function guardXml(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw unreadable();
  const whole = bytes.toString('utf8');
  const text = whole.charCodeAt(0) === 0xfeff ? whole.slice(1) : whole;
  if (FORBIDDEN_CHARACTER.test(text)) throw unreadable();
  const scan: Scan = {
    text,
    open: [],
    reference: text.indexOf('&'),
    cdataEnd: text.indexOf(CDATA_END),
    elements: 0,
  };
  const { open } = scan;
  let roots = 0;
  let at = declarationEnd(text);
  while (at < text.length) {
    const tag = text.indexOf('<', at);
    checkText(scan, at, tag < 0 ? text.length : tag);
    if (tag < 0) break;
    const mark = text.charCodeAt(tag + 1);
    if (mark === BANG) at = passMarkup(text, tag, open.length > 0);
    else if (mark === QUESTION) at = passInstruction(text, tag);
    else if (mark === SLASH) at = passEndTag(text, tag, open);
    else {
      if (open.length === 0 && (roots += 1) > 1) throw unreadable();
      at = passStartTag(scan, tag);
    }
  }
  if (open.length > 0 || roots === 0) throw unreadable();
  return text;
}

interface Scan {
  readonly text: string;
  /** Names of the open elements. */
  readonly open: string[];
  /** The next ampersand, -1 for none: looked for once, or the pass would not be linear. */
  reference: number;
  /** The next end of CDATA, likewise. */
  cdataEnd: number;
  elements: number;
}

const CDATA_END = ']]>';

const BANG = 0x21;
const QUESTION = 0x3f;
const SLASH = 0x2f;

function unreadable(): MappingError {
  return new MappingError('DOCUMENT_UNREADABLE');
}

function declarationEnd(text: string): number {
  if (!/^<\?xml\s/i.test(text)) return 0;
  return expect(DECLARATION, text, 0)[0].length;
}

function expect(pattern: RegExp, text: string, at: number): RegExpExecArray {
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  if (match === null) throw unreadable();
  return match;
}

function checkText(scan: Scan, from: number, to: number): void {
  const { text, open } = scan;
  if (open.length === 0 && text.slice(from, to).trim() !== '') throw unreadable();
  if (scan.cdataEnd >= 0 && scan.cdataEnd < from) scan.cdataEnd = text.indexOf(CDATA_END, from);
  if (scan.cdataEnd >= 0 && scan.cdataEnd < to) throw unreadable();
  checkReferences(scan, from, to);
}

function checkReferences(scan: Scan, from: number, to: number): void {
  const { text } = scan;
  if (scan.reference >= 0 && scan.reference < from) scan.reference = text.indexOf('&', from);
  while (scan.reference >= 0 && scan.reference < to) {
    const [whole, decimal, hexadecimal] = expect(REFERENCE, text, scan.reference);
    if (decimal !== undefined) checkCodePoint(Number.parseInt(decimal, 10));
    if (hexadecimal !== undefined) checkCodePoint(Number.parseInt(hexadecimal, 16));
    scan.reference = text.indexOf('&', scan.reference + whole.length);
  }
}

function checkCodePoint(point: number): void {
  const isSurrogate = point >= 0xd800 && point <= 0xdfff;
  if (isSurrogate || point > 0x10ffff) throw unreadable();
  if (FORBIDDEN_CHARACTER.test(String.fromCodePoint(point))) throw unreadable();
}

function passMarkup(text: string, at: number, inRoot: boolean): number {
  if (text.startsWith('<!--', at)) return endOf(text, '-->', at + 4);
  if (inRoot && text.startsWith('<![CDATA[', at)) return endOf(text, CDATA_END, at + 9);
  throw new MappingError('DOCTYPE_FORBIDDEN');
}

function passInstruction(text: string, at: number): number {
  if (/^<\?xml[\s?]/i.test(text.slice(at, at + 7))) throw unreadable();
  return endOf(text, '?>', at + 2);
}

function endOf(text: string, mark: string, from: number): number {
  const end = text.indexOf(mark, from);
  if (end < 0) throw unreadable();
  return end + mark.length;
}

function passEndTag(text: string, at: number, open: string[]): number {
  const name = open.pop();
  if (name === undefined || !text.startsWith(name, at + 2)) throw unreadable();
  const end = at + 2 + name.length;
  const match = expect(TAG_END, text, end);
  if (match[1] === '/') throw unreadable();
  return end + match[0].length;
}

function passStartTag(scan: Scan, at: number): number {
  const { text, open } = scan;
  if ((scan.elements += 1) > MAX_XML_ELEMENTS) throw new MappingError('DOCUMENT_TOO_LARGE');
  const name = expect(NAME, text, at + 1)[0];
  if (name.length > MAX_NAME_LENGTH || isReservedName(name)) throw unreadable();
  const attributesEnd = passAttributes(scan, at + 1 + name.length);
  const end = expect(TAG_END, text, attributesEnd);
  if (end[1] !== '/') {
    open.push(name);
    if (open.length > MAX_XML_DEPTH) throw new MappingError('DOCUMENT_TOO_DEEP');
  }
  return attributesEnd + end[0].length;
}

function passAttributes(scan: Scan, from: number): number {
  const { text } = scan;
  let at = from;
  let names: string[] | undefined;
  for (;;) {
    ATTRIBUTE.lastIndex = at;
    const match = ATTRIBUTE.exec(text);
    if (match === null) return at;
    const name = match[1] ?? '';
    if (names?.includes(name) === true || isReservedName(name)) throw unreadable();
    (names ??= []).push(name);
    if (names.length > MAX_ATTRIBUTES) throw unreadable();
    checkReferences(scan, at, at + match[0].length);
    at += match[0].length;
  }
}
