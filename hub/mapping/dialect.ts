import type { Problem } from '../errors.ts';
import {
  type CompileParts,
  type Place,
  type RuleEntry,
  createDoc,
  createScopeBuilder,
  reportUnused,
} from './compile-place.ts';
import { compileCarried, compileRules } from './compile-rules.ts';
import type {
  BlockDocument,
  CodeListDocument,
  DialectDocument,
  ExtensionSlot,
  MappingDocument,
  NativeFormat,
  RecogniseRow,
  Scalar,
} from './mapping-document.ts';
import type { JsonObject } from '../message/json.ts';
import { MappingError } from './mapping-error.ts';
import type { Scope } from './scope.ts';
import { tokensOf } from './side-builder.ts';
import { type LocalCheck, createLocalChecks } from './local-check.ts';
import { checkForm, compileLocal } from './compile-local.ts';
import type { LocalSchema } from './local-schema.ts';
import type { Layout } from './layout/layout.ts';
import {
  type DialectFiles,
  type StoredDocument,
  type StoredFiles,
  storeFiles,
} from './stored-documents.ts';
import { localConstantStep } from './steps.ts';
import { type UnreadPlace, unreadOf } from './unread.ts';

/** A format that one or more states speak, compiled once. */
export interface Dialect {
  readonly name: string;
  /** Hash of dialect.json. */
  readonly hash: string;
  /** Hash of the document that names all its files by their hashes: equal, and they are equal. */
  readonly versionHash: string;
  /** `canonical`: the native document is the envelope itself. */
  readonly format: NativeFormat | 'canonical';
  readonly contentType: string;
  readonly accepts: ReadonlySet<string>;
  readonly document: DialectDocument | undefined;
  readonly activities: ReadonlyMap<string, MappedActivity>;
  readonly documents: readonly StoredDocument[];
  readonly codes: ReadonlyMap<string, CodeListDocument>;
  /** Of csv and fixed width: what the lines of a document are. */
  readonly layout: Layout | undefined;
  /** The state's own schema as the checker reads it. */
  readonly local: LocalSchema | undefined;
}

/** The extension slot with its path taken apart. */
export interface ExtensionPlace extends ExtensionSlot {
  readonly names: readonly string[];
}

/** A condition of a row of the recognise table, taken apart once. */
export interface RecogniseCondition {
  readonly path: readonly string[];
  readonly equals?: Scalar;
  /** Whether it stands in the activity's own place, where the rules write it. */
  readonly isInside: boolean;
}

/** One activity type in one dialect. */
export interface MappedActivity {
  readonly type: string;
  readonly row: RecogniseRow;
  readonly scope: Scope;
  /** The row's conditions and places, taken apart once. */
  readonly when: readonly RecogniseCondition[];
  readonly root: readonly string[];
  readonly extension: ExtensionPlace;
  /** What the envelope says of the type; nothing of it stands in the native document. */
  readonly fromType: Readonly<Record<string, string>>;
  /**
   * Hash of a document that names the dialect, the mapping, the blocks and the code lists, each by
   * its own hash: from this one hash an activity can be explained years later.
   */
  readonly mappingHash: string;
  readonly entries: readonly RuleEntry[];
  /** What of a record is not as the state's own schema says; asked both ways. */
  readonly localCheck: LocalCheck | undefined;
  /** Full local path of the extension slot. */
  readonly extensionPaths: readonly string[];
  /** Fields of the state's own that are accepted and go no further. */
  readonly unread: readonly UnreadPlace[];
}

/** What of a dialect could be compiled, with everything that is wrong with it. */
export interface InspectedDialect {
  /** Holds only the activities that nothing wrong is part of. */
  readonly dialect: Dialect;
  /** The others, without what is wrong: their rules can be held against the schemas one by one. */
  readonly partial: readonly MappedActivity[];
  /** A problem's pointer is `file#/json/pointer`. */
  readonly problems: readonly Problem[];
}

