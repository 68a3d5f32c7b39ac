import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import { loadFiles } from '../../../hub/load-files.ts';
import { mapInbound, readNative } from '../../../hub/mapping/map-inbound.ts';
import { mapOutbound } from '../../../hub/mapping/map-outbound.ts';
import type { JsonObject } from '../../../hub/message/json.ts';
import { PROJECT_ROOT } from '../../../hub/project-root.ts';
import { ACTIVITY_TYPES } from '../../../simulation/generator/generate-activity.ts';
import { canonical } from '../../../simulation/native/canonical.ts';
import { DIALECTS } from '../../../simulation/native/find-dialect.ts';
import type { Meaning } from '../../../simulation/native/meaning.ts';
import { meaningOf } from '../meaning-of.ts';

const MAPPINGS = join(PROJECT_ROOT, 'mappings');
const SEEDS = Array.from({ length: 12 }, (_, index) => `agree ${index}`);
const FILLS = ['by-rate', 'all', 'none'] as const;

/** The states' own code and the hub's mappings were written apart; here they meet. */
describe('simulated states and the hub', () => {
  const { states, validator } = loadFiles(MAPPINGS);
  const localSchemas = new Map(
    ['nested-json', 'flat-json', 'resource-json'].map((name) => {
      const path = join(MAPPINGS, 'dialects', name, 'local.schema.json');
      const ajv = new Ajv2020({ strict: false });
      return [name, ajv.compile(JSON.parse(readFileSync(path, 'utf8')) as object)];
    }),
  );

  for (const native of DIALECTS) {
    const dialect = states.dialects.get(native.name);
    if (dialect === undefined) throw new Error(`no mappings for ${native.name}`);
    for (const type of ACTIVITY_TYPES) {
      const meanings = (): Meaning[] =>
        SEEDS.flatMap((seed) => FILLS.map((fill) => meaningOf(type, seed, { fill })));

      it(`the hub reads ${type} in ${native.name} as it is meant`, () => {
        const check = localSchemas.get(native.name);
        for (const meaning of meanings()) {
          const document = native.write(meaning);
          if (check !== undefined) {
            check(JSON.parse(document.toString()));
            expect(check.errors ?? [], meaning.id).to.deep.equal([]);
          }
          const [record] = readNative(dialect, native.contentType, document);
          const envelope = mapInbound(dialect, record!, { member: meaning.from });
          validator.validate(envelope);
          expect(envelope, meaning.id).to.deep.equal(envelopeOf(meaning));
        }
      });

      it(`a state reads ${type} in ${native.name} as the hub wrote it`, () => {
        for (const meaning of meanings()) {
          const crosswalk = { caseId: meaning.caseReference ?? '', ownCaseNumber: 'own' };
          const { bytes } = mapOutbound(dialect, envelopeOf(meaning), crosswalk);
          expect(native.read(bytes), meaning.id).to.deep.equal(meaning);
        }
      });
    }
  }
});

describe('the samples of each dialect', () => {
  for (const native of DIALECTS.filter(({ name }) => name !== 'canonical')) {
    const folder = join(MAPPINGS, 'dialects', native.name, 'samples');
    const documents = readdirSync(folder).filter((name) => /\.(in|out)\.[a-z]+$/.test(name));
    for (const file of documents) {
      it(`${native.name}: ${file} reads as the envelope beside it`, () => {
        const beside = file.replace(/\.[a-z]+$/, '.canonical.json');
        const expected = canonical.read(readFileSync(join(folder, beside)));
        expect(native.read(readFileSync(join(folder, file)))).to.deep.equal(expected);
      });
    }
  }
});

function envelopeOf(meaning: Meaning): JsonObject {
  return JSON.parse(canonical.write(meaning).toString()) as JsonObject;
}
