import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../../hub/message/json.ts';
import { parseJson } from '../../../hub/message/parse-json.ts';
import { PROJECT_ROOT } from '../../../hub/project-root.ts';

const ROOT = join(PROJECT_ROOT, 'fixtures/messages');

export interface MessageFixture {
  readonly type: string;
  readonly file: string;
  readonly envelope: JsonObject;
}

export interface ExpectedRefusal {
  readonly code: string;
  readonly problems: readonly { readonly pointer: string; readonly code: string }[];
}

/** The whole envelopes of fixtures/messages/, by the name of their type's folder. */
export function readFixtures(kind: 'valid' | 'invalid'): MessageFixture[] {
  return readdirSync(ROOT).flatMap((type) => {
    const folder = join(ROOT, type, kind);
    const files = existsSync(folder) ? readdirSync(folder) : [];
    return files
      .filter((file) => file.endsWith('.json') && file !== 'expected.json')
      .map((file) => ({
        type,
        file,
        envelope: parseJson(readFileSync(join(folder, file))) as JsonObject,
      }));
  });
}

/** What each invalid message of a type is refused with, by file name. */
export function readExpected(type: string): Record<string, ExpectedRefusal> {
  const path = join(ROOT, type, 'invalid/expected.json');
  return JSON.parse(readFileSync(path, 'utf8')) as Record<string, ExpectedRefusal>;
}
