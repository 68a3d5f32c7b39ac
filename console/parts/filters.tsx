import { type ReactElement, useId } from 'react';
import { useSearchParams } from 'react-router';

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
}

/** Filters that live in the address of the page: it can be mailed, and Back undoes one. */
export function Filters({ fields }: { readonly fields: readonly FilterField[] }): ReactElement {
  const [asked, setAsked] = useSearchParams();
  const change = (name: string, value: string): void => {
    setAsked((before) => {
      const next = new URLSearchParams(before);
      if (value === '') next.delete(name);
      else next.set(name, value);
      return next;
    });
  };
  const isFiltered = fields.some(({ name }) => asked.has(name));
  return (
    <form
      className="filters"
      aria-label="Filters"
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      {fields.map((field) => (
        <Field key={field.name} field={field} value={asked.get(field.name) ?? ''} change={change} />
      ))}
      {isFiltered ? (
        <button
          type="button"
          className="usa-button usa-button--unstyled"
          onClick={() => {
            setAsked({});
          }}
        >
          Take all filters away
        </button>
      ) : null}
    </form>
  );
}

interface FieldProps {
  readonly field: FilterField;
  readonly value: string;
  readonly change: (name: string, value: string) => void;
}

function Field({ field, value, change }: FieldProps): ReactElement {
  const id = useId();
  const { name, label, kind, hint, any = 'Any', choices } = field;
  if (choices !== undefined) {
    return (
      <label htmlFor={id}>
        {label}
        <select
          id={id}
          value={value}
          onChange={({ target }) => {
            change(name, target.value);
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
  return (
    <label htmlFor={id}>
      {label}
      <input
        id={id}
        type={kind ?? 'text'}
        key={value}
        defaultValue={value}
        placeholder={hint}
        onBlur={({ target }) => {
          change(name, target.value.trim());
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') change(name, event.currentTarget.value.trim());
        }}
      />
    </label>
  );
}
