import type { JsonObject, JsonValue } from '../../../hub/message/json.ts';
import { isJsonObject } from '../../../hub/message/json.ts';
import type { Spot } from './schema-view.ts';

/** One change that makes a valid document invalid, and where that must be reported. */
export interface Mutation {
  readonly name: string;
  readonly pointer: string;
  readonly code: string;
  readonly document: JsonObject;
}

/** All single changes that the schema forbids, whatever the rest of the document says. */
export function mutationsOf(document: JsonObject, spots: readonly Spot[]): Mutation[] {
  return spots.flatMap((spot) => changesOf(spot).map((change) => apply(document, spot, change)));
}

interface Change {
  readonly name: string;
  readonly code: string;
  readonly value: JsonValue | undefined;
  /** The name of the extra property; empty when the value itself is at fault. */
  readonly below?: string;
}

function changesOf({ value, schema, isRequired }: Spot): Change[] {
  const { maxLength, maxItems, minItems, maximum, minimum } = schema;
  const isText = typeof value === 'string' && schema['type'] === 'string';
  const changes: (Change | false)[] = [
    isRequired && { name: 'left out', code: 'required', value: undefined },
    isJsonObject(value) &&
      schema['additionalProperties'] === false && {
        name: 'with one more property',
        code: 'additionalProperties',
        value: { ...value, surplus: 1 },
        below: 'surplus',
      },
    typeof schema['type'] === 'string' && {
      name: 'null instead',
      code: 'type',
      value: null,
    },
    isText &&
      typeof maxLength === 'number' && {
        name: 'over-long',
        code: 'maxLength',
        value: value.padEnd(maxLength + 1, 'x'),
      },
    isText &&
      'x-code-list' in schema && {
        name: 'with a code of no list',
        code: 'x-code-list',
        value: `${value}X`,
      },
    isText &&
      'pattern' in schema && {
        name: 'with a control character',
        code: 'pattern',
        value: `\u0007${value.slice(1)}`,
      },
    schema['format'] === 'date' && {
      name: 'on a day that never was',
      code: 'format',
      value: '2026-02-30',
    },
    schema['format'] === 'date-time' && {
      name: 'in an hour that never was',
      code: 'format',
      value: '2026-02-28T25:00:00Z',
    },
    Array.isArray(value) &&
      typeof maxItems === 'number' &&
      value.length > 0 && {
        name: 'with too many items',
        code: 'maxItems',
        value: Array.from({ length: maxItems + 1 }, (_, index) => value[index % value.length]!),
      },
    Array.isArray(value) &&
      typeof minItems === 'number' &&
      minItems > 0 && {
        name: 'with no item',
        code: 'minItems',
        value: [],
      },
    typeof maximum === 'number' && { name: 'too large', code: 'maximum', value: maximum + 1 },
    typeof minimum === 'number' && { name: 'too small', code: 'minimum', value: minimum - 1 },
    schema['type'] === 'integer' && { name: 'with a fraction', code: 'type', value: 1.5 },
    'const' in schema && { name: 'another constant', code: 'const', value: 'other' },
    'enum' in schema && { name: 'not of the list', code: 'enum', value: 'other' },
  ];
  return changes.filter((change) => change !== false);
}

function apply(document: JsonObject, { path, pointer }: Spot, change: Change): Mutation {
  const { name, code, value, below } = change;
  const at = below === undefined ? pointer : `${pointer}/${below}`;
  const changed = replaceAt(document, path, value) as JsonObject;
  return { name: `${at} ${name}`, pointer: at, code, document: changed };
}

function replaceAt(
  target: JsonValue,
  [step, ...rest]: readonly (string | number)[],
  value: JsonValue | undefined,
): JsonValue {
  if (step === undefined) return value ?? null;
  if (Array.isArray(target)) {
    return target.map((item, index) => (index === step ? replaceAt(item, rest, value) : item));
  }
  const members = Object.entries(target as JsonObject);
  const replaced = members.flatMap(([key, item]): [string, JsonValue][] => {
    if (key !== step) return [[key, item]];
    return rest.length === 0 && value === undefined ? [] : [[key, replaceAt(item, rest, value)]];
  });
  return Object.fromEntries(replaced);
}
