import type { ErrorObject } from 'ajv';
import type { Problem } from '../errors.ts';
import { pointerBelow } from './pointer-below.ts';

/** More would help nobody, and a hostile document could ask for millions. */
export const MAX_PROBLEMS = 100;

/**
 * What a schema found, in words without any value of the document: where, as a JSON Pointer
 * (RFC 6901), and the schema keyword that failed as the code. A property that is missing or not
 * allowed is named by its own pointer.
 */
export function problemsFrom(errors: readonly ErrorObject[]): readonly Problem[] {
  return listed(errors).map(problemFrom);
}

/** An `if` only says that its `then` or `else` failed, which is listed by itself. */
function listed(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  return errors.filter(({ keyword }) => keyword !== 'if').slice(0, MAX_PROBLEMS);
}

const MOST_ALLOWED = 30;

/**
 * As `problemsFrom`, and says which values a place takes: for the files of an engineer's own pack, where
 * the schema's closed lists are what he looks for.
 */
export function problemsWithValues(errors: readonly ErrorObject[]): readonly Problem[] {
  return listed(errors).map(withValues);
}

function withValues(error: ErrorObject): Problem {
  const { allowedValues, allowedValue } = error.params as Record<string, unknown>;
  const values = Array.isArray(allowedValues) ? allowedValues.map(String) : [];
  const problem = problemFrom(error);
  if (error.keyword === 'const') {
    return { ...problem, detail: `must be ${JSON.stringify(allowedValue)}` };
  }
  if (values.length === 0 || values.length > MOST_ALLOWED) return problem;
  return { ...problem, detail: `must be one of ${values.join(', ')}` };
}

function problemFrom({ instancePath, keyword, params, message }: ErrorObject): Problem {
  const detail = message ?? 'does not keep to the schema';
  switch (keyword) {
    case 'required':
      return {
        pointer: `${instancePath}/${String(params['missingProperty'])}`,
        code: keyword,
        detail: 'must be present',
      };
    case 'additionalProperties':
      return {
        pointer: pointerBelow(instancePath, String(params['additionalProperty'])),
        code: keyword,
        detail: 'is not a property that the schema knows',
      };
    case 'false schema':
      return { pointer: instancePath, code: 'forbidden', detail: 'must be absent in this case' };
    case 'pattern':
      return { pointer: instancePath, code: keyword, detail: 'does not have the form asked for' };
    case 'uniqueItems':
      return { pointer: instancePath, code: keyword, detail: 'must not hold an item twice' };
    default:
      return { pointer: instancePath, code: keyword, detail };
  }
}
