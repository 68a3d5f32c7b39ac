import { expect } from 'chai';
import fc from 'fast-check';
import { MAX_DEPTH, parseJson } from '../../../hub/message/parse-json.ts';
import { MessageError, type MessageErrorCode } from '../../../hub/message/message-error.ts';

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
const bytesOf = (text: string): Buffer => Buffer.from(text, 'utf8');

function refusalOf(bytes: Buffer): MessageError | undefined {
  try {
    parseJson(bytes);
    return undefined;
  } catch (error) {
    expect(error).to.be.instanceOf(MessageError);
    return error as MessageError;
  }
}

const codeOf = (bytes: Buffer): MessageErrorCode | undefined => refusalOf(bytes)?.code;

const refused: readonly [name: string, input: string | Buffer, code: MessageErrorCode][] = [
  ['nothing', '', 'JSON_MALFORMED'],
  ['blanks only', ' \n', 'JSON_MALFORMED'],
  ['a second value', '{} {}', 'JSON_MALFORMED'],
  ['text after the value', '{"a":1}x', 'JSON_MALFORMED'],
  ['a trailing comma', '{"a":1,}', 'JSON_MALFORMED'],
  ['single quotes', "{'a':1}", 'JSON_MALFORMED'],
  ['a comment', '{"a":1/*x*/}', 'JSON_MALFORMED'],
  ['NaN', '{"a":NaN}', 'JSON_MALFORMED'],
  ['Infinity', '[-Infinity]', 'JSON_MALFORMED'],
  ['a leading zero', '[012]', 'JSON_MALFORMED'],
  ['a hexadecimal number', '[0x10]', 'JSON_MALFORMED'],
  ['a number without digits', '[-]', 'JSON_MALFORMED'],
  ['an unfinished exponent', '[1e]', 'JSON_MALFORMED'],
  ['an unfinished string', '["abc', 'JSON_MALFORMED'],
  ['an unfinished escape', '["abc\\', 'JSON_MALFORMED'],
  ['an escape that JSON does not have', '["\\x41"]', 'JSON_MALFORMED'],
  ['a raw line feed in a string', '["a\nb"]', 'JSON_MALFORMED'],
  ['a raw NUL in a string', '["a\0b"]', 'JSON_MALFORMED'],
  ['a no-break space between tokens', '[\u00a01]', 'JSON_MALFORMED'],
  ['an object left open', '{"a":{"b":1}', 'JSON_MALFORMED'],
  ['brackets that cross', '[{]}', 'JSON_MALFORMED'],
  ['more closed than opened', '[]]]]', 'JSON_MALFORMED'],
  ['UTF-16 text', Buffer.from('{"a":1}', 'utf16le'), 'JSON_MALFORMED'],
  ['a byte order mark', '\ufeff{}', 'TEXT_INVALID'],
  ['the byte order mark of UTF-16', Buffer.from([0xff, 0xfe, 0x7b, 0x00]), 'TEXT_INVALID'],
  ['a byte that UTF-8 never has', Buffer.from([0x22, 0xff, 0x22]), 'TEXT_INVALID'],
  ['an overlong slash', Buffer.from([0x22, 0xc0, 0xaf, 0x22]), 'TEXT_INVALID'],
  ['a surrogate as UTF-8', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), 'TEXT_INVALID'],
  ['a sequence cut short', Buffer.from([0x22, 0xe2, 0x82]), 'TEXT_INVALID'],
  ['Latin-1 text', Buffer.from('"Núñez"', 'latin1'), 'TEXT_INVALID'],
  ['an escaped high surrogate alone', '["\\ud83d"]', 'TEXT_INVALID'],
  ['an escaped low surrogate alone', '["\\ude00x"]', 'TEXT_INVALID'],
  ['surrogates in the wrong order', '["\\ude00\\ud83d"]', 'TEXT_INVALID'],
  ['half a pair in a name', '{"\\ud83d":1}', 'TEXT_INVALID'],
  ['an escaped NUL', '["a\\u0000b"]', 'TEXT_INVALID'],
  ['an escaped NUL in a name', '{"a\\u0000":1}', 'TEXT_INVALID'],
  ['a name twice', '{"a":1,"a":2}', 'JSON_DUPLICATE_KEY'],
  ['a name twice with equal values', '{"a":1,"a":1}', 'JSON_DUPLICATE_KEY'],
  ['a name twice, once escaped', '{"a":1,"\\u0061":2}', 'JSON_DUPLICATE_KEY'],
  ['a name twice, deep inside', '[{"x":[{"b":{"c":1,"d":2,"c":3}}]}]', 'JSON_DUPLICATE_KEY'],
  ['an empty name twice', '{"":1,"":2}', 'JSON_DUPLICATE_KEY'],
  ['a numeric name twice', '{"1":1,"1":2}', 'JSON_DUPLICATE_KEY'],
  ['a whole object hidden by its double', '{"a":{"b":1,"c":2},"a":{}}', 'JSON_DUPLICATE_KEY'],
  ['__proto__', '{"__proto__":{"admin":true}}', 'JSON_FORBIDDEN_KEY'],
  ['__proto__ twice', '{"__proto__":1,"__proto__":2}', 'JSON_FORBIDDEN_KEY'],
  ['__proto__ escaped', '{"\\u005f_proto__":1}', 'JSON_FORBIDDEN_KEY'],
  ['constructor', '{"a":{"constructor":{"prototype":{}}}}', 'JSON_FORBIDDEN_KEY'],
  ['prototype', '[{"prototype":1}]', 'JSON_FORBIDDEN_KEY'],
  ['an infinite number', '[1e400]', 'JSON_NUMBER_UNSAFE'],
  ['a negative infinite number', '[-1E+400]', 'JSON_NUMBER_UNSAFE'],
  ['a number that becomes zero', '[1e-400]', 'JSON_NUMBER_UNSAFE'],
  ['2^53', '[9007199254740992]', 'JSON_NUMBER_UNSAFE'],
  ['2^53 + 1', '[9007199254740993]', 'JSON_NUMBER_UNSAFE'],
  ['-2^53', '[-9007199254740992]', 'JSON_NUMBER_UNSAFE'],
  ['a large integer with an exponent', '[1e23]', 'JSON_NUMBER_UNSAFE'],
  ['more digits than a double keeps', '[0.1000000000000000055]', 'JSON_NUMBER_UNSAFE'],
  ['a number of a thousand digits', `[${'1'.repeat(1000)}]`, 'JSON_NUMBER_UNSAFE'],
  ['a zero of a thousand digits', `[0.${'0'.repeat(1000)}]`, 'JSON_NUMBER_UNSAFE'],
  ['arrays one too deep', nested(MAX_DEPTH + 1), 'JSON_TOO_DEEP'],
  ['a million arrays', '['.repeat(1_000_000), 'JSON_TOO_DEEP'],
  ['a hundred thousand objects', '{"a":'.repeat(100_000), 'JSON_TOO_DEEP'],
  ['objects and arrays in turn', '[{"a":'.repeat(40), 'JSON_TOO_DEEP'],
];

