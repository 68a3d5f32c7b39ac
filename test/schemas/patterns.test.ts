import { expect } from 'chai';
import { join } from 'node:path';
import { loadSchemas } from '../../hub/load-data.ts';
import { messageSchemasOf } from '../../hub/message/schema-files.ts';
import { PROJECT_ROOT } from '../../hub/project-root.ts';

const files = messageSchemasOf(loadSchemas(join(PROJECT_ROOT, 'schemas')));
const found = JSON.stringify(files.schemas).matchAll(/"pattern":("(?:[^"\\]|\\.)*")/g);
const patterns = [...new Set([...found].map(([, text = '""']) => JSON.parse(text) as string))];

/** Ten times the longest text that any schema allows: what a document within the limits may hold. */
const LENGTH = 80_000;

const pieces = [
  'a',
  'A',
  '0',
  ' ',
  '-',
  '.',
  '@',
  ':',
  'a.',
  'a@',
  'a ',
  '-a',
  '0-',
  'A0 ',
  '\n',
  'é',
  '😀',
  'urn:compact:',
  'compact.a-',
  'P-',
];
const endings = ['', '!', ' ', '\u0007', '\u202e', '@', '.', '-'];

const attacks = pieces.flatMap((piece) =>
  endings.map((ending) => ({ piece, ending, text: piece.repeat(LENGTH / piece.length) + ending })),
);

describe('the patterns of the schemas', () => {
  it('are found', () => {
    expect(patterns).to.have.length.at.least(15);
  });

  for (const pattern of patterns) {
    it(`${pattern.slice(0, 60)} is anchored and never slow`, () => {
      expect(pattern).to.match(/^\^.*\$$/);
      const expression = new RegExp(pattern, 'u');
      expression.test('warm');
      const slow = attacks.filter(({ text }) => isSlow(expression, text));
      expect(slow.map(({ piece, ending }) => `${piece} … ${ending}`)).to.deep.equal([]);
    });
  }
});

/**
 * One step a character takes less than a millisecond; one step for each pair of them takes seconds. The best
 * of several tries tells them apart, also beside other processes.
 */
function isSlow(expression: RegExp, text: string): boolean {
  for (let attempt = 1; attempt <= 5; attempt++) {
    const start = performance.now();
    expression.test(text);
    if (performance.now() - start < 50) return false;
  }
  return true;
}
