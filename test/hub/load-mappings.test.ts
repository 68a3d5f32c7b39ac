import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { HubError } from '../../hub/errors.ts';
import { loadSchemas } from '../../hub/load-data.ts';
import { loadMappings } from '../../hub/load-mappings.ts';
import type { JsonObject } from '../../hub/message/json.ts';
import { PROJECT_ROOT } from '../../hub/project-root.ts';

const MAPPINGS = join(PROJECT_ROOT, 'mappings');
const schemas = loadSchemas(join(PROJECT_ROOT, 'schemas'));

describe('the mappings of the project', () => {
  const { profiles, dialects, documents } = loadMappings(MAPPINGS, schemas);

  it('give every state a dialect, and the canonical one is always there', () => {
    expect([...dialects.keys()]).to.include.members([
      'canonical',
      'fixed-width',
      'nested-json',
      'flat-json',
      'element-xml',
      'attribute-xml',
      'niem-xml',
      'csv-groups',
      'charge-rows',
      'fixed-width',
      'resource-json',
      'entry-json',
    ]);
    for (const { dialect, member } of profiles.values()) {
      expect(dialects.has(dialect), member).to.equal(true);
    }
  });

  it('fill what a profile leaves out with defaults', () => {
    expect(profiles.get('OR')?.capabilities).to.include({
      concurrency: 4,
      listMaximum: 1,
      sizeLimitBytes: 1_048_576,
    });
  });

  it('are documents with a hash each', () => {
    const hashes = documents.map(({ hash }) => hash);
    expect(new Set(hashes.map((hash) => hash.length))).to.deep.equal(new Set([64]));
    for (const { activities } of dialects.values()) {
      for (const { mappingHash } of activities.values()) expect(hashes).to.include(mappingHash);
    }
  });

  it('are the same documents when they are loaded again', () => {
    expect(loadMappings(MAPPINGS, schemas).documents).to.deep.equal(documents);
  });
});

