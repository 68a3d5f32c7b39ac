import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { PROJECT_ROOT } from '../../hub/project-root.ts';
import { ACTIVITY_TYPES } from '../../simulation/generator/generate-activity.ts';

export interface Schema {
  readonly $ref?: string;
  readonly title?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema | false>>;
  readonly items?: Schema;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly maxItems?: number;
  readonly 'x-code-list'?: string;
}

const FOLDER = `${PROJECT_ROOT}/schemas`;

/** What the schemas of activities refer to. */
const SHARED = ['blocks.v1.schema.json', 'supervised-individual.v1.schema.json'];

const read = (path: string): unknown => JSON.parse(readFileSync(`${FOLDER}/${path}`, 'utf8'));

/** The compact's schemas by file name, and the codes of its lists by list. */
export function readSchemas(): {
  schemas: ReadonlyMap<string, Schema>;
  codes: ReadonlyMap<string, readonly string[]>;
} {
  const files = [...ACTIVITY_TYPES.map(schemaFileOf), ...SHARED];
  const lists = readdirSync(`${FOLDER}/code-lists`);
  const codesOf = (name: string): string[] =>
    (read(`code-lists/${name}`) as { values: { code: string }[] }).values.map(({ code }) => code);
  return {
    schemas: new Map(files.map((name) => [name, read(name) as Schema])),
    codes: new Map(lists.map((name) => [name.replace('.json', ''), codesOf(name)])),
  };
}

/** The schema file of an activity type. */
export function schemaFileOf(type: string): string {
  return `${type.slice('compact.'.length)}.schema.json`;
}

/** What is wrong with the data of an activity after its schema; nothing when it is valid. */
export function createChecker(): (type: string, data: unknown) => string[] {
  const { schemas, codes } = readSchemas();
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  addFormats.default(ajv);
  ajv.addKeyword({
    keyword: 'x-code-list',
    type: 'string',
    validate: (list: string, code: string) => codes.get(list)?.includes(code) === true,
  });
  for (const schema of schemas.values()) ajv.addSchema(schema);
  return (type, data) => {
    const id = `https://schemas.compact-hub.example/${schemaFileOf(type)}`;
    ajv.validate(id, data);
    return (ajv.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ''}`);
  };
}
