import { isJsonObject, type JsonObject, type JsonValue } from '../../message/json.ts';
import type { SchemaFiles } from '../../message/schema-files.ts';

const SUFFIX = '.schema.json';

/** The component that a schema file becomes: `transfer-request.v1`. */
export function componentName(fileName: string): string {
  return fileName.endsWith(SUFFIX) ? fileName.slice(0, -SUFFIX.length) : fileName;
}

/**
 * The compact's schemas as components of an OpenAPI document: references between files become
 * references within it, and the codes of a list stand as an `enum` with their meanings.
 */
export function embedSchemas(files: SchemaFiles): JsonObject {
  const components = Object.entries(files.schemas).map(([fileName, schema]) => {
    const content = Object.entries(schema).filter(([key]) => key !== '$schema' && key !== '$id');
    return [componentName(fileName), embed(files, fileName, Object.fromEntries(content))] as const;
  });
  return Object.fromEntries(components);
}

function embed(files: SchemaFiles, fileName: string, value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map((item) => embed(files, fileName, item));
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).map(([key, item]): [string, JsonValue] =>
    key === '$ref' && typeof item === 'string'
      ? [key, embedReference(fileName, item)]
      : [key, embed(files, fileName, item)],
  );
  const embedded: JsonObject = Object.fromEntries(entries);
  const list = value['x-code-list'];
  return typeof list === 'string' ? { ...embedded, ...codesOf(files, list) } : embedded;
}

/** `blocks.v1.schema.json#/$defs/date` → `#/components/schemas/blocks.v1/$defs/date`. */
function embedReference(fileName: string, reference: string): string {
  const [file = '', pointer = ''] = reference.split('#');
  return `#/components/schemas/${componentName(file === '' ? fileName : file)}${pointer}`;
}

function codesOf(files: SchemaFiles, list: string): JsonObject {
  const values = files.codeLists[list]?.values ?? [];
  return { enum: values.map(({ code }) => code) };
}
