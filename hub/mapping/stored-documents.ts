import { createHash } from 'node:crypto';
import { canonicalJson } from '../message/canonical-json.ts';
import { type JsonObject, type JsonValue, isJsonObject } from '../message/json.ts';
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
  /** The state's own schema; without it native documents are checked by the rules alone. */
  readonly local?: LocalFile;
}

/** local.schema.json, local.xsd or local.layout.json as it stands in the folder. */
export type LocalFile =
  | { readonly kind: 'json-schema' | 'layout'; readonly value: JsonObject }
  | {
      readonly kind: 'xsd';
      readonly bytes: Buffer;
      /** The schemas of other namespaces beside it. */
      readonly imported?: readonly Buffer[];
    };

const LOCAL_NAME = {
  'json-schema': 'local.schema.json',
  layout: 'local.layout.json',
  xsd: 'local.xsd',
} as const;
const LOCAL_KINDS = ['json-schema', 'layout', 'xsd'] as const;

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
  /** Names every file by its hash: the whole of the dialect by one hash. */
  readonly version: StoredDocument;
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
  const { local } = files;
  if (local !== undefined) {
    all.push(entry('dialect', LOCAL_NAME[local.kind], textOrValue(local)));
  }
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
      ...(local === undefined ? {} : { local: hashOf('dialect', LOCAL_NAME[local.kind]) }),
    };
    const document = entry('mapping', row.type, value);
    bundles.push(document);
    return document.hash;
  };
  const ordered = orderedFiles(files).map(([name, value]) =>
    entry('dialect', name, JSON.stringify(value)),
  );
  const version = entry('dialect', 'version', versionOf(files.name, [...all, ...ordered]));
  return { all: [...all, ...ordered], bundles, version, hashOf, bundle };
}

/**
 * In these files the order of members is the order of lines and namespaces in a document. Canonical
 * JSON loses it, so a version names their text as well.
 */
function orderedFiles({ dialect, local }: DialectFiles): [string, JsonObject][] {
  return [
    ['dialect.json', dialect],
    ...(local?.kind === 'layout' ? [[LOCAL_NAME.layout, local.value] as [string, JsonObject]] : []),
  ];
}

/** Kind and place of each file of a dialect, and its hash; the last of a name counts. */
function versionOf(dialect: string, all: readonly StoredDocument[]): JsonObject {
  return Object.fromEntries(
    all.map(({ kind, name, hash }) => [`${kind} ${name.slice(dialect.length + 1)}`, hash]),
  );
}

/** The hashes that the text of a version names. */
export function hashesOfVersion(version: string): string[] {
  return Object.values(JSON.parse(version) as Record<string, string>);
}

/**
 * The files of a stored version again, from its text and the texts of the documents that it names;
 * throws when one of those is not there. What is compiled from them has the version's hash.
 */
export function filesOfVersion(
  name: string,
  version: string,
  textOf: (hash: string) => string | undefined,
): DialectFiles {
  const entries = Object.entries(JSON.parse(version) as Record<string, string>);
  const files = entries.map(([place, hash]) => {
    const text = textOf(hash);
    if (text === undefined) throw new Error('a document of the version is not in the store');
    const value = JSON.parse(text) as JsonValue;
    const isText = typeof value === 'string' && place.endsWith('.json');
    return { place, value: isText ? (JSON.parse(value) as JsonValue) : value };
  });
  const below = (start: string): Record<string, JsonObject> =>
    Object.fromEntries(
      files.flatMap(({ place, value }) => {
        const file = place.startsWith(start) ? place.slice(start.length) : '/';
        return file.includes('/') || !isJsonObject(value) ? [] : [[file, value]];
      }),
    );
  const local = files.flatMap(({ place, value }) => localFileOf(place, value))[0];
  return {
    name,
    dialect: below('dialect ')['dialect.json'] ?? {},
    mappings: below('mapping '),
    blocks: byStem(below('mapping blocks/')),
    codes: byStem(below('code-list codes/')),
    ...(local === undefined ? {} : { local }),
  };
}

function byStem(files: Readonly<Record<string, JsonObject>>): Record<string, JsonObject> {
  return Object.fromEntries(
    Object.entries(files).map(([file, value]) => [file.replace(/\.json$/, ''), value]),
  );
}

function localFileOf(place: string, value: JsonValue): LocalFile[] {
  const kind = LOCAL_KINDS.find((candidate) => place === `dialect ${LOCAL_NAME[candidate]}`);
  if (kind === undefined) return [];
  if (kind !== 'xsd') return [{ kind, value: value as JsonObject }];
  const texts = (Array.isArray(value) ? value : [value]) as string[];
  const [bytes = Buffer.alloc(0), ...imported] = texts.map((text) => Buffer.from(text));
  return [{ kind, bytes, ...(imported.length === 0 ? {} : { imported }) }];
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

/** A schema of one namespace as its text; of several as a list of texts. */
function textOrValue(local: LocalFile): JsonValue {
  if (local.kind !== 'xsd') return local.value;
  const [own = '', ...others] = [local.bytes, ...(local.imported ?? [])].map((bytes) =>
    bytes.toString(),
  );
  return others.length === 0 ? own : [own, ...others];
}
