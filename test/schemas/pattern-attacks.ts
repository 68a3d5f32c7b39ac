import { join } from 'node:path';
import { loadSchemas } from '../../hub/load-data.ts';
import { messageSchemasOf } from '../../hub/message/schema-files.ts';
import { PROJECT_ROOT } from '../../hub/project-root.ts';

const files = messageSchemasOf(loadSchemas(join(PROJECT_ROOT, 'schemas')));
const found = JSON.stringify(files.schemas).matchAll(/"pattern":("(?:[^"\\]|\\.)*")/g);
/** Every pattern of every schema. */
export const PATTERNS: readonly string[] = [
  ...new Set([...found].map(([, text = '""']) => JSON.parse(text) as string)),
];

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

/** Texts on which an expression that goes back and forth takes for ever. */
export const ATTACKS: readonly {
  readonly piece: string;
  readonly ending: string;
  readonly text: string;
}[] = pieces.flatMap((piece) =>
  endings.map((ending) => ({ piece, ending, text: piece.repeat(LENGTH / piece.length) + ending })),
);

/**
 * One step a character takes less than a millisecond; one step for each pair of them takes seconds. The best
 * of several tries tells them apart, also beside other processes.
 */
export function isSlow(expression: RegExp, text: string): boolean {
  for (let attempt = 1; attempt <= 5; attempt++) {
    const start = performance.now();
    expression.test(text);
    if (performance.now() - start < 50) return false;
  }
  return true;
}
