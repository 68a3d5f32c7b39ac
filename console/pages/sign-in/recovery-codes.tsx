import { type ReactElement, useState } from 'react';
import { EntryPage } from '../../parts/entry-page.tsx';
import { CODES as T } from './sign-in-text.ts';

interface RecoveryCodesProps {
  readonly codes: readonly string[];
  readonly onKept: () => void;
}

/** The one time that they are shown: the person says that they are kept before it goes on. */
export function RecoveryCodes({ codes, onKept }: RecoveryCodesProps): ReactElement {
  const [isKept, setKept] = useState(false);
  const [said, setSaid] = useState('');
  return (
    <EntryPage title={T.title}>
      <p>{T.why}</p>
      <CodeList codes={codes} />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isKept) onKept();
          else setSaid(T.first);
        }}
      >
        <label className="check">
          <input
            type="checkbox"
            checked={isKept}
            onChange={({ target }) => {
              setKept(target.checked);
            }}
          />
          {T.kept}
        </label>
        <p className="asked" aria-live="polite">
          {said}
        </p>
        <button type="submit" className="usa-button">
          {T.confirm}
        </button>
      </form>
    </EntryPage>
  );
}

/** The codes, and two ways to keep them. */
export function CodeList({ codes }: { readonly codes: readonly string[] }): ReactElement {
  const [said, setSaid] = useState('');
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(codes.join('\n'));
    setSaid(T.copied);
  };
  return (
    <>
      <ol className="codes" translate="no">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className="buttons">
        <button
          type="button"
          className="usa-button usa-button--outline"
          onClick={() => void copy()}
        >
          {T.copy}
        </button>
        <button
          type="button"
          className="usa-button usa-button--outline"
          onClick={() => {
            window.print();
          }}
        >
          {T.print}
        </button>
        <span aria-live="polite">{said}</span>
      </div>
    </>
  );
}
