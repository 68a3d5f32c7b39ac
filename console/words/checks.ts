import type { Finding } from '../generated/answers.ts';
import { CHECK_ASKS } from '../generated/names.ts';
import type { Standing } from './standing.ts';

/** What a check of a request asks, in words; its code where it has none. */
export function checkAsks(code: string, rule: string): string {
  const asks: Readonly<Record<string, string>> = CHECK_ASKS;
  return asks[`${code} ${rule}`] ?? code;
}

const MOST_CHARACTERS = 60;

/** Ends between two words where it is long. */
function shortened(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text;
  const start = text.slice(0, MOST_CHARACTERS);
  return `${start.slice(0, start.lastIndexOf(' '))} …`;
}

/** How a finding stands: a rule that is not met, and one of which nothing can be told, are two things. */
export const findingStanding = ({ result }: Pick<Finding, 'result'>): Standing =>
  result === 'not-met'
    ? { look: 'soon', word: 'Not met' }
    : { look: 'open', word: 'Cannot be determined' };

/** Every check by its code, for a choice among them: `Rule 3.101: the plan states employment …`. */
export const CHECK_CHOICES: readonly (readonly [code: string, text: string])[] = [
  ...new Map(
    Object.entries(CHECK_ASKS).map(([key, asks]) => {
      const [code = '', ...rule] = key.split(' ');
      return [code, `${rule.join(' ')}: ${shortened(asks)}`] as const;
    }),
  ),
];
