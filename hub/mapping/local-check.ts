import type { ValidateFunction } from 'ajv';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Problem } from '../errors.ts';
import type { JsonObject } from '../message/json.ts';
import { problemsFrom } from '../message/schema-problems.ts';
import { LOCAL_FORMATS } from './local-format.ts';
import { type LocalSchema, branchIndex, branchesOf, localShapes } from './local-schema.ts';
import type { DialectDocument, RecogniseRow } from './mapping-document.ts';
import { valueAt } from './value-at.ts';
import { createShapeCheck } from './shape-check.ts';
import { tokensOf } from './side-builder.ts';

/**
 * What of a record departs from the state's own schema, by JSON Pointer from the record. It is
 * asked both ways: what a state sends outside its own schema is `NATIVE_INVALID`, and what the hub
 * would have to send outside it is `NOT_HELD`. The caller has bounded the size of what came from
 * outside (excess.ts).
 */
export type LocalCheck = (record: JsonObject) => readonly Problem[];

/** The check of the record that a row recognises; it finds nothing where the schema describes none. */
export type LocalChecks = (row: RecogniseRow) => LocalCheck;

/** The checks of a dialect; its schema is read once for all rows and was found right. */
export function createLocalChecks(document: DialectDocument, local: LocalSchema): LocalChecks {
  if (local.kind === 'json-schema') return jsonSchemaChecks(local.schema);
  return (row) => {
    const path = tokensOf(row.root);
    return whenAsked(() => {
      const shape = localShapes(document, local)(row);
      if (shape === undefined) return () => [];
      const check = createShapeCheck(shape, row.root, local.kind === 'xsd');
      return (record) => check(valueAt(record, path) ?? {}, row.root);
    });
  };
}

/** The start does not wait for the check of what a state may never send. */
function whenAsked(make: () => LocalCheck): LocalCheck {
  let check: LocalCheck | undefined;
  return (record) => (check ??= make())(record);
}

/**
 * Only the branch of the row, so that a problem is that of the activity and not of all others. What
 * keeps to the schema is told by a check that ends at the first problem, half as long as one that
 * collects; only what does not is asked again for all of them.
 */
function jsonSchemaChecks(schema: JsonObject): LocalChecks {
  const first = once(() => compilerOf(schema, { allErrors: false }));
  const all = once(() => compilerOf(schema, { allErrors: true }));
  const branches = once(() => branchesOf(schema));
  return (row) =>
    whenAsked(() => {
      const index = branchIndex(row, branches());
      if (index < 0) return () => [];
      const $ref = Array.isArray(schema['oneOf']) ? `${FILE}#/oneOf/${index}` : FILE;
      const [isFine, validate] = [first()($ref), all()($ref)];
      return (record) => {
        if (isFine()(record)) return [];
        return validate()(record) ? [] : problemsFrom(validate().errors ?? []);
      };
    });
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** Compiles a part of the schema at the first call. */
function compilerOf(
  schema: JsonObject,
  options: { readonly allErrors: boolean },
): ($ref: string) => () => ValidateFunction {
  const ajv = new Ajv2020.default({
    strict: true,
    strictTypes: false,
    strictRequired: false,
    inlineRefs: false,
    code: { optimize: false },
    ...options,
  });
  addFormats.default(ajv, [...LOCAL_FORMATS]);
  ajv.addSchema(schema, FILE);
  return ($ref) => {
    let validate: ValidateFunction | undefined;
    return () => (validate ??= ajv.compile({ $ref }));
  };
}

const FILE = 'local.schema.json';
