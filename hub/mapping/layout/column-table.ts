import type { Cell, ColumnTable } from './layout.ts';
import type { ColumnDocument } from './layout-document.ts';

/** Whether the engine writes and checks the column itself. */
export function isDerived(column: ColumnDocument): boolean {
  const { is, constant, count, key, latest, same } = column;
  return [is, constant, count, key, latest, same].some((role) => role !== undefined);
}

/** The cells of a line type by what they are for; `length` of fixed width alone. */
export function columnTable(
  cells: readonly Cell[],
  { tag, length }: { readonly tag: string | undefined; readonly length: number | undefined },
): ColumnTable {
  const end = cells.reduce((sum, { width }) => sum + width, 0);
  const values = cells.map(({ column }) => valueOf(column, tag));
  const texts = cells.map(({ codec }, cell) => codec.write(values[cell]));
  return {
    checked: which(cells, ({ column: { is, constant, key } }) => {
      return is === 'filler' || is === 'sequence' || (constant ?? key) !== undefined;
    }),
    varying: which(cells, ({ column }) => isVarying(column)),
    counts: cells.flatMap(({ column: { count } }, cell) =>
      count === undefined ? [] : [{ cell, list: count }],
    ),
    repeated: which(cells, ({ isOwn }) => !isOwn),
    values,
    texts: texts.map((text) => text ?? ''),
    unfit: which(cells, ({ column }, cell) => {
      return texts[cell] === null && column.is !== 'piece' && !isVarying(column);
    }),
    blanks: cells.map(({ width }) => ' '.repeat(width)),
    rest: ' '.repeat(Math.max(0, (length ?? 0) - end)),
    neverEmpty: new Set(length === undefined ? [] : which(cells, isNeverEmpty)),
  };
}

function which(
  cells: readonly Cell[],
  holds: (cell: Cell, index: number) => boolean,
): readonly number[] {
  return cells.flatMap((cell, index) => (holds(cell, index) ? [index] : []));
}

/** What is the same on each line. */
function valueOf({ is, constant }: ColumnDocument, tag: string | undefined): string | undefined {
  if (is === 'tag') return tag;
  return is === 'sequence' ? undefined : constant;
}

function isVarying({ is, constant, key, count }: ColumnDocument): boolean {
  if (is === 'sequence') return true;
  return is !== 'tag' && constant === undefined && (key ?? count) !== undefined;
}

function isNeverEmpty({ codec, width }: Cell): boolean {
  return codec.read(' '.repeat(width)) !== undefined;
}
