import { type InputHTMLAttributes, type ReactElement, type ReactNode, useId } from 'react';

interface TextFieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'id' | 'onChange'> {
  readonly label: string;
  readonly hint?: ReactNode;
  /** What is wrong with what was given. */
  readonly error?: string | undefined;
  readonly value: string;
  readonly onText: (text: string) => void;
}

/** A labelled field; what is wrong with it is read out with it. */
export function TextField(props: TextFieldProps): ReactElement {
  const { label, hint, error, onText, ...input } = props;
  const id = useId();
  const about = [hint === undefined ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`];
  const described = about.filter((one) => one !== '').join(' ');
  return (
    <div className={error === undefined ? 'ask' : 'ask ask--wrong'}>
      <label className="ask__label" htmlFor={id}>
        {label}
      </label>
      {hint === undefined ? null : (
        <span id={`${id}-hint`} className="ask__hint">
          {hint}
        </span>
      )}
      {error === undefined ? null : (
        <span id={`${id}-error`} className="ask__error" role="alert">
          {error}
        </span>
      )}
      <input
        {...input}
        id={id}
        className="usa-input"
        aria-describedby={described === '' ? undefined : described}
        aria-invalid={error === undefined ? undefined : true}
        onChange={({ target }) => {
          onText(target.value);
        }}
      />
    </div>
  );
}
