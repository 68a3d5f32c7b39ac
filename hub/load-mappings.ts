import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { TRANSPORTS } from '../adapters/registry.ts';
import { contradictionsIn } from './check-profile.ts';
import { isMemberCode } from './compact/members.ts';
import { type Profile, type ProfileChecks, readProfile } from './compact/profile.ts';
import { HubError, type Problem } from './errors.ts';
import { loadSchemas } from './load-data.ts';
import type { MappingReport } from './mapping/check-mapping.ts';
import { canonicalDialect } from './mapping/canonical-dialect.ts';
import { createDocumentCheck } from './mapping/check-document.ts';
import { problemsOfLocalSchema } from './mapping/check-local-schema.ts';
import { type Dialect, type InspectedDialect, inspectDialect } from './mapping/dialect.ts';
import { gatherProblems } from './mapping/gather-problems.ts';
import { findingsOfDialect, findingsOfRules, reportsOf } from './mapping/report-dialect.ts';
import type { LocalFile, StoredDocument } from './mapping/stored-documents.ts';
import { type JsonObject, type JsonValue, isJsonObject } from './message/json.ts';
import { type SchemaCheck, createSchemaChecker } from './message/schema-checker.ts';
import type { SchemaFiles } from './message/schema-files.ts';
import { problemsWithValues } from './message/schema-problems.ts';
import { readOwnJson } from './own-json.ts';
import { PROJECT_ROOT } from './project-root.ts';

export interface LoadedMappings {
  /** By member. */
  readonly profiles: ReadonlyMap<string, Profile>;
  /** By name; `canonical` is always there. */
  readonly dialects: ReadonlyMap<string, Dialect>;
  /** Dialects, mappings, blocks and code lists, each under its hash. */
  readonly documents: readonly StoredDocument[];
}

/** What was read, with everything that is wrong with it. */
export interface ReadMappings extends LoadedMappings {
  /** A problem's pointer is `file#/json/pointer`, the file relative to the folder. */
  readonly problems: readonly Problem[];
  /** By dialect and activity type: what becomes of every canonical path. */
  readonly reports: ReadonlyMap<string, ReadonlyMap<string, MappingReport>>;
  /** The dialect that each member's profile names, also where the profile is not right. */
  readonly named: ReadonlyMap<string, string>;
}

/** As `readMappings`; throws a HubError DATA_INVALID with every problem of every file. */
export function loadMappings(
  dir: string,
  schemas = loadSchemas(schemaFolder()),
  options = { areChecked: false },
): LoadedMappings {
  const read = readMappings(dir, schemas, options);
  const { problems } = read;
  if (problems.length > 0) {
    throw new HubError('DATA_INVALID', 'the mappings are not right', { problems });
  }
  return read;
}

/**
 * Reads the states' folders and the dialects below `dir` and checks them whole: every file against
 * its schema, every dialect by compiling it. Everything that is wrong is listed at once: a wrong file is
 * left out with what depends on it, and all else is checked. So a dialect may lack activities. Of files
 * that are known to be right (`checked-files.ts`) nothing is checked, and there are no reports.
 */
export function readMappings(
  dir: string,
  schemas = loadSchemas(schemaFolder()),
  { areChecked } = { areChecked: false },
): ReadMappings {
  const reader = createReader(dir, schemas, areChecked);
  const dialects = new Map<string, Dialect>([['canonical', canonicalDialect()]]);
  for (const name of foldersIn(join(dir, 'dialects'))) {
    const { dialect } = readDialect(reader, name, `dialects/${name}/`);
    if (dialect !== undefined) dialects.set(name, dialect);
  }
  const profiles = new Map<string, Profile>();
  for (const member of foldersIn(dir).filter(isMemberCode)) {
    const profile = readState(reader, member, dialects);
    if (profile !== undefined) profiles.set(member, profile);
  }
  const documents = [...dialects.values()].flatMap((dialect) => dialect.documents);
  const { problems, reports, named } = reader;
  return { profiles, dialects, documents, problems, reports, named };
}

/** One dialect in a folder of its own, checked as those below `dialects/` are. */
export interface ReadDialect {
  /** Undefined where a problem keeps it from being compiled. */
  readonly dialect: Dialect | undefined;
  /** A problem's pointer is `file#/json/pointer`, the file relative to the folder. */
  readonly problems: readonly Problem[];
}

