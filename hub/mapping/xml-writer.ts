import type { Problem } from '../errors.ts';
import { type JsonObject, type JsonValue, isJsonObject } from '../message/json.ts';
import { MappingError } from './mapping-error.ts';
import { TEXT } from './native-xml.ts';
import { escapeToken } from './scope.ts';

/** What XML 1.0 section 2.2 has no way to write, not even by reference. */
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;
const IN_TEXT = /[&<>\r]/;
const IN_ATTRIBUTE = /[&<>"\t\n\r]/;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/**
 * The text of a tree as native-xml.ts reads it: one root, its namespaces declared there, elements in
 * the order of the tree's members. The same tree gives the same text; reading it gives the tree.
 * Throws `NOT_HELD` for a character that XML cannot hold.
 */
export function renderXml(tree: JsonObject, namespaces: Readonly<Record<string, string>>): string {
  const declared = Object.entries(namespaces).map(([prefix, uri]) =>
    attribute(prefix === '' ? 'xmlns' : `xmlns:${prefix}`, uri, ''),
  );
  const names = Object.keys(tree);
  const [name = ''] = names;
  if (names.length !== 1 || Array.isArray(tree[name])) {
    throw new TypeError('an XML document has one root');
  }
  const body = element(name, tree[name] ?? '', `/${name}`, declared.join(''));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${body}\n`;
}

function element(name: string, value: JsonValue, at: string, declared = ''): string {
  if (!isJsonObject(value)) {
    const text = textOf(value, at);
    return text === '' ? `<${name}${declared}/>` : `<${name}${declared}>${text}</${name}>`;
  }
  let attributes = declared;
  let content = '';
  for (const key in value) {
    const child = value[key] as JsonValue;
    if (key.startsWith('@')) attributes += attribute(key.slice(1), child, at);
    else if (key === TEXT) content += textOf(child, at);
    else if (Array.isArray(child)) {
      for (const item of child) content += element(key, item, `${at}/${escapeToken(key)}`);
    } else content += element(key, child, `${at}/${escapeToken(key)}`);
  }
  return content === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${content}</${name}>`;
}

function attribute(name: string, value: JsonValue, at: string): string {
  return ` ${name}="${escaped(value, IN_ATTRIBUTE, at)}"`;
}

function textOf(value: JsonValue, at: string): string {
  return escaped(value, IN_TEXT, at);
}

function escaped(value: JsonValue, special: RegExp, at: string): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (NOT_XML.test(text)) {
    const problem: Problem = {
      pointer: at,
      code: 'VALUE_NOT_HELD',
      detail: 'the value holds a character that XML cannot hold',
    };
    throw new MappingError('NOT_HELD', { problems: [problem] });
  }
  if (!special.test(text)) return text;
  return text.replace(/[&<>"\t\n\r]/g, (character) =>
    special.test(character) ? (ESCAPES[character] ?? character) : character,
  );
}
