import { isJsonObject, type JsonObject, type JsonValue } from '../../message/json.ts';
import type { SchemaFiles } from '../../message/schema-files.ts';

const SUFFIX = '.schema.json';

/** The component that a schema file becomes: `transfer-request.v1`. */
export function componentName(fileName: string): string {
  return fileName.endsWith(SUFFIX) ? fileName.slice(0, -SUFFIX.length) : fileName;
}

/**
 * The schemas of these files, and of the files that they refer to, as components of an OpenAPI
 * document: references between files become references within it, and the codes of a list stand as
 * an `enum`.
 */
export function embedSchemas(files: SchemaFiles, wanted: readonly string[]): JsonObject {
  const components: JsonObject = {};
  const waiting = [...wanted];
  for (let fileName = waiting.pop(); fileName !== undefined; fileName = waiting.pop()) {
    const schema = files.schemas[fileName];
    if (schema === undefined) throw new Error(`there is no schema ${fileName}`);
    if (Object.hasOwn(components, componentName(fileName))) continue;
    const content = Object.entries(schema).filter(([key]) => key !== '$schema' && key !== '$id');
    components[componentName(fileName)] = embed(files, fileName, Object.fromEntries(content));
    waiting.push(...filesReferredTo(schema));
  }
  return components;
}

function filesReferredTo(value: JsonValue): string[] {
  if (Array.isArray(value)) return value.flatMap(filesReferredTo);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    if (key !== '$ref' || typeof item !== 'string') return filesReferredTo(item);
    const [file = ''] = item.split('#');
    return file === '' ? [] : [file];
  });
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