/** Reads a folder as the version of a dialect that it could become. */
export function readDialectFolder(
  folder: string,
  name: string,
  schemas = loadSchemas(schemaFolder()),
): ReadDialect {
  const reader = createReader(folder, schemas);
  const { dialect, isWhole } = readDialect(reader, name, '');
  return { dialect: isWhole ? dialect : undefined, problems: reader.problems };
}

function schemaFolder(): string {
  return join(PROJECT_ROOT, 'schemas');
}

/** Reads and checks the files of one folder tree, and keeps what is wrong with them. */
interface Reader {
  readonly dir: string;
  readonly schemas: SchemaFiles;
  readonly problems: Problem[];
  /** The files are known to be right. */
  readonly areChecked: boolean;
  readonly reports: Map<string, ReadonlyMap<string, MappingReport>>;
  readonly checks: Record<'dialect' | 'mapping' | 'block' | 'codeList' | 'layout', SchemaCheck>;
  readonly profileChecks: ProfileChecks;
  readonly named: Map<string, string>;
  /** The JSON object in a file below `dir`; undefined after a problem was added. */
  readonly object: (file: string) => JsonObject | undefined;
  /** Whether it keeps to its schema; adds what is wrong. */
  readonly keepsTo: (file: string, value: JsonObject, check: SchemaCheck) => boolean;
}

function createReader(dir: string, schemas: SchemaFiles, areChecked = false): Reader {
  const problems: Problem[] = [];
  const object = (file: string): JsonObject | undefined => {
    const bytes = bytesOf(join(dir, file));
    if (bytes === undefined) {
      const detail = 'the file is not there, or cannot be read';
      problems.push({ pointer: `${file}#`, code: 'FILE_INVALID', detail });
      return undefined;
    }
    const read = readOwnJson(bytes);
    if ('value' in read) return read.value;
    problems.push(
      ...read.problems.map((found) => inFile(file, { ...found, code: 'FILE_INVALID' })),
    );
    return undefined;
  };
  return {
    dir,
    schemas,
    problems,
    areChecked,
    reports: new Map(),
    named: new Map(),
    ...(areChecked ? NO_CHECKS : fileChecks(schemas)),
    object,
    keepsTo: (file, value, check) => {
      const found = check(value);
      problems.push(...found.map((problem) => inFile(file, problem)));
      return found.length === 0;
    },
  };
}

type FileChecks = Pick<Reader, 'checks' | 'profileChecks'>;

function fileChecks(schemas: SchemaFiles): FileChecks {
  const checkOf = createSchemaChecker(schemas, problemsWithValues);
  const definition = (name: string): SchemaCheck =>
    checkOf(`mapping.v1.schema.json#/$defs/${name}`);
  const documentCheck = (schema: string, rules: 'rules' | 'envelope'): SchemaCheck =>
    createDocumentCheck(checkOf(schema), definition, rules);
  return {
    checks: {
      dialect: documentCheck('dialect.v1.schema.json', 'envelope'),
      mapping: documentCheck('mapping.v1.schema.json', 'rules'),
      block: documentCheck('mapping.v1.schema.json#/$defs/block', 'rules'),
      codeList: definition('codeList'),
      layout: checkOf('layout.v1.schema.json'),
    },
    profileChecks: { profile: checkOf('profile.v1.schema.json'), options: optionChecks() },
  };
}

const FINDS_NOTHING: SchemaCheck = () => [];
const NO_CHECKS: FileChecks = {
  checks: {
    dialect: FINDS_NOTHING,
    mapping: FINDS_NOTHING,
    block: FINDS_NOTHING,
    codeList: FINDS_NOTHING,
    layout: FINDS_NOTHING,
  },
  profileChecks: {
    profile: FINDS_NOTHING,
    options: new Map([...TRANSPORTS.keys()].map((kind) => [kind, FINDS_NOTHING])),
  },
};

/** Of what each transport takes beside its kind. */
export function optionChecks(): ReadonlyMap<string, SchemaCheck> {
  const schemas = Object.fromEntries(
    [...TRANSPORTS].map(([kind, { optionsSchema }]) => [kind, optionsSchema as JsonObject]),
  );
  const checkOf = createSchemaChecker({ schemas, codeLists: {} }, problemsWithValues);
  return new Map([...TRANSPORTS.keys()].map((kind) => [kind, checkOf(kind)]));
}

