import { createHash } from 'node:crypto';
import { canonicalJson } from '../message/canonical-json.ts';
import type { JsonObject, JsonValue } from '../message/json.ts';
import type { RecogniseRow } from './mapping-document.ts';

/** The files of one folder under mappings/dialects/, read and checked against their schemas. */
export interface DialectFiles {
  readonly name: string;
  /** dialect.json */
  readonly dialect: JsonObject;
  /** By file name, such as `transfer-request.json`. */
  readonly mappings: Readonly<Record<string, JsonObject>>;
  /** By block name. */
  readonly blocks: Readonly<Record<string, JsonObject>>;
  /** By name of the code list. */
  readonly codes: Readonly<Record<string, JsonObject>>;
}

/** A document that the store keeps by the SHA-256 of its canonical text. */
export interface StoredDocument {
  readonly hash: string;
  readonly kind: 'profile' | 'dialect' | 'mapping' | 'code-list';
  readonly name: string;
  readonly text: string;
}

/** Names of the blocks and code lists that an activity's rules came upon. */
interface UsedDocuments {
  readonly usedBlocks: ReadonlySet<string>;
  readonly usedCodes: ReadonlySet<string>;
}

/** The files of a dialect as documents of the store. */
export interface StoredFiles {
  readonly all: readonly StoredDocument[];
  readonly bundles: StoredDocument[];
  readonly hashOf: (kind: string, name: string) => string;
  readonly bundle: (row: RecogniseRow, used: UsedDocuments) => string;
}

/** Every file under its hash; `bundle` adds one document that names all that reads an activity. */
export function storeFiles(files: DialectFiles): StoredFiles {
  const entry = (kind: StoredDocument['kind'], name: string, value: JsonValue): StoredDocument =>
    storedDocument(kind, `${files.name}/${name}`, value);
  const all = [
    entry('dialect', 'dialect.json', files.dialect),
    ...Object.entries(files.mappings).map(([name, value]) => entry('mapping', name, value)),
    ...Object.entries(files.blocks).map(([name, value]) =>
      entry('mapping', `blocks/${name}.json`, value),
    ),
    ...Object.entries(files.codes).map(([name, value]) =>
      entry('code-list', `codes/${name}.json`, value),
    ),
  ];
  const hashes = new Map(all.map(({ kind, name, hash }) => [`${kind} ${name}`, hash]));
  const hashOf = (kind: string, name: string): string =>
    hashes.get(`${kind} ${files.name}/${name}`) ?? '';
  const bundles: StoredDocument[] = [];
  const bundle = (row: RecogniseRow, used: UsedDocuments): string => {
    const named = (kind: string, folder: string, names: Iterable<string>): JsonObject =>
      Object.fromEntries([...names].map((name) => [name, hashOf(kind, `${folder}/${name}.json`)]));
    const value: JsonObject = {
      dialect: hashOf('dialect', 'dialect.json'),
      mapping: hashOf('mapping', row.mapping),
      blocks: named('mapping', 'blocks', used.usedBlocks),
      codes: named('code-list', 'codes', used.usedCodes),
    };
    const document = entry('mapping', row.type, value);
    bundles.push(document);
    return document.hash;
  };
  return { all, bundles, hashOf, bundle };
}

/** A document under the SHA-256 (hexadecimal) of its canonical text (RFC 8785). */
export function storedDocument(
  kind: StoredDocument['kind'],
  name: string,
  value: JsonValue,
): StoredDocument {
  const text = canonicalJson(value);
  return { kind, name, text, hash: createHash('sha256').update(text).digest('hex') };
}
