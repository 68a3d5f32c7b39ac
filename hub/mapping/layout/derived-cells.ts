import { isBlank } from './column-codec.ts';
import type { LineTexts } from './layout-lines.ts';
import type { LayoutProblems } from './layout-problem.ts';
import { cellAt } from './line-members.ts';

/** Constants, tags, fillers, numbers and keys are what the engine would write. */
export function checkDerived(
  problems: LayoutProblems,
  line: LineTexts,
  { parent, sequence }: { readonly parent?: LineTexts | undefined; readonly sequence: number },
): void {
  for (const index of line.type.columns.checked) {
    const cell = line.type.cells[index];
    if (cell === undefined) continue;
    const { is, constant, key } = cell.column;
    const text = line.texts[index] ?? '';
    const value = cell.codec.read(text) ?? undefined;
    if (is === 'filler' && !isBlank(text))
      problems.add('CONSTANT_DIFFERS', cellAt(line.number, cell));
    if (constant !== undefined && value !== constant)
      problems.add('CONSTANT_DIFFERS', cellAt(line.number, cell));
    if (is === 'sequence' && numberIn(value) !== sequence)
      problems.add('SEQUENCE_WRONG', cellAt(line.number, cell));
    if (key !== undefined && parent !== undefined && !line.type.byKey) {
      if (value !== valueAt(parent, key)) problems.add('KEY_DIFFERS', cellAt(line.number, cell));
    }
  }
}

/** The value of a column of a line. */
export function valueAt(line: LineTexts, name: string): string | undefined {
  const index = line.type.cellNamed.get(name) ?? -1;
  return line.type.cells[index]?.codec.read(line.texts[index] ?? '') ?? undefined;
}

/** A count or number as states write them, with or without zeros in front. */
export function numberIn(value: string | undefined): number | undefined {
  return value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}
