import { type JsonObject, type JsonValue, isJsonObject } from '../message/json.ts';
import type { FieldShape, Shape } from './field-shape.ts';
import { parseXml } from './native-xml.ts';

const NAMESPACES = { xs: 'http://www.w3.org/2001/XMLSchema' };

interface Facets {
  readonly maxLength?: number;
  readonly codes?: readonly JsonValue[];
}

interface Walk {
  readonly complexTypes: ReadonlyMap<string, JsonObject>;
  readonly simpleTypes: ReadonlyMap<string, JsonObject>;
  /** Put before the names of the target namespace. */
  readonly prefix: string;
  readonly shape: Map<string, FieldShape>;
}

/**
 * The fields of the documents that an XML Schema describes, by root element, in the names of a
 * dialect (`prefix:name`, `@attribute`, `#text`). Understood are: sequences of elements with
 * counts, attributes, named and inner complex types, simple content, and restrictions by length
 * and enumeration of simple types; all that the local schemas here use. Throws a MappingError
 * when the bytes are not XML.
 */
export function shapesOfXsd(bytes: Buffer, prefix: string): ReadonlyMap<string, Shape> {
  const schema = parseXml(bytes, NAMESPACES)['xs:schema'];
  const root = isJsonObject(schema) ? schema : {};
  const shapes = new Map<string, Shape>();
  for (const element of list(root['xs:element'])) {
    const walkParts: Walk = {
      complexTypes: named(root['xs:complexType']),
      simpleTypes: named(root['xs:simpleType']),
      prefix: prefix === '' ? '' : `${prefix}:`,
      shape: new Map(),
    };
    const path = `/${walkParts.prefix}${text(element['@name'])}`;
    walkElement(walkParts, element, path, true);
    shapes.set(path, walkParts.shape);
  }
  return shapes;
}

function walkElement(walk: Walk, element: JsonObject, path: string, required: boolean): void {
  const complex =
    walk.complexTypes.get(localName(element['@type'])) ?? asObject(element['xs:complexType']);
  if (complex === undefined) {
    walk.shape.set(path, { path, kind: 'value', required, ...facets(walk, element) });
    return;
  }
  walk.shape.set(path, { path, kind: 'object', required });
  const extension = asObject(asObject(complex['xs:simpleContent'])?.['xs:extension']);
  if (extension !== undefined) {
    const limits = facets(walk, { '@type': extension['@base'] ?? '' });
    walk.shape.set(`${path}/#text`, {
      path: `${path}/#text`,
      kind: 'value',
      required: true,
      ...limits,
    });
  }
  for (const attribute of list((extension ?? complex)['xs:attribute'])) {
    const at = `${path}/@${text(attribute['@name'])}`;
    const needed = attribute['@use'] === 'required';
    walk.shape.set(at, { path: at, kind: 'value', required: needed, ...facets(walk, attribute) });
  }
  for (const child of list(asObject(complex['xs:sequence'])?.['xs:element'])) {
    walkChild(walk, child, path);
  }
}

function walkChild(walk: Walk, child: JsonObject, parent: string): void {
  const path = `${parent}/${walk.prefix}${text(child['@name'])}`;
  const minItems = Number(child['@minOccurs'] ?? 1);
  const needed = minItems > 0;
  if ((child['@maxOccurs'] ?? '1') === '1') {
    walkElement(walk, child, path, needed);
    return;
  }
  walk.shape.set(path, { path, kind: 'list', required: needed, minItems });
  walkElement(walk, child, `${path}/*`, true);
}

function facets(walk: Walk, holder: JsonObject): Facets {
  const simple =
    walk.simpleTypes.get(localName(holder['@type'])) ?? asObject(holder['xs:simpleType']);
  const restriction = asObject(simple?.['xs:restriction']);
  if (restriction === undefined) return holder['@type'] === 'xs:boolean' ? BOOLEAN : {};
  const codes = list(restriction['xs:enumeration']).map((value) => value['@value'] ?? '');
  const maxLength = list(restriction['xs:maxLength'])[0]?.['@value'];
  return {
    ...(maxLength === undefined ? {} : { maxLength: Number(maxLength) }),
    ...(codes.length === 0 ? {} : { codes }),
  };
}

const BOOLEAN: Facets = { codes: ['true', 'false'] };

function named(types: JsonValue | undefined): ReadonlyMap<string, JsonObject> {
  return new Map(list(types).map((type) => [text(type['@name']), type]));
}

function list(value: JsonValue | undefined): JsonObject[] {
  const items = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return items.filter(isJsonObject);
}

function asObject(value: JsonValue | undefined): JsonObject | undefined {
  return isJsonObject(value) ? value : undefined;
}

function text(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** The name of a type of the schema itself; built-in types have none. */
function localName(value: JsonValue | undefined): string {
  const name = text(value);
  return name.startsWith('xs:') ? '' : name.slice(name.indexOf(':') + 1);
}
