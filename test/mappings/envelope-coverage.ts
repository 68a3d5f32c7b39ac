import { findActivity } from '../../hub/compact/activity-catalogue.ts';
import { type SchemaView, resolveSchema } from '../../hub/mapping/schema-view.ts';
import { type JsonObject, type JsonValue, isJsonObject } from '../../hub/message/json.ts';
import type { SchemaFiles } from '../../hub/message/schema-files.ts';
import { differentItems } from '../support/arbitrary-from-schema.ts';

/** What can appear in the data of activities, and what of it has. */
export interface EnvelopeCoverage {
  /** Notes what an envelope of this type holds. */
  note(type: string, envelope: JsonObject): void;
  readonly parts: Readonly<Record<Part, Seen>>;
}

/** Optional elements of each type; codes of each list; lengths of each list of items: none, one, the most. */
export type Part = 'elements' | 'codes' | 'lengths';

export interface Seen {
  readonly possible: ReadonlySet<string>;
  readonly seen: ReadonlySet<string>;
}

interface Walk {
  readonly files: SchemaFiles;
  /** Says of a part that it can be there, or that it is. */
  readonly mark: (part: Part, what: string) => void;
}

export function coverEnvelopes(files: SchemaFiles, types: readonly string[]): EnvelopeCoverage {
  const possible = {
    elements: new Set<string>(),
    codes: new Set<string>(),
    lengths: new Set<string>(),
  };
  const seen = {
    elements: new Set<string>(),
    codes: new Set<string>(),
    lengths: new Set<string>(),
  };
  const viewOf = (type: string): SchemaView => {
    const file = findActivity(type)?.schemaFile ?? '';
    return { file, schema: files.schemas[file] ?? {} };
  };
  for (const type of types) {
    const mark = (part: Part, what: string): void => void possible[part].add(what);
    expect({ files, mark }, viewOf(type), type);
  }
  return {
    parts: {
      elements: { possible: possible.elements, seen: seen.elements },
      codes: { possible: possible.codes, seen: seen.codes },
      lengths: { possible: possible.lengths, seen: seen.lengths },
    },
    note(type, envelope) {
      const mark = (part: Part, what: string): void => {
        if (possible[part].has(what)) seen[part].add(what);
      };
      observe({ files, mark }, viewOf(type), type, envelope['data'] ?? null);
    },
  };
}

function expect(walk: Walk, view: SchemaView, place: string): void {
  const { file, schema } = resolveSchema(walk.files.schemas, view);
  for (const code of codesOf(walk.files, schema)) walk.mark('codes', code);
  if (schema['type'] === 'array') {
    const items = { file, schema: schema['items'] as JsonObject };
    for (const length of lengthsOf(walk.files, schema, items)) {
      walk.mark('lengths', `${listName(file, schema)} ${length}`);
    }
    expect(walk, items, `${place}/*`);
  }
  for (const [name, property] of propertiesOf(schema)) {
    if (!isRequired(schema, name)) walk.mark('elements', `${place}/${name}`);
    expect(walk, { file, schema: property }, `${place}/${name}`);
  }
}

function observe(walk: Walk, view: SchemaView, place: string, value: JsonValue): void {
  const { file, schema } = resolveSchema(walk.files.schemas, view);
  const list = schema['x-code-list'];
  if (typeof list === 'string' && typeof value === 'string') walk.mark('codes', `${list} ${value}`);
  if (Array.isArray(value)) {
    walk.mark('lengths', `${listName(file, schema)} ${value.length}`);
    const items = { file, schema: schema['items'] as JsonObject };
    for (const item of value as readonly JsonValue[]) observe(walk, items, `${place}/*`, item);
  } else if (isJsonObject(value)) {
    for (const [name, property] of propertiesOf(schema)) {
      const held = value[name];
      if (held === undefined) continue;
      walk.mark('elements', `${place}/${name}`);
      observe(walk, { file, schema: property }, `${place}/${name}`, held);
    }
  }
}

function codesOf(files: SchemaFiles, schema: JsonObject): string[] {
  const list = schema['x-code-list'];
  if (typeof list !== 'string') return [];
  return (files.codeLists[list]?.values ?? []).map(({ code }) => `${list} ${code}`);
}

function lengthsOf(files: SchemaFiles, schema: JsonObject, items: SchemaView): number[] {
  const { minItems = 0, maxItems = 3 } = schema as { minItems?: number; maxItems?: number };
  const most = Math.min(
    maxItems,
    schema['uniqueItems'] === true ? differentItems(files, items) : Infinity,
  );
  return [...new Set([0, 1, most])].filter((length) => length >= minItems);
}

/** A list is the same wherever a type refers to it. */
const listName = (file: string, schema: JsonObject): string =>
  `${file} ${JSON.stringify(schema['description'] ?? schema['items'])}`;

function propertiesOf(schema: JsonObject): [string, JsonObject][] {
  return Object.entries((schema['properties'] ?? {}) as Record<string, JsonObject>);
}

function isRequired(schema: JsonObject, name: string): boolean {
  return Array.isArray(schema['required']) && schema['required'].includes(name);
}
