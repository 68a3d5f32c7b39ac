import fc from 'fast-check';
import { type SchemaView, resolveSchema } from '../../hub/mapping/schema-view.ts';
import { type JsonObject, type JsonValue, isJsonObject } from '../../hub/message/json.ts';
import type { SchemaFiles } from '../../hub/message/schema-files.ts';
import { arbitraryText } from './arbitrary-text.ts';

export interface ArbitraryOptions {
  readonly files: SchemaFiles;
  /** Which optional properties are there: three of five, all, or none. */
  readonly optional: 'some' | 'all' | 'none';
  /** Most items of an array, where its schema allows so few; or each as long as its schema allows. */
  readonly arrays: number | 'longest';
}

interface Maker {
  readonly options: ArbitraryOptions;
  /** By schema as it stands in its file: most parts occur many times. */
  readonly made: Map<JsonObject, fc.Arbitrary<JsonValue>>;
  /** Schemas of a property with what a condition asks of it beside, by the condition's part. */
  readonly merged: Map<JsonObject, Map<JsonObject, JsonObject>>;
}

/** Values that keep to a schema (JSON Schema 2020-12, as far as schemas/ uses it) by construction. */
export function arbitraryFromSchema(
  options: ArbitraryOptions,
  view: SchemaView,
): fc.Arbitrary<JsonValue> {
  return make({ options, made: new Map(), merged: new Map() }, view);
}

function make(maker: Maker, view: SchemaView): fc.Arbitrary<JsonValue> {
  const known = maker.made.get(view.schema);
  if (known !== undefined) return known;
  const made = makeNew(maker, view);
  maker.made.set(view.schema, made);
  return made;
}

function makeNew(maker: Maker, view: SchemaView): fc.Arbitrary<JsonValue> {
  const { files } = maker.options;
  const { file, schema } = resolveSchema(files.schemas, view);
  if ('const' in schema) return fc.constant(schema['const'] ?? null);
  if (Array.isArray(schema['enum'])) return fc.constantFrom(...schema['enum']);
  if (typeof schema['x-code-list'] === 'string') {
    const list = files.codeLists[schema['x-code-list']];
    return fc.constantFrom(...(list?.values ?? []).map(({ code }) => code));
  }
  switch (schema['type'] as string) {
    case 'boolean': {
      return fc.boolean();
    }
    case 'integer': {
      const { minimum = 0, maximum = 1_000_000 } = schema as { minimum?: number; maximum?: number };
      return fc.integer({ min: minimum, max: maximum });
    }
    case 'array': {
      return arrays(maker, { file, schema });
    }
    case 'object': {
      return objects(maker, { file, schema });
    }
    default: {
      return arbitraryText(schema);
    }
  }
}

function arrays(maker: Maker, { file, schema }: SchemaView): fc.Arbitrary<JsonValue> {
  const { minItems = 0, maxItems = 3 } = schema as { minItems?: number; maxItems?: number };
  const items = { file, schema: schema['items'] as JsonObject };
  const unique = schema['uniqueItems'] === true;
  const most = unique ? Math.min(maxItems, differentItems(maker.options.files, items)) : maxItems;
  const { arrays } = maker.options;
  const maxLength = arrays === 'longest' ? most : Math.max(minItems, Math.min(most, arrays));
  const minLength = arrays === 'longest' ? most : minItems;
  const size = { minLength, maxLength, size: 'max' } as const;
  return unique
    ? fc.uniqueArray(make(maker, items), { ...size, selector: (value) => JSON.stringify(value) })
    : fc.array(make(maker, items), size);
}

/** How many items can differ: as many as there are codes, or any number. */
export function differentItems(files: SchemaFiles, items: SchemaView): number {
  const { schema } = resolveSchema(files.schemas, items);
  if (Array.isArray(schema['enum'])) return schema['enum'].length;
  const list = schema['x-code-list'];
  const values = typeof list === 'string' ? files.codeLists[list]?.values : undefined;
  return values?.length ?? Infinity;
}

/** Objects, with what `allOf`, `if`/`then`/`else` and `oneOf` of required names ask for. */
function objects(maker: Maker, view: SchemaView): fc.Arbitrary<JsonValue> {
  const names = Object.keys(view.schema['properties'] as JsonObject);
  const branches = branchesOf(view.schema);
  const present = fc.tuple(...names.map(() => presence(maker.options)));
  return fc.tuple(present, fc.nat({ max: branches.length - 1 })).chain(([flags, branch]) => {
    const chosen = branches[branch] ?? [];
    const forbidden = branches.flat().filter((name) => !chosen.includes(name));
    const wanted = names.filter((name, i) => flags[i] === true && !forbidden.includes(name));
    const kept = [...new Set([...requiredOf(view.schema), ...chosen, ...wanted])];
    const some = kept.length === 0 ? names.slice(0, 1) : kept;
    const object = fc.record(
      Object.fromEntries(some.map((name) => [name, property(maker, view, name)])),
    );
    return conditions(view.schema).reduce<fc.Arbitrary<JsonObject>>(
      (made, condition) => made.chain((value) => applied(maker, view, value, condition)),
      object,
    );
  });
}

