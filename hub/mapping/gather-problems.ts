import type { Problem } from '../errors.ts';

/** What mostly follows from something else that is wrong, and is listed after it. */
const CONSEQUENCES: ReadonlySet<string> = new Set([
  'FIELD_LOST',
  'LOCAL_UNREAD',
  'LOCAL_REQUIRED_UNFILLED',
  'LOCAL_REQUIRED_SOMETIMES',
  'CARRIED_TOO_MUCH',
]);

/** From so many places on, a field that is lost is lost by a shared block: one problem for all. */
const SHARED_BY = 3;

/**
 * Each problem once, with the number of places where a shared rule meets it; a field that a block
 * loses in several activities, once. Causes stand before what follows from them, else the order stays.
 */
export function gatherProblems(problems: readonly Problem[]): Problem[] {
  const groups = new Map<string, Problem[]>();
  for (const problem of problems) {
    const key = keyOf(problem);
    groups.set(key, [...(groups.get(key) ?? []), problem]);
  }
  const gathered = [...groups.values()].flatMap(asOne);
  const isConsequence = ({ code }: Problem): boolean => CONSEQUENCES.has(code);
  return [
    ...gathered.filter((problem) => !isConsequence(problem)),
    ...gathered.filter(isConsequence),
  ];
}

/** A rule of a block says something else of each path, and is wrong once. */
function keyOf({ code, pointer, detail }: Problem): string {
  if (code === 'FIELD_LOST') return `${code} ${pointer.slice(pointer.lastIndexOf('/'))}`;
  return `${code} ${pointer} ${pointer.startsWith('blocks/') ? '' : detail}`;
}

function asOne(group: readonly Problem[]): readonly Problem[] {
  const [first] = group;
  if (first === undefined || group.length === 1) return group;
  const { code, pointer, detail } = first;
  if (code !== 'FIELD_LOST') {
    return [{ ...first, detail: `${detail} (in ${group.length} places)` }];
  }
  const files = new Set(group.map((problem) => problem.pointer.split('#')[0]));
  if (files.size < SHARED_BY) return group;
  const name = pointer.slice(pointer.lastIndexOf('/'));
  const more = `nor ${group.length - 1} others that end in ${name}, in ${files.size} activity types`;
  return [{ ...first, detail: `${detail}, ${more}` }];
}
