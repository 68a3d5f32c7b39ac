import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { explain } from '../../hub/mapping/explain.ts';
import { mapTree } from '../../hub/mapping/map-outbound.ts';
import type { JsonObject, JsonValue } from '../../hub/message/json.ts';
import { ACTIVITY_NAMES, MAPPINGS, dialects } from './load.ts';

/** What follows from the type alone, and what the extension slot itself says. */
const OF_THE_ENGINE = new Set(['/specversion', '/type', '/dataschema', '/datacontenttype']);

for (const dialect of dialects) {
  describe(`an explanation of the dialect ${dialect.name}`, () => {
    for (const { name, type } of ACTIVITY_NAMES) {
      it(`accounts for every value of ${name}`, () => {
        const file = join(
          MAPPINGS,
          'dialects',
          dialect.name,
          'samples',
          `${name}.out.canonical.json`,
        );
        const envelope = JSON.parse(readFileSync(file, 'utf8')) as JsonObject;
        const caseId = envelope['subject'] as string;
        const { tree, carried } = mapTree(dialect, envelope, { caseId });
        const rules = explain(dialect.activities.get(type)!, envelope, tree);
        const explained = rules.flatMap(({ canonical }) => canonical.map(({ pointer }) => pointer));
        const left = leaves(envelope, '').filter(
          (leaf) =>
            !OF_THE_ENGINE.has(leaf) &&
            ![...explained, ...carried].some(
              (pointer) => leaf === pointer || leaf.startsWith(`${pointer}/`),
            ),
        );
        expect(left).to.deep.equal([]);
        const held = rules.filter(({ op, canonical }) => op !== 'carried' && canonical.length > 0);
        expect(held.filter(({ local }) => local.length === 0)).to.deep.equal([]);
      });
    }
  });
}

function leaves(value: JsonValue, at: string): string[] {
  if (typeof value !== 'object' || value === null) return [at];
  const members = Array.isArray(value) ? value.entries() : Object.entries(value);
  return [...members].flatMap(([name, inner]) => leaves(inner, `${at}/${name}`));
}
