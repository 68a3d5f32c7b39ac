import { type JsonObject, type JsonValue, isJsonObject } from '../message/json.ts';
import type { FieldShape, Shape } from './field-shape.ts';
import { type XsdSchema, childrenOf as list, readXsd, textOf as text } from './xsd-schema.ts';

type Facets = Pick<FieldShape, 'maxLength' | 'minLength' | 'codes' | 'patterns' | 'range'>;

interface Walk extends XsdSchema {
  readonly shape: Map<string, FieldShape>;
  /** Types around the element that is read; a type inside itself is not entered again. */
  readonly open: readonly JsonObject[];
}

/**
 * The fields of the documents that an XML Schema describes, by root element, in the names of a
 * dialect (`prefix:name`, `@attribute`, `#text`). The first document is the message's own; the others
 * are those it imports. Understood are: sequences, choices and all, with counts and nested; elements
 * and attributes by reference; named and inner complex types, extended and restricted; simple
 * content, and restrictions of simple types by length, enumeration, pattern, range and the built-in
 * types below. Of a choice no member is required. Throws a MappingError when bytes are not XML.
 */
export function shapesOfXsd(
  documents: readonly Buffer[],
  namespaces: Readonly<Record<string, string>>,
): ReadonlyMap<string, Shape> {
  const schema = readXsd(documents, namespaces);
  return new Map(
    schema.roots.map((root) => {
      const path = `/${text(root['@name'])}`;
      const shape = new Map<string, FieldShape>();
      walkElement({ ...schema, shape, open: [] }, root, path, true);
      return [path, shape];
    }),
  );
}

function walkElement(walk: Walk, element: JsonObject, path: string, required: boolean): void {
  const complex =
    walk.complexTypes.get(text(element['@type'])) ?? asObject(element['xs:complexType']);
  if (complex === undefined) {
    walk.shape.set(path, { path, kind: 'value', required, ...facets(walk, element) });
    return;
  }
  walk.shape.set(path, { path, kind: 'object', required });
  if (walk.open.includes(complex)) return;
  walkContent({ ...walk, open: [...walk.open, complex] }, complex, path);
}

/** What a complex type says of the inside of an element: its base first, when it extends one. */
function walkContent(walk: Walk, complex: JsonObject, path: string): void {
  const simple = asObject(complex['xs:simpleContent']);
  const content = simple ?? asObject(complex['xs:complexContent']);
  const extension = asObject(content?.['xs:extension']);
  const derived = extension ?? asObject(content?.['xs:restriction']);
  const base = walk.complexTypes.get(text(derived?.['@base']));
  if (base !== undefined && (extension !== undefined || simple !== undefined)) {
    walkContent(walk, base, path);
  } else if (simple !== undefined) {
    const at = `${path}/#text`;
    const limits = facets(walk, { '@type': derived?.['@base'] ?? '' });
    walk.shape.set(at, { path: at, kind: 'value', required: true, ...limits });
  }
  const own = derived ?? complex;
  for (const attribute of list(own, 'xs:attribute')) walkAttribute(walk, attribute, path);
  walkGroups(walk, own, path, { optional: false, repeated: false });
}

function walkAttribute(walk: Walk, use: JsonObject, path: string): void {
  const attribute = walk.attributes.get(text(use['@ref'])) ?? use;
  const at = `${path}/@${text(attribute['@name'])}`;
  const required = use['@use'] === 'required';
  walk.shape.set(at, { path: at, kind: 'value', required, ...facets(walk, attribute) });
}

/** How often the group around an element may stand. */
interface Group {
  readonly optional: boolean;
  readonly repeated: boolean;
}

const GROUPS = ['xs:sequence', 'xs:choice', 'xs:all'] as const;

function walkGroups(walk: Walk, owner: JsonObject, path: string, around: Group): void {
  for (const name of GROUPS) {
    for (const node of list(owner, name)) {
      const { least, most } = occurs(node);
      const group = {
        optional: around.optional || name === 'xs:choice' || least === 0,
        repeated: around.repeated || most > 1,
      };
      for (const child of list(node, 'xs:element')) walkChild(walk, child, path, group);
      walkGroups(walk, node, path, group);
    }
  }
}

