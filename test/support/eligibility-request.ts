import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { askChecks } from '../../hub/compact/find-ineligibility.ts';
import type { CheckAnswer, CheckCode } from '../../hub/compact/finding.ts';
import type { EligibilityRequest } from '../../hub/compact/request-facts.ts';
import type { JsonObject, JsonValue } from '../../hub/message/json.ts';
import { PROJECT_ROOT } from '../../hub/project-root.ts';

export type RequestName = 'transfer-request' | 'reporting-instructions-request';

/** What differs from the smallest valid request: values by pointer, undefined for what is taken away. */
export type Changes = Readonly<Record<string, JsonValue | undefined>>;

/** The smallest valid request, from OR to TX on 2026-11-02, with these changes. */
export function requestWith(
  name: RequestName,
  changes: Changes = {},
  facts: Partial<EligibilityRequest> = {},
): EligibilityRequest {
  const file = join(PROJECT_ROOT, 'fixtures', 'messages', name, 'valid', 'minimal.json');
  const { data } = JSON.parse(readFileSync(file, 'utf8')) as { data: JsonObject };
  for (const [pointer, value] of Object.entries(changes)) put(data, pointer, value);
  const type = `compact.${name}.v1`;
  return { type, data, from: 'OR', to: 'TX', today: '2026-11-02', fees: [], ...facts };
}

/** The answer of one check; undefined when it is not asked. */
export function answerOf(code: CheckCode, request: EligibilityRequest): CheckAnswer | undefined {
  return askChecks(request).find((answer) => answer.code === code);
}

function put(data: JsonObject, pointer: string, value: JsonValue | undefined): void {
  const names = pointer.split('/').slice(1);
  const last = names.pop() ?? '';
  let at: JsonObject = data;
  for (const name of names) at = (at[name] ??= {}) as JsonObject;
  if (value === undefined) Reflect.deleteProperty(at, last);
  else at[last] = value;
}
