import type { IncomingMessage } from 'node:http';
import { ExchangeError } from '../flows/exchange-error.ts';
import { isJsonObject } from '../message/json.ts';
import { parseJson } from '../message/parse-json.ts';
import { HttpError } from './http-error.ts';
import { readBody } from './read-body.ts';
import { type Fields, type RecordValues, freeText, readFields } from './read-fields.ts';

const COMMAND_BYTES = 16 * 1024;

/** Why a person or system decided so; it is for the other party or the record, never for a log. */
export const REASON = { reason: freeText(500) } as const;

/**
 * The small JSON object by which a person or system asks for something; an empty body is `{}`.
 * Throws CONTENT_TYPE_UNSUPPORTED, COMMAND_INVALID, or what reading body and JSON throws.
 */
export async function readCommand<Spec extends Fields, Needed extends keyof Spec & string>(
  request: IncomingMessage,
  spec: Spec,
  required: readonly Needed[],
): Promise<RecordValues<Spec, Needed>> {
  const body = await readBody(request, COMMAND_BYTES);
  const value = body.length === 0 ? {} : readJson(request, body);
  if (!isJsonObject(value)) throw new HttpError('COMMAND_INVALID');
  const { values, problems } = readFields(spec, value);
  const missing = required
    .filter((name) => !Object.hasOwn(value, name))
    .map((name) => ({ pointer: `/${name}`, code: 'required', detail: 'must be present' }));
  if (problems.length + missing.length > 0) {
    throw new HttpError('COMMAND_INVALID', { problems: [...missing, ...problems] });
  }
  return values as RecordValues<Spec, Needed>;
}

function readJson(request: IncomingMessage, body: Buffer): ReturnType<typeof parseJson> {
  const type = (request.headers['content-type'] ?? '').split(';')[0] ?? '';
  if (type.trim().toLowerCase() !== 'application/json') {
    throw new ExchangeError('CONTENT_TYPE_UNSUPPORTED');
  }
  return parseJson(body);
}
