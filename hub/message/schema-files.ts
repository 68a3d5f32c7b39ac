import { ACTIVITIES } from '../compact/activity-catalogue.ts';
import type { JsonObject } from './json.ts';

/** One code of a list; proposed ones await confirmation by the compact. */
export interface Code {
  readonly code: string;
  readonly label: string;
  readonly status: 'confirmed' | 'proposed';
}

/** A list of codes as schemas/code-lists/<name>.v<version>.json holds it. */
export interface CodeList {
  readonly name: string;
  readonly version: number;
  readonly title: string;
  readonly source: string;
  readonly values: readonly Code[];
}

/** The contents of schemas/: schemas by file name, code lists by `<name>.v<version>`. */
export interface SchemaFiles {
  readonly schemas: Readonly<Record<string, JsonObject>>;
  readonly codeLists: Readonly<Record<string, CodeList>>;
}

/**
 * Only what describes messages: envelope, blocks, profile of the person and the activities. Beside
 * them schemas/ describes files of the project, such as mapping documents.
 */
export function messageSchemasOf({ schemas, codeLists }: SchemaFiles): SchemaFiles {
  const names = [
    'envelope.v1.schema.json',
    'blocks.v1.schema.json',
    'supervised-individual.v1.schema.json',
    ...ACTIVITIES.map(({ schemaFile }) => schemaFile),
  ];
  const found = names.flatMap((name): [string, JsonObject][] => {
    const schema = schemas[name];
    return schema === undefined ? [] : [[name, schema]];
  });
  return { schemas: Object.fromEntries(found), codeLists };
}
