import { useMutation } from '@tanstack/react-query';
import {
  type ReactElement,
  type ReactNode,
  type SubmitEvent,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import { TEXT } from '../words/text.ts';
import { Dialog, focusFirst } from './dialog.tsx';
import { Failure } from './panel.tsx';

/** Longest reason that the hub takes. */
export const LONGEST_REASON = 500;

/** Asks for words, without which it is not done. */
export interface AskedReason {
  readonly label: string;
  readonly hint?: string;
  /** Words that a button puts in, to go on from. */
  readonly offer?: { readonly button: string; readonly words: string };
}

interface DecisionProps {
  readonly title: string;
  /** What will be, in words: read before it is done. */
  readonly children: ReactNode;
  /** On the button that does it; undefined while, and where, nothing can be done. */
  readonly confirm: string | undefined;
  readonly reason?: AskedReason;
  /** Further fields stand in `children`; whether they are filled. */
  readonly isReady?: boolean;
  readonly isGrave?: boolean;
  /** Does it; what it rejects with is shown, and the question stays. */
  readonly act: (reason: string) => Promise<unknown>;
  readonly onClose: () => void;
}

/** A question before something is done: what it means, why it is done, and the way back. */
export function Decision(props: DecisionProps): ReactElement {
  const { title, children, confirm, reason, isReady = true, isGrave = false, act, onClose } = props;
  const [words, setWords] = useState('');
  const acting = useMutation({ mutationFn: act });
  const form = useRef<HTMLFormElement>(null);
  const isPossible = confirm !== undefined;
  useEffect(() => {
    // Its fields may come only once it is known that it can be done.
    focusFirst(form.current);
  }, [isPossible]);
  const said = words.replace(/\s+/g, ' ').trim();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    acting.mutate(said);
  };
  return (
    <Dialog title={title} onClose={onClose} isBusy={acting.isPending}>
      <form ref={form} onSubmit={submit}>
        {children}
        {reason === undefined || !isPossible ? null : (
          <ReasonField {...reason} value={words} onChange={setWords} />
        )}
        {acting.error === null ? null : <Failure error={acting.error} />}
        <p className="buttons">
          {isPossible ? (
            <button
              type="submit"
              className={`usa-button${isGrave ? ' usa-button--secondary' : ''}`}
              disabled={!isReady || (reason !== undefined && said === '') || acting.isPending}
            >
              {confirm}
            </button>
          ) : null}
          <button
            type="button"
            className="usa-button usa-button--outline"
            disabled={acting.isPending}
            onClick={onClose}
          >
            {isPossible ? TEXT.cancel : TEXT.close}
          </button>
        </p>
      </form>
    </Dialog>
  );
}

interface ReasonFieldProps extends AskedReason {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** More than three lines. */
const LONG = 160;

function ReasonField({ label, hint, offer, value, onChange }: ReasonFieldProps): ReactElement {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint === undefined ? null : <span className="fine">{hint}</span>}
      {offer === undefined ? null : (
        <button
          type="button"
          className="usa-button usa-button--unstyled"
          onClick={() => {
            const before = value.trim() === '' ? '' : `${value.trim()} `;
            onChange(`${before}${offer.words}`.slice(0, LONGEST_REASON));
            field.current?.focus();
          }}
        >
          {offer.button}
        </button>
      )}
      <textarea
        ref={field}
        id={id}
        required
        rows={value.length > LONG ? 6 : 3}
        maxLength={LONGEST_REASON}
        value={value}
        onChange={({ target }) => {
          onChange(target.value);
        }}
      />
    </div>
  );
}
