import type { ColumnCodec } from './column-codec.ts';
import type { KnownLine } from './csv-lines.ts';
import type { ColumnDocument, LayoutDocument } from './layout-document.ts';

/** A record layout, compiled once (compile-layout.ts). */
export interface Layout {
  readonly document: LayoutDocument;
  readonly header: LineType | undefined;
  readonly trailer: LineType | undefined;
  /** In the order of the layout. */
  readonly types: ReadonlyMap<string, LineType>;
  readonly byTag: ReadonlyMap<string, LineType>;
  /** The only type, where lines have no tag. */
  readonly untagged: LineType | undefined;
  /** CSV: the column of the tag; fixed width: its first position. */
  readonly tagCell: number;
  readonly tagStart: number;
  readonly tagWidth: number;
  /** CSV with names: all columns in their order, as written. */
  readonly names: readonly string[];
  /** What follows from the names as they are written, made once: they are longer than many messages. */
  readonly nameTable: NameTable | undefined;
}

export interface NameTable {
  readonly line: KnownLine;
  /** A delimiter for each column. */
  readonly empty: string;
  readonly places: ReadonlyMap<string, number>;
  /** Where the cells of each type stand among the names. */
  readonly placesByType: ReadonlyMap<LineType, CellPlaces>;
}

/** Where the cells of a line type stand among the names of the columns. */
export interface CellPlaces {
  /** By place: the cell of the type, -1 where another type has the column. */
  readonly cellAt: Int16Array;
  /** The cells in the order of their places, and these. */
  readonly cells: Int16Array;
  readonly places: Int16Array;
}

export type LineKind = 'activity' | 'child' | 'continuation' | 'text' | 'end';

export interface LineType {
  readonly name: string;
  readonly kind: LineKind;
  readonly tag: string | undefined;
  readonly cells: readonly Cell[];
  readonly cellNamed: ReadonlyMap<string, number>;
  /** What of the columns follows from the layout and would be worked out for each line. */
  readonly columns: ColumnTable;
  readonly block: Block;
  /** Of its members those that are values, and those that are lists. */
  readonly values: readonly ValueMember[];
  readonly lists: readonly ListMember[];
  /** Names of the fields of the tree that this line, its children and its texts have. */
  readonly fields: Set<string>;
  readonly parents: readonly string[];
  /** Name of the list, or of the text, in the parent. */
  readonly field: string;
  readonly most: number;
  readonly least: number;
  readonly byKey: boolean;
  /** The column that repeats one of the parent, and that one's name. */
  readonly keys: readonly { readonly cell: number; readonly of: string }[];
  /** Cells by which consecutive lines are one activity; empty without repeated columns. */
  readonly together: readonly number[];
  /** Whether the item is its only value instead of an object. */
  readonly isScalar: boolean;
  /** Text lines: the cell of the piece. */
  readonly piece: number;
  /** Children, texts and continuations, in the order in which they are written. */
  readonly children: LineType[];
  /** Those of the children that name their parent by a key. */
  readonly childrenByKey: LineType[];
  /** Characters of the line in fixed width. */
  readonly length: number;
}

export interface Cell {
  /** As in the names of the columns: numbered groups have their prefix. */
  readonly name: string;
  readonly column: ColumnDocument;
  readonly codec: ColumnCodec;
  /** Fixed width: first position, counted from 0. */
  readonly start: number;
  readonly width: number;
  /** Whether each line of an activity has its own value here. */
  readonly isOwn: boolean;
}

/** Cells of a line type by what they are for, and its text when it holds nothing. */
export interface ColumnTable {
  /** Constants, fillers, numbers and keys, which are checked when read. */
  readonly checked: readonly number[];
  /** What the engine writes that is not the same on each line: numbers, keys, counts. */
  readonly varying: readonly number[];
  /** Counts of lists of the line. */
  readonly counts: readonly { readonly cell: number; readonly list: string }[];
  /** What each line of an activity says again. */
  readonly repeated: readonly number[];
  /** A line without values: tag and constants, and the texts that hold them and nothing. */
  readonly values: readonly (string | undefined)[];
  readonly texts: readonly string[];
  /** Where none fits. */
  readonly unfit: readonly number[];
  /** A line with nothing on it: in fixed width blanks, in CSV nothing. */
  readonly blanks: readonly string[];
  /** Fixed width: blanks behind the columns. */
  readonly rest: string;
  /** Fixed width: cells that blanks do not leave empty. */
  readonly neverEmpty: ReadonlySet<number>;
}

/** The fields of a line, or of one numbered place: cells that stand together. */
export interface Block {
  readonly members: readonly Member[];
  /** The first cell, and the one behind the last. */
  readonly from: number;
  readonly to: number;
  /** The member that each cell belongs to, from the first. */
  readonly memberAt: readonly Member[];
  readonly memberNamed: ReadonlyMap<string, ValueMember | ListMember>;
}

export interface ValueMember {
  readonly kind: 'value';
  readonly name: string;
  readonly cell: number;
}

/** How cells are fields of a tree. */
export type Member =
  | ValueMember
  /** Written and checked by the engine; no field of the tree. */
  | { readonly kind: 'derived'; readonly cell: number }
  | ListMember;

export interface ListMember {
  readonly kind: 'list';
  readonly name: string;
  /** One item a line instead of numbered places. */
  readonly isRepeat: boolean;
  readonly isScalar: boolean;
  /** The numbered places, all of the same number of cells; of a repeat the one place. */
  readonly places: readonly Block[];
  /** Cells of each place. */
  readonly size: number;
  /** The first cell, and the one behind the last. */
  readonly from: number;
  readonly to: number;
  readonly most: number;
}
