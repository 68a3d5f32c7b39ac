import { type JsonObject, type JsonValue, isJsonObject } from '../message/json.ts';
import { type Dialect, inspectDialect } from './dialect.ts';
import type { LocalFile } from './stored-documents.ts';

/** What one `mapping_hash` names, by hash: every document that reads and writes one activity. */
interface Bundle {
  readonly dialect: string;
  readonly mapping: string;
  readonly blocks: Readonly<Record<string, string>>;
  readonly codes: Readonly<Record<string, string>>;
  readonly local?: string;
}

/** The hashes that the text of such a document names. */
export function hashesOfBundle(text: string): string[] {
  const { dialect, mapping, blocks, codes, local } = JSON.parse(text) as Bundle;
  return [
    dialect,
    mapping,
    ...Object.values(blocks),
    ...Object.values(codes),
    ...(local === undefined ? [] : [local]),
  ];
}

/**
 * A dialect with this one activity again, from the text of its bundle and the texts that it names, so that
 * a document is explained by the rules that made it and not by those of today. Undefined where a text is
 * not kept, and for formats of lines: their stored layout has lost the order of its lines.
 */
export function activityOfBundle(
  name: string,
  type: string,
  text: string,
  textOf: (hash: string) => string | undefined,
): Dialect | undefined {
  const bundle = JSON.parse(text) as Bundle;
  const values = new Map(hashesOfBundle(text).map((hash) => [hash, parsed(textOf(hash))]));
  const objectOf = (hash: string): JsonObject => {
    const value = values.get(hash);
    return isJsonObject(value) ? value : {};
  };
  const named = (hashes: Readonly<Record<string, string>>): Record<string, JsonObject> =>
    Object.fromEntries(Object.entries(hashes).map(([key, hash]) => [key, objectOf(hash)]));
  const document = objectOf(bundle.dialect);
  const row = rowsOf(document).find((one) => one['type'] === type);
  const { format } = document;
  const isLayout = format === 'csv' || format === 'fixed-width';
  const isWhole = [...values.values()].every((value) => value !== undefined);
  const mapping = row?.['mapping'];
  if (row === undefined || typeof mapping !== 'string' || isLayout || !isWhole) return undefined;
  const local = bundle.local === undefined ? undefined : localOf(values.get(bundle.local));
  return inspectDialect(
    {
      name,
      dialect: { ...document, recognise: [row] },
      mappings: { [mapping]: objectOf(bundle.mapping) },
      blocks: named(bundle.blocks),
      codes: named(bundle.codes),
      ...(local === undefined ? {} : { local }),
    },
    { areChecked: true },
  ).dialect;
}

const parsed = (text: string | undefined): JsonValue | undefined =>
  text === undefined ? undefined : (JSON.parse(text) as JsonValue);

function rowsOf({ recognise }: JsonObject): JsonObject[] {
  return Array.isArray(recognise) ? recognise.filter(isJsonObject) : [];
}

/** A schema in XML is kept as its text, or as a list of texts. */
function localOf(value: JsonValue | undefined): LocalFile {
  if (isJsonObject(value)) return { kind: 'json-schema', value };
  const texts = (Array.isArray(value) ? value : [value]) as string[];
  const [bytes = Buffer.alloc(0), ...imported] = texts.map((text) => Buffer.from(text));
  return { kind: 'xsd', bytes, ...(imported.length === 0 ? {} : { imported }) };
}