const accepted: readonly [name: string, text: string, value: unknown][] = [
  ['a lone string', '"a"', 'a'],
  ['null', 'null', null],
  ['blanks around', ' \t\r\n{ "a" : [ ] } ', { a: [] }],
  ['the deepest nesting', nested(MAX_DEPTH), JSON.parse(nested(MAX_DEPTH))],
  [
    'brackets and colons inside strings',
    '{"a":"[[[{{{:::","b":"\\"}]:"}',
    { a: '[[[{{{:::', b: '"}]:' },
  ],
  ['names that differ in case', '{"a":1,"A":2}', { a: 1, A: 2 }],
  ['the same name in different objects', '{"a":{"a":{"a":1}}}', { a: { a: { a: 1 } } }],
  ['an escaped surrogate pair', '["\\ud83d\\ude00"]', ['😀']],
  ['characters beyond the basic plane', '["😀é"]', ['😀é']],
  ['a backslash before a u', '["\\\\u0000"]', ['\\u0000']],
  ['2^53 - 1', '[9007199254740991,-9007199254740991]', [9007199254740991, -9007199254740991]],
  ['an exponent that survives', '[1e2,1.5E-3,10.00]', [100, 0.0015, 10]],
  ['sixteen digits that survive', '[0.1234567890123456]', [0.1234567890123456]],
  ['numbers beside brackets', '{"a":[1,-2,3.5],"b":-0.5}', { a: [1, -2, 3.5], b: -0.5 }],
  [
    'an object with a method name',
    '{"toString":1,"hasOwnProperty":2}',
    { toString: 1, hasOwnProperty: 2 },
  ],
];

