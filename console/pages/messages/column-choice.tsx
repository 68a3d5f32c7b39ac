import type { ReactElement } from 'react';
import { useSearchParams } from 'wouter';
import { IN_PLACE } from '../../address.ts';
import type { Column } from '../../parts/rows.tsx';

const PARAMETER = 'columns';

const chosen = (asked: URLSearchParams): readonly string[] =>
  (asked.get(PARAMETER) ?? '').split(',').filter((name) => name !== '');

/** Those of these columns that the page's address names. */
export const chosenColumns = <Row,>(
  asked: URLSearchParams,
  columns: readonly Column<Row>[],
): readonly Column<Row>[] => columns.filter(({ head }) => chosen(asked).includes(head));

/** Which further columns the table has; kept in the address, as filters are. */
export function ColumnChoice({ heads }: { readonly heads: readonly string[] }): ReactElement {
  const [asked, setAsked] = useSearchParams();
  const now = chosen(asked);
  const change = (head: string, isOn: boolean): void => {
    setAsked((before) => {
      const next = new URLSearchParams(before);
      const names = heads.filter((one) => (one === head ? isOn : now.includes(one)));
      if (names.length === 0) next.delete(PARAMETER);
      else next.set(PARAMETER, names.join(','));
      return next;
    }, IN_PLACE);
  };
  return (
    <fieldset className="columns-choice">
      <legend>Further columns</legend>
      {heads.map((head) => (
        <label key={head}>
          <input
            type="checkbox"
            checked={now.includes(head)}
            onChange={({ target }) => {
              change(head, target.checked);
            }}
          />{' '}
          {head}
        </label>
      ))}
    </fieldset>
  );
}
