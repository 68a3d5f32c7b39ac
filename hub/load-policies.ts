import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HubError } from './errors.ts';
import type { UsePolicy } from './flows/access-parts.ts';
import { PROJECT_ROOT } from './project-root.ts';

const FOLDER = join(PROJECT_ROOT, 'policies');

/** The text to which persons agree; throws DATA_INVALID. */
export const loadUsePolicy = (): UsePolicy => loadPolicy('use.json');

/** The terms to which the agency of a member agrees before its system is connected; throws DATA_INVALID. */
export const loadExchangePolicy = (): UsePolicy => loadPolicy('exchange.json');

function loadPolicy(name: string): UsePolicy {
  const file = join(FOLDER, name);
  const value = JSON.parse(readFileSync(file, 'utf8')) as Partial<UsePolicy>;
  const { version, title, text } = value;
  const isWhole =
    typeof version === 'string' &&
    /^[\w.-]{1,40}$/.test(version) &&
    typeof title === 'string' &&
    Array.isArray(text) &&
    text.every((paragraph) => typeof paragraph === 'string');
  if (!isWhole) throw new HubError('DATA_INVALID', `policies/${name} is not a policy`);
  return { version, title, text };
}

/** Passwords that are tried first, in lower case, and since when the list stands (docs/access.md). */
export function loadCommonPasswords(): {
  readonly date: string;
  readonly all: ReadonlySet<string>;
} {
  const lines = readFileSync(join(FOLDER, 'common-passwords.txt'), 'utf8').split('\n');
  const date = /^# date: (\d{4}-\d{2}-\d{2})$/.exec(lines[0] ?? '')?.[1];
  if (date === undefined) {
    throw new HubError(
      'DATA_INVALID',
      'policies/common-passwords.txt does not begin with its date',
    );
  }
  return { date, all: new Set(lines.filter((line) => line !== '' && !line.startsWith('# '))) };
}
