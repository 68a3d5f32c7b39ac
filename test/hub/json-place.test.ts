import { expect } from 'chai';
import { placeOfJsonError } from '../../hub/json-place.ts';

describe('the place where a text stops being JSON', () => {
  const wrong: [string, number, number][] = [
    ['', 1, 1],
    ['{', 1, 2],
    ['{"a":1,}', 1, 8],
    ['{\n  "a": x\n}', 2, 8],
    ['[1 2]', 1, 4],
    ['{"a" 1}', 1, 6],
    ['[1]]', 1, 4],
    ['{"a":01}', 1, 6],
    ['["a\nb"]', 1, 2],
    ['{"a":[1}', 1, 8],
    ['tru', 1, 1],
  ];
  for (const [text, line, column] of wrong) {
    it(`is ${line}:${column} in ${JSON.stringify(text)}`, () => {
      expect(placeOfJsonError(text)).to.deep.equal({ line, column });
    });
  }

  const right = ['1', ' {"a":[{},[],null,true,-1.5e+3,"\\u00e9\\n\u0085ä"]} ', '"a"', '[\r\n]'];
  for (const text of right) {
    it(`is nowhere in ${JSON.stringify(text)}`, () => {
      JSON.parse(text);
      expect(placeOfJsonError(text)).to.equal(undefined);
    });
  }
});
