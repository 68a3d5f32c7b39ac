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
const LONGEST = 500;

interface DecisionProps {
  readonly title: string;
  /** What will be, in words: read before it is done. */
  readonly children: ReactNode;
  /** On the button that does it; undefined while, and where, nothing can be done. */
  readonly confirm: string | undefined;
  /** Asks for words, without which it is not done. */
  readonly reason?: { readonly label: string; readonly hint?: string };
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

interface ReasonFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function ReasonField({ label, hint, value, onChange }: ReasonFieldProps): ReactElement {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint === undefined ? null : <span className="fine">{hint}</span>}
      <textarea
        id={id}
        required
        rows={3}
        maxLength={LONGEST}
        value={value}
        onChange={({ target }) => {
          onChange(target.value);
        }}
      />
    </div>
  );
}