function walkChild(walk: Walk, use: JsonObject, parent: string, group: Group): void {
  const element = walk.elements.get(text(use['@ref'])) ?? use;
  const path = `${parent}/${text(element['@name'])}`;
  const { least, most } = occurs(use);
  const minItems = group.optional ? 0 : least;
  if (most === 1 && !group.repeated) {
    walkElement(walk, element, path, minItems > 0);
    return;
  }
  const maxItems = most === Infinity || group.repeated ? {} : { maxItems: most };
  walk.shape.set(path, { path, kind: 'list', required: minItems > 0, minItems, ...maxItems });
  walkElement(walk, element, `${path}/*`, true);
}

/** Times that an element or group may stand; `unbounded` is infinite. */
function occurs(node: JsonObject): { least: number; most: number } {
  const most = text(node['@maxOccurs'] ?? '1');
  return {
    least: Number(node['@minOccurs'] ?? 1),
    most: most === 'unbounded' ? Infinity : Number(most),
  };
}

function facets(walk: Walk, holder: JsonObject): Facets {
  const simple = walk.simpleTypes.get(text(holder['@type'])) ?? asObject(holder['xs:simpleType']);
  const restriction = asObject(simple?.['xs:restriction']);
  if (restriction === undefined) return BUILT_IN[text(holder['@type'])] ?? {};
  const codes = list(restriction, 'xs:enumeration').map((value) => value['@value'] ?? '');
  const maxLength = numberOf(restriction, 'xs:maxLength');
  const minLength = numberOf(restriction, 'xs:minLength');
  const least = numberOf(restriction, 'xs:minInclusive');
  const most = numberOf(restriction, 'xs:maxInclusive');
  const base = BUILT_IN[text(restriction['@base'])] ?? {};
  const patterns = [...(base.patterns ?? []), ...patternsOf(restriction)];
  return {
    ...base,
    ...(maxLength === undefined ? {} : { maxLength }),
    ...(minLength === undefined ? {} : { minLength }),
    ...(codes.length === 0 ? {} : { codes }),
    ...(patterns.length === 0 ? {} : { patterns }),
    ...rangeOf(least, most),
  };
}

function rangeOf(least: number | undefined, most: number | undefined): Facets {
  if (least === undefined && most === undefined) return {};
  return {
    range: { ...(least === undefined ? {} : { least }), ...(most === undefined ? {} : { most }) },
  };
}

/** XML Schema part 2, section 4.3.4: patterns of one step are alternatives, and match the whole. */
function patternsOf(restriction: JsonObject): RegExp[] {
  const sources = list(restriction, 'xs:pattern').map((value) => text(value['@value']));
  return sources.length === 0 ? [] : [new RegExp(`^(?:${sources.join('|')})$`, 'u')];
}

function numberOf(restriction: JsonObject, facet: string): number | undefined {
  const value = list(restriction, facet)[0]?.['@value'];
  return value === undefined ? undefined : Number(value);
}

/** The forms of built-in types; of all others any text is good. */
const BUILT_IN: Readonly<Record<string, Facets>> = {
  'xs:boolean': { codes: ['true', 'false'] },
  'xs:integer': { patterns: [/^[+-]?\d+$/] },
  'xs:int': { patterns: [/^[+-]?\d+$/] },
  'xs:nonNegativeInteger': { patterns: [/^\+?\d+$/] },
  'xs:positiveInteger': { patterns: [/^\+?0*[1-9]\d*$/] },
  'xs:decimal': { patterns: [/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/] },
  'xs:date': { patterns: [/^\d{4}-\d\d-\d\d(?:Z|[+-]\d\d:\d\d)?$/] },
  'xs:dateTime': { patterns: [/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?$/] },
};

function asObject(value: JsonValue | undefined): JsonObject | undefined {
  return isJsonObject(value) ? value : undefined;
}
