import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HubError, type Problem } from './errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from './message/json.ts';
import { parseJson } from './message/parse-json.ts';
import type { Code, CodeList, SchemaFiles } from './message/schema-files.ts';

const SCHEMA_SUFFIX = '.schema.json';

/**
 * Reads the folder schemas/ whole: every `*.schema.json` and every list below code-lists/. Throws a
 * HubError DATA_INVALID with all problems, each naming the file, when one cannot be read.
 */
export function loadSchemas(dir: string): SchemaFiles {
  const problems: Problem[] = [];
  const schemas: Record<string, JsonObject> = {};
  const codeLists: Record<string, CodeList> = {};
  for (const fileName of filesOf(dir, SCHEMA_SUFFIX, problems)) {
    const schema = readObject(join(dir, fileName), problems);
    if (schema !== undefined) schemas[fileName] = schema;
  }
  const listDir = join(dir, 'code-lists');
  for (const fileName of filesOf(listDir, '.json', problems)) {
    const path = join(listDir, fileName);
    const content = readObject(path, problems);
    if (content === undefined) continue;
    const list = codeListFrom(content);
    if (list === undefined || `${list.name}.v${list.version}.json` !== fileName) {
      problems.push({
        pointer: '',
        code: 'CODE_LIST_INVALID',
        detail: `${path}: not a code list of that name`,
      });
    } else codeLists[`${list.name}.v${list.version}`] = list;
  }
  if (problems.length > 0) {
    throw new HubError('DATA_INVALID', 'files of the schemas cannot be read', { problems });
  }
  return { schemas, codeLists };
}

function filesOf(dir: string, suffix: string, problems: Problem[]): string[] {
  try {
    return readdirSync(dir)
      .filter((name) => name.endsWith(suffix))
      .sort();
  } catch {
    problems.push({ pointer: '', code: 'FOLDER_UNREADABLE', detail: `${dir}: cannot be read` });
    return [];
  }
}

function readObject(path: string, problems: Problem[]): JsonObject | undefined {
  try {
    const value = parseJson(readFileSync(path));
    if (isJsonObject(value)) return value;
    problems.push({ pointer: '', code: 'FILE_INVALID', detail: `${path}: not a JSON object` });
  } catch (error) {
    const reason = error instanceof HubError ? error.message : 'cannot be read';
    problems.push({ pointer: '', code: 'FILE_INVALID', detail: `${path}: ${reason}` });
  }
  return undefined;
}

function codeListFrom({ name, version, title, source, values }: JsonObject): CodeList | undefined {
  if (typeof name !== 'string' || typeof version !== 'number') return undefined;
  if (typeof title !== 'string' || typeof source !== 'string') return undefined;
  if (!Array.isArray(values) || !values.every(isCode)) return undefined;
  return { name, version, title, source, values: values as unknown as Code[] };
}

function isCode(value: JsonValue): boolean {
  if (!isJsonObject(value)) return false;
  const { code, label, status } = value;
  const isKnownStatus = status === 'confirmed' || status === 'proposed';
  return typeof code === 'string' && typeof label === 'string' && isKnownStatus;
}
