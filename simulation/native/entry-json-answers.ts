import { isObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { NativeError } from './meaning.ts';

/** The answers of a form as its list has them: `TQ04.SU02`, `VQ09[2].OF03`. */
export function listAnswers(answers: JsonObject): Json[] {
  return Object.entries(answers).flatMap(([item, answer]) => below(item, answer));
}

function below(item: string, answer: Json): Json[] {
  const inner = Array.isArray(answer)
    ? (answer as readonly Json[]).map((value, at) => [`${item}[${at + 1}]`, value] as const)
    : isObject(answer)
      ? Object.entries(answer).map(([name, value]) => [`${item}.${name}`, value] as const)
      : [];
  if (inner.length === 0) return [{ item, answer }];
  return inner.flatMap(([name, value]) => below(name, value));
}

/** The answers by sections, as the programs of the state work with them. */
export function gatherAnswers(list: Json | undefined): JsonObject {
  if (!Array.isArray(list)) throw new NativeError('the form has no answers');
  const answers: JsonObject = {};
  for (const entry of list as readonly Json[]) {
    if (!isObject(entry) || typeof entry['item'] !== 'string' || entry['answer'] === undefined) {
      throw new NativeError('an answer is not of an item');
    }
    place(answers, entry['item'].split(/[.[]/), entry['answer']);
  }
  return answers;
}

/** Steps such as `VQ09`, `2]`, `OF03`. */
function place(answers: JsonObject, steps: readonly string[], answer: Json): void {
  let at: Record<string, Json> = answers;
  steps.forEach((step, depth) => {
    const name = step.endsWith(']') ? String(Number(step.slice(0, -1)) - 1) : step;
    const next = steps[depth + 1];
    if (next === undefined) at[name] = answer;
    else at = (at[name] ??= next.endsWith(']') ? [] : {}) as Record<string, Json>;
  });
}
