import type { Schema } from './compact-schemas.ts';

/** Every path of properties in a value, with `*` for the items of a list. */
export function pathsOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => pathsOf(item, `${path}/*`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    `${path}/${name}`,
    ...pathsOf(inner, `${path}/${name}`),
  ]);
}

/** Every path of properties that a schema file allows, references followed. */
export function propertyPaths(schemas: ReadonlyMap<string, Schema>, file: string): string[] {
  return walk(schemas, { file, schema: schemas.get(file) ?? {} }, '');
}

interface Place {
  readonly file: string;
  readonly schema: Schema;
}

function walk(schemas: ReadonlyMap<string, Schema>, place: Place, path: string): string[] {
  const { file, schema } = resolve(schemas, place);
  const inItems =
    schema.items === undefined ? [] : walk(schemas, { file, schema: schema.items }, `${path}/*`);
  const inProperties = Object.entries(schema.properties ?? {}).flatMap(([name, inner]) =>
    inner === false
      ? []
      : [`${path}/${name}`, ...walk(schemas, { file, schema: inner }, `${path}/${name}`)],
  );
  return [...inItems, ...inProperties];
}

function resolve(schemas: ReadonlyMap<string, Schema>, place: Place): Place {
  const reference = place.schema.$ref;
  if (reference === undefined) return place;
  const [name = '', pointer] = reference.split('#');
  const file = name === '' ? place.file : name;
  const root = schemas.get(file) ?? {};
  const block = pointer === undefined ? root : (root.$defs ?? {})[pointer.replace('/$defs/', '')];
  return resolve(schemas, { file, schema: block ?? {} });
}
