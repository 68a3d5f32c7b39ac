import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { str, type ErrorObject, type ValidateFunction } from 'ajv';
import type { Problem } from '../errors.ts';
import type { JsonValue } from './json.ts';
import type { SchemaFiles } from './schema-files.ts';
import { problemsFrom } from './schema-problems.ts';

/** Every way in which a value departs from one schema; none when it keeps to it. */
export type SchemaCheck = (value: JsonValue) => readonly Problem[];

/**
 * Blocks are compiled once and called, not copied into each schema: half the time at the start, and
 * no slower afterwards. Conditions may require a property that stands beside them (strictRequired).
 */
const AJV_OPTIONS = {
  strict: true,
  strictRequired: false,
  allErrors: true,
  inlineRefs: false,
  code: { optimize: false },
} as const;

/** How the errors of a schema are put into words. */
type ProblemsOf = (errors: readonly ErrorObject[]) => readonly Problem[];

/** Of schemas that are known to be right: each is compiled when its check is first asked. */
export interface Compiling {
  readonly whenAsked: boolean;
}

/**
 * Compiles one schema (JSON Schema 2020-12, by file name) with its code lists. All errors are
 * collected: the caller has bounded size and depth before. Throws when a schema is itself wrong.
 */
export function createSchemaChecker(
  files: SchemaFiles,
  problemsOf: ProblemsOf = problemsFrom,
  { whenAsked }: Compiling = { whenAsked: false },
): (fileName: string) => SchemaCheck {
  const ajv = new Ajv2020.default(AJV_OPTIONS);
  addFormats.default(ajv, ['date', 'date-time']);
  for (const annotation of ['x-source', 'x-sensitive', 'x-niem']) ajv.addKeyword(annotation);
  ajv.addKeyword({
    keyword: 'x-code-list',
    type: 'string',
    schemaType: 'string',
    error: { message: ({ schema }) => str`must be a code of ${String(schema)}` },
    compile: (list: string) => {
      const codes = codesOf(files, list);
      return (value: string) => codes.has(value);
    },
  });
  for (const [fileName, schema] of Object.entries(files.schemas)) ajv.addSchema(schema, fileName);
  const compiled = (fileName: string): ValidateFunction => {
    const validate = ajv.getSchema(fileName);
    if (validate === undefined) throw new Error(`there is no schema ${fileName}`);
    return validate;
  };
  return (fileName) => {
    let validate = whenAsked ? undefined : compiled(fileName);
    return (value) => {
      validate ??= compiled(fileName);
      return validate(value) ? [] : problemsOf(validate.errors ?? []);
    };
  };
}

function codesOf(files: SchemaFiles, list: string): ReadonlySet<string> {
  const codeList = files.codeLists[list];
  if (codeList === undefined) throw new Error(`there is no code list ${list}`);
  return new Set(codeList.values.map(({ code }) => code));
}
