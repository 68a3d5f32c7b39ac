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
  // An `if` only says that its `then` or `else` failed, which is listed by itself.
  return errors
    .filter(({ keyword }) => keyword !== 'if')
    .slice(0, MAX_PROBLEMS)
    .map(problemFrom);
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
