import { join } from 'node:path';
import { expect } from 'chai';
import { readProfile } from '../../../hub/compact/profile.ts';
import { loadSchemas } from '../../../hub/load-data.ts';
import { optionChecks } from '../../../hub/load-mappings.ts';
import type { JsonObject } from '../../../hub/message/json.ts';
import { createSchemaChecker } from '../../../hub/message/schema-checker.ts';
import { PROJECT_ROOT } from '../../../hub/project-root.ts';

const checkOf = createSchemaChecker(loadSchemas(join(PROJECT_ROOT, 'schemas')));
const checks = { profile: checkOf('profile.v1.schema.json'), options: optionChecks() };

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
    const result = readProfile(VALID, checks);
    expect(result).to.deep.equal({
      kind: 'profile',
      profile: {
        ...VALID,
        capabilities: {
          ...VALID.capabilities,
          listMaximum: 1,
          concurrency: 4,
          sizeLimitBytes: 1_048_576,
          attachments: 'reference',
        },
      },
    });
  });

  const cases: [string, JsonObject, string][] = [
    ['no member of the compact', { member: 'ZZ' }, 'MEMBER_UNKNOWN /member'],
    ['a time zone that is none', { timeZone: 'Pacific' }, 'TIME_ZONE_UNKNOWN /timeZone'],
    ['an address', { endpoint: 'https://x.example/' }, 'additionalProperties /endpoint'],
    ['a credential', { credential: 'x' }, 'additionalProperties /credential'],
    ['an unknown transport', { transport: { kind: 'pigeon' } }, 'enum /transport/kind'],
    [
      'an option that its transport does not know',
      { transport: { ...VALID.transport, redirects: 5 } },
      'additionalProperties /transport/redirects',
    ],
    [
      'no authentication',
      { transport: { kind: 'rest', mode: 'push' } },
      'required /transport/authentication',
    ],
    ['no capabilities', { capabilities: {} }, 'required /capabilities/probe'],
    [
      'a list that is too long',
      { capabilities: { ...VALID.capabilities, listMaximum: 501 } },
      'maximum /capabilities/listMaximum',
    ],
  ];
  for (const [name, change, problem] of cases) {
    it(`is refused: ${name}`, () => {
      const result = readProfile({ ...VALID, ...change }, checks);
      const problems = result.kind === 'invalid' ? result.problems : [];
      expect(problems.map(({ code, pointer }) => `${code} ${pointer}`)).to.include(problem);
    });
  }
});