describe('parse JSON', () => {
  for (const [name, input, code] of refused) {
    it(`refuses ${name}`, () => {
      expect(codeOf(typeof input === 'string' ? bytesOf(input) : input)).to.equal(code);
    });
  }

  for (const [name, text, value] of accepted) {
    it(`reads ${name}`, () => {
      expect(parseJson(bytesOf(text))).to.deep.equal(value);
    });
  }

  it('reads an empty array buffer slice apart from its neighbours', () => {
    const pool = bytesOf('[1][2][3]');
    expect(parseJson(pool.subarray(3, 6))).to.deep.equal([2]);
  });

  it('says nothing of the document in an error', () => {
    const secret = '{"ssn":"900123456","ssn":"900123457"}';
    try {
      parseJson(bytesOf(secret));
      expect.fail('was read');
    } catch (error) {
      expect(JSON.stringify([error, String(error), (error as Error).cause])).not.to.match(/900/);
    }
  });

  const doubled: readonly [text: string, pointers: string[]][] = [
    ['{"a":1,"a":2}', ['/a']],
    ['{"a":1,"b":{"c":[0,{"d":1},{"d":1,"d":2}]}}', ['/b/c/2/d']],
    ['[[],{"a":"x,y","\\u0061":{}},{"b":1,"b":[{}],"b":3}]', ['/1/a', '/2/b', '/2/b']],
    ['{"o":{"900123456":1,"900123456":2}}', ['/o']],
    ['{"a":"\\"{","c":["]","}"],"c":1}', ['/c']],
  ];
  for (const [text, pointers] of doubled) {
    it(`says where a name is doubled in ${text}`, () => {
      const refusal = refusalOf(bytesOf(text));
      expect(refusal?.problems.map(({ pointer }) => pointer)).to.deep.equal(pointers);
    });
  }

  it('gives back what JSON.stringify wrote', () => {
    const value = fc.jsonValue({ maxDepth: 6, noUnicodeString: false });
    const property = fc.property(value, fc.constantFrom(0, 1, 2), (given, indent) => {
      const text = JSON.stringify(given, undefined, indent);
      const code = codeOf(bytesOf(text));
      if (code === undefined) {
        expect(JSON.stringify(parseJson(bytesOf(text)))).to.equal(JSON.stringify(JSON.parse(text)));
      } else {
        expect(code).to.be.oneOf(['TEXT_INVALID', 'JSON_NUMBER_UNSAFE', 'JSON_FORBIDDEN_KEY']);
      }
    });
    fc.assert(property, { seed: 20261102, numRuns: 500 });
  });

  it('reads or refuses any bytes without another error', () => {
    const property = fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      codeOf(Buffer.from(bytes));
    });
    fc.assert(property, { seed: 20261103, numRuns: 2000 });
  });

  it('finds a doubled name wherever it stands', () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,5}$/), { minLength: 1, maxLength: 8 });
    const property = fc.property(names, fc.nat(), fc.nat(), (keys, from, at) => {
      const members = keys.map((key) => `"${key}":{"x":[1]}`);
      const doubled = members[from % members.length]!;
      const text = `[{"y":{${members.toSpliced(at % (members.length + 1), 0, doubled).join(',')}}}]`;
      const forbidden = keys.some((key) => key === 'constructor' || key === 'prototype');
      expect(codeOf(bytesOf(text))).to.equal(
        forbidden ? 'JSON_FORBIDDEN_KEY' : 'JSON_DUPLICATE_KEY',
      );
    });
    fc.assert(property, { seed: 20261104, numRuns: 500 });
  });

  it('takes time in proportion to the bytes: squared, these would not end within the limit of a test', () => {
    expect(codeOf(bytesOf(`[${'1'.repeat(5_000_000)}]`))).to.be.a('string');
    expect(codeOf(bytesOf(`["${'\\"'.repeat(1_000_000)}"]`))).to.equal(undefined);
    expect(codeOf(bytesOf(`{${'"a":1,'.repeat(1_000_000)}"b":2}`))).to.equal('JSON_DUPLICATE_KEY');
  });
});
