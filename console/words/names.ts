import { ACTIVITY_NAMES, DUTY_NAMES, MEMBER_NAMES } from '../generated/names.ts';

const read = (table: Readonly<Record<string, unknown>>, key: string): unknown =>
  Object.hasOwn(table, key) ? table[key] : undefined;

/** `Oregon`; the nation's own side is the national office. */
export function stateName(code: string): string {
  if (code === 'national') return 'National office';
  return (read(MEMBER_NAMES, code) as string | undefined) ?? code;
}

/** `Transfer request`, as the compact calls an activity of a type. */
export function activityName(type: string): string {
  const known = read(ACTIVITY_NAMES, type) as { readonly title: string } | undefined;
  return known?.title ?? type;
}

/** The national system's code for it, such as `TREQ`: for small type beside the name. */
export function activityCode(type: string): string {
  return (read(ACTIVITY_NAMES, type) as { readonly code: string } | undefined)?.code ?? '';
}

/** What a rule asks of a state, in words. */
export const dutyName = (duty: string): string =>
  (read(DUTY_NAMES, duty) as string | undefined) ?? duty;

/** Every activity, for a choice among them. */
export const ACTIVITY_CHOICES: readonly (readonly [type: string, title: string])[] = Object.entries(
  ACTIVITY_NAMES,
).map(([type, { title }]) => [type, title] as const);

export const MEMBER_CHOICES: readonly (readonly [code: string, name: string])[] =
  Object.entries(MEMBER_NAMES);

/** The same words at the beginning of a sentence. */
export const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** Every duty of the rules, for a choice among them. */
export const DUTY_CHOICES: readonly (readonly [duty: string, title: string])[] = Object.entries(
  DUTY_NAMES,
).map(([duty, title]) => [duty, sentence(title)] as const);
