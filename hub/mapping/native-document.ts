import { type JsonObject, type JsonValue, isJsonObject } from '../message/json.ts';
import { parseJson } from '../message/parse-json.ts';
import type { DialectDocument } from './mapping-document.ts';
import { MappingError } from './mapping-error.ts';
import { parseXml } from './native-xml.ts';
import { tokensOf } from './side-builder.ts';
import { renderXml } from './xml-writer.ts';

/** Largest native document, in bytes; the transports have limits of their own below it. */
export const MAX_DOCUMENT_BYTES = 8 * 1024 * 1024;

/** The tree of a native document, in the names of the dialect. Throws for what is not well-formed. */
export function parseNative(document: DialectDocument, bytes: Buffer): JsonValue {
  if (bytes.length > MAX_DOCUMENT_BYTES) throw new MappingError('DOCUMENT_TOO_LARGE');
  return document.format === 'json' ? parseJson(bytes) : parseXml(bytes, document.namespaces ?? {});
}

/** The bytes of a record in the dialect's format; the same tree gives the same bytes. */
export function renderNative(document: DialectDocument, record: JsonObject): Buffer {
  const tree = document.records.cut === 'whole' ? record : nested(document.records.path, [record]);
  return Buffer.from(
    document.format === 'json' ? JSON.stringify(tree) : renderXml(tree, document.namespaces ?? {}),
  );
}

/** The records of a document as its dialect cuts it. */
export function cutRecords(document: DialectDocument, tree: JsonValue): JsonObject[] {
  if (document.records.cut === 'whole') return [asRecord(tree)];
  const list = valueAt(tree, tokensOf(document.records.path));
  const items = Array.isArray(list) ? list : list === undefined ? [] : [list];
  return items.map(asRecord);
}

function asRecord(value: JsonValue): JsonObject {
  if (isJsonObject(value)) return value;
  throw new MappingError('RECORD_UNRECOGNISED');
}

/** The value at a path of member names. */
export function valueAt(tree: JsonValue, path: readonly string[]): JsonValue | undefined {
  let value: JsonValue | undefined = tree;
  for (const name of path) {
    if (!isJsonObject(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}

/** An object that holds the value at a path. */
export function nested(path: string, value: JsonValue): JsonObject {
  return tokensOf(path).reduceRight<JsonValue>(
    (inner, name) => ({ [name]: inner }),
    value,
  ) as JsonObject;
}
