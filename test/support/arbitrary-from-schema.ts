import fc from 'fast-check';
import { type JsonObject, type JsonValue, isJsonObject } from '../../hub/message/json.ts';
import type { SchemaFiles } from '../../hub/message/schema-files.ts';
import { type SchemaView, resolveSchema } from '../../hub/mapping/schema-view.ts';
import { arbitraryText } from './arbitrary-text.ts';

/** How often an optional property is there. */
const OPTIONAL_RATE = { some: 0.6, all: 1, none: 0 } as const;

export interface ArbitraryOptions {
  readonly files: SchemaFiles;
  /** Which optional properties are there; every array has from its least to `arrays` items. */
  readonly optional: keyof typeof OPTIONAL_RATE;
  readonly arrays: number;
}

/** Values that keep to a schema (JSON Schema 2020-12, as far as schemas/ uses it) by construction. */
export function arbitraryFromSchema(
  options: ArbitraryOptions,
  view: SchemaView,
): fc.Arbitrary<JsonValue> {
  const { file, schema } = resolveSchema(options.files.schemas, view);
  const here = (part: JsonValue | undefined): SchemaView => ({ file, schema: part as JsonObject });
  if ('const' in schema) return fc.constant(schema['const'] ?? null);
  if (Array.isArray(schema['enum'])) return fc.constantFrom(...schema['enum']);
  if (typeof schema['x-code-list'] === 'string') {
    const list = options.files.codeLists[schema['x-code-list']];
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
      return arrays(options, schema, here(schema['items']));
    }
    case 'object': {
      return objects(options, { file, schema });
    }
    default: {
      return arbitraryText(schema);
    }
  }
}

function arrays(
  options: ArbitraryOptions,
  schema: JsonObject,
  items: SchemaView,
): fc.Arbitrary<JsonValue> {
  const { minItems = 0, maxItems = 3 } = schema as { minItems?: number; maxItems?: number };
  const maxLength = Math.max(minItems, Math.min(maxItems, options.arrays));
  const size = { minLength: minItems, maxLength, size: 'max' } as const;
  const item = arbitraryFromSchema(options, items);
  return schema['uniqueItems'] === true
    ? fc.uniqueArray(item, { ...size, selector: (value) => JSON.stringify(value) })
    : fc.array(item, size);
}

/** Objects, with what `allOf`, `if`/`then` and `oneOf` of required names ask for. */
function objects(options: ArbitraryOptions, view: SchemaView): fc.Arbitrary<JsonValue> {
  const { schema, file } = view;
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, JsonObject>);
  const rate = OPTIONAL_RATE[options.optional];
  const values = properties.map(([, property]) =>
    arbitraryFromSchema(options, { file, schema: property }),
  );
  const present = properties.map(() => fc.double({ min: 0, max: 1, noNaN: true }));
  const branches = branchesOf(schema);
  return fc
    .tuple(fc.tuple(...values), fc.tuple(...present), fc.nat({ max: branches.length - 1 }))
    .chain(([all, chances, branch]) => {
      const pool = Object.fromEntries(properties.map(([name], i) => [name, all[i] as JsonValue]));
      const required = requiredOf(schema);
      const others = branches.flat().filter((name) => !branches[branch]?.includes(name));
      const names = properties
        .map(([name]) => name)
        .filter((name, i) => required.includes(name) || (chances[i] ?? 1) < rate)
        .filter((name) => !others.includes(name));
      const chosen = [...new Set([...names, ...(branches[branch] ?? [])])];
      const kept = chosen.length === 0 ? properties.slice(0, 1).map(([name]) => name) : chosen;
      const value = Object.fromEntries(kept.map((name) => [name, pool[name] as JsonValue]));
      return conditions(schema).reduce<fc.Arbitrary<JsonObject>>(
        (made, condition) =>
          made.chain((object) => applied(options, view, pool, object, condition)),
        fc.constant(value),
      );
    });
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
  return [
    ...own,
    ...parts.flatMap((part) =>
      'if' in part ? conditions(part) : [conditionOf(undefined, part, undefined)],
    ),
  ];
}

function conditionOf(
  when: JsonObject | undefined,
  then: JsonObject,
  otherwise: JsonValue | undefined,
): Condition {
  return { when, then, otherwise: isJsonObject(otherwise) ? otherwise : {} };
}

function applied(
  options: ArbitraryOptions,
  { file, schema }: SchemaView,
  pool: JsonObject,
  object: JsonObject,
  { when, then: consequence, otherwise }: Condition,
): fc.Arbitrary<JsonObject> {
  const then = when === undefined || holds(when, object) ? consequence : otherwise;
  const value = { ...object };
  for (const name of requiredOf(then)) value[name] ??= pool[name] as JsonValue;
  const overrides: Record<string, fc.Arbitrary<JsonValue>> = {};
  for (const [name, override] of Object.entries((then['properties'] ?? {}) as JsonObject)) {
    if (override === false) Reflect.deleteProperty(value, name);
    else if (value[name] !== undefined) {
      const base = (schema['properties'] as JsonObject)[name] as JsonObject;
      const resolved = resolveSchema(options.files.schemas, { file, schema: base });
      const merged = merge(resolved.schema, override as JsonObject);
      overrides[name] = arbitraryFromSchema(options, { file: resolved.file, schema: merged });
    }
  }
  return fc.record(overrides).map((changed) => ({ ...value, ...changed }));
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
