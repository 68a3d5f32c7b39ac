import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import { expect } from 'chai';
import { readLocalXsd } from '../../hub/load-mappings.ts';
import type { Dialect } from '../../hub/mapping/dialect.ts';
import { createLocalChecks } from '../../hub/mapping/local-check.ts';
import { localShapes } from '../../hub/mapping/local-schema.ts';
import { type NativeRecord, mapInbound, readNative } from '../../hub/mapping/map-inbound.ts';
import { mapOutbound } from '../../hub/mapping/map-outbound.ts';
import { type JsonObject, type JsonValue, isJsonObject } from '../../hub/message/json.ts';
import { ACTIVITY_NAMES, MAPPINGS, dialects, validator } from './load.ts';

for (const dialect of dialects) {
  describe(`the samples of ${dialect.name}`, () => {
    const folder = join(MAPPINGS, 'dialects', dialect.name);
    const ending = dialect.format === 'fixed-width' ? 'txt' : dialect.format;
    const follows = localCheck(dialect, folder);
    const read = (file: string): Buffer => readFileSync(join(folder, 'samples', file));
    const canonical = (file: string): JsonObject => JSON.parse(read(file).toString()) as JsonObject;

    for (const { name, type } of ACTIVITY_NAMES) {
      it(`read ${name} as the envelope beside it`, () => {
        const record = onlyRecord(dialect, read(`${name}.in.${ending}`));
        const expected = canonical(`${name}.in.canonical.json`);
        expect(record.type).to.equal(type);
        expect(follows(record.tree)).to.deep.equal([]);
        const member = (expected['source'] as string).slice(-2);
        expect(mapInbound(dialect, record, { member })).to.deep.equal(expected);
        expect(validator.validate(expected).type).to.equal(type);
      });

      it(`write ${name} as the document beside it`, () => {
        const envelope = canonical(`${name}.out.canonical.json`);
        validator.validate(envelope);
        const crosswalk = {
          caseId: envelope['subject'] as string,
          ...crosswalkOf(folder),
        };
        const document = mapOutbound(dialect, envelope, crosswalk);
        const { tree } = onlyRecord(dialect, document.bytes);
        const sample = onlyRecord(dialect, read(`${name}.out.${ending}`));
        expect(tree).to.deep.equal(sample.tree);
        expect(follows(tree)).to.deep.equal([]);
      });
    }
  });
}

function onlyRecord(dialect: Dialect, bytes: Buffer): NativeRecord {
  const [record, ...others] = readNative(dialect, dialect.contentType, bytes);
  expect(others).to.deep.equal([]);
  return record!;
}

/** What of a record does not follow the dialect's own schema file. */
function localCheck(dialect: Dialect, folder: string): (tree: JsonObject) => unknown[] {
  if (dialect.format === 'xml') return xsdCheck(dialect, folder);
  if (dialect.layout !== undefined) return linesCheck(dialect);
  const schema = JSON.parse(readFileSync(join(folder, 'local.schema.json'), 'utf8')) as object;
  const ajv = new Ajv2020.default({ strict: true, strictTypes: false, strictRequired: false });
  const validate = ajv.compile(schema);
  return (tree) => (validate(tree) ? [] : (validate.errors ?? []));
}

/** What a record layout asks of the fields of its lines; lines themselves are checked as they are read. */
function linesCheck({ document, local }: Dialect): (tree: JsonObject) => unknown[] {
  return (tree) => {
    const [root = ''] = Object.keys(tree);
    const row = document!.recognise.find((candidate) => candidate.root === `/${root}`)!;
    return [...createLocalChecks(document!, local!)(row)(tree)];
  };
}

/** Paths that the XML Schema does not know, required ones that are missing, codes not in its lists. */
function xsdCheck(dialect: Dialect, folder: string): (tree: JsonObject) => unknown[] {
  const shapes = localShapes(dialect.document!, readLocalXsd(folder));
  return (tree) => {
    const [root = ''] = Object.keys(tree);
    const row = dialect.document!.recognise.find((candidate) => candidate.root === `/${root}`)!;
    const shape = shapes(row)!;
    const wrong: string[] = [];
    const visit = (value: JsonValue, path: string): void => {
      const field = shape.get(path);
      if (field === undefined) wrong.push(`unknown ${path}`);
      else if (field.kind === 'list') {
        for (const item of Array.isArray(value) ? value : [value]) visit(item, `${path}/*`);
      } else if (isJsonObject(value)) {
        for (const [key, child] of Object.entries(value)) visit(child, `${path}/${key}`);
        for (const inside of shape.values()) {
          const name = inside.path.slice(path.length + 1);
          const isMember = inside.path.startsWith(`${path}/`) && !name.includes('/');
          if (isMember && inside.required && !(name in value)) wrong.push(`missing ${inside.path}`);
        }
      } else if (field.codes !== undefined && !field.codes.includes(value)) {
        wrong.push(`code at ${path}`);
      } else if (typeof value === 'string' && value.length > (field.maxLength ?? Infinity)) {
        wrong.push(`length at ${path}`);
      }
    };
    visit(tree[root] ?? '', `/${root}`);
    return wrong;
  };
}

/** The case's numbers as the samples have them. */
function crosswalkOf(folder: string): { readonly ownCaseNumber?: string } {
  const file = join(folder, 'samples', 'crosswalk.json');
  return JSON.parse(readFileSync(file, 'utf8')) as { ownCaseNumber?: string };
}
