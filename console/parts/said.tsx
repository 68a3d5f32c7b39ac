import { type ReactElement, type ReactNode, useRef, useState } from 'react';
import { flushSync } from 'react-dom';

/**
 * What was done last, said where a screen reader hears it. `say` changes the page (closes the question,
 * takes the row away) and puts the focus on the words: what was pressed is gone by then.
 */
export function useSaid(): {
  readonly said: ReactElement;
  readonly say: (words: ReactNode, change: () => void) => void;
} {
  const [words, setWords] = useState<ReactNode>('');
  const place = useRef<HTMLParagraphElement>(null);
  return {
    said: (
      <p ref={place} tabIndex={-1} className="said" role="status">
        {words}
      </p>
    ),
    say: (next, change) => {
      // A question that still stands open would keep the focus inside.
      flushSync(() => {
        change();
        setWords(next);
      });
      place.current?.focus();
    },
  };
}
