import { type JsonObject, type JsonValue, isJsonObject } from '../message/json.ts';
import { parseXml, rootNamespaces } from './native-xml.ts';

const XSD_NAMESPACE = 'http://www.w3.org/2001/XMLSchema';
const NAMESPACES = { xs: XSD_NAMESPACE };

/**
 * The components of the schema documents of one dialect, by name. Every name in them is that of the
 * dialect (`prefix:name`; the types of XML Schema itself are `xs:name`), whatever prefixes a document
 * chose: a reference is looked up without knowing where it stood.
 */
export interface XsdSchema {
  /** Global elements of the first document: what a native document may begin with. */
  readonly roots: readonly JsonObject[];
  readonly elements: Components;
  readonly attributes: Components;
  readonly complexTypes: Components;
  readonly simpleTypes: Components;
}

type Components = ReadonlyMap<string, JsonObject>;

/**
 * Reads schema documents (XML Schema 1.0), the message's own first. They belong together by their target
 * namespaces: where an import says that a schema lies is never followed. Local elements are
 * taken as qualified, local attributes as not. Throws a MappingError when bytes are not XML.
 */
export function readXsd(
  documents: readonly Buffer[],
  namespaces: Readonly<Record<string, string>>,
): XsdSchema {
  const prefixes = new Map(Object.entries(namespaces).map(([prefix, uri]) => [uri, prefix]));
  const schemas = documents.map((bytes) => resolvedSchema(bytes, prefixes));
  const named = (kind: string): Components =>
    new Map(
      schemas.flatMap((schema) =>
        childrenOf(schema, kind).map((child) => [textOf(child['@name']), child] as const),
      ),
    );
  return {
    roots: childrenOf(schemas[0] ?? {}, 'xs:element'),
    elements: named('xs:element'),
    attributes: named('xs:attribute'),
    complexTypes: named('xs:complexType'),
    simpleTypes: named('xs:simpleType'),
  };
}

/** The children of a node that have a name; one or several, XML does not tell them apart. */
export function childrenOf(node: JsonObject, name: string): JsonObject[] {
  const value = node[name];
  const items = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return items.filter(isJsonObject);
}

export function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

type Resolve = (name: string) => string;

function resolvedSchema(bytes: Buffer, prefixes: ReadonlyMap<string, string>): JsonObject {
  const schema = parseXml(bytes, NAMESPACES)['xs:schema'];
  if (!isJsonObject(schema)) return {};
  const declared = rootNamespaces(bytes);
  const nameIn = (uri: string, local: string): string => {
    if (uri === XSD_NAMESPACE) return `xs:${local}`;
    const prefix = uri === '' ? '' : prefixes.get(uri);
    if (prefix === undefined) return `{${uri}}${local}`;
    return prefix === '' ? local : `${prefix}:${local}`;
  };
  const resolve: Resolve = (name) => {
    const [first = '', second] = name.split(':');
    return second === undefined
      ? nameIn(declared.get('') ?? '', first)
      : nameIn(declared.get(first) ?? '', second);
  };
  const target = textOf(schema['@targetNamespace']);
  return resolved(schema, resolve, (local) => nameIn(target, local), 0) as JsonObject;
}

/** Attributes that hold the name of another component. */
const REFERENCES: ReadonlySet<string> = new Set(['@type', '@base', '@ref']);
const GLOBAL_DEPTH = 1;

function resolved(value: JsonValue, refer: Resolve, own: Resolve, depth: number): JsonValue {
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]): [string, JsonValue] => {
      if (REFERENCES.has(name)) return [name, refer(textOf(inner))];
      const children = Array.isArray(inner) ? inner : [inner];
      const isNamed = name === 'xs:element' || depth < GLOBAL_DEPTH;
      const items = children.map((child) => {
        const item = resolved(child, refer, own, depth + 1);
        if (!isNamed || !isJsonObject(item) || item['@name'] === undefined) return item;
        return { ...item, '@name': own(textOf(item['@name'])) };
      });
      return [name, Array.isArray(inner) ? items : (items[0] ?? '')];
    }),
  );
}
