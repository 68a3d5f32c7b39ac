import { type ReactElement, useEffect, useId, useRef, useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import { IN_PLACE } from '../address.ts';
import { type Read, readFilter } from './filter-forms.ts';
import { FILTER_TEXT as TEXT } from './filter-text.ts';

export interface FilterField {
  /** Its parameter in the address of the page, and of the API. */
  readonly name: string;
  readonly label: string;
  readonly kind?: 'date';
  readonly hint?: string;
  /** What it is while nothing is chosen; `Any` unless it says so. */
  readonly any?: string;
  /** Value and what stands for it. */
  readonly choices?: readonly (readonly [value: string, text: string])[];
  /** Where it chooses among values of several parameters, those: a choice is then `name=value`. */
  readonly names?: readonly string[];
}

/** The parameters of a filter. */
export const namesOf = ({ name, names }: FilterField): readonly string[] => names ?? [name];

/** Whether the address asks by a filter. */
export const isAsked = (asked: URLSearchParams, field: FilterField): boolean =>
  namesOf(field).some((name) => asked.has(name));

function valueOf(asked: URLSearchParams, { name, names }: FilterField): string {
  const given = names?.find((one) => asked.has(one));
  return given === undefined ? (asked.get(name) ?? '') : `${given}=${asked.get(given) ?? ''}`;
}

function withValue(asked: URLSearchParams, field: FilterField, value: string): URLSearchParams {
  const next = new URLSearchParams(asked);
  for (const name of namesOf(field)) next.delete(name);
  const [name = field.name, given = ''] =
    field.names === undefined ? [field.name, value] : value.split('=');
  if (given !== '') next.set(name, given);
  return next;
}

/** The filter that every list of cases and messages has. */
export const CASE_FILTER: FilterField = { name: 'case', label: 'Case', hint: TEXT.caseHint };

/** Filters that hold the whole number of something. */
const NUMBERS: ReadonlySet<string> = new Set([CASE_FILTER.name, 'person']);

/** Filters that live in the address of the page: it can be mailed, and Back undoes one. */
export function Filters({ fields }: { readonly fields: readonly FilterField[] }): ReactElement {
  const [asked, setAsked] = useSearchParams();
  const change = (field: FilterField, value: string): void => {
    setAsked((before) => withValue(before, field, value), IN_PLACE);
  };
  const isFiltered = fields.some((field) => isAsked(asked, field));
  return (
    <form
      className="filters"
      aria-label={TEXT.label}
      onSubmit={(event) => {
        // A field is read when it is left, and by Enter.
        event.preventDefault();
      }}
    >
      {fields.map((field) => {
        const { name, choices } = field;
        const Field = choices === undefined ? TypedField : ChosenField;
        return <Field key={name} field={field} value={valueOf(asked, field)} change={change} />;
      })}
      {fields.some(isText) ? (
        <button type="submit" className="usa-button usa-button--outline">
          {TEXT.apply}
        </button>
      ) : null}
      {isFiltered ? (
        <button
          type="button"
          className="usa-button usa-button--unstyled"
          onClick={() => {
            setAsked({}, IN_PLACE);
          }}
        >
          {TEXT.clear}
        </button>
      ) : null}
    </form>
  );
}

const isText = ({ kind, choices }: FilterField): boolean =>
  kind === undefined && choices === undefined;

interface FieldProps {
  readonly field: FilterField;
  readonly value: string;
  readonly change: (field: FilterField, value: string) => void;
}

function ChosenField({ field, value, change }: FieldProps): ReactElement {
  const id = useId();
  const { label, any = TEXT.any, choices = [] } = field;
  return (
    <label htmlFor={id}>
      {label}
      <select
        id={id}
        value={value}
        onChange={({ target }) => {
          change(field, target.value);
        }}
      >
        <option value="">{any}</option>
        {choices.map(([choice, text]) => (
          <option key={choice} value={choice}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

type Wrong = Exclude<Read, { readonly value: string }> & {
  /** What the address held when it was typed. */
  readonly before: string;
};

/** A field that is read when it is left; what has not its form says so below it, and asks nothing. */
function TypedField({ field, value, change }: FieldProps): ReactElement {
  const id = useId();
  const { name, label, kind, hint } = field;
  const input = useRef<HTMLInputElement>(null);
  const last = useRef(value);
  const [noted, setNoted] = useState<Wrong>();
  // Back, and a link, change the address under it.
  useEffect(() => {
    last.current = value;
    if (input.current !== null) input.current.value = value;
  }, [value]);
  const read = async (typed: string): Promise<void> => {
    if (typed === last.current) return;
    last.current = typed;
    const result = await readFilter(name, typed);
    // Meanwhile something else was typed.
    if (last.current !== typed) return;
    setNoted('note' in result ? { ...result, before: value } : undefined);
    if ('value' in result && result.value !== value) change(field, result.value);
  };
  const wrong = noted?.before === value ? noted : undefined;
  return (
    <div className={NUMBERS.has(name) ? 'filters__number' : undefined}>
      <label htmlFor={id}>
        {label}
        <input
          id={id}
          ref={input}
          type={kind ?? 'text'}
          defaultValue={value}
          placeholder={hint}
          autoComplete="off"
          spellCheck={false}
          aria-invalid={wrong === undefined ? undefined : true}
          aria-describedby={wrong === undefined ? undefined : `${id}-wrong`}
          onBlur={({ target }) => void read(target.value.trim())}
          onKeyDown={({ key, currentTarget }) => {
            if (key === 'Enter') void read(currentTarget.value.trim());
          }}
        />
      </label>
      {wrong === undefined ? null : (
        <p id={`${id}-wrong`} className="filters__wrong" role="alert">
          {wrong.note}{' '}
          {wrong.find === undefined ? null : (
            <Link to={`/find?q=${encodeURIComponent(wrong.find)}`}>{TEXT.choose}</Link>
          )}
        </p>
      )}
    </div>
  );
}