/** Compiles the files of a dialect. Throws a MappingError `DIALECT_INVALID` with every problem. */
export function compileDialect(files: DialectFiles): Dialect {
  const { dialect, problems } = inspectDialect(files);
  if (problems.length > 0) throw new MappingError('DIALECT_INVALID', { problems });
  return dialect;
}

export interface Inspecting {
  /** Files, such as `codes/race.json`, whose problems are listed elsewhere: that they are missing is none. */
  readonly wrong?: ReadonlySet<string>;
  /** The state's own schema is known to be right, and read when it is first asked. */
  readonly areChecked?: boolean;
}

/**
 * Compiles what can be compiled: a file that is wrong takes out only the activities that depend on
 * it.
 */
export function inspectDialect(
  given: DialectFiles,
  { wrong = new Set<string>(), areChecked = false }: Inspecting = {},
): InspectedDialect {
  const files = withPlaceholders(given, wrong);
  const document = files.dialect as unknown as DialectDocument;
  const problems: Problem[] = [];
  const stored = storeFiles(files);
  const local = compileLocal(document, files.local, { problems, areChecked });
  if (local !== undefined || !wrong.has('local')) {
    checkForm(document, local, files.local, problems);
  }
  const checks = local && createLocalChecks(document, local);
  const activities = new Map<string, MappedActivity>();
  const partial: MappedActivity[] = [];
  const types = new Set<string>();
  document.recognise.forEach((row, index) => {
    const mapping = files.mappings[row.mapping] as unknown as MappingDocument | undefined;
    const found = problemOfRow(row, index, mapping, types);
    types.add(row.type);
    if (mapping === undefined && wrong.has(row.mapping)) return;
    if (mapping === undefined || found !== undefined) {
      problems.push(...(found === undefined ? [] : [found]));
      return;
    }
    const parts = createParts(files, document);
    const activity = compileActivity(parts, { document, row, mapping, stored });
    const depends = dependsOn(parts, wrong);
    problems.push(...(depends ? parts.problems.filter(isOwn) : parts.problems));
    if (depends || parts.problems.length > 0) {
      partial.push({ ...activity, localCheck: undefined });
    } else activities.set(row.type, { ...activity, localCheck: checks?.(row) });
  });
  return { dialect: dialectOf(files, stored, activities, local), partial, problems };
}

function problemOfRow(
  row: RecogniseRow,
  index: number,
  mapping: MappingDocument | undefined,
  types: ReadonlySet<string>,
): Problem | undefined {
  const pointer = `dialect.json#/recognise/${index}`;
  if (mapping?.type !== row.type) {
    const detail = 'the mapping document is missing or of another type';
    return { pointer, code: 'MAPPING_MISSING', detail };
  }
  if (!types.has(row.type)) return undefined;
  return { pointer, code: 'TYPE_REPEATED', detail: 'the type has a row already' };
}

/** Blocks and code lists that are wrong are there, without content. */
function withPlaceholders(files: DialectFiles, wrong: ReadonlySet<string>): DialectFiles {
  const missing = (folder: string, empty: JsonObject): [string, JsonObject][] =>
    [...wrong].flatMap((file): [string, JsonObject][] =>
      file.startsWith(folder) ? [[file.slice(folder.length).replace(/\.json$/, ''), empty]] : [],
    );
  return {
    ...files,
    blocks: { ...files.blocks, ...Object.fromEntries(missing('blocks/', { rules: [] })) },
    codes: { ...files.codes, ...Object.fromEntries(missing('codes/', { pairs: [] })) },
  };
}

function dependsOn({ usedBlocks, usedCodes }: CompileParts, wrong: ReadonlySet<string>): boolean {
  return (
    [...usedBlocks].some((name) => wrong.has(`blocks/${name}.json`)) ||
    [...usedCodes].some((name) => wrong.has(`codes/${name}.json`))
  );
}

/** What is listed as carried is compared with rules, of which some are not there. */
function isOwn({ code }: Problem): boolean {
  return !code.startsWith('CARRIED_');
}

