import {
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  unlinkSync,
  writeFileSync,
  readdirSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { stateCheck } from '../../../hub/cli/state-check.ts';
import { readConfig } from '../../../hub/config.ts';
import { type JsonObject, isJsonObject } from '../../../hub/message/json.ts';
import { PROJECT_ROOT } from '../../../hub/project-root.ts';

const MAPPINGS = join(PROJECT_ROOT, 'mappings');
const DIALECT = 'dialects/vt';

describe('state check of a pack', function () {
  this.timeout(240_000);
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'state-check-'));
    cpSync(join(MAPPINGS, 'dialects/nested-json'), join(folder, DIALECT), { recursive: true });
    cpSync(join(MAPPINGS, 'OR'), join(folder, 'VT'), { recursive: true });
    edit('VT/profile.json', (profile) => {
      profile['member'] = 'VT';
      profile['dialect'] = 'vt';
    });
    edit(`${DIALECT}/dialect.json`, (dialect) => {
      dialect['dialect'] = 'vt';
    });
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function edit(file: string, change: (document: JsonObject) => void): void {
    const document = JSON.parse(readFileSync(join(folder, file), 'utf8')) as JsonObject;
    change(document);
    writeFileSync(join(folder, file), JSON.stringify(document, null, 2));
  }

  /** The lines that it prints. */
  async function check(): Promise<string[]> {
    const printed: string[] = [];
    const environment = { HUB_MAPPINGS_DIR: folder, HUB_DATA_DIR: join(folder, 'data') };
    const config = readConfig(environment, folder);
    await stateCheck.run(['VT'], {
      config: () => config,
      environment,
      print: (line) => void printed.push(line),
      signal: new AbortController().signal,
      softwareVersion: '0.0.0',
    });
    return printed;
  }

  /** An object of the document, by member names and indexes. */
  function at(document: JsonObject, ...names: (string | number)[]): JsonObject {
    const found = names.reduce<unknown>(
      (value, name) => (value as Record<string | number, unknown>)[name],
      document,
    );
    if (!isJsonObject(found as JsonObject)) throw new TypeError('no object there');
    return found as JsonObject;
  }

  const breaks: [file: string, (document: JsonObject) => void, finding: RegExp][] = [
    [
      'VT/profile.json',
      (profile) => {
        profile['timeZone'] = 'America/Nowhere';
        profile['surplus'] = 1;
        at(profile, 'capabilities')['acknowledgement'] = 'sometimes';
        at(profile, 'transport')['manifests'] = true;
      },
      /^TIME_ZONE_UNKNOWN {2}VT\/profile\.json#\/timeZone/,
    ],
    [
      'VT/profile.json',
      () => undefined,
      /^enum {2}VT\/profile\.json#\/capabilities\/acknowledgement {2}must be one of synchronous, asynchronous, none/,
    ],
    ['VT/profile.json', () => undefined, /^additionalProperties {2}VT\/profile\.json#\/surplus/],
    [
      'VT/profile.json',
      () => undefined,
      /^additionalProperties {2}VT\/profile\.json#\/transport\/manifests/,
    ],
    [
      `${DIALECT}/departure-notice.json`,
      (mapping) => (at(mapping, 'rules', 0)['op'] = 'eval'),
      /^OP_UNKNOWN {2}dialects\/vt\/departure-notice\.json#\/rules\/0\/op {2}unknown op; ops are copy, /,
    ],
    [
      `${DIALECT}/warrant-status.json`,
      (mapping) => (mapping['carried'] = [{ path: '/data/nothing', kind: 'absent', why: 'test' }]),
      /^CANONICAL_FIELD_UNKNOWN {2}dialects\/vt\/warrant-status\.json#\/carried {2}no canonical path \/data\/nothing/,
    ],
    [
      `${DIALECT}/dialect.json`,
      (dialect) => {
        const rows = dialect['recognise'] as JsonObject[];
        dialect['recognise'] = rows.filter(({ mapping }) => mapping !== 'action-reply.json');
      },
      /^MAPPING_MISSING {2}dialects\/vt\/dialect\.json#\/recognise {2}.*compact\.action-reply\.v1/,
    ],
    [
      `${DIALECT}/dialect.json`,
      () => undefined,
      /^MAPPING_UNUSED {2}dialects\/vt\/action-reply\.json#/,
    ],
    [
      `${DIALECT}/codes/race.json`,
      (list) => {
        list['pairs'] = (list['pairs'] as JsonObject[]).slice(1);
      },
      /^CODE_WITHOUT_PARTNER {2}\S+ {2}codes\/race\.json: .*: [A-Z]/,
    ],
    [
      `${DIALECT}/samples/arrival-notice.in.canonical.json`,
      (envelope) => (at(envelope, 'data')['arrivalDate'] = '2020-01-01'),
      /^SAMPLE_DIFFERS {2}\S+arrival-notice\.in\.canonical\.json# {2}.*\/data\/arrivalDate is another value/,
    ],
  ];

  it('that is right says so, and nothing else is wrong', async () => {
    expect((await check()).at(-1)).to.equal('VT is right');
  });

  it('lists everything that is wrong at once, whatever files it is in', async () => {
    for (const [file, change] of breaks) edit(file, change);
    const samples = join(folder, DIALECT, 'samples');
    unlinkSync(join(samples, 'progress-report.in.canonical.json'));
    writeFileSync(join(samples, 'progress-report.out.canonical.json'), '{\n  "type": ,\n}');
    writeFileSync(join(folder, DIALECT, 'blocks/phone.json'), '{\n  "block": "phone",\n}');
    const printed = await check();
    const findings = [
      ...breaks.map(([, , finding]) => finding),
      /^SAMPLE_MISSING {2}\S+progress-report\.in\.json# {2}there is no envelope/,
      /^SAMPLE_UNREADABLE {2}\S+progress-report\.out\.canonical\.json# {2}.*line 2, column 11/,
      /^FILE_INVALID {2}dialects\/vt\/blocks\/phone\.json# {2}.*line 3, column 1/,
    ];
    for (const finding of findings) {
      expect(printed.filter((line) => finding.test(line)).length, String(finding)).to.be.above(0);
    }
    expect(printed.filter((line) => line.includes('departure-notice.json#'))).to.have.length(1);
    expect(printed.filter((line) => /BLOCK_UNKNOWN|PROFILE_MISPLACED/.test(line))).to.deep.equal(
      [],
    );
    expect(printed.at(-1)).to.match(/^\d+ problems$/);
  });

  it('whose schema is wrong still lists the problems of samples, and the other way round', async () => {
    edit(`${DIALECT}/local.schema.json`, (schema) => (schema['allOf'] = []));
    edit(`${DIALECT}/samples/arrival-notice.in.canonical.json`, (envelope) => {
      at(envelope, 'data')['arrivalDate'] = '2020-01-01';
    });
    const printed = (await check()).join('\n');
    expect(printed)
      .to.match(/^LOCAL_KEYWORD_UNREAD {2}dialects\/vt\/local\.schema\.json#\/allOf/m)
      .and.match(/^SAMPLE_DIFFERS/m);
  });

  it('without samples is not right', async () => {
    for (const file of readdirSync(join(folder, DIALECT, 'samples'))) {
      unlinkSync(join(folder, DIALECT, 'samples', file));
    }
    expect((await check()).join('\n')).to.match(/^SAMPLE_MISSING {2}dialects\/vt\/samples\/#/m);
  });

  const dialects: [string, () => void, RegExp][] = [
    [
      'that is not there',
      () => {
        edit('VT/profile.json', (profile) => (profile['dialect'] = 'vz'));
      },
      /^PROFILE_MISPLACED {2}VT\/profile\.json#\/dialect {2}there is no folder/m,
    ],
    [
      'that is wrong',
      () => {
        edit(`${DIALECT}/dialect.json`, (dialect) => delete dialect['title']);
      },
      /^required {2}dialects\/vt\/dialect\.json#\/title[^]*PROFILE_MISPLACED {2}VT\/profile\.json#\/dialect {2}.*has problems|^PROFILE_MISPLACED {2}VT\/profile\.json#\/dialect {2}.*has problems/m,
    ],
  ];
  for (const [name, change, finding] of dialects) {
    it(`of a dialect ${name} says which of the two it is`, async () => {
      change();
      expect((await check()).join('\n')).to.match(finding);
    });
  }
});
