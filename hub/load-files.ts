import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { StatesInForce } from './flows/read-submission.ts';
import { loadSchemas } from './load-data.ts';
import { loadMappings } from './load-mappings.ts';
import { canonicalJson } from './message/canonical-json.ts';
import type { JsonValue } from './message/json.ts';
import { type MessageValidator, createMessageValidator } from './message/validate-message.ts';
import type { SchemaFiles } from './message/schema-files.ts';
import { PROJECT_ROOT } from './project-root.ts';
import type { StoredDocument } from './store/documents.ts';

/** Everything that files say, read once and checked whole: schemas, states, and their hashes. */
export interface HubFiles {
  readonly validator: MessageValidator;
  readonly states: StatesInForce;
  readonly schemaFiles: SchemaFiles;
  /** What the store keeps by hash. */
  readonly documents: readonly StoredDocument[];
  /** Hash of the manifest of schemas and code lists: transmissions name it. */
  readonly schemaHash: string;
  /** Over everything: two processes with another one do not serve beside each other. */
  readonly filesHash: string;
}

/**
 * Throws DATA_INVALID with every problem of every file. Of files that are known to be right
 * (`checked-files.ts`) nothing is checked, and a schema is compiled when it is first asked.
 */
export function loadFiles(
  mappingsDirectory: string,
  { areChecked }: { readonly areChecked: boolean } = { areChecked: false },
): HubFiles {
  const schemaFiles = loadSchemas(join(PROJECT_ROOT, 'schemas'));
  const {
    profiles,
    dialects,
    documents: mappingDocuments,
  } = loadMappings(mappingsDirectory, schemaFiles, { areChecked });
  const schemaDocuments = [
    ...Object.entries(schemaFiles.schemas).map(([name, value]) =>
      documentOf('schema', name, value),
    ),
    ...Object.entries(schemaFiles.codeLists).map(([name, value]) =>
      documentOf('code-list', name, value as unknown as JsonValue),
    ),
  ];
  const manifest = documentOf(
    'schema',
    'manifest',
    Object.fromEntries(schemaDocuments.map(({ name, hash }) => [name, hash])),
  );
  const profileDocuments = [...profiles.values()].map((profile) =>
    documentOf('profile', profile.member, profile as unknown as JsonValue),
  );
  const documents = [
    manifest,
    ...schemaDocuments,
    ...profileDocuments,
    ...mappingDocuments.map(({ hash, kind, name, text }) => ({ hash, kind, name, content: text })),
  ];
  return {
    validator: createMessageValidator(schemaFiles, { whenAsked: areChecked }),
    states: {
      profiles,
      dialects,
      profileHashes: new Map(profileDocuments.map(({ name, hash }) => [name, hash])),
    },
    schemaFiles,
    documents: [...new Map(documents.map((document) => [document.hash, document])).values()],
    schemaHash: manifest.hash,
    filesHash: hashOf(documents.map(({ hash }) => hash).sort()),
  };
}

function documentOf(kind: StoredDocument['kind'], name: string, value: JsonValue): StoredDocument {
  return { hash: hashOf(value), kind, name, content: canonicalJson(value) };
}

function hashOf(value: JsonValue): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
