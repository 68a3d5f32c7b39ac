import { HOSTILE_JSON } from '../adapters/hostile-documents.ts';
import type { HostileCase, HostileCategory, Verdict } from './hostile-case.ts';
import { goodActivity } from './hostile-lab.ts';

const CANONICAL = 'application/cloudevents+json';

/** Well-formed JSON that two readers may understand differently, or that costs more than it is worth. */
export const JSON_SEMANTICS: HostileCategory = {
  name: 'JSON semantics',
  least: 120,
  cases: () => [
    ...documents(),
    ...doubled(),
    ...forbidden(),
    ...numbers(),
    ...depths(),
    ...types(),
  ],
};

const withDatum = (text: string): string =>
  JSON.stringify(goodActivity()).replace('"data":{', `"data":{${text},`);

function made(name: string, text: () => string | Buffer, code: string): HostileCase {
  return { name, expected: `refuse:${code}`, play: (lab) => lab.post('OR', CANONICAL, text()) };
}

const documents = (): HostileCase[] =>
  HOSTILE_JSON.map(({ name, make, code }) => made(name, () => make(goodActivity()), code));

function doubled(): HostileCase[] {
  const spellings = ['"b"', '"\\u0062"', '"\\u0062"', '"b" ', '\t"b"'];
  return [0, 1, 2, 5, 10, 30].flatMap((depth) =>
    spellings.slice(0, 4).map((second, at) =>
      made(
        `a name twice, ${depth} deep, spelling ${at}`,
        () => {
          const inner = `{"b":1,${second}:2}`;
          return withDatum(`"x":${'{"a":'.repeat(depth)}${inner}${'}'.repeat(depth)}`);
        },
        'JSON_DUPLICATE_KEY',
      ),
    ),
  );
}

function forbidden(): HostileCase[] {
  const names = ['__proto__', 'constructor', 'prototype'];
  const places = [
    (name: string) => `"x":{${name}:1}`,
    (name: string) => `"x":[{${name}:{}}]`,
    (name: string) => `${name}:{"isAdmin":true}`,
    (name: string) => `"x":{"y":{${name}:null}}`,
  ];
  return names.flatMap((name) =>
    [`"${name}"`, `"\\u00${name.charCodeAt(0).toString(16)}${name.slice(1)}"`].flatMap((spelled) =>
      places.map((place, at) =>
        made(`${spelled} in place ${at}`, () => withDatum(place(spelled)), 'JSON_FORBIDDEN_KEY'),
      ),
    ),
  );
}

function numbers(): HostileCase[] {
  const unsafe = [
    '1e309',
    '-1e309',
    '1e-324',
    '9007199254740992',
    '9007199254740993',
    '-9007199254740992',
    '1e16',
    '1e22',
    '12345678901234567890',
    '0.12345678901234567890',
    '1.00000000000000000001',
    '4.9406564584124654e-325',
    '9'.repeat(10_000),
    `0.${'0'.repeat(10_000)}1`,
  ];
  const safe = ['9007199254740991', '-9007199254740991', '1e15', '0.1', '-0', '1.5e-7'];
  return [
    ...unsafe.map((value) =>
      made(`number ${value.slice(0, 30)}`, () => withDatum(`"x":${value}`), 'JSON_NUMBER_UNSAFE'),
    ),
    ...safe.map((value) =>
      made(`number ${value}`, () => withDatum(`"x":${value}`), 'SCHEMA_INVALID'),
    ),
  ];
}

function depths(): HostileCase[] {
  const deep = (levels: number): string =>
    withDatum(`"x":${'['.repeat(levels)}${']'.repeat(levels)}`);
  return [
    ...[10, 50, 62].map((levels) => made(`${levels} lists`, () => deep(levels), 'SCHEMA_INVALID')),
    ...[63, 64, 65, 1_000, 100_000].map((levels) =>
      made(`${levels} lists`, () => deep(levels), 'JSON_TOO_DEEP'),
    ),
    made(
      '50,000 names that differ in case',
      () => {
        const names = Array.from(
          { length: 50_000 },
          (_, n) => `"${n % 2 === 0 ? 'k' : 'K'}${n}":0`,
        );
        return withDatum(`"x":{${names.join()}}`);
      },
      'SCHEMA_INVALID',
    ),
  ];
}

/** What says of itself that it is something else. */
function types(): HostileCase[] {
  const refused: readonly (readonly [string, Verdict])[] = [
    ['application/json; charset=utf-16', 'refuse:CONTENT_TYPE_UNEXPECTED'],
    // RFC 8259 section 11: JSON has no such parameter, and it changes nothing.
    ['application/cloudevents+json; charset=iso-8859-1', 'accept'],
    ['application/cloudevents-batch+json', 'refuse:CONTENT_TYPE_UNEXPECTED'],
    ['application/xml', 'refuse:CONTENT_TYPE_UNEXPECTED'],
    ['text/xml', 'refuse:CONTENT_TYPE_UNEXPECTED'],
    ['text/csv', 'refuse:CONTENT_TYPE_UNEXPECTED'],
    ['multipart/form-data; boundary=x', 'refuse:CONTENT_TYPE_UNEXPECTED'],
    ['application/x-www-form-urlencoded', 'refuse:CONTENT_TYPE_UNEXPECTED'],
    ['application/octet-stream', 'refuse:CONTENT_TYPE_UNEXPECTED'],
    ['application/jsonx', 'refuse:CONTENT_TYPE_UNEXPECTED'],
  ];
  return refused.map(([contentType, expected]) => ({
    name: `content type ${contentType}`,
    expected,
    play: (lab) => lab.post('OR', contentType, JSON.stringify(goodActivity())),
  }));
}
