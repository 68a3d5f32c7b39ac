import type { Problem } from '../errors.ts';
import { pointerBelow } from './pointer-below.ts';
import { MAX_PROBLEMS } from './schema-problems.ts';

/** A string, or a mark that opens, closes or divides; numbers and words lie between. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{},:]/g;

interface Container {
  readonly pointer: string;
  /** Names so far; undefined in an array. */
  readonly names: Set<string> | undefined;
  /** What stands next: a name of an object, or an index of an array. */
  step: string | number;
}

/** The places at which a name occurs again in its object. The text must be well-formed JSON. */
export function findDuplicateNames(text: string): Problem[] {
  const problems: Problem[] = [];
  const open: Container[] = [];
  let name = '';
  for (const [token] of text.matchAll(TOKEN)) {
    const inside = open.at(-1);
    if (token === '{' || token === '[') open.push(containerIn(inside, token));
    else if (token === '}' || token === ']') open.pop();
    else if (token === ',') nextItem(inside);
    else if (token !== ':') name = token;
    else if (inside?.names !== undefined) {
      inside.step = JSON.parse(name) as string;
      if (inside.names.has(inside.step)) problems.push(duplicateAt(inside.pointer, inside.step));
      if (problems.length === MAX_PROBLEMS) return problems;
      inside.names.add(inside.step);
    }
  }
  return problems;
}

function containerIn(parent: Container | undefined, token: string): Container {
  const pointer = parent === undefined ? '' : pointerTo(parent);
  return { pointer, names: token === '{' ? new Set() : undefined, step: 0 };
}

function pointerTo({ pointer, step }: Container): string {
  return typeof step === 'number' ? `${pointer}/${step}` : pointerBelow(pointer, step);
}

function nextItem(container: Container | undefined): void {
  if (typeof container?.step === 'number') container.step += 1;
}

function duplicateAt(pointer: string, name: string): Problem {
  return { pointer: pointerBelow(pointer, name), code: 'duplicate', detail: 'occurs twice' };
}
