import type { SchemaFiles } from '../message/schema-files.ts';
import { type JsonObject, type JsonValue, isJsonObject } from '../message/json.ts';
import { type SchemaView, type Schemas, resolveSchema } from './schema-view.ts';
import { escapeToken } from './scope.ts';

/** What a schema says of one path; `*` in it stands for every item of a list. */
export interface FieldShape {
  readonly path: string;
  readonly kind: 'value' | 'object' | 'list';
  /** Required wherever the object it stands in is there. */
  readonly required: boolean;
  /** In characters. */
  readonly maxLength?: number;
  readonly minLength?: number;
  /** The only values it may have. */
  readonly codes?: readonly JsonValue[];
  /** Each must match. */
  readonly patterns?: readonly RegExp[];
  /** Numbers in text: the least and the greatest. */
  readonly range?: { readonly least?: number; readonly most?: number };
  /** Least and most items of a list. */
  readonly minItems?: number;
  readonly maxItems?: number;
  /** Of a canonical value: text that may hold line breaks. Of a local one: whether it holds them. */
  readonly lines?: boolean;
  /** `false`: the format cannot tell an empty list from none. */
  readonly holdsEmpty?: boolean;
}

/** By path. */
export type Shape = ReadonlyMap<string, FieldShape>;

interface Walk {
  readonly schemas: Schemas;
  readonly codeLists: SchemaFiles['codeLists'];
  readonly shape: Map<string, FieldShape>;
}

/** The fields of a value that keeps to a JSON Schema, as far as `properties` and `items` name them. */
export function shapeOfSchema(
  { schemas, codeLists }: { schemas: Schemas; codeLists: SchemaFiles['codeLists'] },
  view: SchemaView,
  base = '',
): Shape {
  const shape = new Map<string, FieldShape>();
  walk({ schemas, codeLists, shape }, view, base, true);
  return shape;
}

function walk(parts: Walk, view: SchemaView, path: string, required: boolean): void {
  const { file, schema } = resolveSchema(parts.schemas, view);
  const properties = schema['properties'];
  if (isJsonObject(properties)) {
    parts.shape.set(path, { path, kind: 'object', required });
    const needed = Array.isArray(schema['required']) ? schema['required'] : [];
    for (const [name, property] of Object.entries(properties)) {
      if (!isJsonObject(property)) continue;
      const inside = { file, schema: property };
      walk(parts, inside, `${path}/${escapeToken(name)}`, needed.includes(name));
    }
  } else if (isJsonObject(schema['items'])) {
    const minItems = typeof schema['minItems'] === 'number' ? schema['minItems'] : 0;
    const maxItems = schema['maxItems'];
    const most = typeof maxItems === 'number' ? { maxItems } : {};
    parts.shape.set(path, { path, kind: 'list', required, minItems, ...most });
    walk(parts, { file, schema: schema['items'] }, `${path}/*`, true);
  } else {
    parts.shape.set(path, { path, kind: 'value', required, ...limits(parts, schema) });
  }
}

function limits(
  parts: Walk,
  schema: JsonObject,
): Pick<FieldShape, 'maxLength' | 'codes' | 'lines'> {
  const { maxLength, pattern, 'x-code-list': list, enum: values } = schema;
  const lines = typeof pattern === 'string' && new RegExp(pattern, 'u').test('a\nb');
  const codes =
    typeof list === 'string'
      ? parts.codeLists[list]?.values.map(({ code }) => code)
      : Array.isArray(values)
        ? values
        : 'const' in schema
          ? [schema['const'] ?? null]
          : undefined;
  return {
    ...(typeof maxLength === 'number' ? { maxLength } : {}),
    ...(codes === undefined ? {} : { codes }),
    ...(lines ? { lines } : {}),
  };
}

/** Whether a field is there whenever the object at `owner`, which it stands in, is there. */
export function isGuaranteed(shape: Shape, owner: string, path: string): boolean {
  if (path === owner) return true;
  if (!path.startsWith(`${owner}/`)) return false;
  const field = shape.get(path);
  const parent = path.slice(0, path.lastIndexOf('/'));
  if (path.endsWith('/*'))
    return (shape.get(parent)?.minItems ?? 0) > 0 && isGuaranteed(shape, owner, parent);
  return field?.required === true && isGuaranteed(shape, owner, parent);
}
