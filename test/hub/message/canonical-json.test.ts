import { expect } from 'chai';
import fc from 'fast-check';
import { canonicalJson } from '../../../hub/message/canonical-json.ts';
import type { JsonObject, JsonValue } from '../../../hub/message/json.ts';
import { MessageError } from '../../../hub/message/message-error.ts';

/** RFC 8785 appendix B: the bits of a double and its text. */
const numbers: readonly [bits: string, text: string][] = [
  ['0000000000000000', '0'],
  ['8000000000000000', '0'],
  ['0000000000000001', '5e-324'],
  ['8000000000000001', '-5e-324'],
  ['7fefffffffffffff', '1.7976931348623157e+308'],
  ['ffefffffffffffff', '-1.7976931348623157e+308'],
  ['4340000000000000', '9007199254740992'],
  ['c340000000000000', '-9007199254740992'],
  ['4430000000000000', '295147905179352830000'],
  ['44b52d02c7e14af5', '9.999999999999997e+22'],
  ['44b52d02c7e14af6', '1e+23'],
  ['44b52d02c7e14af7', '1.0000000000000001e+23'],
  ['444b1ae4d6e2ef4e', '999999999999999700000'],
  ['444b1ae4d6e2ef4f', '999999999999999900000'],
  ['444b1ae4d6e2ef50', '1e+21'],
  ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
  ['3eb0c6f7a0b5ed8d', '0.000001'],
  ['41b3de4355555553', '333333333.3333332'],
  ['41b3de4355555554', '333333333.33333325'],
  ['41b3de4355555555', '333333333.3333333'],
  ['41b3de4355555556', '333333333.3333334'],
  ['41b3de4355555557', '333333333.33333343'],
  ['becbf647612f3696', '-0.0000033333333333333333'],
  ['43143ff3c1cb0959', '1424953923781206.2'],
];

const documents: readonly [name: string, given: string, text: string][] = [
  [
    'the sample of section 3.2.2',
    `{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],
      "string":"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}`,
    `{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA'B\\"\\\\\\\\\\"/"}`,
  ],
  [
    'the names of section 3.2.3, in order of UTF-16 code units',
    `{"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh",
      "1":"One","\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control","\\u00f6":"Latin Small Letter O With Diaeresis"}`,
    `{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":"Latin Small Letter O With Diaeresis","€":"Euro Sign","😀":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}`,
  ],
  ['numeric names, as text', '{"10":1,"9":2,"a":3,"1":4}', '{"1":4,"10":1,"9":2,"a":3}'],
  ['empty containers', ' { "b" : [ ] , "a" : { } } ', '{"a":{},"b":[]}'],
  ['an empty name', '{"a":1,"":2}', '{"":2,"a":1}'],
  ['arrays in their own order', '[3,1,2,[null,"b","a"]]', '[3,1,2,[null,"b","a"]]'],
  ['text that is not normalised', '["\\u0041\\u030a","\\u00c5"]', '["A\u030a","\u00c5"]'],
];

const doubleOf = (bits: string): number => Buffer.from(bits, 'hex').readDoubleBE();
const parse = (text: string): JsonValue => JSON.parse(text) as JsonValue;

const json = fc.jsonValue({ maxDepth: 5, noUnicodeString: false }) as fc.Arbitrary<JsonValue>;
const wellFormed = json.filter((value) => !/\\ud[89a-f]/i.test(JSON.stringify(value)));

function shuffled(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).reverse();
  return Object.fromEntries(members.map(([key, item]) => [key, shuffled(item)]));
}

describe('canonical JSON', () => {
  for (const [bits, text] of numbers) {
    it(`writes the double ${bits} as ${text}`, () => {
      expect(canonicalJson(doubleOf(bits))).to.equal(text);
    });
  }

  for (const [name, given, text] of documents) {
    it(`writes ${name}`, () => {
      expect(canonicalJson(parse(given))).to.equal(text);
    });
  }

  for (const value of [NaN, Infinity, -Infinity, '\ud83d', 'a\udc00']) {
    it(`refuses ${JSON.stringify(String(value))}, which has no canonical form`, () => {
      expect(() => canonicalJson({ a: [value] })).to.throw(MessageError);
    });
  }

  it('refuses a name with half a surrogate pair', () => {
    expect(() => canonicalJson({ '\ud83d': 1 })).to.throw(MessageError);
  });

  it('leaves out a property that is undefined', () => {
    const given = { b: 1, a: undefined } as unknown as JsonObject;
    expect(canonicalJson(given)).to.equal('{"b":1}');
  });

  it('reads back as the same value', () => {
    const property = fc.property(wellFormed, (value) => {
      expect(parse(canonicalJson(value))).to.deep.equal(parse(JSON.stringify(value)));
    });
    fc.assert(property, { seed: 20261105, numRuns: 500 });
  });

  it('does not change when written again', () => {
    const property = fc.property(wellFormed, (value) => {
      const text = canonicalJson(value);
      expect(canonicalJson(parse(text))).to.equal(text);
    });
    fc.assert(property, { seed: 20261106, numRuns: 500 });
  });

  it('does not depend on the order of names', () => {
    const property = fc.property(wellFormed, (value) => {
      expect(canonicalJson(shuffled(value))).to.equal(canonicalJson(value));
    });
    fc.assert(property, { seed: 20261107, numRuns: 500 });
  });
});
