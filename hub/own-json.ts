import { HubError, type Problem } from './errors.ts';
import { placeOfJsonError } from './json-place.ts';
import { type JsonObject, isJsonObject } from './message/json.ts';
import { parseJson } from './message/parse-json.ts';

export type OwnJson =
  { readonly value: JsonObject } | { readonly problems: readonly Omit<Problem, 'code'>[] };

/** The object in a file of the project or a state's pack; where it is not JSON, by line and column. */
export function readOwnJson(bytes: Buffer): OwnJson {
  try {
    const value = parseJson(bytes);
    return isJsonObject(value) ? { value } : { problems: [whole('not a JSON object')] };
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    if (error.problems.length > 0) return { problems: error.problems };
    return { problems: [whole(error.message + placeOfError(bytes.toString('utf8')))] };
  }
}

function whole(detail: string): Omit<Problem, 'code'> {
  return { pointer: '', detail };
}

/** Empty where the text is JSON, and something else is wrong with it. */
function placeOfError(text: string): string {
  const place = placeOfJsonError(text);
  return place === undefined ? '' : `: line ${place.line}, column ${place.column}`;
}
