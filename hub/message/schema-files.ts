import type { JsonObject } from './json.ts';

/** One code of a list; proposed ones await confirmation by the compact. */
export interface Code {
  readonly code: string;
  readonly label: string;
  readonly status: 'confirmed' | 'proposed';
}

/** A list of codes as schemas/code-lists/<name>.v<version>.json holds it. */
export interface CodeList {
  readonly name: string;
  readonly version: number;
  readonly title: string;
  readonly source: string;
  readonly values: readonly Code[];
}

/** The contents of schemas/: schemas by file name, code lists by `<name>.v<version>`. */
export interface SchemaFiles {
  readonly schemas: Readonly<Record<string, JsonObject>>;
  readonly codeLists: Readonly<Record<string, CodeList>>;
}
