import { ATTACKS, PATTERNS, isSlow } from '../schemas/pattern-attacks.ts';
import type { HostileCase, HostileCategory } from './hostile-case.ts';

/** Every pattern of every schema against texts of 80,000 characters on which a bad one never ends. */
export const REGULAR_EXPRESSIONS: HostileCategory = {
  name: 'patterns of the schemas',
  least: PATTERNS.length * ATTACKS.length,
  draw: 400,
  cases: () =>
    PATTERNS.flatMap((pattern) => {
      const expression = new RegExp(pattern, 'u');
      const isAnchored = pattern.startsWith('^') && pattern.endsWith('$');
      return ATTACKS.map(({ piece, ending, text }): HostileCase => ({
        name: `${pattern.slice(0, 40)} on ${JSON.stringify(piece)}… ${JSON.stringify(ending)}`,
        expected: 'accept',
        play: () => ({
          verdict: isAnchored && !isSlow(expression, text) ? 'accept' : 'refuse:SLOW',
        }),
      }));
    }),
};
