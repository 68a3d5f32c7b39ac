import { isObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { NativeError } from './meaning.ts';

/**
 * XML of one namespace as objects: attributes are properties that begin with `@`, the text beside
 * them is `#`, an element with neither attributes nor children is its text, and elements that come
 * several times are a list. Order of different elements is kept when written, not when read.
 */
export function writeXml(root: string, namespace: string, content: JsonObject): string {
  const declared = { '@xmlns': namespace, ...content };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(root, declared)}`;
}

function element(name: string, value: Json): string {
  if (!isObject(value)) return `<${name}>${escape(value as string, TEXT)}</${name}>`;
  const attributes = Object.entries(value).filter(([key]) => key.startsWith('@'));
  const head = attributes.map(
    ([key, held]) => ` ${key.slice(1)}="${escape(held as string, ATTRIBUTE)}"`,
  );
  const inner = Object.entries(value).flatMap(([key, held]) => {
    if (key.startsWith('@')) return [];
    if (key === '#') return [escape(held as string, TEXT)];
    return (Array.isArray(held) ? (held as readonly Json[]) : [held]).map((one) =>
      element(key, one),
    );
  });
  return `<${name}${head.join('')}>${inner.join('')}</${name}>`;
}

const TEXT = /[&<>\r]/g;
const ATTRIBUTE = /[&<>"\t\n\r]/g;

function escape(text: string, what: RegExp): string {
  return text.replace(what, (character) => `&#${character.charCodeAt(0)};`);
}

interface Element {
  readonly name: string;
  readonly content: JsonObject;
  text: string;
}

const TOKENS =
  /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\?[\s\S]*?\?>|<\/([^\s>]+)\s*>|<([^\s/>!?]+)((?:\s+[^\s=]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|([^<]+)|(<)/g;

/** Reads a document of this namespace; refuses a DOCTYPE and elements of other namespaces. */
export function readXml(
  text: string,
  namespace: string,
): { readonly root: string; readonly content: JsonObject } {
  const top: Element = { name: '', content: {}, text: '' };
  const open: Element[] = [top];
  const prefixes = new Set<string>();
  for (const match of text.matchAll(TOKENS)) {
    const [, cdata, closing, opening, attributes = '', empty, characters, stray] = match;
    const here = open.at(-1) ?? top;
    if (stray !== undefined) throw new NativeError('not well-formed XML, or with a DOCTYPE');
    if (cdata !== undefined) here.text += cdata;
    else if (characters !== undefined) here.text += unescape(characters);
    else if (opening !== undefined) {
      const content = readAttributes(attributes, namespace, prefixes);
      open.push({ name: localName(opening, prefixes), content, text: '' });
      if (empty === '/') close(open);
    } else if (closing !== undefined) {
      if (localName(closing, prefixes) !== here.name) throw new NativeError('tags do not match');
      close(open);
    }
  }
  const [[root, content] = []] = Object.entries(top.content);
  if (open.length !== 1 || root === undefined || !isObject(content)) {
    throw new NativeError('the document has no root, or does not end');
  }
  return { root, content };
}

function close(open: Element[]): void {
  const done = open.pop();
  const parent = open.at(-1);
  if (done === undefined || parent === undefined) throw new NativeError('too many closing tags');
  const children = Object.keys(done.content).some((key) => !key.startsWith('@'));
  const bare = Object.keys(done.content).length === 0;
  if (!children && !bare && done.text !== '') done.content['#'] = done.text;
  const value: Json = bare ? done.text : done.content;
  const earlier = parent.content[done.name];
  if (earlier === undefined) parent.content[done.name] = value;
  else if (Array.isArray(earlier)) (earlier as Json[]).push(value);
  else parent.content[done.name] = [earlier, value];
}

/** The attributes as properties; declarations of the namespace are noted and left out. */
function readAttributes(text: string, namespace: string, prefixes: Set<string>): JsonObject {
  const read: JsonObject = {};
  for (const [, name = '', double, single] of text.matchAll(
    /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g,
  )) {
    const value = unescape((double ?? single ?? '').replace(/[\t\n\r]/g, ' '));
    if (name === 'xmlns' || name.startsWith('xmlns:')) {
      if (value === namespace) prefixes.add(name.slice('xmlns:'.length));
    } else read[`@${name}`] = value;
  }
  return read;
}

function localName(name: string, prefixes: ReadonlySet<string>): string {
  const colon = name.indexOf(':');
  const prefix = colon < 0 ? '' : name.slice(0, colon);
  if (!prefixes.has(prefix)) throw new NativeError('an element of another namespace');
  return name.slice(colon + 1);
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

function unescape(text: string): string {
  return text.replace(/&(?:#x([0-9a-fA-F]+)|#(\d+)|([a-z]+));/g, (_, hex, decimal, named) => {
    if (typeof named === 'string') return NAMED[named] ?? '';
    return String.fromCodePoint(parseInt(`${hex ?? decimal}`, hex === undefined ? 10 : 16));
  });
}