function inFile(file: string, problem: Problem): Problem {
  return { ...problem, pointer: `${file}#${problem.pointer}` };
}

/** Undefined where dialect.json cannot be read; whole where no file keeps anything from compiling. */
interface CompiledFolder {
  readonly dialect: Dialect | undefined;
  readonly isWhole: boolean;
}

/** `folder` is empty or ends with a slash. */
function readDialect(reader: Reader, name: string, folder: string): CompiledFolder {
  const before = reader.problems.length;
  const wrong = new Set<string>();
  const file = `${folder}dialect.json`;
  const read = reader.object(file);
  const dialect =
    read !== undefined && reader.keepsTo(file, read, reader.checks.dialect) ? read : undefined;
  const local = readLocalSchema(reader, folder);
  if (local === undefined) wrong.add('local');
  const { mapping, block, codeList } = reader.checks;
  const mappings = readFolder(reader, folder, { within: '', check: mapping, wrong });
  const blocks = readFolder(reader, folder, { within: 'blocks/', check: block, wrong });
  const codes = readFolder(reader, folder, { within: 'codes/', check: codeList, wrong });
  if (dialect === undefined) {
    checkLocalAlone(reader, folder, local);
    return { dialect: undefined, isWhole: false };
  }
  const files = {
    ...{ name, dialect, mappings, blocks: byStem(blocks), codes: byStem(codes) },
    ...(local === undefined ? {} : { local }),
  };
  const { areChecked } = reader;
  const inspected = inspectDialect(files, { wrong, areChecked });
  reader.problems.push(...gatherProblems(inspected.problems).map(inFolder(folder)));
  const isWhole = reader.problems.length === before;
  if (!areChecked) checkDialect(reader, folder, inspected);
  return { dialect: inspected.dialect, isWhole };
}

function inFolder(folder: string): (problem: Problem) => Problem {
  return (problem) => ({ ...problem, pointer: folder + problem.pointer });
}

/** Of a schema whose dialect.json cannot be read, what can be said without it. */
function checkLocalAlone(reader: Reader, folder: string, local: LocalFile | undefined): void {
  if (local?.kind !== 'json-schema') return;
  reader.problems.push(...problemsOfLocalSchema(local.value).map(inFolder(folder)));
}

const ANY_JSON = /\.json$/;
/** dialect.json and a local schema stand beside the mapping documents. */
export const MAPPING_FILE = /^(?!dialect\.json$)[a-z-]+\.json$/;

interface FolderOfFiles {
  /** Below the dialect's folder: empty, or ends with a slash. */
  readonly within: string;
  readonly check: SchemaCheck;
  /** Takes the names of the files that are not right. */
  readonly wrong: Set<string>;
}

function readFolder(
  reader: Reader,
  folder: string,
  { within, check, wrong }: FolderOfFiles,
): Record<string, JsonObject> {
  const files: Record<string, JsonObject> = {};
  const names = within === '' ? MAPPING_FILE : ANY_JSON;
  for (const name of filesIn(join(reader.dir, folder, within)).filter((each) => names.test(each))) {
    const file = `${folder}${within}${name}`;
    const value = reader.object(file);
    if (value !== undefined && reader.keepsTo(file, value, check)) files[name] = value;
    else wrong.add(within + name);
  }
  return files;
}

function byStem(files: Readonly<Record<string, JsonObject>>): Record<string, JsonObject> {
  return Object.fromEntries(
    Object.entries(files).map(([name, value]) => [basename(name, '.json'), value]),
  );
}

function readLocalSchema(reader: Reader, folder: string): LocalFile | undefined {
  const names = filesIn(join(reader.dir, folder));
  if (names.includes('local.xsd')) {
    return readLocalXsd(join(reader.dir, folder));
  }
  if (names.includes('local.layout.json')) {
    const file = `${folder}local.layout.json`;
    const layout = reader.object(file);
    if (layout === undefined) return undefined;
    return reader.keepsTo(file, layout, reader.checks.layout)
      ? { kind: 'layout', value: layout }
      : undefined;
  }
  const value = reader.object(`${folder}local.schema.json`);
  return value && { kind: 'json-schema', value };
}

