/**
 * The types of local.layout.json: the record layout of a state whose documents are lines (CSV, fixed
 * width). Its shape is checked against schemas/layout.v1.schema.json before it is compiled;
 * docs/mapping.md explains it.
 */

export interface LayoutDocument {
  readonly title: string;
  readonly csv?: CsvForm;
  readonly fixed?: FixedForm;
  /** In columns that are `escaped`: this character and n, r, t, s (a blank at an end) or itself. */
  readonly escape?: string;
  readonly header?: EndDocument;
  readonly trailer?: EndDocument;
  /** By name of the line type; children are written in this order. */
  readonly lines: Readonly<Record<string, LineDocument>>;
}

export interface CsvForm {
  readonly delimiter: ',' | ';' | '|' | '\t';
  /** A line with the names of the columns stands before the details; columns are read by name. */
  readonly names?: boolean;
  readonly quote?: 'needed' | 'always';
  readonly lineEnd?: 'crlf' | 'lf';
}

export interface FixedForm {
  /** As written; read are both, but only one in a document. `none`: lines of equal length, run together. */
  readonly lineEnd: 'crlf' | 'lf' | 'none';
  /** Characters of every line; shorter line types are filled with blanks. */
  readonly length?: number;
  /** Blanks at the end of a line may be missing when read. */
  readonly short?: boolean;
}

/** The first or the last line of a document: its columns are written by the engine alone. */
export interface EndDocument {
  readonly title?: string;
  readonly columns: readonly ColumnDocument[];
}

/**
 * One type of line. Without `parents` and `continues` it is an activity. `text`: its lines hold the
 * pieces of one long text of the parent. `continues`: it holds what of numbered groups exceeds the line.
 */
export interface LineDocument {
  readonly title?: string;
  /** What stands in the column that is the tag; needed where there is more than one type. */
  readonly tag?: string;
  readonly parents?: readonly string[];
  readonly continues?: readonly string[];
  /** The name of the list in the parent; the type's own name unless given. */
  readonly list?: string;
  /** The name of the text in the parent. */
  readonly text?: string;
  /** Most lines of this type under one parent, and least. */
  readonly most?: number;
  readonly least?: number;
  /** `order` (default): below the nearest parent before it. `key`: by its key columns, anywhere after. */
  readonly attach?: 'order' | 'key';
  /** The item is the value of its one column instead of an object. */
  readonly scalar?: boolean;
  /** The columns by which consecutive lines are one activity; with `repeat` columns. */
  readonly together?: readonly string[];
  readonly columns: readonly EntryDocument[];
}

export type EntryDocument = ColumnDocument | GroupDocument | RepeatDocument;

export type ColumnType = 'text' | 'digits' | 'date';

export interface ColumnDocument {
  readonly name: string;
  readonly title?: string;
  readonly type?: ColumnType;
  /** Of a date: the template of temporal-format.ts. */
  readonly format?: string;
  readonly required?: boolean;
  /** In characters (code points); fixed width has the width. */
  readonly maxLength?: number;
  readonly minLength?: number;
  readonly pattern?: string;
  readonly codes?: readonly string[];
  readonly width?: number;
  /** First position, counted from 1: only compared with where the columns before it end. */
  readonly at?: number;
  readonly align?: 'left' | 'right';
  readonly pad?: ' ' | '0';
  /** What stands for nothing, such as 00000000. */
  readonly empty?: string;
  readonly escaped?: boolean;
  /** What the engine writes and checks itself; such a column is no field of the tree. */
  readonly is?: 'tag' | 'sequence' | 'filler' | 'piece' | 'free';
  readonly constant?: string;
  /** `records`, `details`, `lines`, a line type (in header and trailer), or a list of this line. */
  readonly count?: string;
  /** The column of the parent that this one repeats. */
  readonly key?: string;
  /** Header, trailer: the latest value of this column of the activities. */
  readonly latest?: string;
  /** Header, trailer: the value of this column, the same in all activities. */
  readonly same?: string;
}

/** Numbered columns: `{n}` in the prefix is 1, 2, …; `{nn}` 01, 02, … */
export interface GroupDocument {
  readonly group: string;
  readonly prefix: string;
  /** Numbered places on the line. */
  readonly max: number;
  /** Most items, with those on continuation lines. */
  readonly most?: number;
  readonly columns?: readonly EntryDocument[];
  readonly value?: Omit<ColumnDocument, 'name'>;
}

/** Columns of which each line has one item while the others say the same again. */
export interface RepeatDocument {
  readonly repeat: string;
  /** Put before the names of the columns. */
  readonly prefix?: string;
  readonly max: number;
  readonly columns?: readonly EntryDocument[];
  readonly value?: ColumnDocument;
}
