import { isJsonObject, type JsonObject, type JsonValue } from '../../../hub/message/json.ts';
import type { SchemaFiles } from '../../../hub/message/schema-files.ts';

/** A subschema with its references resolved, where it stands and where it applies. */
export interface SchemaView {
  readonly file: string;
  readonly schema: JsonObject;
}

/** Resolves `$ref`s; the keywords beside a reference win over those it points to. */
export function resolve(files: SchemaFiles, { file, schema }: SchemaView): SchemaView {
  const { $ref } = schema;
  if (typeof $ref !== 'string') return { file, schema };
  const [target = '', name] = $ref.split('#/$defs/');
  const nextFile = target === '' ? file : target;
  const whole = files.schemas[nextFile];
  const blocks = whole?.['$defs'];
  const found = name === undefined ? whole : isJsonObject(blocks) ? blocks[name] : undefined;
  if (!isJsonObject(found)) throw new Error(`${file}: nothing at ${$ref}`);
  const resolved = resolve(files, { file: nextFile, schema: found });
  const beside = Object.fromEntries(Object.entries(schema).filter(([key]) => key !== '$ref'));
  return { file: resolved.file, schema: { ...resolved.schema, ...beside } };
}

/** The view of one property, or of the items when the key is an index. */
export function childOf(files: SchemaFiles, view: SchemaView, key: string | number): SchemaView {
  const { schema, file } = view;
  const properties = schema['properties'];
  const child =
    typeof key === 'number'
      ? schema['items']
      : isJsonObject(properties)
        ? properties[key]
        : undefined;
  if (!isJsonObject(child)) throw new Error(`${file}: no schema for ${key}`);
  return resolve(files, { file, schema: child });
}

export interface Spot {
  readonly pointer: string;
  readonly path: readonly (string | number)[];
  readonly value: JsonValue;
  readonly schema: JsonObject;
  readonly isRequired: boolean;
}

/** Every value inside a document beside the schema that describes it, the root first. */
export function spotsOf(files: SchemaFiles, fileName: string, document: JsonValue): Spot[] {
  const schema = files.schemas[fileName];
  if (schema === undefined) throw new Error(`no schema ${fileName}`);
  return visit(files, { file: fileName, schema }, document, [], false);
}

function visit(
  files: SchemaFiles,
  view: SchemaView,
  value: JsonValue,
  path: readonly (string | number)[],
  isRequired: boolean,
): Spot[] {
  const pointer = path.map((step) => `/${step}`).join('');
  const here: Spot = { pointer, path, value, schema: view.schema, isRequired };
  const required = Array.isArray(view.schema['required']) ? view.schema['required'] : [];
  const children: [string | number, JsonValue][] = Array.isArray(value)
    ? value.map((item, index) => [index, item])
    : isJsonObject(value)
      ? Object.entries(value)
      : [];
  const below = children.flatMap(([key, item]) =>
    visit(files, childOf(files, view, key), item, [...path, key], required.includes(key)),
  );
  return [here, ...below];
}

/** Where properties may stand in documents of a schema; `*` stands for an index. */
export function propertyPaths(files: SchemaFiles, view: SchemaView, prefix = ''): string[] {
  const { schema } = resolve(files, view);
  const { file } = resolve(files, view);
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
  const named = Object.keys(properties).flatMap((key) => {
    const path = `${prefix}/${key}`;
    return [path, ...propertyPaths(files, childOf(files, { file, schema }, key), path)];
  });
  const items = isJsonObject(schema['items'])
    ? propertyPaths(files, childOf(files, { file, schema }, 0), `${prefix}/*`)
    : [];
  return [...named, ...items];
}
