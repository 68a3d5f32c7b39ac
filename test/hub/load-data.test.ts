import { expect } from 'chai';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HubError } from '../../hub/errors.ts';
import { loadSchemas } from '../../hub/load-data.ts';
import { PROJECT_ROOT } from '../../hub/project-root.ts';

describe('load schemas', () => {
  let dir: string;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'schemas-'));
  });
  afterEach(() => {
    rmSync(dir, { recursive: true });
  });

  it('reads every schema and code list of the project', () => {
    const { schemas, codeLists } = loadSchemas(join(PROJECT_ROOT, 'schemas'));
    expect(schemas).to.include.keys('envelope.v1.schema.json', 'blocks.v1.schema.json');
    expect(codeLists['sex.v1']?.values.map(({ code }) => code)).to.include.members(['F', 'M']);
  });

  it('names every file that cannot be read', () => {
    mkdirSync(join(dir, 'code-lists'));
    const list = { name: 'sex', version: 1, title: 't', source: 's', values: [] };
    const file = (name: string, text: string): void => {
      writeFileSync(join(dir, name), text);
    };
    file('malformed.v1.schema.json', '{');
    file('twice.v1.schema.json', '{"a":1,"a":2}');
    file('array.v1.schema.json', '[]');
    file('fine.v1.schema.json', '{}');
    file('not-a-schema.txt', '{');
    file('code-lists/race.v1.json', JSON.stringify(list));
    file('code-lists/sex.v1.json', JSON.stringify({ ...list, values: [{ code: 'F' }] }));
    file('code-lists/eye-color.v1.json', JSON.stringify({ ...list, name: 'eye-color' }));
    const error = refusalOf(dir);
    expect(error.code).to.equal('DATA_INVALID');
    const named = ['array', 'malformed', 'twice', 'race', 'sex'];
    expect(error.problems).to.have.length(named.length);
    for (const name of named) {
      expect(
        error.problems.some(({ detail }) => detail.includes(`${name}.v1`)),
        name,
      ).to.equal(true);
    }
  });

  it('names a folder that is not there', () => {
    const error = refusalOf(join(dir, 'nowhere'));
    expect(error.problems.map(({ code }) => code)).to.deep.equal([
      'FOLDER_UNREADABLE',
      'FOLDER_UNREADABLE',
    ]);
  });
});

function refusalOf(dir: string): HubError {
  try {
    loadSchemas(dir);
  } catch (error) {
    expect(error).to.be.instanceOf(HubError);
    return error as HubError;
  }
  return expect.fail('was read');
}
