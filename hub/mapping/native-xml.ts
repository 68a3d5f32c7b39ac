import { Parser } from 'xml2js';
import { type JsonObject, type JsonValue, isJsonObject } from '../message/json.ts';
import { MappingError } from './mapping-error.ts';
import { guardXml } from './xml-guard.ts';

/** Keys that no XML name can be, so that no element can pose as them. */
const ATTRIBUTES = '@';
export const TEXT = '#text';

/** xml2js keeps text as it is written: nothing trimmed, no value guessed. */
const OPTIONS = {
  attrkey: ATTRIBUTES,
  charkey: TEXT,
  explicitArray: false,
  async: false,
} as const;

const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';
const XMLNS_NAMESPACE = 'http://www.w3.org/2000/xmlns/';
const SCHEMA_INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance';

/**
 * The tree of an XML document (XML 1.0 in UTF-8, Namespaces 1.0): an element is an object of its
 * children and `@attributes`, or its text when it has neither; children of one name are a list when there
 * are several. Names are those of the dialect, whatever prefixes the document chose; a name of an
 * unknown namespace is `{namespace}local`. Hints to schemas are dropped, never followed.
 * Throws a MappingError.
 */
export function parseXml(bytes: Buffer, namespaces: Readonly<Record<string, string>>): JsonObject {
  const raw = parse(guardXml(bytes));
  const prefixes = new Map(Object.entries(namespaces).map(([prefix, uri]) => [uri, prefix]));
  const tree: JsonObject = {};
  const own = new Map([['xml', XML_NAMESPACE]]);
  addChildren(tree, raw, { own, outer: undefined, prefixes });
  return tree;
}

/** What the root element declares: prefix (`''` for the default) to namespace. Throws a MappingError. */
export function rootNamespaces(bytes: Buffer): ReadonlyMap<string, string> {
  const [root] = Object.values(parse(guardXml(bytes)));
  const none: Scope = { own: new Map(), outer: undefined, prefixes: new Map() };
  return isJsonObject(root) ? innerScope(root, none).own : none.own;
}

function parse(text: string): JsonObject {
  let root: JsonValue | undefined;
  let failed = false;
  try {
    new Parser(OPTIONS).parseString(text, (error: unknown, result: unknown) => {
      if (error === null || error === undefined) root = result as JsonValue;
      else failed = true;
    });
  } catch {
    failed = true;
  }
  if (failed || !isJsonObject(root)) throw new MappingError('DOCUMENT_UNREADABLE');
  return root;
}

/** What an element and those around it declare, and the dialect's prefix of each namespace. */
interface Scope {
  /** Prefix to namespace. */
  readonly own: ReadonlyMap<string, string>;
  readonly outer: Scope | undefined;
  readonly prefixes: ReadonlyMap<string, string>;
}

function namespaceOf(prefix: string, scope: Scope | undefined): string | undefined {
  if (scope === undefined) return undefined;
  return scope.own.get(prefix) ?? namespaceOf(prefix, scope.outer);
}

function addChildren(target: JsonObject, element: JsonObject, scope: Scope): void {
  for (const key of Object.keys(element)) {
    if (key === ATTRIBUTES || key === TEXT) continue;
    const value = element[key];
    if (Array.isArray(value)) for (const child of value) addChild(target, key, child, scope);
    else if (value !== undefined) addChild(target, key, value, scope);
  }
}

function addChild(target: JsonObject, key: string, child: JsonValue, outer: Scope): void {
  const scope = isJsonObject(child) ? innerScope(child, outer) : outer;
  const name = dialectName(key, scope);
  const value = isJsonObject(child) ? elementValue(child, scope) : child;
  const present = target[name];
  if (present === undefined) target[name] = value;
  else if (Array.isArray(present)) present.push(value);
  else target[name] = [present, value];
}

function elementValue(element: JsonObject, scope: Scope): JsonValue {
  const value: JsonObject = {};
  const attributes = element[ATTRIBUTES];
  if (isJsonObject(attributes)) {
    for (const [key, text] of Object.entries(attributes)) {
      const name = attributeName(key, scope);
      if (name === undefined) continue;
      if (Object.hasOwn(value, name)) throw new MappingError('DOCUMENT_UNREADABLE');
      value[name] = text;
    }
  }
  const hasAttributes = Object.keys(value).length > 0;
  addChildren(value, element, scope);
  const text = element[TEXT];
  if (!hasAttributes && Object.keys(value).length === 0) return text ?? '';
  if (text !== undefined) value[TEXT] = text;
  return value;
}

function innerScope(element: JsonObject, outer: Scope): Scope {
  const attributes = element[ATTRIBUTES];
  if (!isJsonObject(attributes)) return outer;
  let own: Map<string, string> | undefined;
  for (const key in attributes) {
    if (!key.startsWith('xmlns') || (key.length > 5 && key[5] !== ':')) continue;
    const prefix = key.slice('xmlns:'.length);
    const namespace = attributes[key] as string;
    if (!mayBind(prefix, namespace)) throw new MappingError('DOCUMENT_UNREADABLE');
    own ??= new Map();
    own.set(prefix, namespace);
  }
  return own === undefined ? outer : { own, outer, prefixes: outer.prefixes };
}

/** Namespaces 1.0 sections 3 and 2.2: two prefixes are bound for ever, and none to nothing. */
function mayBind(prefix: string, namespace: string): boolean {
  if (prefix === 'xml') return namespace === XML_NAMESPACE;
  const isReserved =
    prefix === 'xmlns' || namespace === XML_NAMESPACE || namespace === XMLNS_NAMESPACE;
  return !isReserved && (prefix === '' || namespace !== '');
}

/** Undefined for what is no content: namespace declarations and hints where schemas lie. */
function attributeName(key: string, scope: Scope): string | undefined {
  if (key === 'xmlns' || key.startsWith('xmlns:')) return undefined;
  if (!key.includes(':')) return `@${key}`;
  const [prefix = '', local = ''] = key.split(':');
  const isHint = local === 'schemaLocation' || local === 'noNamespaceSchemaLocation';
  if (isHint && namespaceOf(prefix, scope) === SCHEMA_INSTANCE) return undefined;
  return `@${dialectName(key, scope)}`;
}

function dialectName(key: string, scope: Scope): string {
  const [first = '', second, ...more] = key.split(':');
  const prefix = second === undefined ? '' : first;
  const local = second ?? first;
  const uri = namespaceOf(prefix, scope) ?? (prefix === '' ? '' : undefined);
  const malformed = more.length > 0 || local === '' || (second !== undefined && prefix === '');
  if (malformed || uri === undefined || (uri === '' && prefix !== '')) {
    throw new MappingError('DOCUMENT_UNREADABLE');
  }
  if (uri === '') return local;
  if (uri === XML_NAMESPACE) return `xml:${local}`;
  const known = scope.prefixes.get(uri);
  if (known === undefined) return `{${uri}}${local}`;
  return known === '' ? local : `${known}:${local}`;
}
