import { join } from 'node:path';
import { loadSchemas } from '../hub/load-data.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../hub/message/json.ts';
import { messageSchemasOf, type SchemaFiles } from '../hub/message/schema-files.ts';
import { formatted } from './formatted.ts';
import type { Generator } from './generator.ts';

const PATH = 'schemas/context.jsonld';
const BLOCKS = 'blocks.v1.schema.json';

/** Namespaces of NIEM 6.0 in the form that its JSON-LD contexts use. */
const PREFIXES = {
  nc: 'https://docs.oasis-open.org/niemopen/ns/model/niem-core/6.0/#',
  j: 'https://docs.oasis-open.org/niemopen/ns/model/domains/justice/6.0/#',
};

/**
 * A JSON-LD 1.1 context for the `data` of every activity: a property stands for its NIEM element, or
 * for a term of ours where NIEM has none. A name that means one thing everywhere is a term of the
 * whole; a name that does not is one within the properties whose block gives it that meaning.
 */
export const generateContext: Generator = {
  name: 'JSON-LD context',
  async generate(root) {
    const files = messageSchemasOf(loadSchemas(join(root, 'schemas')));
    const text = JSON.stringify({ '@context': contextOf(files) });
    // The formatter does not know the name's ending, but it is JSON.
    return [{ path: PATH, text: await formatted('context.json', text) }];
  },
};

/** One property as some schema has it. */
interface Use {
  readonly name: string;
  readonly element: string | undefined;
  /** The properties of the object, or of the items, that it holds. */
  readonly inner: JsonObject;
}

function contextOf(files: SchemaFiles): JsonObject {
  const uses = propertySets(files).flatMap((properties) => usesOf(files, properties));
  const names = [...new Set(uses.map(({ name }) => name))].sort();
  const byName = names.map((name): [string, Use[]] => [
    name,
    uses.filter((use) => use.name === name),
  ]);
  const everywhere = new Map<string, string>();
  for (const [name, [first, ...others]] of byName) {
    const element = first?.element;
    if (element === undefined) continue;
    if (others.every((other) => other.element === element)) everywhere.set(name, element);
  }
  const terms = byName.flatMap(([name, same]): [string, JsonValue][] => {
    const term = termOf(everywhere.get(name), scopeOf(name, same, everywhere, files));
    return term === undefined ? [] : [[name, term]];
  });
  const vocabulary = 'https://schemas.compact-hub.example/terms#';
  return { '@version': 1.1, '@vocab': vocabulary, ...PREFIXES, ...Object.fromEntries(terms) };
}

/** The names below one property that mean there what they do not mean everywhere. */
function scopeOf(
  name: string,
  uses: readonly Use[],
  everywhere: ReadonlyMap<string, string>,
  files: SchemaFiles,
): JsonObject {
  const scopes = uses.map(({ inner }) =>
    Object.fromEntries(
      usesOf(files, inner)
        .filter((use) => use.element !== undefined && !everywhere.has(use.name))
        .map((use): [string, string] => [use.name, use.element ?? ''])
        .sort(byKey),
    ),
  );
  const different = new Set(scopes.map((scope) => JSON.stringify(scope)));
  if (different.size > 1) throw new Error(`${name} holds blocks of different NIEM names`);
  return scopes[0] ?? {};
}

function termOf(element: string | undefined, scope: JsonObject): JsonValue | undefined {
  if (Object.keys(scope).length === 0) return element;
  // Without propagation the scope ends where the block does.
  const inside = { '@context': { '@propagate': false, ...scope } };
  return element === undefined ? inside : { '@id': element, ...inside };
}

/** The `properties` of every activity, of the profile of the person and of every block. */
function propertySets({ schemas }: SchemaFiles): JsonObject[] {
  const described = Object.entries(schemas).filter(([name]) => !name.startsWith('envelope.'));
  return described.flatMap(([, schema]) => {
    const blocks = Object.values(objectAt(schema, '$defs')).filter(isJsonObject);
    const own = [schema, ...blocks].map((part) => objectAt(part, 'properties'));
    return own.flatMap((properties) => [properties, ...inlineSets(properties)]);
  });
}

/** Objects that stand within a property and not in a block. */
function inlineSets(properties: JsonObject): JsonObject[] {
  return Object.values(properties).flatMap((property) => {
    const inner = objectAt(itemOf(property), 'properties');
    return Object.keys(inner).length === 0 ? [] : [inner, ...inlineSets(inner)];
  });
}

function usesOf(files: SchemaFiles, properties: JsonObject): Use[] {
  return Object.entries(properties).flatMap(([name, property]) => {
    if (!isJsonObject(property)) return [];
    const element = property['x-niem'];
    const inner = objectAt(resolved(files, itemOf(property)), 'properties');
    return [{ name, element: typeof element === 'string' ? element : undefined, inner }];
  });
}

function itemOf(property: JsonValue): JsonObject {
  if (!isJsonObject(property)) return {};
  return isJsonObject(property['items']) ? property['items'] : property;
}

function resolved({ schemas }: SchemaFiles, schema: JsonObject): JsonObject {
  const reference = schema['$ref'];
  if (typeof reference !== 'string') return schema;
  const [file = '', block] = reference.split('#/$defs/');
  const target = schemas[file === '' ? BLOCKS : file] ?? {};
  return block === undefined ? target : objectAt(objectAt(target, '$defs'), block);
}

function objectAt(schema: JsonObject, key: string): JsonObject {
  const value = schema[key];
  return isJsonObject(value) ? value : {};
}

const byKey = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one < other ? -1 : 1;
