import { findActivity } from '../compact/activity-catalogue.ts';
import type { SchemaFiles } from '../message/schema-files.ts';
import type { Problem } from '../errors.ts';
import { type MappingReport, checkMapping, checkRules } from './check-mapping.ts';
import type { Dialect, MappedActivity } from './dialect.ts';
import { type Shape, shapeOfSchema } from './field-shape.ts';
import { localShapes } from './local-schema.ts';
import { checkSharedUnread } from './unread.ts';

/** The report of every activity of a dialect, by type. */
export function reportsOf(
  dialect: Dialect,
  schemas: SchemaFiles,
): ReadonlyMap<string, MappingReport> {
  const reports = new Map<string, MappingReport>();
  if (dialect.document === undefined || dialect.local === undefined) return reports;
  const shapes = localShapes(dialect.document, dialect.local);
  for (const activity of dialect.activities.values()) {
    const canonical = canonicalShape(schemas, activity.type);
    const found = shapes(activity.row);
    const report =
      canonical === undefined || found === undefined
        ? unknownRecord(activity.row.mapping, canonical === undefined)
        : checkMapping({ activity, codes: dialect.codes, canonical, local: found });
    reports.set(activity.type, report);
  }
  return reports;
}

/** What dialect.json itself lists in vain; the local schema is read for every row. */
export function findingsOfDialect({ document, local }: Dialect): readonly Problem[] {
  if (document?.unread === undefined || local === undefined) return [];
  const shapes = localShapes(document, local);
  const found = document.recognise.flatMap((row) => shapes(row) ?? []);
  return checkSharedUnread(document, found);
}

/** What is wrong with the rules of activities of which a part could not be compiled. */
export function findingsOfRules(
  { document, local, codes }: Dialect,
  partial: readonly MappedActivity[],
  schemas: SchemaFiles,
): readonly Problem[] {
  if (document === undefined || local === undefined) return [];
  const shapes = localShapes(document, local);
  return partial.flatMap((activity) => {
    const canonical = canonicalShape(schemas, activity.type);
    const found = shapes(activity.row);
    if (canonical === undefined || found === undefined) return [];
    return checkRules({ activity, codes, canonical, local: found });
  });
}

/** The fields of an envelope with the data of a type; undefined when the compact has no such type. */
export function canonicalShape(files: SchemaFiles, type: string): Shape | undefined {
  const envelope = files.schemas[ENVELOPE];
  const file = findActivity(type)?.schemaFile ?? '';
  const schema = files.schemas[file];
  if (schema === undefined || envelope === undefined) return undefined;
  return new Map([
    ...shapeOfSchema(files, { file: ENVELOPE, schema: envelope }),
    ...shapeOfSchema(files, { file, schema }, '/data'),
  ]);
}

const ENVELOPE = 'envelope.v1.schema.json';

function unknownRecord(mapping: string, canonical: boolean): MappingReport {
  const detail = canonical
    ? 'the compact has no activity of this type'
    : 'the local schema describes no record of this activity';
  const code = canonical ? 'TYPE_UNKNOWN' : 'LOCAL_RECORD_UNKNOWN';
  const findings = [{ pointer: `${mapping}#/type`, code, detail }];
  return { findings, notes: [], held: [], carried: [], lost: [] };
}
