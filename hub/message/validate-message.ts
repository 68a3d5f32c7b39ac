import {
  ACTIVITIES,
  findActivity,
  isKnownInSomeVersion,
  type ActivityDefinition,
} from '../compact/activity-catalogue.ts';
import type { Problem } from '../errors.ts';
import type { Envelope } from './envelope.ts';
import { excessOf } from './excess.ts';
import { isJsonObject, type JsonValue } from './json.ts';
import { MessageError } from './message-error.ts';
import { type Compiling, type SchemaCheck, createSchemaChecker } from './schema-checker.ts';
import { messageSchemasOf, type SchemaFiles } from './schema-files.ts';
import { MAX_PROBLEMS, problemsFrom } from './schema-problems.ts';

declare const validated: unique symbol;

/** An envelope whose data keeps to the schema of its type. Only the validator makes one. */
export interface Activity {
  readonly envelope: Envelope;
  readonly definition: ActivityDefinition;
  readonly type: string;
  readonly [validated]: 'Activity';
}

export interface MessageValidator {
  /** The envelope alone; its data is any object. Throws MessageError ENVELOPE_INVALID. */
  readEnvelope(value: JsonValue): Envelope;
  /**
   * The activity. Throws MessageError: ENVELOPE_INVALID when anything is wrong with the envelope,
   * UNKNOWN_TYPE, UNKNOWN_VERSION, else SCHEMA_INVALID. All problems of envelope and data are
   * listed together, at most 100, each with its JSON Pointer from the envelope's root.
   */
  validate(value: JsonValue): Activity;
}

interface Checks {
  readonly envelope: SchemaCheck;
  readonly data: ReadonlyMap<string, SchemaCheck>;
}

/** Compiles all schemas of the catalogue, at once or each when asked; throws when one is wrong. */
export function createMessageValidator(
  schemaFiles: SchemaFiles,
  compiling?: Compiling,
): MessageValidator {
  const checkerOf = createSchemaChecker(messageSchemasOf(schemaFiles), problemsFrom, compiling);
  const checks: Checks = {
    envelope: checkerOf('envelope.v1.schema.json'),
    data: new Map(ACTIVITIES.map(({ type, schemaFile }) => [type, checkerOf(schemaFile)])),
  };
  return {
    readEnvelope: (value) => {
      refuseExcess(value);
      const problems = checks.envelope(value);
      if (problems.length > 0) throw envelopeError(problems);
      return value as Envelope;
    },
    validate: (value) => {
      refuseExcess(value);
      return validate(checks, value);
    },
  };
}

function refuseExcess(value: JsonValue): void {
  const problem = excessOf(value);
  if (problem === undefined) return;
  throw problem.pointer.startsWith('/data/') || problem.pointer === '/data'
    ? schemaError([problem])
    : envelopeError([problem]);
}

function validate(checks: Checks, value: JsonValue): Activity {
  const definition = definitionOf(value);
  const envelopeProblems = [
    ...checks.envelope(value),
    ...(definition === undefined ? [] : disagreements(definition, value)),
  ];
  const dataProblems = definition === undefined ? [] : checkData(checks, definition, value);
  if (envelopeProblems.length > 0) throw envelopeError([...envelopeProblems, ...dataProblems]);
  const envelope = value as Envelope;
  if (definition === undefined) throw unknownType(envelope.type);
  if (dataProblems.length > 0) {
    throw schemaError(dataProblems);
  }
  return { envelope, definition, type: definition.type } as Activity;
}

function definitionOf(value: JsonValue): ActivityDefinition | undefined {
  const type = isJsonObject(value) ? value['type'] : undefined;
  return typeof type === 'string' ? findActivity(type) : undefined;
}

function checkData(checks: Checks, { type }: ActivityDefinition, value: JsonValue): Problem[] {
  const data = isJsonObject(value) ? value['data'] : undefined;
  const check = checks.data.get(type);
  if (!isJsonObject(data) || check === undefined) return [];
  const problems = check(data);
  return problems.map((problem) => ({ ...problem, pointer: `/data${problem.pointer}` }));
}

const SCHEMA_BASE = 'https://schemas.compact-hub.example/';

/** Where parts of an envelope, each right by itself, do not belong together. */
function disagreements(definition: ActivityDefinition, value: JsonValue): Problem[] {
  if (!isJsonObject(value)) return [];
  const problems: Problem[] = [];
  const { dataschema, subject } = value;
  if (typeof dataschema === 'string' && dataschema !== SCHEMA_BASE + definition.schemaFile) {
    problems.push({
      pointer: '/dataschema',
      code: 'const',
      detail: 'must be the schema of the type',
    });
  }
  if (subject === undefined && !definition.opensCase) {
    const detail = 'must be present: only a request opens a case';
    problems.push({ pointer: '/subject', code: 'required', detail });
  }
  return problems;
}

function schemaError(problems: readonly Problem[]): MessageError {
  return new MessageError('SCHEMA_INVALID', 'the activity does not keep to its schema', {
    problems,
  });
}

function envelopeError(problems: readonly Problem[]): MessageError {
  return new MessageError('ENVELOPE_INVALID', 'the envelope does not keep to its schema', {
    problems: problems.slice(0, MAX_PROBLEMS),
  });
}

function unknownType(type: string): MessageError {
  const [code, detail] = isKnownInSomeVersion(type)
    ? (['UNKNOWN_VERSION', 'must be a version in force'] as const)
    : (['UNKNOWN_TYPE', 'must be a type of the catalogue'] as const);
  return new MessageError(code, 'the compact has no such activity', {
    problems: [{ pointer: '/type', code: 'enum', detail }],
  });
}
