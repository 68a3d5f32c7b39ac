/** A file of the tree that is made from others, and the text it must have. */
export interface GeneratedFile {
  /** From the root of the project, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** Makes some files of the tree; the same sources always give the same text. */
export interface Generator {
  readonly name: string;
  generate(root: string): Promise<readonly GeneratedFile[]>;
}
