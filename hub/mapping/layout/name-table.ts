import { type CsvRow, csvLine } from './csv-lines.ts';
import type { CellPlaces, LineType, NameTable } from './layout.ts';
import type { LayoutDocument } from './layout-document.ts';

/** What follows from the names of the columns as the layout has them. */
export function nameTableOf(
  { csv, header }: LayoutDocument,
  names: readonly string[],
  types: readonly LineType[],
): NameTable {
  const places = new Map(names.map((name, place) => [name, place]));
  const bytes = Buffer.from(csv === undefined ? '' : csvLine(names, csv));
  const row: CsvRow = { width: names.length, places: [...places.values()], texts: names };
  return {
    line: { index: header === undefined ? 0 : 1, bytes, row },
    empty: (csv?.delimiter ?? '').repeat(names.length),
    places,
    placesByType: new Map(types.map((type) => [type, placesOfType(type, places)])),
  };
}

/** Where the cells of the type stand among the names, of which none is missing. */
export function placesOfType(
  { cells }: LineType,
  placeOf: ReadonlyMap<string, number>,
): CellPlaces {
  const places = cells.map(({ name }) => placeOf.get(name) ?? -1);
  const order = places.map((_, cell) => cell).sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0));
  const cellAt = new Int16Array(placeOf.size).fill(-1);
  places.forEach((place, cell) => {
    cellAt[place] = cell;
  });
  return {
    cellAt,
    cells: Int16Array.from(order),
    places: Int16Array.from(order, (cell) => places[cell] ?? -1),
  };
}
