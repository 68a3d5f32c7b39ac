import { type JsonObject, type JsonValue, isJsonObject } from '../message/json.ts';
import { parseJson } from '../message/parse-json.ts';
import type { Dialect } from './dialect.ts';
import { foldEntries, locateEntry, spreadEntries } from './entry-document.ts';
import type { DialectDocument, EntriesPlace } from './mapping-document.ts';
import { MappingError } from './mapping-error.ts';
import { checkBatch, listDocument } from './list-document.ts';
import { readLayout } from './layout/read-layout.ts';
import { writeLayout } from './layout/write-layout.ts';
import { parseXml } from './native-xml.ts';
import { valueAt } from './value-at.ts';
import { tokensOf } from './side-builder.ts';
import { renderXml } from './xml-writer.ts';

/** Largest native document, in bytes; the transports have limits of their own below it. */
export const MAX_DOCUMENT_BYTES = 8 * 1024 * 1024;

/** What is needed to read and write the documents of a dialect. */
export type NativeForm = Pick<Dialect, 'layout'> & { readonly document: DialectDocument };

/** A document taken apart, in the names of the dialect. */
export interface NativeTree {
  readonly tree: JsonValue;
  /** Where a JSON Pointer into a record stands in the document, as far as a state can count: its line. */
  readonly locate: (record: JsonObject, pointer: string) => string;
}

/** The tree of a native document. Throws for what is not well-formed. */
export function parseNative({ document, layout }: NativeForm, bytes: Buffer): NativeTree {
  if (bytes.length > MAX_DOCUMENT_BYTES) throw new MappingError('DOCUMENT_TOO_LARGE');
  if (layout !== undefined) {
    const { records, locate } = readLayout(layout, bytes);
    return { tree: { records }, locate };
  }
  const isJson = document.format === 'json';
  const tree = isJson ? parseJson(bytes) : parseXml(bytes, document.namespaces ?? {});
  const entries = entriesOf(document);
  if (entries === undefined) return { tree, locate: (_record, pointer) => pointer };
  return {
    tree: foldEntries(entries, tree),
    locate: (_record, pointer) => locateEntry(entries, pointer),
  };
}

/** The bytes of one record as a document of its own; the same tree gives the same bytes. */
export function renderNative(form: NativeForm, record: JsonObject): Buffer {
  return renderRecords(form, [record]);
}

/**
 * The bytes of a document of these records; several only in a format that cuts into records. Throws
 * `NOT_HELD` with local pointers for what the format itself cannot hold.
 */
export function renderRecords(
  { document, layout }: NativeForm,
  records: readonly [JsonObject, ...JsonObject[]],
): Buffer {
  if (layout !== undefined) return writeLayout(layout, records);
  const [first, ...others] = records;
  const { records: cut, format, namespaces = {} } = document;
  if (cut.cut === 'whole' && others.length > 0) throw new Error('the format holds one record');
  const entries = entriesOf(document);
  const spelled = entries === undefined ? first : spreadEntries(entries, first);
  const tree = cut.cut === 'list' ? listDocument(cut, records) : spelled;
  return Buffer.from(format === 'json' ? JSON.stringify(tree) : renderXml(tree, namespaces));
}

/**
 * Each record of a document as a document of its own, in order: what is accepted, receipted and kept
 * one by one. A document of one record stays as its bytes are. Throws as `readNative` does.
 */
export function splitDocument(
  { document, layout, accepts }: Pick<Dialect, 'document' | 'layout' | 'accepts'>,
  contentType: string,
  bytes: Buffer,
): Buffer[] {
  const type = (contentType.split(';')[0] ?? '').trim().toLowerCase();
  if (document === undefined || document.records.cut === 'whole' || !accepts.has(type)) {
    return [bytes];
  }
  const form = { document, layout };
  const records = cutRecords(document, parseNative(form, bytes).tree);
  return records.length === 1 ? [bytes] : records.map((record) => renderNative(form, record));
}

/**
 * One document with the records of all these, in order: what a state gets as a batch. The records of
 * the whole are those of the parts. Throws `NOT_HELD` when two of them cannot be told apart in one
 * document, or do not belong in one.
 */
export function joinDocuments(
  { document, layout }: Pick<Dialect, 'document' | 'layout'>,
  documents: readonly Buffer[],
): Buffer {
  const [first, ...others] = documents;
  if (first === undefined) throw new Error('there is nothing to join');
  if (others.length === 0) return first;
  if (document === undefined) throw new Error('the canonical format holds one record');
  const form = { document, layout };
  const records = documents.flatMap((bytes) => cutRecords(document, parseNative(form, bytes).tree));
  return renderRecords(form, records as [JsonObject, ...JsonObject[]]);
}

/**
 * The records of a document as its dialect cuts it. Throws `NATIVE_INVALID` when a count, a constant
 * or what all have in common is not what the document says: then none of it is taken.
 */
export function cutRecords(document: DialectDocument, tree: JsonValue): JsonObject[] {
  const { records } = document;
  if (records.cut === 'whole') return [asRecord(tree)];
  if (records.cut === 'layout') return listAt(tree, ['records']).map(asRecord);
  const items = listAt(tree, tokensOf(records.path)).map(asRecord);
  checkBatch(records, tree, items);
  return items;
}

function entriesOf({ records }: DialectDocument): EntriesPlace | undefined {
  return records.cut === 'whole' ? records.entries : undefined;
}

function listAt(tree: JsonValue, path: readonly string[]): JsonValue[] {
  const list = valueAt(tree, path);
  return Array.isArray(list) ? list : list === undefined ? [] : [list];
}

function asRecord(value: JsonValue): JsonObject {
  if (isJsonObject(value)) return value;
  throw new MappingError('RECORD_UNRECOGNISED');
}