describe('wrong mappings', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'mappings-'));
    cpSync(MAPPINGS, dir, { recursive: true });
  });
  afterEach(() => {
    rmSync(dir, { recursive: true });
  });

  function edit(file: string, change: (document: JsonObject) => void): void {
    const path = join(dir, file);
    const document = JSON.parse(readFileSync(path, 'utf8')) as JsonObject;
    change(document);
    writeFileSync(path, JSON.stringify(document));
  }

  function problems(): string[] {
    try {
      loadMappings(dir, schemas);
    } catch (error) {
      if (!(error instanceof HubError)) throw error;
      expect(error.code).to.equal('DATA_INVALID');
      return error.problems.map(({ code, pointer }) => `${code} ${pointer}`);
    }
    return [];
  }

  it('stop the start with every problem of every file, by file and pointer', () => {
    writeFileSync(join(dir, 'OR/profile.json'), '{"member":');
    edit('TX/profile.json', (profile) => {
      profile['timeZone'] = 'America/Nowhere';
      profile['dialect'] = 'no-such';
    });
    edit('GA/profile.json', (profile) => {
      delete profile['transport'];
      profile['endpoint'] = 'http://127.0.0.1/';
    });
    edit('dialects/nested-json/blocks/address.json', (block) => {
      block['rules'] = [{ op: 'eval', script: 'x' }];
    });
    edit('dialects/flat-json/codes/race.json', (list) => {
      list['pairs'] = (list['pairs'] as JsonObject[]).slice(1);
    });
    const found = problems();
    expect(found).to.include.members([
      'FILE_INVALID OR/profile.json#',
      'TIME_ZONE_UNKNOWN TX/profile.json#/timeZone',
      'required GA/profile.json#/transport',
      'additionalProperties GA/profile.json#/endpoint',
    ]);
    expect(
      found.some((problem) =>
        problem.includes('dialects/nested-json/blocks/address.json#/rules/0'),
      ),
    ).to.equal(true);
    expect(
      found.some((problem) => problem.startsWith('CODE_WITHOUT_PARTNER dialects/flat-json/')),
    ).to.equal(true);
  });

  it('are a profile in the folder of another member, or of a dialect that is not there', () => {
    edit('OR/profile.json', (profile) => {
      profile['member'] = 'TX';
      profile['dialect'] = 'no-such';
    });
    expect(problems()).to.deep.equal([
      'PROFILE_MISPLACED OR/profile.json#/member',
      'PROFILE_MISPLACED OR/profile.json#/dialect',
    ]);
  });

  it('are profiles that contradict themselves or their dialect', () => {
    edit('CA/profile.json', (profile) => {
      profile['dialect'] = 'flat-json';
    });
    edit('PA/profile.json', (profile) => {
      delete (profile['transport'] as JsonObject)['batch'];
    });
    edit('NY/profile.json', (profile) => {
      const transport = profile['transport'] as JsonObject;
      transport['wsdl'] = { file: 'profile.json' };
      transport['operation'] = 'TakeActivity';
    });
    expect(problems()).to.deep.equal([
      'PROFILE_CONTRADICTS CA/profile.json#/transport/batch',
      'PROFILE_CONTRADICTS CA/profile.json#/capabilities/batchWindow',
      'PROFILE_CONTRADICTS NY/profile.json#/capabilities/probe',
      'TRANSPORT_UNUSABLE NY/profile.json#/transport/wsdl',
      'PROFILE_CONTRADICTS PA/profile.json#/capabilities/listMaximum',
    ]);
  });

  const wrongFacts: [string, string, (profile: JsonObject) => void, string][] = [
    [
      'a split state without its routes',
      'AZ',
      (p) => delete (p['routing'] as JsonObject)['routes'],
      'required AZ/profile.json#/routing/routes',
    ],
    [
      'an office whose entry names no source',
      'TX',
      (p) => delete ((p['office'] as JsonObject)['name'] as JsonObject)['source'],
      'required TX/profile.json#/office/name/source',
    ],
    [
      'a fee of no amount',
      'ID',
      (p) => delete (p['fees'] as JsonObject[])[0]?.['amount'],
      'required ID/profile.json#/fees/0/amount',
    ],
    [
      'a fee in cents',
      'ID',
      (p) => (((p['fees'] as JsonObject[])[0] ?? {})['amount'] = '10000'),
      'pattern ID/profile.json#/fees/0/amount',
    ],
    [
      'a duty with a trigger of its own',
      'OR',
      (p) => (((p['registrationDuties'] as JsonObject[])[0] ?? {})['trigger'] = 'full-moon'),
      'enum OR/profile.json#/registrationDuties/0/trigger',
    ],
  ];
  for (const [name, member, change, problem] of wrongFacts) {
    it(`are ${name}`, () => {
      edit(`${member}/profile.json`, change);
      expect(problems()).to.include(problem);
    });
  }

  const breaks: [string, string, (document: JsonObject) => void, string][] = [
    ['a rule taken out', 'dialects/flat-json/departure-notice.json', withoutLastRule, 'FIELD_LOST'],
    [
      'a folder without local schema',
      'dialects/flat-json/local.schema.json',
      emptied,
      'LOCAL_RECORD_UNKNOWN',
    ],
    ['a name of __proto__', 'dialects/flat-json/blocks/contact.json', reachingForPrototype, 'not'],
  ];
  for (const [name, file, change, code] of breaks) {
    it(`are ${name}`, () => {
      edit(file, change);
      expect(problems().map((problem) => problem.split(' ')[0])).to.include(code);
    });
  }

  function withoutLastRule(document: JsonObject): void {
    const [{ rules }] = document['rules'] as [{ rules: unknown[] }];
    rules.splice(3, 1);
  }
  function emptied(document: JsonObject): void {
    document['oneOf'] = [{ type: 'object' }];
  }
  function reachingForPrototype(document: JsonObject): void {
    const [rule] = document['rules'] as [JsonObject];
    rule['local'] = '/__proto__/x';
  }
});
