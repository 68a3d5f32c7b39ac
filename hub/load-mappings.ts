import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isMemberCode } from './compact/members.ts';
import { type Profile, readProfile } from './compact/profile.ts';
import { HubError, type Problem } from './errors.ts';
import { loadSchemas } from './load-data.ts';
import { canonicalDialect } from './mapping/canonical-dialect.ts';
import { type Dialect, compileDialect } from './mapping/dialect.ts';
import type { LocalSchema } from './mapping/local-schema.ts';
import { reportsOf } from './mapping/report-dialect.ts';
import type { DialectFiles, StoredDocument } from './mapping/stored-documents.ts';
import { type JsonObject, isJsonObject } from './message/json.ts';
import { parseJson } from './message/parse-json.ts';
import { type SchemaCheck, createSchemaChecker } from './message/schema-checker.ts';
import type { SchemaFiles } from './message/schema-files.ts';
import { PROJECT_ROOT } from './project-root.ts';

export interface LoadedMappings {
  /** By member. */
  readonly profiles: ReadonlyMap<string, Profile>;
  /** By name; `canonical` is always there. */
  readonly dialects: ReadonlyMap<string, Dialect>;
  /** Dialects, mappings, blocks and code lists, each under its hash. */
  readonly documents: readonly StoredDocument[];
}

/**
 * Reads the states' folders and the dialects below `dir` and checks them whole: every file against
 * its schema, every dialect by compiling it. Throws a HubError DATA_INVALID with every problem of
 * every file; a problem's pointer is `file#/json/pointer`, the file relative to `dir`.
 */
export function loadMappings(dir: string, schemas = loadSchemas(schemaFolder())): LoadedMappings {
  const reader = createReader(dir, schemas);
  const dialects = new Map<string, Dialect>([['canonical', canonicalDialect()]]);
  for (const name of foldersIn(join(dir, 'dialects'))) {
    const dialect = readDialect(reader, name);
    if (dialect !== undefined) dialects.set(name, dialect);
  }
  const profiles = new Map<string, Profile>();
  for (const member of foldersIn(dir).filter(isMemberCode)) {
    const profile = readState(reader, member, dialects);
    if (profile !== undefined) profiles.set(member, profile);
  }
  if (reader.problems.length > 0) {
    throw new HubError('DATA_INVALID', 'the mappings are not right', { problems: reader.problems });
  }
  const documents = [...dialects.values()].flatMap((dialect) => dialect.documents);
  return { profiles, dialects, documents };
}

function schemaFolder(): string {
  return join(PROJECT_ROOT, 'schemas');
}

/** Reads and checks the files of one folder tree, and keeps what is wrong with them. */
interface Reader {
  readonly dir: string;
  readonly schemas: SchemaFiles;
  readonly problems: Problem[];
  readonly checks: Record<'profile' | 'dialect' | 'mapping' | 'block' | 'codeList', SchemaCheck>;
  /** The JSON object in a file below `dir`; undefined after a problem was added. */
  readonly object: (file: string) => JsonObject | undefined;
  /** Whether it keeps to its schema; adds what is wrong. */
  readonly keepsTo: (file: string, value: JsonObject, check: SchemaCheck) => boolean;
}

function createReader(dir: string, schemas: SchemaFiles): Reader {
  const problems: Problem[] = [];
  const checkOf = createSchemaChecker(schemas);
  const object = (file: string): JsonObject | undefined => {
    try {
      const value = parseJson(readFileSync(join(dir, file)));
      if (isJsonObject(value)) return value;
      problems.push({ pointer: `${file}#`, code: 'FILE_INVALID', detail: 'not a JSON object' });
    } catch (error) {
      const detail = error instanceof HubError ? error.message : 'the file cannot be read';
      problems.push({ pointer: `${file}#`, code: 'FILE_INVALID', detail });
    }
    return undefined;
  };
  return {
    dir,
    schemas,
    problems,
    checks: {
      profile: checkOf('profile.v1.schema.json'),
      dialect: checkOf('dialect.v1.schema.json'),
      mapping: checkOf('mapping.v1.schema.json'),
      block: checkOf('mapping.v1.schema.json#/$defs/block'),
      codeList: checkOf('mapping.v1.schema.json#/$defs/codeList'),
    },
    object,
    keepsTo: (file, value, check) => {
      const found = check(value);
      problems.push(...found.map((problem) => inFile(file, problem)));
      return found.length === 0;
    },
  };
}

