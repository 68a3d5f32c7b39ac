import { CHECK_ASKS } from '../generated/names.ts';

/** What a check of a request asks, in words; its code where it has none. */
export function checkAsks(code: string, rule: string): string {
  const asks: Readonly<Record<string, string>> = CHECK_ASKS;
  return asks[`${code} ${rule}`] ?? code;
}

/** Every check by its code, for a choice among them: `Rule 3.101: the plan states employment …`. */
export const CHECK_CHOICES: readonly (readonly [code: string, text: string])[] = [
  ...new Map(
    Object.entries(CHECK_ASKS).map(([key, asks]) => {
      const [code = '', ...rule] = key.split(' ');
      return [code, `${rule.join(' ')}: ${asks.slice(0, 60)}`] as const;
    }),
  ),
];
