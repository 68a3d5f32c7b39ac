import { type JsonObject, type JsonValue, isJsonObject } from '../message/json.ts';

/** JSON Schemas by the name by which `$ref` finds them. */
export type Schemas = Readonly<Record<string, JsonObject>>;

/** A subschema and the file in which its own references are read. */
export interface SchemaView {
  readonly file: string;
  readonly schema: JsonObject;
}

/** Follows `$ref`s; the keywords beside a reference win over those it points to. */
export function resolveSchema(schemas: Schemas, { file, schema }: SchemaView): SchemaView {
  const reference = schema['$ref'];
  if (typeof reference !== 'string') return { file, schema };
  const [target = '', definition] = reference.split('#/$defs/');
  const nextFile = target === '' || target === '#' ? file : target;
  const whole = schemas[nextFile];
  const definitions = whole?.['$defs'];
  const found = definition === undefined ? whole : member(definitions, definition);
  if (!isJsonObject(found)) throw new Error(`${file}: nothing at ${reference}`);
  const resolved = resolveSchema(schemas, { file: nextFile, schema: found });
  const beside = Object.fromEntries(Object.entries(schema).filter(([key]) => key !== '$ref'));
  return { file: resolved.file, schema: { ...resolved.schema, ...beside } };
}

function member(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
