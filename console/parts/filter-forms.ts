import { call } from '../api/call.ts';
import { wordsOf } from './panel.tsx';
import { FILTER_TEXT as TEXT } from './filter-text.ts';

/** What a text filter makes of what was typed: a value to ask by, or why it is none. */
export type Read =
  | { readonly value: string }
  /** With `find`, several things fit, and the find page lists them. */
  | { readonly note: string; readonly find?: string };

interface Form {
  readonly form: RegExp;
  readonly note: string;
}

/** The forms that the API asks of a parameter, the same on every page; what has none here is free. */
const FORMS: Readonly<Record<string, Form>> = {
  person: { form: /^P-[0-9A-Z]{26}$/, note: TEXT.person },
  id: { form: /^[!-~]{1,128}$/, note: TEXT.id },
  field: { form: /^(?:\/[\w.~-]{1,60}){1,12}$/, note: TEXT.field },
  code: { form: /^[A-Z][A-Z0-9_]{1,63}$/, note: TEXT.code },
};
const UPPER: ReadonlySet<string> = new Set(['person', 'code']);
const WHOLE_CASE = /^C-[0-9A-Z]{26}$/;

/** Reads what was typed into the text filter of a parameter. */
export async function readFilter(name: string, typed: string): Promise<Read> {
  if (typed === '') return { value: '' };
  if (name === 'case') return readCase(typed);
  const value = UPPER.has(name) ? typed.toUpperCase() : typed;
  const known = FORMS[name];
  return known?.form.test(value) === false ? { note: known.note } : { value };
}

/** A case by its whole number, by its end as pages show it, or by the number that the own state gave it. */
async function readCase(typed: string): Promise<Read> {
  const whole = typed.toUpperCase();
  if (WHOLE_CASE.test(whole)) return { value: whole };
  try {
    const { items } = await call('POST /v1/find', { json: { text: typed } });
    const cases = items.filter(({ kind }) => kind === 'case');
    const [only] = cases;
    if (only === undefined) return { note: TEXT.noCase };
    return cases.length === 1
      ? { value: only.id }
      : { note: TEXT.cases(cases.length), find: typed };
  } catch (error) {
    return { note: error instanceof Error ? wordsOf(error).what : TEXT.noCase };
  }
}
