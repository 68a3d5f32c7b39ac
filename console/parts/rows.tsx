import type { KeyboardEvent, ReactElement, ReactNode } from 'react';

export interface Column<Row> {
  readonly head: string;
  readonly cell: (row: Row) => ReactNode;
  readonly isNumber?: boolean;
}

interface RowsProps<Row> {
  /** What the table holds; read out, and not shown. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
}

/**
 * A table whose rows become cards on a narrow screen. Up and down go from the first link of a row to that of
 * the next, where Enter opens it.
 */
export function Rows<Row>({ caption, columns, rows, keyOf }: RowsProps<Row>): ReactElement {
  return (
    <table className="rows rows--cards">
      <caption className="usa-sr-only">{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ head, isNumber }) => (
            <th key={head} scope="col" className={isNumber === true ? 'is-number' : undefined}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody onKeyDown={walk}>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            {columns.map(({ head, cell, isNumber = false }) => {
              const content = cell(row);
              const names = [...(isNumber ? ['is-number'] : []), ...nothingIn(content)];
              return (
                <td
                  key={head}
                  data-head={head}
                  className={names.length === 0 ? undefined : names.join(' ')}
                >
                  {/* One child, so that a card keeps what belongs together beside its head. */}
                  <div>{content}</div>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What stands for nothing in a table is left out of a card. */
const nothingIn = (content: ReactNode): readonly string[] =>
  content === '–' ? ['is-nothing'] : [];

function walk(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const { target } = event;
  // Within a field these keys are its own.
  if (!(target instanceof HTMLElement) || target.closest('input, select, textarea') !== null)
    return;
  const row = target.closest('tr');
  const other = event.key === 'ArrowDown' ? row?.nextElementSibling : row?.previousElementSibling;
  const link = other?.querySelector<HTMLElement>('a, button');
  if (link === null || link === undefined) return;
  event.preventDefault();
  link.focus();
}
