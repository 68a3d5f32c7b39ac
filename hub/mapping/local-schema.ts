import type { JsonObject } from '../message/json.ts';
import { type FieldShape, type Shape, shapeOfSchema } from './field-shape.ts';
import type { DialectDocument, RecogniseRow } from './mapping-document.ts';
import type { Layout } from './layout/layout.ts';
import { shapesOfLayout } from './layout/layout-shape.ts';
import { tokensOf } from './side-builder.ts';
import { shapesOfXsd } from './xsd-shape.ts';

/**
 * A dialect's own schema file: local.schema.json (JSON Schema), local.xsd (XML Schema) or
 * local.layout.json (record layout).
 */
export type LocalSchema =
  | { readonly kind: 'layout'; readonly layout: Layout }
  | { readonly kind: 'json-schema'; readonly schema: JsonObject }
  | {
      readonly kind: 'xsd';
      readonly bytes: Buffer;
      /** The schemas of other namespaces that it imports. */
      readonly imported?: readonly Buffer[];
    };

/** The fields of the record that a row recognises; undefined when the schema describes none. */
export type LocalShapes = (row: RecogniseRow) => Shape | undefined;

/**
 * Finds the part of a local schema that describes a record: in a JSON Schema the branch of its
 * `oneOf` in which the row's paths have the row's values, in an XML Schema the root element or,
 * where a document is a list of records, its items; in a layout the line type.
 */
export function localShapes(document: DialectDocument, local: LocalSchema): LocalShapes {
  const known = KNOWN.get(local) ?? readShapes(document, local);
  KNOWN.set(local, known);
  return known;
}

/** A schema is read once, whoever asks: the checker, and the checks of documents. */
const KNOWN = new WeakMap<LocalSchema, LocalShapes>();

function readShapes(document: DialectDocument, local: LocalSchema): LocalShapes {
  if (local.kind === 'layout') {
    const shapes = shapesOfLayout(local.layout);
    return (row) => shapes.get(row.root);
  }
  if (local.kind === 'xsd') {
    const documents = [local.bytes, ...(local.imported ?? [])];
    const shapes = shapesOfXsd(documents, document.namespaces ?? {});
    const { records } = document;
    if (records.cut !== 'list') return (row) => shapes.get(row.root);
    const item = `${records.path}/*`;
    const [root = ''] = tokensOf(records.path);
    const whole = shapes.get(`/${root}`);
    return (row) => whole && shapeBelow(whole, item, row.root);
  }
  const branches = branchesOf(local.schema);
  return (row) => branches[branchIndex(row, branches)];
}

/** The branch that describes the record of a row; -1 for none. */
export function branchIndex(row: RecogniseRow, branches: readonly Shape[]): number {
  return branches.findIndex((shape) =>
    row.when.every(({ path, equals }) => {
      const field = shape.get(path);
      return equals === undefined ? field !== undefined : field?.codes?.includes(equals) === true;
    }),
  );
}

/** The fields of the items of a list as records of their own; undefined when there are none. */
function shapeBelow(whole: Shape, item: string, root: string): Shape | undefined {
  const shape = new Map<string, FieldShape>();
  for (const field of whole.values()) {
    const path = field.path.slice(item.length);
    const isInside = path === root || path.startsWith(`${root}/`);
    if (field.path.startsWith(item) && isInside) shape.set(path, { ...field, path });
  }
  return shape.size === 0 ? undefined : shape;
}

const FILE = 'local.schema.json';

/** The records that a JSON Schema describes: the branches of its `oneOf`, or it itself. */
export function branchesOf(schema: JsonObject): Shape[] {
  const branches = Array.isArray(schema['oneOf']) ? schema['oneOf'] : [schema];
  const context = { schemas: { [FILE]: schema }, codeLists: {} };
  return branches.map((branch) =>
    shapeOfSchema(context, { file: FILE, schema: branch as JsonObject }),
  );
}