function dialectOf(
  files: DialectFiles,
  stored: StoredFiles,
  activities: ReadonlyMap<string, MappedActivity>,
  local: LocalSchema | undefined,
): Dialect {
  const document = files.dialect as unknown as DialectDocument;
  const documents = [...stored.all, ...stored.bundles, stored.version];
  return {
    name: files.name,
    hash: stored.hashOf('dialect', 'dialect.json'),
    versionHash: stored.version.hash,
    format: document.format,
    contentType: document.contentType,
    accepts: new Set([document.contentType, ...(document.alsoAccepts ?? [])].map(mediaType)),
    document,
    activities,
    documents,
    codes: new Map(Object.entries(files.codes as unknown as Record<string, CodeListDocument>)),
    layout: local?.kind === 'layout' ? local.layout : undefined,
    local,
  };
}

function createParts(files: DialectFiles, { format }: DialectDocument): CompileParts {
  return {
    format,
    blocks: new Map(Object.entries(files.blocks as unknown as Record<string, BlockDocument>)),
    codes: new Map(Object.entries(files.codes as unknown as Record<string, CodeListDocument>)),
    problems: [],
    entries: [],
    usedBlocks: new Set(),
    usedCodes: new Set(),
  };
}

interface ActivityFiles {
  readonly document: DialectDocument;
  readonly row: RecogniseRow;
  readonly mapping: MappingDocument;
  readonly stored: StoredFiles;
}

function compileActivity(
  parts: CompileParts,
  { document: dialect, row, mapping, stored }: ActivityFiles,
): Omit<MappedActivity, 'localCheck'> {
  const place: Place = {
    builder: createScopeBuilder(),
    canonical: [],
    local: [],
    prefix: '',
    doc: createDoc('dialect.json', dialect.carried),
    docPath: '',
    canonicalBase: '',
    localBase: row.root,
    blocks: [],
  };
  for (const name of ENGINE_FIELDS) place.builder.canonical.field([name]);
  place.builder.local.field(tokensOf(dialect.extension.path));
  compileRecognised(place, row);
  compileCarried(parts, place);
  compileRules(parts, place, dialect.envelope, '/envelope');
  reportUnused(parts, place);
  const inside = { ...place, doc: createDoc(row.mapping, mapping.carried) };
  compileCarried(parts, inside);
  compileRules(parts, inside, mapping.rules);
  reportUnused(parts, inside);
  const { canonical, local, steps } = place.builder;
  return {
    type: row.type,
    row,
    scope: { canonical: canonical.build(), local: local.build(), steps },
    when: row.when.map((condition) => ({
      ...condition,
      path: tokensOf(condition.path),
      isInside: isInside(row, condition.path),
    })),
    root: tokensOf(row.root),
    extension: { ...dialect.extension, names: tokensOf(dialect.extension.path) },
    fromType: {
      specversion: '1.0',
      type: row.type,
      dataschema: schemaOf(row.type),
      datacontenttype: 'application/json',
    },
    mappingHash: stored.bundle(row, parts),
    entries: parts.entries,
    extensionPaths: [row.root + dialect.extension.path],
    unread: unreadOf(dialect, mapping, row.mapping),
  };
}

/** Elements of the envelope that follow from the type of the activity. */
export const ENGINE_FIELDS = ['specversion', 'type', 'dataschema', 'datacontenttype'] as const;

/** The address of the schema of a type's data: `compact.arrival-notice.v1` → `…/arrival-notice.v1…`. */
function schemaOf(type: string): string {
  return `https://schemas.compact-hub.example/${type.replace(/^compact\./, '')}.schema.json`;
}

/** A value by which a record is recognised in the activity's own place is written first. */
function compileRecognised({ builder }: Place, row: RecogniseRow): void {
  for (const { path, equals } of row.when) {
    if (equals === undefined || !isInside(row, path)) continue;
    const field = builder.local.field(tokensOf(path.slice(row.root.length)));
    if (field !== undefined) builder.steps.push(localConstantStep(0, field, equals));
  }
}

function isInside({ root }: RecogniseRow, path: string): boolean {
  return path.startsWith(`${root}/`);
}

/** The media type without its parameters, in lower case. */
export function mediaType(contentType: string): string {
  return (contentType.split(';')[0] ?? '').trim().toLowerCase();
}
