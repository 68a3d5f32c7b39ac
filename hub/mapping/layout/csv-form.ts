import { type CsvRow, cellsOf } from './csv-lines.ts';
import type { CellPlaces, Layout, LineType, NameTable } from './layout.ts';
import { type LayoutProblems, lineAt } from './layout-problem.ts';
import type { CellTexts, LineForm } from './line-form.ts';
import { placesOfType } from './name-table.ts';

/** The lines of CSV, and where they have the columns of the types. */
export interface CsvLines {
  readonly rows: readonly CsvRow[];
  /** Undefined where columns stand in the order of their type instead of by names. */
  readonly names: NamedColumns | undefined;
  readonly tagPlace: number;
}

interface NamedColumns {
  /** Empty when the names are not those of the layout: then no line can be read. */
  readonly places: ReadonlyMap<string, number>;
  readonly table: NameTable | undefined;
  /** What the table does not know. */
  readonly placesByType: Map<LineType, CellPlaces>;
}

/** The lines with what their line of names says, if the layout has one. */
export function csvLines(
  layout: Layout,
  rows: readonly CsvRow[],
  problems: LayoutProblems,
): CsvLines {
  const { names, header, tagCell, nameTable } = layout;
  if (names.length === 0) return { rows, names: undefined, tagPlace: tagCell };
  const nameLine = header === undefined ? 0 : 1;
  const row = rows[nameLine];
  const table = row === nameTable?.line.row ? nameTable : undefined;
  const places = table?.places ?? placesOf(names, row === undefined ? [] : cellsOf(row));
  if (places === undefined) problems.add('COLUMN_NAMES_WRONG', lineAt(nameLine + 1));
  const [first] = layout.types.values();
  return {
    rows,
    names: { places: places ?? new Map<string, number>(), table, placesByType: new Map() },
    tagPlace: places?.get(first?.cells[tagCell]?.name ?? '') ?? -1,
  };
}

/** Where each column stands; undefined unless each name stands there once, and no other. */
function placesOf(
  names: readonly string[],
  line: readonly string[],
): Map<string, number> | undefined {
  const places = new Map(line.map((name, place) => [name, place]));
  const isWhole = places.size === line.length && line.length === names.length;
  return isWhole && names.every((name) => places.has(name)) ? places : undefined;
}

export const CSV_FORM: LineForm<CsvLines> = { tagOf, textsOf };

function tagOf({ rows, tagPlace }: CsvLines, index: number): string {
  const row = rows[index];
  if (row === undefined) return '';
  const { places, texts } = row;
  return texts[places[0] === tagPlace ? 0 : places.indexOf(tagPlace)] ?? '';
}

function textsOf(
  { rows, names }: CsvLines,
  index: number,
  type: LineType,
  problems: LayoutProblems,
): CellTexts | undefined {
  const row = rows[index];
  if (row === undefined) return undefined;
  const isByName = names !== undefined && type.kind !== 'end';
  const width = isByName ? names.places.size : type.cells.length;
  if (row.width !== width) {
    if (width > 0) problems.add('COLUMNS_WRONG', lineAt(index + 1));
    return undefined;
  }
  if (!isByName) return { texts: cellsOf(row), filled: row.places };
  const read = byName(row, type, placesIn(names, type));
  if (read.filled.length < row.places.length) problems.add('COLUMN_FOREIGN', lineAt(index + 1));
  return read;
}

function placesIn({ table, places, placesByType }: NamedColumns, type: LineType): CellPlaces {
  const known = table?.placesByType.get(type) ?? placesByType.get(type);
  if (known !== undefined) return known;
  const made = placesOfType(type, places);
  placesByType.set(type, made);
  return made;
}

/** Without what stands in columns that the type has not: then more is said than could be read. */
function byName({ places, texts }: CsvRow, type: LineType, { cellAt }: CellPlaces): CellTexts {
  const own = type.columns.blanks.slice();
  const filled: number[] = [];
  let last = -1;
  let isAscending = true;
  for (let index = 0; index < places.length; index += 1) {
    const cell = cellAt[places[index] ?? -1] ?? -1;
    if (cell < 0) continue;
    own[cell] = texts[index] ?? '';
    filled.push(cell);
    isAscending &&= cell > last;
    last = cell;
  }
  return { texts: own, filled: isAscending ? filled : filled.sort(ascending) };
}

function ascending(one: number, other: number): number {
  return one - other;
}
