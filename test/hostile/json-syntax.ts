import { createSeededRandom } from '../support/seeded-random.ts';
import type { HostileCase, HostileCategory, Verdict } from './hostile-case.ts';
import { goodActivity } from './hostile-lab.ts';

const CANONICAL = 'application/cloudevents+json';

/** As the value of a name that no schema knows: what reads well is then refused by the schema. */
const UNKNOWN: Verdict = 'refuse:SCHEMA_INVALID';
const MALFORMED: Verdict = 'refuse:JSON_MALFORMED';
/** A number that is none may be refused as such before the text is. */
const NO_NUMBER: readonly Verdict[] = [MALFORMED, 'refuse:JSON_NUMBER_UNSAFE'];

/** RFC 8259: texts that every reader takes, that none takes, and that it leaves to the reader. */
export const JSON_SYNTAX: HostileCategory = {
  name: 'JSON syntax',
  least: 318,
  draw: 160,
  cases: (seed) => [...accepted(seed), ...refused(seed), ...left()],
};

function inData(fragment: string | Buffer, name = '"x"'): Buffer {
  const [before = '', behind = ''] = JSON.stringify(goodActivity()).split(/(?<="data":\{)/);
  return Buffer.concat([
    Buffer.from(`${before}${name}:`),
    Buffer.from(fragment as string),
    Buffer.from(`,${behind}`),
  ]);
}

function made(
  name: string,
  text: () => Buffer | string,
  expected: HostileCase['expected'],
): HostileCase {
  return { name, expected, play: (lab) => lab.post('OR', CANONICAL, text()) };
}

function accepted(seed: number): HostileCase[] {
  const random = createSeededRandom(seed);
  const blank = (): string =>
    Array.from({ length: random.below(4) }, () => random.pick([' ', '\t', '\n', '\r'])).join('');
  const spaced = (text: string): string =>
    text.replace(/("(?:[^"\\]|\\.)*")|([{}[\],:])/g, (_, quoted?: string, mark?: string) =>
      quoted === undefined ? `${blank()}${mark ?? ''}${blank()}` : quoted,
    );
  const escaped = (text: string): string =>
    text.replace(/[A-Za-z/](?=[A-Za-z ]*")/g, (letter) =>
      random.chance(0.3) ? `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}` : letter,
    );
  const shuffled = (): object =>
    Object.fromEntries(
      Object.entries(goodActivity())
        .map((member) => ({ member, at: random.next() }))
        .sort((one, other) => one.at - other.at)
        .map(({ member }) => member),
    );
  const whole = Array.from({ length: 30 }, (_, n): HostileCase => {
    const kinds = [
      () => spaced(JSON.stringify(goodActivity())),
      () => escaped(JSON.stringify(goodActivity())),
      () => JSON.stringify(shuffled(), undefined, 1 + (n % 8)),
    ];
    return made(`a good document written otherwise, ${n}`, kinds[n % 3]!, 'accept');
  });
  const values = [
    ...[
      '0',
      '-0',
      '1',
      '-1',
      '10',
      '123456789',
      '0.5',
      '-0.5',
      '1e2',
      '1E2',
      '1e+2',
      '1e-2',
      '0e1',
    ],
    ...['0E+1', '1.5e3', '-1.25E-2', '9007199254740991', '-9007199254740991', '20.0', '0.10'],
    ...[
      'true',
      'false',
      'null',
      '""',
      '" "',
      '"a"',
      '"\\""',
      '"\\\\"',
      '"\\/"',
      '"/"',
      '"\\b\\f\\n\\r\\t"',
    ],
    ...[
      '"\\u0061"',
      '"\\u00e9"',
      '"é"',
      '"\\ud83d\\ude00"',
      '"😀"',
      '"\\uD83D\\uDE00"',
      '"\u2028\u2029"',
    ],
    ...[
      '"\u007f"',
      '"\\u0001"',
      '"\\u001F"',
      '"\ufffd"',
      '"\\ufffe"',
      '"\uffff"',
      '"\\uFEFF"',
      '"́"',
    ],
    ...[
      '[]',
      '[ ]',
      '[1]',
      '[1,2]',
      '[[]]',
      '[null]',
      '[[],{}]',
      '[\n]',
      '[""]',
      '[ 1 , 2 ]',
      '[false]',
    ],
    ...[
      '{}',
      '{ }',
      '{"":0}',
      '{"a":{}}',
      '{"a":[]}',
      '{"a b":1}',
      '{"\\u0061":1}',
      '{"é":1}',
      '{"a":1,"b":2}',
    ],
    ...['"//"', '"/* */"', '"#"', '"{}[]:,"', '"\\\\u0000"', '"\\\\\\""', '"a\\\\"'],
  ];
  return [
    ...whole,
    ...values.map((value) => made(`the value ${value}`, () => inData(value), UNKNOWN)),
  ];
}

function refused(seed: number): HostileCase[] {
  const random = createSeededRandom(seed + 1);
  const numbers = [
    ...[
      '+1',
      '.5',
      '-.5',
      '1.',
      '-1.',
      '01',
      '-01',
      '00',
      '1e',
      '1e+',
      '1E-',
      '1.e1',
      '0x1',
      '0b1',
      '0o7',
    ],
    ...[
      '1_000',
      '--1',
      '-',
      '- 1',
      '1.2.3',
      '1ee2',
      '1e2.5',
      '0e',
      '1e1e1',
      '-e1',
      '1+1',
      '1-',
      '１',
      '1,5e',
    ],
    ...[
      'Infinity',
      '-Infinity',
      '+Infinity',
      'NaN',
      '-NaN',
      'Inf',
      '1n',
      '1f',
      '0.0.0',
      '-+1',
      '.',
      'e1',
      '1 000',
    ],
  ];
  const words = [
    ...[
      'True',
      'TRUE',
      'tru',
      'truee',
      'False',
      'fals',
      'Null',
      'NULL',
      'nul',
      'nulll',
      'nil',
      'None',
    ],
    ...[
      'undefined',
      'yes',
      'no',
      'a',
      '*',
      '$',
      'true false',
      'new Date()',
      'void 0',
      '(1)',
      '`a`',
      '\\u0074rue',
    ],
  ];
  const letters = Array.from("acdeghijklmopqsvwxyzABUN01'`$").map((letter) => `"\\${letter}"`);
  const controls = Array.from({ length: 32 }, (_, code) => `"a${String.fromCharCode(code)}b"`);
  const texts = [
    ...[
      '"',
      '"a',
      "'a'",
      '"\\"',
      '"\\u"',
      '"\\u1"',
      '"\\u12"',
      '"\\u123"',
      '"\\u12G4"',
      '"\\u{61}"',
      '"\\x41"',
    ],
    ...['"a"b"', '""a""', '“a”', '"\\uD83"', '"a" "b"', '"a"+"b"', '\\"a\\"'],
  ];
  const structures = [
    ...[
      '[',
      ']',
      '{',
      '}',
      '[1',
      '[1,',
      '[,1]',
      '[1,,2]',
      '[1,]',
      '[1 2]',
      '[1;2]',
      '[1:2]',
      '[}',
      '{]',
      '[[]',
      '[]]',
    ],
    ...[
      '{"a"}',
      '{"a":}',
      '{:1}',
      '{"a":1,}',
      '{,"a":1}',
      '{"a":1,,"b":2}',
      '{"a" 1}',
      '{"a"::1}',
      '{"a":1 "b":2}',
    ],
    ...[
      '{a:1}',
      '{1:1}',
      "{'a':1}",
      '{null:1}',
      '{"a":1:2}',
      '{"a",1}',
      '{"a"=1}',
      '{"a"=>1}',
      '{[1]:1}',
      '{"a":1}}',
    ],
    ...[
      '1 // x',
      '1 /* x */',
      '/**/1',
      '1 # x',
      '<!-- -->1',
      '...1',
      '[...[1]]',
      '@a',
      '&a',
      '!a',
      '%',
    ],
    ...[
      '\u00a01',
      '\u20281',
      '\u000b1',
      '\f1',
      '\u30001',
      '\ufeff1',
      '1\u0000',
      '\u200b1',
      '\u00851',
    ],
  ];
  const cut = Array.from({ length: 24 }, (_, n): HostileCase => {
    const share = random.next();
    return made(
      `cut off at ${Math.round(share * 100)} of 100, ${n}`,
      () => {
        const text = JSON.stringify(goodActivity());
        return text.slice(0, Math.floor(share * text.length));
      },
      NO_NUMBER,
    );
  });
  return [
    ...numbers.map((value) => made(`no number: ${value}`, () => inData(value), NO_NUMBER)),
    ...[...words, ...letters, ...texts, ...structures].map((value) =>
      made(`no value: ${value}`, () => inData(value), NO_NUMBER),
    ),
    ...controls.map((value, code) => made(`control ${code} bare`, () => inData(value), MALFORMED)),
    ...cut,
  ];
}

/** What RFC 8259 leaves open, and what this hub does. */
function left(): HostileCase[] {
  const cases: readonly (readonly [string, string | Buffer, Verdict])[] = [
    ...[
      '1e400',
      '-1e400',
      '1e-400',
      '1e999999',
      '123123e100000',
      '0.4e00669999999999999999999999999999',
      '9007199254740992',
      '-9007199254740993',
      '100000000000000000000',
      '0.1000000000000000055511151231257827',
      '1.7976931348623159e308',
      `1${'0'.repeat(400)}`,
    ].map((value) => [value.slice(0, 30), value, 'refuse:JSON_NUMBER_UNSAFE'] as const),
    ...[
      '"\\ud800"',
      '"\\udc00"',
      '"\\ud800a"',
      '"\\ud800\\ud800"',
      '"\\ude00\\ud83d"',
      '"\\uDFAA"',
      '"a\\ud888b"',
      '"\\u0000"',
      '{"\\u0000":1}',
      '{"\\ud800":1}',
    ].map((value) => [value, value, 'refuse:TEXT_INVALID'] as const),
    ...[
      '22c32822',
      '22ff22',
      '22c080 22',
      '22eda08022',
      '22f4908080 22',
      '22f880808080 22',
      '22e0809f22',
      '22fe22',
      '228022',
      '22c022',
      '22f09f9822',
    ].map(
      (hex) =>
        [
          `bytes ${hex}`,
          Buffer.from(hex.replaceAll(' ', ''), 'hex'),
          'refuse:TEXT_INVALID',
        ] as const,
    ),
    ['a name twice', '{"a":1,"a":1}', 'refuse:JSON_DUPLICATE_KEY'],
    ['a name twice, escaped', '{"a":1,"\\u0061":1}', 'refuse:JSON_DUPLICATE_KEY'],
    ['500 lists', '['.repeat(500) + ']'.repeat(500), 'refuse:JSON_TOO_DEEP'],
    ['100,000 lists open', '['.repeat(100_000), 'refuse:JSON_TOO_DEEP'],
  ];
  return cases.map(([name, value, expected]) =>
    made(`left open: ${name}`, () => inData(value), expected),
  );
}
