import { createPublicKey, verify } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { STATE_COMMANDS } from '../../../hub/cli/state-commands.ts';
import type { CommandContext } from '../../../hub/cli/command.ts';
import { readConfig } from '../../../hub/config.ts';
import { loadSigningKey } from '../../../hub/key-files.ts';
import { canonicalJson } from '../../../hub/message/canonical-json.ts';
import type { JsonObject } from '../../../hub/message/json.ts';
import { PROJECT_ROOT } from '../../../hub/project-root.ts';
import type { FaultRule } from '../../../simulation/fault-plan.ts';
import { type StateSystem, startStateSystem } from '../../../simulation/state-system.ts';
import { commandContext } from '../../support/command-context.ts';
import { startFakeSftpState } from '../../support/fake-sftp-state.ts';
import { type TestDatabase, createTestDatabase } from '../../support/template-database.ts';

describe('the kit with which a state tests itself', function () {
  this.timeout(120_000);

  let folder: string;
  let database: TestDatabase;
  let context: CommandContext;
  let printed: string[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'compact-hub-kit-'));
    database = await createTestDatabase();
    printed = [];
    context = commandContext(folder, database.url, (line) => void printed.push(line));
  });
  afterEach(async () => {
    await database.drop();
    await rm(folder, { recursive: true });
  });

  /** As a person types it: `state check VT`. */
  async function run(line: string, ...more: readonly string[]): Promise<number> {
    printed = [];
    const [, name = '', ...args] = line.split(' ');
    const command = STATE_COMMANDS.find((candidate) => candidate.name === `state ${name}`);
    return command!.run([...args, ...more], context);
  }

  const profileFile = (): string => join(folder, 'mappings', 'VT', 'profile.json');

  function edit(file: string, change: (document: JsonObject) => void): void {
    const document = JSON.parse(readFileSync(file, 'utf8')) as JsonObject;
    change(document);
    writeFileSync(file, JSON.stringify(document));
  }

  it('begins a pack from an empty folder, and finds it right', async () => {
    expect(await run('state new VT --like nested-json')).to.equal(0);
    expect(printed.join('\n')).to.include('state check VT');
    const profile = JSON.parse(readFileSync(profileFile(), 'utf8')) as JsonObject;
    expect(profile).to.include({
      member: 'VT',
      name: 'Vermont',
      timeZone: 'America/New_York',
      dialect: 'vt-nested-json',
    });
    expect(await run('state check VT')).to.equal(0);
    expect(printed.at(-1)).to.equal('VT is right');
    expect(printed.filter((line) => line.includes('transfer-request'))).to.have.length(1);
  });

  for (const [kind, like, acknowledgement] of [
    ['rest', 'flat-json', 'synchronous'],
    ['soap', 'attribute-xml', 'synchronous'],
    ['sftp', 'csv-groups', 'asynchronous'],
    ['queue', 'entry-json', 'asynchronous'],
  ]) {
    it(`begins a pack for ${kind}, and finds it right`, async () => {
      expect(await run(`state new VT --like ${like} --transport ${kind}`)).to.equal(0);
      const profile = JSON.parse(readFileSync(profileFile(), 'utf8')) as JsonObject;
      expect(profile).to.have.nested.property('transport.kind', kind);
      expect(profile).to.have.nested.property('capabilities.acknowledgement', acknowledgement);
      expect(await run('state check VT'), printed.join('\n')).to.equal(0);
    });
  }

  it('begins no pack for a transport that the hub has not', async () => {
    const begun = run('state new VT --like flat-json --transport fax');
    expect(await begun.catch((error: unknown) => (error as Error).message)).to.equal(
      '--transport takes one of rest, soap, sftp, queue',
    );
    expect(await readdir(folder)).to.not.include('mappings');
  });

  it('speaks of the new member in a new pack, and of its draft', async () => {
    await run('state new TX --like nested-json');
    const place = join(folder, 'mappings/dialects/tx-nested-json');
    const read = (file: string): string => readFileSync(join(place, file), 'utf8');
    const dialect = JSON.parse(read('dialect.json')) as JsonObject;
    expect(dialect).to.include({
      title: 'Format of Texas (draft)',
      contentType: 'application/vnd.tx-doc.interchange+json',
    });
    expect(read('README.md')).to.match(/^# tx-nested-json\n\n\*\*Draft: /);
    expect(read('README.md')).to.include('Spoken by Texas.').and.not.include('Oregon');
    const parties = (way: string): unknown[] => {
      const file = `samples/departure-notice.${way}.canonical.json`;
      const { id, source, destination } = JSON.parse(read(file)) as JsonObject;
      return [id, source, destination];
    };
    expect(parties('in')).to.deep.equal(['TX-2026-000025', 'urn:compact:TX', 'OR']);
    expect(parties('out')).to.deep.equal(['OR-2026-000026', 'urn:compact:OR', 'TX']);
    expect(await run('state check TX'), printed.join('\n')).to.equal(0);
  });

  describe('samples', () => {
    const samples = (): string => join(folder, 'mappings/dialects/vt-nested-json/samples');

    /** Another name of a field of every document. */
    function renameField(): void {
      for (const file of ['dialect.json', 'local.schema.json']) {
        const path = join(samples(), '..', file);
        const text = readFileSync(path, 'utf8');
        writeFileSync(path, text.replaceAll('message_number', 'message_no_of_ours'));
      }
    }

    beforeEach(() => run('state new VT --like nested-json'));

    it('writes them all anew after the envelope was changed, and then no more', async () => {
      renameField();
      expect(await run('state check VT')).to.equal(1);
      expect(await run('state sample VT'), printed.join('\n')).to.equal(0);
      expect(printed).to.include('48 written, 0 right already, 0 not written');
      expect(await run('state check VT'), printed.join('\n')).to.equal(0);
      await run('state sample VT');
      expect(printed.at(-1)).to.equal('0 written, 48 right already, 0 not written');
      const [kept = ''] = await readdir(join(folder, 'mappings/.replaced-samples'));
      const before = join(folder, 'mappings/.replaced-samples', kept, 'departure-notice.in.json');
      expect(readFileSync(before, 'utf8')).to.include('"message_number"');
    });

    it('never writes over a document that is read as its envelope says', async () => {
      const mine = join(samples(), 'departure-notice.in.json');
      const spelled = JSON.stringify(JSON.parse(readFileSync(mine, 'utf8')));
      writeFileSync(mine, spelled);
      await rm(join(samples(), 'departure-notice.out.json'));
      await rm(join(samples(), 'arrival-notice.out.json'));
      expect(await run('state sample VT --type departure-notice')).to.equal(0);
      expect(readFileSync(mine, 'utf8')).to.equal(spelled);
      expect(printed).to.deep.equal([
        'written  samples/departure-notice.out.json',
        '1 written, 1 right already, 0 not written',
      ]);
    });

    it('says by code and place what the mapping cannot write', async () => {
      edit(join(samples(), 'departure-notice.out.canonical.json'), (envelope) => {
        envelope['pigeon'] = 'grey';
      });
      expect(await run('state sample VT')).to.equal(1);
      expect(printed.join('\n'))
        .to.match(/NOT_WRITTEN {2}samples\/departure-notice\.out\.json: NOT_HELD; \w+ \/pigeon/)
        .and.not.include('grey');
    });
  });

  const misuse = [
    ['ZZ --like nested-json', 'say which member'],
    ['VT', '--like takes one of'],
    ['VT --like pigeon', '--like takes one of'],
    ['VT --like nested-json --dialect Mine!', 'lower-case words'],
  ] as const;
  for (const [args, words] of misuse) {
    it(`says what is wrong with: state new ${args}`, async () => {
      const thrown = await run(`state new ${args}`).catch((error: unknown) => error);
      expect(thrown).to.have.property('name', 'UsageError');
      expect((thrown as Error).message).to.include(words);
    });
  }

  it('says where to begin where every member has a folder already', async () => {
    const config = readConfig({ ...context.environment, HUB_MAPPINGS_DIR: '' }, PROJECT_ROOT);
    context = { ...context, config: () => config };
    const thrown = await run('state new VT --like nested-json').catch((error: unknown) => error);
    expect((thrown as Error).message)
      .to.include('is there already')
      .and.include('export HUB_MAPPINGS_DIR=');
  });

  it('never writes over a folder that is there', async () => {
    await run('state new VT --like nested-json');
    const again = await run('state new VT --like flat-json').catch((error: unknown) => error);
    expect((again as Error).message).to.include('is there already');
  });

  it('lists every problem of a broken pack, with file and pointer', async () => {
    await run('state new VT --like nested-json');
    const dialect = join(folder, 'mappings/dialects/vt-nested-json');
    edit(profileFile(), (profile) => {
      profile['transport'] = { kind: 'rest', mode: 'push', authentication: { scheme: 'pigeon' } };
    });
    edit(join(dialect, 'departure-notice.json'), (mapping) => {
      (mapping['rules'] as unknown[]).pop();
    });
    edit(join(dialect, 'codes/race.json'), (list) => {
      (list['pairs'] as unknown[]).pop();
    });
    expect(await run('state check VT')).to.equal(1);
    const text = printed.join('\n');
    expect(text).to.include('enum  VT/profile.json#/transport/authentication/scheme');
    expect(text).to.match(/FIELD_LOST {2}dialects\/vt-nested-json\/departure-notice\.json#/);
    expect(text).to.match(/CODE_WITHOUT_PARTNER {2}dialects\/vt-nested-json\//);
  });

  it('finds a sample that says something else, and names the file', async () => {
    await run('state new VT --like nested-json');
    const sample = 'mappings/dialects/vt-nested-json/samples/departure-notice.in.canonical.json';
    edit(join(folder, sample), (envelope) => {
      (envelope['data'] as JsonObject)['departureDate'] = '2026-01-01';
    });
    expect(await run('state check VT')).to.equal(1);
    expect(printed.join('\n')).to.include(
      'SAMPLE_DIFFERS  dialects/vt-nested-json/samples/departure-notice.in.canonical.json#',
    );
  });

  it('asks an SFTP server only when it is told by which key to know it', async () => {
    await run('state new VT --like nested-json');
    edit(profileFile(), (profile) => {
      profile['transport'] = { kind: 'sftp', pickUp: { intervalMs: 1_000 } };
      profile['capabilities'] = { acknowledgement: 'asynchronous', idempotent: true, probe: true };
    });
    const server = await startFakeSftpState();
    try {
      const file = join(folder, 'credential');
      writeFileSync(file, server.credential);
      const at = ['--endpoint', server.endpoint, '--credential-file', file];
      const thrown = await run('state check VT', ...at).catch((error: unknown) => error);
      expect((thrown as Error).message).to.include('--host-key');
      const another = `SHA256:${'A'.repeat(43)}`;
      expect(await run('state check VT', ...at, '--host-key', another)).to.equal(1);
      expect(printed.join('\n')).to.include('ENDPOINT_SILENT');
      const both = ['--host-key', another, '--host-key', server.hostKey];
      expect(await run('state check VT', ...at, ...both), printed.join('\n')).to.equal(0);
      expect(printed.join('\n')).to.include('endpoint: answers');
    } finally {
      await server.stop();
    }
  });

  it('finds what a profile cannot say beside its dialect', async () => {
    await run('state new VT --like nested-json');
    edit(profileFile(), (profile) => {
      const capabilities = profile['capabilities'] as JsonObject;
      capabilities['batchWindow'] = { from: '01:00', until: '04:00' };
    });
    expect(await run('state check VT')).to.equal(1);
    expect(printed.join('\n')).to.match(
      /PROFILE_CONTRADICTS {2}VT\/profile\.json#\/capabilities\/batchWindow {2}\S/,
    );
  });

  describe('against an endpoint', () => {
    let system: StateSystem;
    let credentialFile: string;

    beforeEach(async () => {
      await run('state new VT --like nested-json');
      system = await startStateSystem(
        {
          member: 'VT',
          dialect: 'nested-json',
          dataDirectory: join(folder, 'system'),
          pushKey: 'hub-key',
          seed: 'kit',
          fsync: false,
        },
        () => undefined,
      );
      credentialFile = join(folder, 'credential');
      writeFileSync(credentialFile, 'hub-key\n');
    });
    afterEach(() => system.close());

    const against = (credential = credentialFile): string[] => [
      '--endpoint',
      system.channel.endpoint,
      '--credential-file',
      credential,
    ];

    it('asks whether it answers', async () => {
      expect(await run('state check VT', ...against())).to.equal(0);
      expect(printed.join('\n')).to.include('endpoint: answers');
      writeFileSync(join(folder, 'wrong'), 'another-key');
      expect(await run('state check VT', ...against(join(folder, 'wrong')))).to.equal(1);
      expect(printed.join('\n')).to.match(/ENDPOINT_SILENT .*CREDENTIALS_REFUSED, status 401: /);
    });

    it('certifies a system that does what it says, by a signed report, a page, a row and a leaf', async () => {
      const reports = ['--report', join(folder, 'reports')];
      const more = [...against(), '--repeats', '3', '--restart', 'true', ...reports];
      expect(await run('state certify VT', ...more), printed.join('\n')).to.equal(0);
      expect(printed).to.include(
        'note: the title in dialect.json says still that the format is a draft',
      );
      expect(printed).to.include('VT is certified, class A');
      const [page = '', report = ''] = (await readdir(join(folder, 'reports'))).sort();
      const html = readFileSync(join(folder, 'reports', page), 'utf8');
      expect(html)
        .to.include('Vermont (VT): certified')
        .and.not.match(/<script|https?:\/\//);
      const signed = JSON.parse(
        readFileSync(join(folder, 'reports', report), 'utf8'),
      ) as JsonObject;
      expect(isSigned(signed, context.config().keyFiles.receipt)).to.equal(true);
      expect(isSigned({ ...signed, member: 'TX' }, context.config().keyFiles.receipt)).to.equal(
        false,
      );
      await run('state list');
      expect(printed.find((line) => line.startsWith('VT'))).to.match(/certified A on \d{4}/);
      edit(profileFile(), (profile) => {
        profile['attestation'] = false;
      });
      await run('state list');
      expect(printed.find((line) => line.startsWith('VT'))).to.match(/stale, certified A on/);
    });

    it('certifies nothing where a trial did not run', async () => {
      const more = [...against(), '--repeats', '1', '--report', join(folder, 'reports')];
      expect(await run('state certify VT', ...more)).to.equal(1);
      expect(printed).to.include('restart: not run; give --restart');
      expect(printed.at(-1)).to.equal('VT is not certified: incomplete');
      const [page = ''] = (await readdir(join(folder, 'reports'))).sort();
      const html = readFileSync(join(folder, 'reports', page), 'utf8');
      expect(html).to.include('Vermont (VT): incomplete');
      await run('state list');
      expect(printed.find((line) => line.startsWith('VT'))).to.match(/incomplete on \d{4}/);
    });

    it('names the delivery and the status of a refusal, and keeps the document', async () => {
      system.setFaults([{ kind: 'refuse' }]);
      const more = [...against(), '--repeats', '1', '--report', join(folder, 'reports')];
      expect(await run('state certify VT', ...more)).to.equal(1);
      const refusal =
        /departure-notice .*DOCUMENT_REFUSED, status \d{3}\), delivery ([0-9a-f-]{36})/;
      const [, id = ''] = refusal.exec(printed.join('\n')) ?? [];
      const names = await readdir(join(folder, 'reports'));
      const kept = names.find((name) => name.endsWith('-refused')) ?? '';
      const document = readFileSync(join(folder, 'reports', kept, `${id}.json`), 'utf8');
      expect(JSON.parse(document)).to.have.nested.property('header.message_kind', 130);
    });

    it('stops at once where the endpoint cannot be used at all', async () => {
      writeFileSync(join(folder, 'wrong'), 'another-key');
      const more = [...against(join(folder, 'wrong')), '--report', join(folder, 'reports')];
      expect(await run('state certify VT', ...more)).to.equal(1);
      expect(printed.filter((line) => /^(passed|failed|not run)/.test(line))).to.have.length(1);
      expect(printed.join('\n')).to.include('CREDENTIALS_REFUSED');
    });

    const defects: [string, FaultRule, string][] = [
      ['that stores a repeat twice', { kind: 'store-twice' }, 'conflict'],
      ['that answers for another delivery', { kind: 'wrong-answer', probability: 0.2 }, 'golden'],
      ['that forgets what it acknowledged', { kind: 'forget' }, 'probe'],
      ['that refuses what is right', { kind: 'refuse', probability: 0.3 }, 'golden'],
    ];
    for (const [name, rule, trial] of defects) {
      it(`certifies no system ${name}`, async () => {
        system.setFaults([rule]);
        const more = [...against(), '--repeats', '3', '--report', join(folder, 'reports')];
        expect(await run('state certify VT', ...more)).to.equal(1);
        expect(printed.find((line) => line.startsWith(`failed   ${trial}`))).to.be.a('string');
        expect(printed.at(-1)).to.equal('VT falls short');
        await run('state list');
        expect(printed.find((line) => line.startsWith('VT'))).to.include('fell short on');
      });
    }
  });
});

/** As a state checks it: the detached signature over the report without it (docs/onboarding-a-state.md). */
function isSigned({ signature, ...report }: JsonObject, keyFile: string): boolean {
  const [header = '', , bytes = ''] = (signature as string).split('.');
  const input = `${header}.${Buffer.from(canonicalJson(report)).toString('base64url')}`;
  const key = createPublicKey(loadSigningKey(keyFile));
  return verify(null, Buffer.from(input), key, Buffer.from(bytes, 'base64url'));
}
