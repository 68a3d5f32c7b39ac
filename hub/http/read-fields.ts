import type { Problem } from '../errors.ts';

/** Reads one value: what it is, or undefined when it has not its form. */
export type Field<T> = (value: unknown) => T | undefined;

export type Fields = Readonly<Record<string, Field<unknown>>>;

export type FieldValues<Spec extends Fields> = {
  readonly [Name in keyof Spec]?: Exclude<ReturnType<Spec[Name]>, undefined>;
};

export interface ReadFields<Spec extends Fields> {
  readonly values: FieldValues<Spec>;
  readonly problems: readonly Problem[];
}

/**
 * The named values out of a record; every one that has not its form, and anything that is not among
 * the names, is a problem. Problems name the fields that are asked for, never what was sent.
 */
export function readFields<Spec extends Fields>(
  spec: Spec,
  record: Readonly<Record<string, unknown>>,
): ReadFields<Spec> {
  const problems: Problem[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(spec)) {
    if (!Object.hasOwn(record, name)) continue;
    const value = field(record[name]);
    if (value === undefined) {
      problems.push({ pointer: `/${name}`, code: 'form', detail: 'has not the form asked for' });
    } else values[name] = value;
  }
  if (Object.keys(record).some((name) => !Object.hasOwn(spec, name))) {
    const known = Object.keys(spec).join(', ');
    const detail = known === '' ? 'nothing is asked for here' : `only these are known: ${known}`;
    problems.push({ pointer: '', code: 'additionalProperties', detail });
  }
  return { values: values as FieldValues<Spec>, problems };
}

/** Text of a form. */
export const textLike =
  (form: RegExp): Field<string> =>
  (value) =>
    typeof value === 'string' && form.test(value) ? value : undefined;

/** Free text of so many characters at most, not blank, without control characters. */
export const freeText =
  (most: number): Field<string> =>
  (value) =>
    typeof value === 'string' && value.length <= most && FREE_TEXT.test(value) ? value : undefined;
const FREE_TEXT = /^(?=.*\S)[^\p{Cc}\p{Surrogate}]+$/u;

export const oneOf =
  <Choice extends string>(choices: readonly Choice[]): Field<Choice> =>
  (value) =>
    choices.find((choice) => choice === value);

/** The values of an object, with those that it must have. */
export type RecordValues<Spec extends Fields, Needed extends keyof Spec> = FieldValues<Spec> &
  Required<Pick<FieldValues<Spec>, Needed>>;

/** An object of these fields and no other. */
export const record =
  <Spec extends Fields, Needed extends keyof Spec & string = never>(
    spec: Spec,
    needed: readonly Needed[] = [],
  ): Field<RecordValues<Spec, Needed>> =>
  (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    if (needed.some((name) => !Object.hasOwn(value, name))) return undefined;
    const { values, problems } = readFields(spec, value as Readonly<Record<string, unknown>>);
    return problems.length > 0 ? undefined : (values as RecordValues<Spec, Needed>);
  };

/** A list of at least one and at most so many. */
export const listOf =
  <T>(field: Field<T>, most: number): Field<readonly T[]> =>
  (value) => {
    if (!Array.isArray(value) || value.length === 0 || value.length > most) return undefined;
    const items = value.map(field).filter((item) => item !== undefined);
    return items.length === value.length ? items : undefined;
  };

/** A whole number in decimal digits, within its bounds. */
export const wholeNumber =
  (least: number, most: number): Field<number> =>
  (value) => {
    if (typeof value !== 'string' || !/^(?:0|[1-9][0-9]{0,8})$/.test(value)) return undefined;
    const number = Number(value);
    return number >= least && number <= most ? number : undefined;
  };

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** A moment in ISO 8601 with its zone, or a day, which means its beginning in UTC. */
export const moment: Field<Date> = (value) => {
  if (typeof value !== 'string') return undefined;
  if (!MOMENT.test(value) && !/^\d{4}-\d{2}-\d{2}$/.test(value)) return undefined;
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? undefined : date;
};
