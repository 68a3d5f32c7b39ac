import type { Problem } from '../errors.ts';
import { type JsonObject, type JsonValue, isJsonObject } from '../message/json.ts';
import type { SchemaCheck } from '../message/schema-checker.ts';

/** The definition in schemas/mapping.v1.schema.json of each operation, without `Rule` or `Item`. */
const RULES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    copy: 'copy',
    constant: 'constant',
    code: 'code',
    date: 'temporal',
    time: 'temporal',
    moment: 'temporal',
    dateTime: 'temporal',
    number: 'number',
    boolean: 'boolean',
    join: 'join',
    split: 'split',
    personName: 'personName',
    object: 'object',
    list: 'list',
    wrap: 'wrap',
    crosswalk: 'crosswalk',
  }),
);

/** Of the items of a list that are values. */
const ITEMS: ReadonlyMap<string, string> = new Map(
  [...RULES].filter(([, name]) => /^(copy|code|temporal|number|boolean)$/.test(name)),
);

/** Of what each of these needs exactly one. */
const ONE_OF: Readonly<Record<string, readonly string[]>> = {
  object: ['rules', 'block'],
  list: ['rules', 'block', 'item'],
  wrap: ['rules', 'block'],
  constant: ['canonical', 'local'],
  split: ['separator', 'widths'],
};

const ANY_RULE: JsonObject = { op: 'copy', canonical: '/a', local: '/a' };
const ANY_ITEM: JsonObject = { op: 'copy' };

/** Finds the check of a definition, such as `copyRule`. */
export type CheckOf = (definition: string) => SchemaCheck;

/**
 * The check of a document with rules under `name`: each rule is held against the schema of its own
 * operation, so that one mistake is one problem and not one for every operation that it is not.
 */
export function createDocumentCheck(
  document: SchemaCheck,
  checkOf: CheckOf,
  name: 'rules' | 'envelope',
): SchemaCheck {
  return (value) => {
    if (!isJsonObject(value)) return document(value);
    const rules = rulesOf(value[name]);
    if (rules === undefined) return document(value);
    return [
      ...document({ ...value, [name]: [ANY_RULE] }),
      ...rules.flatMap((rule, index) => ruleProblems(rule, `/${name}/${index}`, checkOf)),
    ];
  };
}

function rulesOf(value: JsonValue | undefined): readonly JsonValue[] | undefined {
  return Array.isArray(value) && value.length > 0 ? value : undefined;
}

function ruleProblems(rule: JsonValue, at: string, checkOf: CheckOf): Problem[] {
  const inside = isJsonObject(rule) ? rulesOf(rule['rules']) : undefined;
  const item = isJsonObject(rule) ? rule['item'] : undefined;
  const alone = {
    ...(inside === undefined ? {} : { rules: [ANY_RULE] }),
    ...(item === undefined ? {} : { item: ANY_ITEM }),
  };
  return [
    ...problemsOf(rule, alone, at, { ops: RULES, kind: 'Rule', checkOf }),
    ...(item === undefined
      ? []
      : problemsOf(item, {}, `${at}/item`, { ops: ITEMS, kind: 'Item', checkOf })),
    ...(inside ?? []).flatMap((each, index) => ruleProblems(each, `${at}/rules/${index}`, checkOf)),
  ];
}

interface Kind {
  readonly ops: ReadonlyMap<string, string>;
  readonly kind: 'Rule' | 'Item';
  readonly checkOf: CheckOf;
}

function problemsOf(
  rule: JsonValue,
  alone: JsonObject,
  at: string,
  { ops, kind, checkOf }: Kind,
): Problem[] {
  if (!isJsonObject(rule)) return [{ pointer: at, code: 'type', detail: 'must be object' }];
  const { op } = rule;
  const definition = typeof op === 'string' ? ops.get(op) : undefined;
  if (typeof op !== 'string' || definition === undefined) {
    const detail = `unknown op; ops are ${[...ops.keys()].join(', ')}`;
    return [{ pointer: `${at}/op`, code: 'OP_UNKNOWN', detail }];
  }
  const found = checkOf(`${definition}${kind}`)({ ...rule, ...alone });
  const choice = ONE_OF[op] ?? [];
  const isChoice = found.some(({ pointer, code }) => pointer === '' && code === 'oneOf');
  const named = found.map((problem) => ({ ...problem, pointer: at + problem.pointer }));
  if (!isChoice) return named;
  const detail = `must have exactly one of ${choice.join(', ')}`;
  const members = new Set(choice.map((name) => `${at}/${name}`));
  return [
    ...named.filter(({ pointer }) => pointer !== at && !members.has(pointer)),
    { pointer: at, code: 'oneOf', detail },
  ];
}
