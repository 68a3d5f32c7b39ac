import { expect } from 'chai';
import fc from 'fast-check';
import { join } from 'node:path';
import { ACTIVITIES } from '../../../hub/compact/activity-catalogue.ts';
import { loadSchemas } from '../../../hub/load-data.ts';
import type { JsonObject, JsonValue } from '../../../hub/message/json.ts';
import { MessageError } from '../../../hub/message/message-error.ts';
import type { Code } from '../../../hub/message/schema-files.ts';
import { createMessageValidator } from '../../../hub/message/validate-message.ts';
import { PROJECT_ROOT } from '../../../hub/project-root.ts';
import { mutationsOf } from './mutations.ts';
import { propertyPaths, spotsOf } from './schema-view.ts';
import { spotsOfMessage } from './spots-of-message.ts';
import { readExpected, readFixtures } from './walk-fixtures.ts';

const files = loadSchemas(join(PROJECT_ROOT, 'schemas'));
const validator = createMessageValidator(files);
const valid = readFixtures('valid');

function refusalOf(value: JsonValue): MessageError {
  try {
    validator.validate(value);
  } catch (error) {
    expect(error).to.be.instanceOf(MessageError);
    return error as MessageError;
  }
  return expect.fail('was accepted');
}

describe('the fixtures', () => {
  for (const { type } of ACTIVITIES) {
    const folder = type.replace('compact.', '').replace('.v1', '');
    it(`show ${folder} in at least three valid messages and five invalid ones`, () => {
      expect(valid.filter((fixture) => fixture.type === folder)).to.have.length.at.least(3);
      expect(Object.keys(readExpected(folder))).to.have.length.at.least(4);
    });

    it(`show every property of ${folder}`, () => {
      const shown = new Set(
        valid
          .filter((fixture) => fixture.type === folder)
          .flatMap(({ envelope }) => spotsOf(files, `${folder}.v1.schema.json`, envelope['data']!))
          .map(({ path }) =>
            path.map((step) => `/${typeof step === 'number' ? '*' : step}`).join(''),
          ),
      );
      const file = `${folder}.v1.schema.json`;
      const paths = propertyPaths(files, { file, schema: files.schemas[file]! });
      expect(paths.filter((path) => !shown.has(path))).to.deep.equal([]);
    });
  }

  it('name nobody real: every social security number is of an area never given out', () => {
    const numbers = JSON.stringify(valid).match(/"(\d{9})"/g) ?? [];
    expect(numbers).to.have.length.at.least(1);
    for (const number of numbers) expect(number).to.match(/^"9/);
  });
});

describe('validate a message', () => {
  for (const { type, file, envelope } of valid) {
    it(`accepts ${type}/${file}`, () => {
      const activity = validator.validate(envelope);
      expect(activity.envelope).to.equal(envelope);
      expect(activity.type).to.equal(`compact.${type}.v1`);
      expect(activity.definition.schemaFile).to.equal(`${type}.v1.schema.json`);
    });
  }

  for (const { type, file, envelope } of readFixtures('invalid')) {
    it(`refuses ${type}/${file} and says all that is wrong`, () => {
      const expected = readExpected(type)[file];
      const { code, problems } = refusalOf(envelope);
      const found = problems.map((problem) => ({ pointer: problem.pointer, code: problem.code }));
      expect(code).to.equal(expected?.code);
      expect(found).to.have.deep.members([...(expected?.problems ?? [])]);
    });
  }

  for (const { type } of ACTIVITIES) {
    const folder = type.replace('compact.', '').replace('.v1', '');
    it(`refuses every single change of ${folder} that its schema forbids, naming the place`, () => {
      const mutations = valid
        .filter((fixture) => fixture.type === folder)
        .flatMap((fixture) => mutationsOf(fixture.envelope, spotsOfMessage(files, fixture)));
      expect(mutations).to.have.length.at.least(40);
      const missed = mutations.filter(({ document, pointer, code }) => {
        const { problems } = refusalOf(document);
        return !problems.some((problem) => problem.pointer === pointer && problem.code === code);
      });
      expect(missed.map(({ name, code }) => `${name}: ${code}`)).to.deep.equal([]);
    });
  }

  it('accepts every code of every list in the place of another', () => {
    const refused = valid.flatMap((fixture) =>
      spotsOfMessage(files, fixture)
        .filter(({ schema }) => 'x-code-list' in schema)
        .flatMap(({ path, schema }) =>
          codesOf(schema)
            .filter(({ code }) => {
              const document = structuredClone(fixture.envelope);
              setAt(document, path, code);
              return codesRefusedAt(document, path);
            })
            .map(({ code }) => `${fixture.type} ${path.join('/')} ${code}`),
        ),
    );
    expect(refused).to.deep.equal([]);
  });

  it('lists no more than a hundred problems', () => {
    const [fixture] = valid.filter(({ type }) => type === 'progress-report');
    const data = {
      ...(fixture!.envelope['data'] as JsonObject),
      responses: Array<null>(1500).fill(null),
    };
    expect(refusalOf({ ...fixture!.envelope, data }).problems).to.have.length(100);
  });

  it('never repeats a value, nor a name that may be one', () => {
    const fixture = valid.find(({ type }) => type === 'transfer-request')!;
    const data = { ...(fixture.envelope['data'] as JsonObject), transferReason: 'SECRET 1' };
    const envelope = { ...fixture.envelope, data: { ...data, 'SECRET 2': 1 }, id: 'SECRET\u0007' };
    const refusal = refusalOf(envelope);
    expect(refusal.problems).to.have.length.at.least(3);
    expect(JSON.stringify([refusal.message, refusal.problems])).not.to.include('SECRET');
  });

  for (const value of [null, [], 'text', 5, true, {}, { type: 5 }, { data: null }]) {
    it(`refuses ${JSON.stringify(value)} as no envelope`, () => {
      expect(refusalOf(value).code).to.equal('ENVELOPE_INVALID');
    });
  }

  it('accepts or refuses any value without another error', () => {
    const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<JsonValue>;
    const property = fc.property(fc.constantFrom(...valid), json, ({ type, envelope }, data) => {
      expect(refusalOf({ ...envelope, data }).code, type).to.match(/^(ENVELOPE|SCHEMA)_INVALID$/);
      expect(refusalOf(data).code).to.equal('ENVELOPE_INVALID');
    });
    fc.assert(property, { seed: 20261108, numRuns: 300 });
  });

  it('reads an envelope whose data it does not look at', () => {
    const [fixture] = valid;
    const envelope = { ...fixture!.envelope, data: { anything: 1 } };
    expect(validator.readEnvelope(envelope).data).to.deep.equal({ anything: 1 });
    expect(() => validator.readEnvelope({})).to.throw(MessageError);
  });
});

function codesOf(schema: JsonObject): readonly Code[] {
  const list = schema['x-code-list'];
  return typeof list === 'string' ? files.codeLists[list]!.values : [];
}

function codesRefusedAt(document: JsonObject, path: readonly (string | number)[]): boolean {
  try {
    validator.validate(document);
    return false;
  } catch (error) {
    // Another code may ask for other properties; only a refusal of the code itself counts.
    const pointer = path.map((step) => `/${step}`).join('');
    const { problems } = error as MessageError;
    return problems.some(({ code, pointer: at }) => at === pointer && code === 'x-code-list');
  }
}

function setAt(document: JsonValue, path: readonly (string | number)[], value: string): void {
  const last = path.at(-1)!;
  const holder = path
    .slice(0, -1)
    .reduce<JsonValue>((at, step) => (at as JsonObject)[step]!, document);
  (holder as JsonObject)[last] = value;
}
