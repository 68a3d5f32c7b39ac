import { isObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { NativeError } from './meaning.ts';

/** The namespaces of a format by the prefixes of its tables; `''` is that of names without one. */
export type Namespaces = Readonly<Record<string, string>>;

/**
 * XML as objects: attributes are properties that begin with `@`, the text beside
 * them is `#`, an element with neither attributes nor children is its text, and elements that come
 * several times are a list. Order of different elements is kept when written, not when read.
 */
export function writeXml(root: string, namespaces: Namespaces, content: JsonObject): string {
  const declarations = Object.entries(namespaces).map(
    ([prefix, uri]) => [prefix === '' ? '@xmlns' : `@xmlns:${prefix}`, uri] as const,
  );
  const declared: JsonObject = { ...Object.fromEntries<Json>(declarations), ...content };
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

/** Reads a document of these namespaces; refuses a DOCTYPE and elements of other namespaces. */
export function readXml(
  text: string,
  namespaces: Namespaces,
): { readonly root: string; readonly content: JsonObject } {
  const top: Element = { name: '', content: {}, text: '' };
  const open: Element[] = [top];
  const prefixes: Prefixes = new Map();
  for (const match of text.matchAll(TOKENS)) {
    const [, cdata, closing, opening, attributes = '', empty, characters, stray] = match;
    const here = open.at(-1) ?? top;
    if (stray !== undefined) throw new NativeError('not well-formed XML, or with a DOCTYPE');
    if (cdata !== undefined) here.text += cdata;
    else if (characters !== undefined) here.text += unescape(characters);
    else if (opening !== undefined) {
      const content = readAttributes(attributes, namespaces, prefixes);
      open.push({ name: tableName(opening, prefixes), content, text: '' });
      if (empty === '/') close(open);
    } else if (closing !== undefined) {
      if (tableName(closing, prefixes) !== here.name) throw new NativeError('tags do not match');
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

/** The prefixes that a document declares, to those of the tables. */
type Prefixes = Map<string, string>;

/** Its attributes (where a schema lies, what is nil) speak of the document and not of its content. */
const SCHEMA_INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance';

/** The attributes as properties; declarations of namespaces are noted, hints to a validator left out. */
function readAttributes(text: string, namespaces: Namespaces, prefixes: Prefixes): JsonObject {
  const all = [...text.matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(
    ([, name = '', double, single]): [string, string] => [
      name,
      unescape((double ?? single ?? '').replace(/[\t\n\r]/g, ' ')),
    ],
  );
  const isDeclaration = ([name]: [string, string]) => /^xmlns(:|$)/.test(name);
  for (const [name, uri] of all.filter(isDeclaration)) {
    const own = Object.entries(namespaces).find(([, known]) => known === uri);
    if (own !== undefined) prefixes.set(name.slice('xmlns:'.length), own[0]);
  }
  const hints = all
    .filter(([name, uri]) => name.startsWith('xmlns:') && uri === SCHEMA_INSTANCE)
    .map(([name]) => `${name.slice('xmlns:'.length)}:`);
  const isHint = ([name]: [string, string]) => hints.some((prefix) => name.startsWith(prefix));
  return Object.fromEntries(
    all
      .filter((attribute) => !isDeclaration(attribute) && !isHint(attribute))
      .map(([name, value]) => [`@${name.includes(':') ? tableName(name, prefixes) : name}`, value]),
  );
}

function tableName(name: string, prefixes: Prefixes): string {
  const colon = name.indexOf(':');
  const prefix = prefixes.get(colon < 0 ? '' : name.slice(0, colon));
  if (prefix === undefined) throw new NativeError('an element of another namespace');
  const local = name.slice(colon + 1);
  return prefix === '' ? local : `${prefix}:${local}`;
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
