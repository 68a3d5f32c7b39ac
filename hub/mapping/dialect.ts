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
import { MappingError } from './mapping-error.ts';
import type { Scope } from './scope.ts';
import { tokensOf } from './side-builder.ts';
import {
  type DialectFiles,
  type StoredDocument,
  type StoredFiles,
  storeFiles,
} from './stored-documents.ts';
import { localConstantStep } from './steps.ts';

/** A format that one or more states speak, compiled once. */
export interface Dialect {
  readonly name: string;
  /** Hash of dialect.json. */
  readonly hash: string;
  /** `canonical`: the native document is the envelope itself. */
  readonly format: NativeFormat | 'canonical';
  readonly contentType: string;
  readonly accepts: ReadonlySet<string>;
  readonly document: DialectDocument | undefined;
  readonly activities: ReadonlyMap<string, MappedActivity>;
  readonly documents: readonly StoredDocument[];
  readonly codes: ReadonlyMap<string, CodeListDocument>;
}

/** The extension slot with its path taken apart. */
export interface ExtensionPlace extends ExtensionSlot {
  readonly names: readonly string[];
}

/** One activity type in one dialect. */
export interface MappedActivity {
  readonly type: string;
  readonly row: RecogniseRow;
  readonly scope: Scope;
  /** The row's conditions and places, taken apart once. */
  readonly when: readonly { readonly path: readonly string[]; readonly equals?: Scalar }[];
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
  /** Full local path of the extension slot. */
  readonly extensionPaths: readonly string[];
}

/**
 * Compiles the files of a dialect. Throws a MappingError `DIALECT_INVALID` with every problem; a
 * problem's pointer is `file#/json/pointer`.
 */
export function compileDialect(files: DialectFiles): Dialect {
  const document = files.dialect as unknown as DialectDocument;
  const problems: Problem[] = [];
  const stored = storeFiles(files);
  const activities = new Map<string, MappedActivity>();
  document.recognise.forEach((row, index) => {
    const mapping = files.mappings[row.mapping] as unknown as MappingDocument | undefined;
    const pointer = `dialect.json#/recognise/${index}`;
    if (mapping?.type !== row.type) {
      const detail = 'the mapping document is missing or of another type';
      problems.push({ pointer, code: 'MAPPING_MISSING', detail });
    } else if (activities.has(row.type)) {
      problems.push({ pointer, code: 'TYPE_REPEATED', detail: 'the type has a row already' });
    } else activities.set(row.type, compileActivity(files, row, mapping, stored, problems));
  });
  if (problems.length > 0) throw new MappingError('DIALECT_INVALID', { problems });
  const documents = [...stored.all, ...stored.bundles];
  return {
    name: files.name,
    hash: stored.hashOf('dialect', 'dialect.json'),
    format: document.format,
    contentType: document.contentType,
    accepts: new Set([document.contentType, ...(document.alsoAccepts ?? [])].map(mediaType)),
    document,
    activities,
    documents,
    codes: new Map(Object.entries(files.codes as unknown as Record<string, CodeListDocument>)),
  };
}

function compileActivity(
  files: DialectFiles,
  row: RecogniseRow,
  mapping: MappingDocument,
  stored: StoredFiles,
  problems: Problem[],
): MappedActivity {
  const dialect = files.dialect as unknown as DialectDocument;
  const parts: CompileParts = {
    format: dialect.format,
    blocks: new Map(Object.entries(files.blocks as unknown as Record<string, BlockDocument>)),
    codes: new Map(Object.entries(files.codes as unknown as Record<string, CodeListDocument>)),
    problems,
    entries: [],
    usedBlocks: new Set(),
    usedCodes: new Set(),
  };
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
    when: row.when.map((condition) => ({ ...condition, path: tokensOf(condition.path) })),
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
    if (equals === undefined || !path.startsWith(`${row.root}/`)) continue;
    const field = builder.local.field(tokensOf(path.slice(row.root.length)));
    if (field !== undefined) builder.steps.push(localConstantStep(0, field, equals));
  }
}

/** The media type without its parameters, in lower case. */
export function mediaType(contentType: string): string {
  return (contentType.split(';')[0] ?? '').trim().toLowerCase();
}
