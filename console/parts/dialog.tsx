import { type ReactElement, type ReactNode, useEffect, useId, useRef } from 'react';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  /** Something is under way: it stays open until that is done. */
  readonly isBusy?: boolean;
  readonly children: ReactNode;
}

/**
 * A question that must be answered before the page goes on. The browser's own dialog keeps the focus
 * inside, closes on Escape and gives the focus back. It begins at its first field, else at its title: never
 * on a link that leads away, or on the button that cannot be undone.
 */
export function Dialog({ title, onClose, isBusy = false, children }: DialogProps): ReactElement {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    focusFirst(dialog);
    return () => {
      dialog?.close();
    };
  }, []);
  return (
    <dialog
      ref={ref}
      className="dialog"
      aria-labelledby={id}
      onCancel={(event) => {
        if (isBusy) event.preventDefault();
        else onClose();
      }}
    >
      <h2 id={id} tabIndex={-1}>
        {title}
      </h2>
      {children}
    </dialog>
  );
}

/** To the first field within, else to the title. */
export function focusFirst(within: HTMLElement | null): void {
  const field = within?.querySelector<HTMLElement>('input, select, textarea');
  (field ?? within?.querySelector('h2'))?.focus();
}
