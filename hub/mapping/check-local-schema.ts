import Ajv2020 from 'ajv/dist/2020.js';
import type { Problem } from '../errors.ts';
import { type JsonObject, type JsonValue, isJsonObject } from '../message/json.ts';
import { problemsWithValues } from '../message/schema-problems.ts';
import { LOCAL_FORMATS } from './local-format.ts';
import { escapeToken } from './scope.ts';

/** Keywords of a local.schema.json from which the checker reads fields and their limits. */
export const READ_KEYWORDS = [
  ...['$ref', '$defs', 'oneOf', 'type', 'properties', 'required', 'items', 'minItems', 'maxItems'],
  ...['enum', 'const', 'maxLength', 'pattern'],
] as const;

/** Keywords that are asked of documents only. */
export const ASKED_KEYWORDS = [
  ...['additionalProperties', 'propertyNames', 'minProperties', 'maxProperties', 'uniqueItems'],
  ...['minLength', 'format', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'],
  'multipleOf',
] as const;

/** Keywords that say nothing of a document. */
const REMARKS = [
  ...['$schema', '$id', '$comment', 'title', 'description', 'examples', 'default', 'deprecated'],
  ...['readOnly', 'writeOnly'],
];

const KNOWN: ReadonlySet<string> = new Set([...READ_KEYWORDS, ...ASKED_KEYWORDS, ...REMARKS]);

const READS = `the checker reads ${READ_KEYWORDS.join(', ')}; asked of documents only are ${ASKED_KEYWORDS.join(', ')}`;
const FORMATS: ReadonlySet<string> = new Set(LOCAL_FORMATS);
const DRAFT = /^https:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/;
const REFERENCE = /^#\/\$defs\/([^/]+)$/;

interface Walk {
  readonly root: JsonObject;
  readonly problems: Problem[];
}

/**
 * What keeps a state's own JSON Schema (2020-12) from being read: keywords that the checker would
 * overlook, references to nothing or to themselves, and values that the meta-schema refuses. A
 * problem's pointer is `local.schema.json#/…`; the codes are LOCAL_SCHEMA_INVALID and
 * LOCAL_KEYWORD_UNREAD.
 */
export function problemsOfLocalSchema(root: JsonObject): readonly Problem[] {
  const walk: Walk = { root, problems: [] };
  const { $schema, definitions, ...own } = root;
  if ($schema !== undefined && !(typeof $schema === 'string' && DRAFT.test($schema))) {
    invalid(walk, '/$schema', 'the file is read as JSON Schema 2020-12: say so, or leave it out');
  }
  if (definitions !== undefined) {
    const detail = 'in JSON Schema 2020-12 "definitions" is "$defs", also in each "$ref"';
    invalid(walk, '/definitions', detail);
  }
  visit(walk, own, '');
  findCircles(walk);
  const known = new Set(walk.problems.map(({ pointer }) => pointer));
  const refused = problemsOfMeta(own).filter(({ pointer }) => !known.has(pointer));
  return [...walk.problems, ...refused];
}

function invalid(
  { problems }: Walk,
  at: string,
  detail: string,
  code = 'LOCAL_SCHEMA_INVALID',
): void {
  problems.push({ pointer: `local.schema.json#${at}`, code, detail });
}

/** What the meta-schema refuses: one problem a place. */
function problemsOfMeta(schema: JsonObject): Problem[] {
  meta ??= new Ajv2020.default({ strict: false, allErrors: true, logger: false });
  if (meta.validateSchema(schema) === true) return [];
  const found = new Map<string, Problem>();
  for (const { pointer, detail } of problemsWithValues(meta.errors ?? [])) {
    const at = `local.schema.json#${pointer}`;
    if (found.has(at)) continue;
    found.set(at, { pointer: at, code: 'LOCAL_SCHEMA_INVALID', detail });
  }
  return [...found.values()];
}

/** Compiled once, when the first schema of a state is read. */
let meta: Ajv2020.default | undefined;

/** `oneOf` is read at the root alone: a branch an activity. */
function visit(walk: Walk, schema: JsonValue, at: string): void {
  if (!isJsonObject(schema)) {
    invalid(walk, at, 'must be a schema as an object');
    return;
  }
  for (const keyword of Object.keys(schema)) {
    const place = `${at}/${escapeToken(keyword)}`;
    if (keyword === 'oneOf' && at !== '') {
      const detail = 'oneOf is read at the root of the file alone: a branch for each activity';
      invalid(walk, place, detail, 'LOCAL_KEYWORD_UNREAD');
    } else if (!KNOWN.has(keyword)) {
      invalid(walk, place, `${keyword} is not read; ${READS}`, 'LOCAL_KEYWORD_UNREAD');
    }
  }
  visitBelow(walk, schema, at);
  checkValues(walk, schema, at);
  if (at === '' && schema['oneOf'] !== undefined) besideBranches(walk, schema);
}

function visitBelow(walk: Walk, schema: JsonObject, at: string): void {
  for (const keyword of ['properties', '$defs']) {
    const members = schema[keyword];
    if (!isJsonObject(members)) continue;
    for (const [name, member] of Object.entries(members)) {
      visit(walk, member, `${at}/${keyword}/${escapeToken(name)}`);
    }
  }
  const { items, oneOf } = schema;
  if (items !== undefined) visit(walk, items, `${at}/items`);
  if (at !== '' || !Array.isArray(oneOf)) return;
  oneOf.forEach((branch, index) => {
    visit(walk, branch, `/oneOf/${index}`);
  });
}

/** Each branch is a record by itself: what stands beside them is asked of none. */
function besideBranches(walk: Walk, schema: JsonObject): void {
  for (const keyword of Object.keys(schema)) {
    const isRead = keyword === 'oneOf' || keyword === '$defs' || keyword === 'type';
    if (isRead || REMARKS.includes(keyword) || !KNOWN.has(keyword)) continue;
    const detail = 'beside oneOf it is not read: put it into the branches';
    invalid(walk, `/${keyword}`, detail, 'LOCAL_KEYWORD_UNREAD');
  }
}

function checkValues(walk: Walk, schema: JsonObject, at: string): void {
  const { $ref: reference, pattern, format, enum: values } = schema;
  if (reference !== undefined && definitionOf(walk.root, reference) === undefined) {
    const isOld = typeof reference === 'string' && reference.startsWith('#/definitions/');
    const detail = 'nothing at this reference; it must be #/$defs/NAME of this file';
    // The rename of `definitions` is listed once.
    if (!isOld || walk.root['definitions'] === undefined) invalid(walk, `${at}/$ref`, detail);
  }
  if (typeof pattern === 'string' && !isPattern(pattern)) {
    invalid(walk, `${at}/pattern`, 'is not a regular expression of ECMA-262 with the flag u');
  }
  if (typeof format === 'string' && !FORMATS.has(format)) {
    const detail = `the format is not known; formats are ${LOCAL_FORMATS.join(', ')}`;
    invalid(walk, `${at}/format`, detail);
  }
  if (Array.isArray(values) && values.length === 0) {
    invalid(walk, `${at}/enum`, 'must have a value');
  }
}

function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

function nameOf(reference: JsonValue | undefined): string | undefined {
  return typeof reference === 'string' ? REFERENCE.exec(reference)?.[1] : undefined;
}

function definitionOf({ $defs }: JsonObject, reference: JsonValue): JsonObject | undefined {
  const name = nameOf(reference);
  if (name === undefined || !isJsonObject($defs) || !Object.hasOwn($defs, name)) return undefined;
  const found = $defs[name];
  return isJsonObject(found) ? found : undefined;
}

/** A definition that reaches itself has no end, and no list of fields. */
function findCircles(walk: Walk): void {
  const { $defs } = walk.root;
  if (!isJsonObject($defs)) return;
  const uses = new Map(Object.entries($defs).map(([name, value]) => [name, namesIn(value)]));
  for (const name of uses.keys()) {
    const seen = new Set<string>();
    const open = [...(uses.get(name) ?? [])];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(...(uses.get(next) ?? []));
    }
    if (seen.has(name))
      invalid(walk, `/$defs/${escapeToken(name)}`, 'the definition contains itself');
  }
}

function namesIn(value: JsonValue): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (!isJsonObject(value)) return [];
  const own = nameOf(value['$ref']);
  return [...(own === undefined ? [] : [own]), ...Object.values(value).flatMap(namesIn)];
}
