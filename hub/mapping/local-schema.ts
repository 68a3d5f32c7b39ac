import type { JsonObject } from '../message/json.ts';
import { type Shape, shapeOfSchema } from './field-shape.ts';
import type { DialectDocument, RecogniseRow } from './mapping-document.ts';
import { shapesOfXsd } from './xsd-shape.ts';

/** A dialect's own schema file: local.schema.json (JSON Schema) or local.xsd (XML Schema). */
export type LocalSchema =
  | { readonly kind: 'json-schema'; readonly schema: JsonObject }
  | { readonly kind: 'xsd'; readonly bytes: Buffer };

/** The fields of the record that a row recognises; undefined when the schema describes none. */
export type LocalShapes = (row: RecogniseRow) => Shape | undefined;

/**
 * Finds the part of a local schema that describes a record: in a JSON Schema the branch of its
 * `oneOf` in which the row's paths have the row's values, in an XML Schema the root element.
 */
export function localShapes(document: DialectDocument, local: LocalSchema): LocalShapes {
  if (local.kind === 'xsd') {
    const [prefix = ''] = Object.keys(document.namespaces ?? {});
    const shapes = shapesOfXsd(local.bytes, prefix);
    return (row) => shapes.get(row.root);
  }
  const branches = branchesOf(local.schema);
  return (row) =>
    branches.find((shape) =>
      row.when.every(({ path, equals }) => {
        const field = shape.get(path);
        return equals === undefined ? field !== undefined : field?.codes?.includes(equals) === true;
      }),
    );
}

const FILE = 'local.schema.json';

function branchesOf(schema: JsonObject): Shape[] {
  const branches = Array.isArray(schema['oneOf']) ? schema['oneOf'] : [schema];
  const context = { schemas: { [FILE]: schema }, codeLists: {} };
  return branches.map((branch) =>
    shapeOfSchema(context, { file: FILE, schema: branch as JsonObject }),
  );
}
