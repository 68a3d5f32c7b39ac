import type { Problem } from '../errors.ts';
import { type JsonObject, type JsonValue, isJsonObject } from '../message/json.ts';
import { pointerBelow } from '../message/pointer-below.ts';
import { MAX_PROBLEMS } from '../message/schema-problems.ts';
import type { FieldShape, Shape } from './field-shape.ts';
import { lengthOf } from './layout/column-codec.ts';
import { escapeToken } from './scope.ts';
import { pointerOf, tokensOf } from './side-builder.ts';

/** What of a value departs from its schema; the codes are those of JSON Schema's keywords. */
export type ShapeCheck = (value: JsonValue, pointer: string) => Problem[];

const DETAIL = {
  type: 'has not the form of this place',
  additionalProperties: 'is not a field that the schema knows',
  required: 'must be present',
  maxLength: 'is longer than the schema allows',
  minLength: 'is shorter than the schema allows',
  pattern: 'does not have the form asked for',
  enum: 'must be a code of the schema',
  range: 'is not a number in the range of the schema',
  maxItems: 'has more items than the schema allows',
  minItems: 'has fewer items than the schema asks for',
} as const;

interface Node {
  readonly field: FieldShape;
  readonly codes: ReadonlySet<JsonValue> | undefined;
  readonly patterns: readonly RegExp[];
  readonly isValue: boolean;
  /** Whether its length or its number has bounds. */
  readonly isBound: boolean;
  /** Whether any text is right. */
  readonly isFree: boolean;
  readonly children: Map<string, Node>;
  readonly required: string[];
}

interface Check {
  /** XML has no lists and no empty objects, and text beside attributes. */
  readonly xml: boolean;
  readonly problems: Problem[];
  /** Where the visit is, in reference tokens; a pointer is made of them only for a problem. */
  readonly path: (string | number)[];
  /** JSON Pointer of the value that is checked. */
  readonly base: string;
}

/** Compiles the check of the value that stands at `root` of a shape. */
export function createShapeCheck(shape: Shape, root: string, xml: boolean): ShapeCheck {
  const node = nodesOf(shape, root);
  return (value, pointer) => {
    const check: Check = { xml, problems: [], path: [], base: pointer };
    visit(check, node, value);
    return check.problems;
  };
}

function nodesOf(shape: Shape, root: string): Node {
  const top = nodeOf(shape.get(root) ?? { path: root, kind: 'object', required: true });
  for (const field of shape.values()) {
    if (!field.path.startsWith(`${root}/`)) continue;
    const tokens = tokensOf(field.path.slice(root.length));
    const name = tokens.pop() ?? '';
    const parent = tokens.reduce<Node | undefined>((node, key) => node?.children.get(key), top);
    if (parent === undefined) continue;
    parent.children.set(name, nodeOf(field));
    if (field.required && name !== '*' && name !== TEXT) parent.required.push(name);
  }
  return top;
}

const TEXT = '#text';

function nodeOf(field: FieldShape): Node {
  const { kind, codes, maxLength, minLength = 0, patterns = [], range } = field;
  const isBound = maxLength !== undefined || minLength > 0 || range !== undefined;
  return {
    field,
    codes: codes && new Set(codes),
    patterns,
    isValue: kind === 'value',
    isBound,
    isFree: codes === undefined && patterns.length === 0 && !isBound,
    children: new Map(),
    required: [],
  };
}

function add({ problems }: Check, code: keyof typeof DETAIL, pointer: string): void {
  if (problems.length < MAX_PROBLEMS) problems.push({ pointer, code, detail: DETAIL[code] });
}

/** Of the value that is visited, or of its member. */
function placeOf({ path, base }: Check, member?: string): string {
  const place = base + pointerOf(path.map(String));
  return member === undefined ? place : `${place}/${escapeToken(member)}`;
}

function visit(check: Check, node: Node, value: JsonValue): void {
  const { kind } = node.field;
  if (kind === 'list') visitList(check, node, value);
  else if (kind === 'object') visitObject(check, node, value);
  else checkValue(check, node, value);
}

function visitList(check: Check, { field, children }: Node, value: JsonValue): void {
  const items = Array.isArray(value) ? value : check.xml ? [value] : undefined;
  if (items === undefined) {
    add(check, 'type', placeOf(check));
    return;
  }
  if (items.length > (field.maxItems ?? Infinity)) add(check, 'maxItems', placeOf(check));
  if (items.length < (field.minItems ?? 0)) add(check, 'minItems', placeOf(check));
  const item = children.get('*');
  if (item === undefined) return;
  for (let index = 0; index < items.length; index += 1) {
    visitBelow(check, item, items[index] ?? null, index);
  }
}

function visitBelow(check: Check, node: Node, value: JsonValue, token: string | number): void {
  check.path.push(token);
  visit(check, node, value);
  check.path.pop();
}

function visitObject(check: Check, node: Node, value: JsonValue): void {
  const object = objectOf(check, node, value);
  if (object === undefined) {
    add(check, 'type', placeOf(check));
    return;
  }
  for (const name in object) {
    const child = node.children.get(name);
    if (child === undefined) add(check, 'additionalProperties', pointerBelow(placeOf(check), name));
    else if (child.isValue) checkValue(check, child, object[name] as JsonValue, name);
    else visitBelow(check, child, object[name] as JsonValue, name);
  }
  for (const name of node.required) {
    if (!Object.hasOwn(object, name)) add(check, 'required', placeOf(check, name));
  }
}

/** An XML element without children and attributes is its text. */
function objectOf(check: Check, node: Node, value: JsonValue): JsonObject | undefined {
  if (isJsonObject(value)) return value;
  if (!check.xml || typeof value !== 'string') return undefined;
  if (node.children.has(TEXT)) return { [TEXT]: value };
  return value.trim() === '' ? {} : undefined;
}

/** `member`: the name under which the value stands in the object that is visited. */
function checkValue(check: Check, node: Node, value: JsonValue, member?: string): void {
  if (typeof value === 'object') add(check, 'type', placeOf(check, member));
  else if (!node.isFree && !isRight(node, value)) {
    for (const code of departures(node, value)) add(check, code, placeOf(check, member));
  }
}

function isRight(node: Node, value: Single): boolean {
  const { codes, patterns } = node;
  if (codes !== undefined && !codes.has(value)) return false;
  if (typeof value !== 'string') return true;
  for (const pattern of patterns) if (!pattern.test(value)) return false;
  return !node.isBound || departures(node, value).length === 0;
}

type Single = Exclude<JsonValue, object | null>;

/** In which ways a single value is not as its field says. */
function departures({ field, codes, patterns }: Node, value: Single): (keyof typeof DETAIL)[] {
  const found: (keyof typeof DETAIL)[] = [];
  if (codes !== undefined && !codes.has(value)) found.push('enum');
  if (typeof value !== 'string') return found;
  const { maxLength, minLength = 0, range } = field;
  if (maxLength !== undefined && value.length > maxLength && lengthOf(value) > maxLength) {
    found.push('maxLength');
  }
  if (minLength > 0 && lengthOf(value) < minLength) found.push('minLength');
  if (!patterns.every((pattern) => pattern.test(value))) found.push('pattern');
  const { least = -Infinity, most = Infinity } = range ?? {};
  if (range !== undefined && !(Number(value) >= least && Number(value) <= most)) {
    found.push('range');
  }
  return found;
}