function inFile(file: string, problem: Problem): Problem {
  return { ...problem, pointer: `${file}#${problem.pointer}` };
}

function readDialect(reader: Reader, name: string): Dialect | undefined {
  const folder = `dialects/${name}`;
  const before = reader.problems.length;
  const dialect = reader.object(`${folder}/dialect.json`);
  const local = readLocalSchema(reader, folder);
  if (dialect !== undefined) {
    reader.keepsTo(`${folder}/dialect.json`, dialect, reader.checks.dialect);
  }
  const mappings = readFolder(reader, folder, reader.checks.mapping, MAPPING_FILE);
  const blocks = readFolder(reader, `${folder}/blocks`, reader.checks.block, ANY_JSON);
  const codes = readFolder(reader, `${folder}/codes`, reader.checks.codeList, ANY_JSON);
  if (dialect === undefined || local === undefined || reader.problems.length > before) {
    return undefined;
  }
  const files = { name, dialect, mappings, blocks: byStem(blocks), codes: byStem(codes) };
  const compiled = compile(reader, folder, files);
  if (compiled !== undefined) checkDialect(reader, folder, compiled, local);
  return compiled;
}

const ANY_JSON = /\.json$/;
/** dialect.json and a local schema stand beside the mapping documents. */
const MAPPING_FILE = /^(?!dialect\.json$)[a-z-]+\.json$/;

function readFolder(
  reader: Reader,
  folder: string,
  check: SchemaCheck,
  names: RegExp,
): Record<string, JsonObject> {
  const files: Record<string, JsonObject> = {};
  for (const name of filesIn(join(reader.dir, folder)).filter((file) => names.test(file))) {
    const file = `${folder}/${name}`;
    const value = reader.object(file);
    if (value !== undefined && reader.keepsTo(file, value, check)) files[name] = value;
  }
  return files;
}

function byStem(files: Readonly<Record<string, JsonObject>>): Record<string, JsonObject> {
  return Object.fromEntries(
    Object.entries(files).map(([name, value]) => [basename(name, '.json'), value]),
  );
}

function compile(reader: Reader, folder: string, files: DialectFiles): Dialect | undefined {
  try {
    return compileDialect(files);
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    reader.problems.push(
      ...error.problems.map((problem) => ({ ...problem, pointer: `${folder}/${problem.pointer}` })),
    );
    return undefined;
  }
}

function readLocalSchema(reader: Reader, folder: string): LocalSchema | undefined {
  const names = filesIn(join(reader.dir, folder));
  if (names.includes('local.xsd')) {
    return { kind: 'xsd', bytes: readFileSync(join(reader.dir, folder, 'local.xsd')) };
  }
  const schema = reader.object(`${folder}/local.schema.json`);
  return schema && { kind: 'json-schema', schema };
}

/** A rule that fits neither schema is as wrong as one that does not compile. */
function checkDialect(reader: Reader, folder: string, dialect: Dialect, local: LocalSchema): void {
  for (const [, report] of reportsOf(dialect, reader.schemas, local)) {
    reader.problems.push(
      ...report.findings.map((found) => ({ ...found, pointer: `${folder}/${found.pointer}` })),
    );
  }
}

function readState(
  reader: Reader,
  member: string,
  dialects: ReadonlyMap<string, Dialect>,
): Profile | undefined {
  const file = `${member}/profile.json`;
  const value = reader.object(file);
  if (value === undefined) return undefined;
  const result = readProfile(value, reader.checks.profile);
  if (result.kind === 'invalid') {
    reader.problems.push(...result.problems.map((problem) => inFile(file, problem)));
    return undefined;
  }
  const { profile } = result;
  const misplaced = (pointer: string, detail: string): void => {
    reader.problems.push({ pointer: `${file}#${pointer}`, code: 'PROFILE_MISPLACED', detail });
  };
  if (profile.member !== member) misplaced('/member', 'the folder is that of another member');
  if (!dialects.has(profile.dialect))
    misplaced('/dialect', 'there is no such dialect, or it is wrong');
  return profile;
}

function foldersIn(dir: string): string[] {
  return entriesIn(dir)
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

function filesIn(dir: string): string[] {
  return entriesIn(dir)
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort();
}

function entriesIn(dir: string) {
  try {
    return readdirSync(dir, { withFileTypes: true });
  } catch {
    return [];
  }
}