function presence({ optional }: ArbitraryOptions): fc.Arbitrary<boolean> {
  return optional === 'some'
    ? fc.nat({ max: 4 }).map((draw) => draw < 3)
    : fc.constant(optional === 'all');
}

function property(maker: Maker, { file, schema }: SchemaView, name: string) {
  return make(maker, { file, schema: (schema['properties'] as JsonObject)[name] as JsonObject });
}

function branchesOf(schema: JsonObject): string[][] {
  const branches = schema['oneOf'];
  return Array.isArray(branches) ? branches.map((branch) => requiredOf(branch)) : [[]];
}

function requiredOf(schema: JsonValue | undefined): string[] {
  const required = isJsonObject(schema) ? schema['required'] : undefined;
  return Array.isArray(required) ? (required as string[]) : [];
}

interface Condition {
  readonly when: JsonObject | undefined;
  readonly then: JsonObject;
  readonly otherwise: JsonObject;
}

function conditions(schema: JsonObject): Condition[] {
  const own = isJsonObject(schema['then'])
    ? [conditionOf(schema['if'] as JsonObject, schema['then'], schema['else'])]
    : [];
  const parts = (schema['allOf'] ?? []) as JsonObject[];
  const others = parts.flatMap((part) =>
    'if' in part ? conditions(part) : [conditionOf(undefined, part, undefined)],
  );
  return [...own, ...others];
}

function conditionOf(
  when: JsonObject | undefined,
  then: JsonObject,
  otherwise: JsonValue | undefined,
): Condition {
  return { when, then, otherwise: isJsonObject(otherwise) ? otherwise : {} };
}

function applied(
  maker: Maker,
  view: SchemaView,
  object: JsonObject,
  { when, then: consequence, otherwise }: Condition,
): fc.Arbitrary<JsonObject> {
  const then = when === undefined || holds(when, object) ? consequence : otherwise;
  const kept = { ...object };
  const changed: Record<string, fc.Arbitrary<JsonValue>> = {};
  for (const name of requiredOf(then)) {
    if (kept[name] === undefined) changed[name] = property(maker, view, name);
  }
  for (const [name, override] of Object.entries((then['properties'] ?? {}) as JsonObject)) {
    if (override === false) Reflect.deleteProperty(kept, name);
    else if (kept[name] !== undefined || changed[name] !== undefined) {
      changed[name] = overridden(maker, view, name, override as JsonObject);
    }
  }
  return Object.keys(changed).length === 0
    ? fc.constant(kept)
    : fc.record(changed).map((values) => ({ ...kept, ...values }));
}

function overridden(maker: Maker, { file, schema }: SchemaView, name: string, part: JsonObject) {
  const base = (schema['properties'] as JsonObject)[name] as JsonObject;
  const resolved = resolveSchema(maker.options.files.schemas, { file, schema: base });
  const known = maker.merged.get(part) ?? new Map<JsonObject, JsonObject>();
  maker.merged.set(part, known);
  const merged = known.get(resolved.schema) ?? merge(resolved.schema, part);
  known.set(resolved.schema, merged);
  return make(maker, { file: resolved.file, schema: merged });
}

function holds(when: JsonObject, object: JsonObject): boolean {
  if (!requiredOf(when).every((name) => object[name] !== undefined)) return false;
  return Object.entries((when['properties'] ?? {}) as Record<string, JsonObject>).every(
    ([name, test]) => satisfies(test, object[name] as JsonValue),
  );
}

function satisfies(test: JsonObject, value: JsonValue): boolean {
  if ('const' in test) return value === test['const'];
  if ('contains' in test) {
    return (value as JsonValue[]).some((item) => satisfies(test['contains'] as JsonObject, item));
  }
  return ((test['enum'] ?? []) as JsonValue[]).includes(value);
}

function merge(base: JsonObject, override: JsonObject): JsonObject {
  const properties = { ...(base['properties'] as JsonObject | undefined) };
  for (const [name, part] of Object.entries((override['properties'] ?? {}) as JsonObject)) {
    properties[name] = merge((properties[name] ?? {}) as JsonObject, part as JsonObject);
  }
  const required = [...new Set([...requiredOf(base), ...requiredOf(override)])];
  return {
    ...base,
    ...override,
    ...(required.length > 0 ? { required } : {}),
    ...('properties' in base ? { properties } : {}),
  };
}