/** local.xsd in a dialect's folder with every other XML Schema beside it. */
export function readLocalXsd(folder: string): LocalFile & { readonly kind: 'xsd' } {
  const others = filesIn(folder).filter((name) => /^(?!local\.).*\.xsd$/.test(name));
  const [bytes, ...imported] = ['local.xsd', ...others].map((name) =>
    readFileSync(join(folder, name)),
  );
  return { kind: 'xsd', bytes: bytes ?? Buffer.alloc(0), imported };
}

/** A rule that fits neither schema is as wrong as one that does not compile. */
function checkDialect(
  reader: Reader,
  folder: string,
  { dialect, partial }: InspectedDialect,
): void {
  const reports = reportsOf(dialect, reader.schemas);
  reader.reports.set(dialect.name, reports);
  const findings = [
    ...[...reports.values()].flatMap((report) => report.findings),
    ...findingsOfDialect(dialect),
    ...findingsOfRules(dialect, partial, reader.schemas),
  ];
  reader.problems.push(...gatherProblems(findings).map(inFolder(folder)));
}

function readState(
  reader: Reader,
  member: string,
  dialects: ReadonlyMap<string, Dialect>,
): Profile | undefined {
  const file = `${member}/profile.json`;
  const read = reader.object(file);
  if (read === undefined) return undefined;
  if (typeof read['dialect'] === 'string') reader.named.set(member, read['dialect']);
  const misplaced = (pointer: string, detail: string): void => {
    reader.problems.push({ pointer: `${file}#${pointer}`, code: 'PROFILE_MISPLACED', detail });
  };
  const { value, missing } = withFiles(reader, member, read);
  const result = readProfile(value, reader.profileChecks);
  if (result.kind === 'invalid') {
    const found = result.problems.filter(({ pointer }) => !missing.includes(pointer));
    reader.problems.push(...found.map((problem) => inFile(file, problem)));
  }
  const { member: said } = read;
  if (typeof said === 'string' && isMemberCode(said) && said !== member) {
    misplaced('/member', 'the folder is that of another member');
  }
  const name = reader.named.get(member);
  const format = dialects.get(name ?? '');
  if (name !== undefined && format === undefined) {
    const isThere = foldersIn(join(reader.dir, 'dialects')).includes(name);
    misplaced('/dialect', isThere ? DIALECT_WRONG : 'there is no folder of this name in dialects/');
  }
  if (result.kind === 'invalid' || missing.length > 0) return undefined;
  if (format !== undefined) {
    const found = contradictionsIn(result.profile, format);
    reader.problems.push(...found.map((problem) => inFile(file, problem)));
  }
  return result.profile;
}

const DIALECT_WRONG = 'the dialect’s own dialect.json has problems, which are listed too';

/** Largest text that an option of a transport may take from a file of the state's folder. */
const MOST_OPTION_TEXT = 500_000;

interface ProfileWithFiles {
  readonly value: JsonObject;
  /** Options, by pointer, whose file is not there: that was added as a problem. */
  readonly missing: readonly string[];
}

/**
 * The profile with each option `{ "file": "name" }` of its transport replaced by the text of that file
 * beside it (certificates, a WSDL).
 */
function withFiles(reader: Reader, member: string, profile: JsonObject): ProfileWithFiles {
  const { transport } = profile;
  if (!isJsonObject(transport)) return { value: profile, missing: [] };
  const options: JsonObject = {};
  const missing: string[] = [];
  for (const [name, option] of Object.entries(transport)) {
    const text = isJsonObject(option) ? option['file'] : undefined;
    const value = text === undefined ? option : fileText(reader, member, text);
    if (value !== undefined) {
      options[name] = value;
      continue;
    }
    missing.push(`/transport/${name}`);
    const pointer = `${member}/profile.json#/transport/${name}/file`;
    const detail = 'no readable text file of that name beside the profile';
    reader.problems.push({ pointer, code: 'FILE_INVALID', detail });
  }
  return { value: { ...profile, transport: options }, missing };
}

function fileText({ dir }: Reader, member: string, name: JsonValue): string | undefined {
  if (typeof name !== 'string' || !/^[A-Za-z0-9][\w.-]{0,80}$/.test(name)) return undefined;
  try {
    const text = readFileSync(join(dir, member, name), 'utf8');
    return text.length > MOST_OPTION_TEXT ? undefined : text;
  } catch {
    return undefined;
  }
}

function foldersIn(dir: string): string[] {
  return entriesIn(dir)
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

function bytesOf(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
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
