import { join } from 'node:path';
import { expect } from 'chai';
import { readProfile } from '../../../hub/compact/profile.ts';
import { loadSchemas } from '../../../hub/load-data.ts';
import type { JsonObject } from '../../../hub/message/json.ts';
import { createSchemaChecker } from '../../../hub/message/schema-checker.ts';
import { PROJECT_ROOT } from '../../../hub/project-root.ts';

const check = createSchemaChecker(loadSchemas(join(PROJECT_ROOT, 'schemas')))(
  'profile.v1.schema.json',
);

const VALID = {
  member: 'OR',
  name: 'Oregon',
  timeZone: 'America/Los_Angeles',
  dialect: 'nested-json',
  transport: { kind: 'rest', mode: 'push', authentication: { scheme: 'bearer' } },
  capabilities: { acknowledgement: 'synchronous', idempotent: true, probe: true },
  attestation: true,
};

describe('a profile', () => {
  it('is read with the defaults of what it leaves out', () => {
    const result = readProfile(VALID, check);
    expect(result).to.deep.equal({
      kind: 'profile',
      profile: {
        ...VALID,
        capabilities: {
          ...VALID.capabilities,
          listMaximum: 1,
          concurrency: 4,
          sizeLimitBytes: 1_048_576,
        },
      },
    });
  });

  const cases: [string, JsonObject, string][] = [
    ['no member of the compact', { member: 'ZZ' }, 'MEMBER_UNKNOWN /member'],
    ['a time zone that is none', { timeZone: 'Pacific' }, 'TIME_ZONE_UNKNOWN /timeZone'],
    ['an address', { endpoint: 'https://x.example/' }, 'additionalProperties /endpoint'],
    ['a credential', { credential: 'x' }, 'additionalProperties /credential'],
    ['an unknown transport', { transport: { kind: 'pigeon' } }, 'const /transport/kind'],
    ['no capabilities', { capabilities: {} }, 'required /capabilities/probe'],
    [
      'a list that is too long',
      { capabilities: { ...VALID.capabilities, listMaximum: 501 } },
      'maximum /capabilities/listMaximum',
    ],
  ];
  for (const [name, change, problem] of cases) {
    it(`is refused: ${name}`, () => {
      const result = readProfile({ ...VALID, ...change }, check);
      const problems = result.kind === 'invalid' ? result.problems : [];
      expect(problems.map(({ code, pointer }) => `${code} ${pointer}`)).to.include(problem);
    });
  }
});
