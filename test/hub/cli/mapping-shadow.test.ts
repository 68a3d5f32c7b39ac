import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shadowStoreOf } from '../../../hub/open-exchange.ts';
import { startShadow } from '../../../hub/flows/shadow-versions.ts';
import { readDialectFolder } from '../../../hub/load-mappings.ts';
import { openDatabase } from '../../../hub/store/database.ts';
import { activity } from '../../support/activity.ts';
import { DIALECT, type Edit, type ShadowSite, openShadowSite } from '../../support/shadow-site.ts';

/** In every message here; nowhere in what a shadow keeps or says. */
const CANARY = 'Zquorvennix';

const ADDRESS = {
  line1: `${CANARY} Street`,
  line2: `${CANARY} rear`,
  city: `${CANARY}ville`,
  state: 'TX',
};
const REQUEST = {
  from: 'OR',
  to: 'TX',
  data: {
    justification: CANARY,
    offenseNarrative: CANARY,
    residence: { kind: 'APARTMENT', address: ADDRESS },
  },
};

/** The town of an address has another name. */
const RENAMED: readonly Edit[] = [
  { file: 'blocks/address.json', change: (text) => text.replace('"/town"', '"/municipality"') },
  { file: 'local.schema.json', change: (text) => text.replaceAll('"town"', '"municipality"') },
];

interface Mapping {
  readonly rules: readonly { readonly local: string; readonly rules?: { local: string }[] }[];
}

/** The mapping without its rule for the story of the offense, which stands in the second one. */
function withoutStory(text: string): Mapping {
  const mapping = JSON.parse(text) as Mapping;
  const rules = mapping.rules.map((rule) =>
    rule.rules === undefined
      ? rule
      : { ...rule, rules: rule.rules.filter(({ local }) => local !== '/crime_story') },
  );
  return { ...mapping, rules };
}

/** The story of the offense has no field any more and crosses beside the document. */
const WITHOUT_STORY: readonly Edit[] = [
  {
    file: 'transfer-request.json',
    change: (text) => {
      const carried = [{ path: '/data/offenseNarrative', kind: 'absent', why: 'no field' }];
      return JSON.stringify({ ...withoutStory(text), carried });
    },
  },
  {
    file: 'local.schema.json',
    change: (text) => text.replace(/"crime_story": \{[^}]*\},/, ''),
  },
];

/** The same, and it does not cross at all. */
const LOST: readonly Edit[] = [
  { file: 'transfer-request.json', change: (text) => JSON.stringify(withoutStory(text)) },
];

/** Nothing of what it does, only a title. */
const RETITLED: readonly Edit[] = [
  { file: 'blocks/address.json', change: (text) => text.replace('"Address"', '"Addresses"') },
];

const TABLES = [
  'mapping_shadows',
  'mapping_compared',
  'mapping_coverage',
  'mapping_differences',
  'mapping_examples',
  'mapping_versions',
] as const;

describe('compact-hub mapping shadow', function () {
  this.timeout(240_000);

  let shadow: ShadowSite;

  beforeEach(async () => {
    shadow = await openShadowSite();
  });
  afterEach(async () => {
    await shadow.site.close();
  });

  /** OR asks TX in its own words, TX replies: one message each way through the dialect. */
  async function exchange(times = 1): Promise<string[]> {
    const { site } = shadow;
    const hub = await site.start();
    const sent: string[] = [];
    for (let round = 0; round < times; round += 1) {
      const request = await shadow.submitNative(hub, activity('transfer-request', REQUEST));
      const [row] = await site.query<{ case_id: string }>(
        'SELECT case_id FROM transmissions WHERE transmission_id = $1',
        [request],
      );
      const about = { from: 'TX', to: 'OR', subject: row!.case_id };
      const reply = await hub.submit('TX', activity('transfer-reply', about));
      expect(reply.status, reply.text).to.equal(202);
      sent.push(request, String(reply.body['transmissionId']));
    }
    await site.until(
      () => site.query(`SELECT FROM deliveries WHERE state <> 'acknowledged'`),
      (rows) => rows.length === 0,
    );
    await hub.stop();
    return sent;
  }

  const rowsOf = (table: string) =>
    shadow.site.query<Record<string, unknown>>(`SELECT * FROM ${table}`);

  async function nothingIsKept(...printed: readonly string[]): Promise<void> {
    for (const table of TABLES) {
      expect(JSON.stringify(await rowsOf(table)), table).to.not.include(CANARY);
    }
    expect(printed.join('\n')).to.not.include(CANARY);
  }

  it('finds nothing where nothing changed, and promotes it', async () => {
    await exchange();
    const folder = await shadow.candidate('retitled', RETITLED);
    expect((await shadow.run('start', DIALECT, folder)).code).to.equal(0);
    const replayed = await shadow.run('replay', DIALECT);
    expect(replayed.code, replayed.text).to.equal(0);
    expect(replayed.lines[0]).to.equal('2 stored messages that were not compared yet');
    expect(replayed.text).to.match(/incoming +transfer-request +1 +1/);
    expect(replayed.text).to.match(/outgoing +transfer-reply +1 +1/);
    expect(replayed.lines.at(-1)).to.equal('0 differences, 0 unexplained');
    expect((await shadow.run('replay', DIALECT)).lines[0]).to.match(/^0 stored/);
    const promoted = await shadow.run('promote', DIALECT, '--by', 'office-7');
    expect(promoted.code, promoted.text).to.equal(0);
  });

  it('promotes a renamed field once it is explained, and a hub runs that version alone', async () => {
    const [first] = await exchange();
    const folder = await shadow.candidate('renamed', RENAMED);
    await shadow.run('start', DIALECT, folder);
    const found = await shadow.run('replay', DIALECT);
    expect(found.code).to.equal(1);
    expect(found.text).to.match(
      /incoming transfer-request {2}native:\/.*\/town {2}fails FIELD_UNKNOWN/,
    );
    const [id = ''] = /^[0-9a-f]{10}/m.exec(found.text) ?? [];
    const refused = await shadow.run('promote', DIALECT, '--by', 'office-7');
    expect(refused.code).to.equal(1);
    expect(refused.text).to.include(id);
    expect(refused.lines.at(-1)).to.equal('nested-json is not promoted');
    expect(await rowsOf('mapping_versions')).to.deep.equal([]);

    const reason = [
      '--reason',
      'the state renames it on the day of the change',
      '--by',
      'office-7',
    ];
    expect((await shadow.run('explain', DIALECT, id, ...reason)).lines).to.deep.equal([
      '1 differences are explained',
    ]);
    for (const place of placesIn((await shadow.run('status', DIALECT)).text)) {
      const explained = await shadow.run('explain', DIALECT, '--place', place, ...reason);
      expect(explained.code, explained.text).to.equal(0);
    }
    const before = await shadow.run('status', DIALECT);
    expect(before.code, before.text).to.equal(0);
    expect((await shadow.run('promote', DIALECT, '--by', 'office-7')).code).to.equal(0);
    // Only the files are missing: said again, it brings them.
    const promoted = await shadow.run('promote', DIALECT, '--by', 'office-7', '--install', folder);
    expect(promoted.code, promoted.text).to.equal(0);

    const { versionHash } = readDialectFolder(folder, DIALECT).dialect!;
    expect(promoted.lines[0]).to.include(versionHash);
    const installed = readFileSync(
      join(shadow.mappingsFolder, 'dialects', DIALECT, 'blocks/address.json'),
      'utf8',
    );
    expect(installed).to.include('/municipality');
    await leafOfPromotion(versionHash);
    await runsPromoted(first!);
    await nothingIsKept(found.text, refused.text, promoted.text);
  });

  function placesIn(status: string): Set<string> {
    const lines = status.split('\n');
    const open = lines.filter((line, at) => {
      const isDifference = /^[0-9a-f]{10} /.test(line);
      return isDifference && !/explained by/.test(lines[at + 2] ?? '');
    });
    return new Set(open.map((line) => line.split('  ')[2] ?? ''));
  }

  async function leafOfPromotion(versionHash: string): Promise<void> {
    const rows = await shadow.site.query<{ entry: Buffer }>(
      'SELECT entry FROM pending_leaves UNION ALL SELECT entry FROM ledger_entries',
    );
    const leaves = rows.map(({ entry }) => entry.toString('utf8'));
    const [leaf] = leaves.filter((text) => text.includes('mapping-nested-json'));
    expect(leaf).to.include('"configuration-changed"').and.include('"promoted"');
    expect(leaf).to.include(versionHash);
  }

  /** A hub with the new files serves; what was accepted before keeps the version that read it. */
  async function runsPromoted(before: string): Promise<void> {
    const { site } = shadow;
    const hub = await site.start();
    const old = await hub.call('OR', 'POST /v1/messages', {
      body: shadow.asOregonSends(activity('transfer-request', REQUEST)),
      contentType: shadow.live.contentType,
    });
    expect(old.status, old.text).to.equal(422);
    await hub.stop();
    const [row] = await site.query<{ mapping_hash: string }>(
      'SELECT mapping_hash FROM transmissions WHERE transmission_id = $1',
      [before],
    );
    const type = 'compact.transfer-request.v1';
    expect(row!.mapping_hash).to.equal(shadow.live.activities.get(type)?.mappingHash);
  }

  it('keeps a hub from starting with other files than those that were promoted, until it is released', async () => {
    await exchange();
    const folder = await shadow.candidate('retitled', RETITLED);
    await shadow.run('start', DIALECT, folder);
    await shadow.run('replay', DIALECT);
    const promoted = await shadow.run('promote', DIALECT, '--by', 'office-7');
    expect(promoted.text).to.include('--install');
    const refused = await shadow.site.start().catch((error: unknown) => error);
    expect(refused).to.have.property('code', 'FILES_DIFFER');
    expect((refused as { problems: { pointer: string }[] }).problems[0]?.pointer).to.equal(
      'dialects/nested-json#',
    );

    expect((await shadow.run('end', DIALECT, '--release')).code).to.equal(0);
    await (await shadow.site.start()).stop();
    expect((await shadow.run('end', DIALECT, '--release')).code).to.equal('VERSION_NONE');
  });

  it('does not promote a version that no longer holds a field', async () => {
    const [request, reply] = await exchange();
    const folder = await shadow.candidate('without-story', WITHOUT_STORY);
    const started = await shadow.run('start', DIALECT, folder);
    expect(started.code, started.text).to.equal(0);
    const found = await shadow.run('replay', DIALECT);
    expect(found.text).to.match(/native:\/content\/crime_story {2}fails FIELD_UNKNOWN/);
    expect(found.text).to.include(`such as ${request}`).and.not.include(reply);
    const refused = await shadow.run('promote', DIALECT, '--by', 'office-7');
    expect(refused.code).to.equal(1);
    expect(refused.text).to.include('differences are unexplained');
    await nothingIsKept(found.text, refused.text);
  });

  it('does not begin with a version that is wrong, or none, or the live one', async () => {
    const lost = await shadow.run('start', DIALECT, await shadow.candidate('lost', LOST));
    expect(lost.code).to.equal(1);
    expect(lost.text).to.include('FIELD_LOST');
    const nowhere = await shadow.run('start', DIALECT, join(shadow.site.folder, 'nowhere'));
    expect(nowhere.code).to.equal(1);
    const same = join(shadow.mappingsFolder, 'dialects', DIALECT);
    expect((await shadow.run('start', DIALECT, same)).code).to.equal('CANDIDATE_IS_LIVE');
    expect(await rowsOf('mapping_shadows')).to.deep.equal([]);
  });

  it('promotes only what was compared with every type that crossed', async () => {
    const folder = await shadow.candidate('retitled', RETITLED);
    await shadow.run('start', DIALECT, folder);
    const empty = await shadow.run('promote', DIALECT, '--by', 'office-7');
    expect(empty.code).to.equal(1);
    expect(empty.lines[0]).to.include('no message was compared');
    await exchange();
    await shadow.run('replay', DIALECT, '--last', '1');
    const partly = await shadow.run('promote', DIALECT, '--by', 'office-7');
    expect(partly.code).to.equal(1);
    expect(partly.text).to.match(/transfer-re\w+: 0 of 1 messages compared, 1 are needed/);
    await shadow.run('replay', DIALECT);
    const more = await shadow.run('promote', DIALECT, '--by', 'office-7', '--minimum', '2');
    expect(more.text).to.include('1 of 1 messages compared, 2 are needed');
    expect((await shadow.run('promote', DIALECT, '--by', 'office-7')).code).to.equal(0);
  });

  it('skips what was erased, and forgets with a key which message it was', async () => {
    const [first, , second] = await exchange(2);
    await shadow.site.query('DELETE FROM content_keys WHERE transmission_id = $1', [first]);
    await shadow.run('start', DIALECT, await shadow.candidate('renamed', RENAMED));
    const found = await shadow.run('replay', DIALECT);
    expect(found.lines[0]).to.match(/^3 stored/);
    expect(found.text).to.match(/incoming +transfer-request +1 +1/);
    expect(found.text).to.include(second).and.not.include(first);
    const keys = shadow.site.parts.store;
    await keys.query('DELETE FROM content_keys WHERE transmission_id = $1', [second]);
    for (const table of ['mapping_compared', 'mapping_examples']) {
      expect(JSON.stringify(await rowsOf(table)), table).to.not.include(second);
    }
    expect((await shadow.run('status', DIALECT)).text).to.not.include(second);
  });

  it('ends, and says that none runs', async () => {
    const folder = await shadow.candidate('renamed', RENAMED);
    await shadow.run('start', DIALECT, folder);
    expect((await shadow.run('start', DIALECT, folder)).code).to.equal('SHADOW_RUNS');
    expect((await shadow.run('end', DIALECT, '--by', 'office-7')).code).to.equal(0);
    expect((await shadow.run('status', DIALECT)).text).to.match(/ended .* by office-7/);
    for (const verb of ['end', 'replay', 'promote']) {
      const ran = await shadow.run(verb, DIALECT, '--by', 'office-7');
      expect(ran.code, verb).to.equal('SHADOW_NONE');
    }
    expect((await shadow.run('start', DIALECT, folder)).code).to.equal(0);
  });

  const misuse: readonly (readonly [string, string])[] = [
    ['', 'start, replay, status'],
    ['run nested-json', 'start, replay, status'],
    ['start pigeon x', 'which dialect'],
    ['start canonical x', 'which dialect'],
    ['start nested-json', 'in which folder'],
    ['replay nested-json --last 0', '--last takes'],
    ['explain nested-json --reason why', 'which difference'],
    ['explain nested-json abc --by x', '--reason takes'],
    ['explain nested-json abc --reason because', '--by takes'],
    ['promote nested-json', '--by takes'],
    ['promote nested-json --by x --minimum -1', ''],
  ];
  it('says what is wrong with a command', async () => {
    for (const [line, words] of misuse) {
      const ran = await shadow.run(...line.split(' '));
      expect(ran.code, line).to.equal('UsageError');
      expect(ran.text, line).to.include(words);
    }
    await shadow.run('start', DIALECT, await shadow.candidate('renamed', RENAMED));
    const unknown = ['0123456789', '--reason', 'because', '--by', 'x'];
    expect((await shadow.run('explain', DIALECT, ...unknown)).code).to.equal('DIFFERENCE_UNKNOWN');
  });

  describe('beside a hub that serves', () => {
    async function startNow(name: string, edits: readonly Edit[]): Promise<void> {
      const { site, live } = shadow;
      const { dialect: candidate } = readDialectFolder(
        await shadow.candidate(name, edits),
        DIALECT,
      );
      const database = openDatabase({
        url: site.database.url,
        role: 'hub_exchange',
        poolSize: 1,
        applicationName: 'test',
      });
      const store = shadowStoreOf(database);
      const by = 'office-7';
      await startShadow({ ...site.parts.administer, store }, { live, candidate: candidate! }, by);
      await database.close();
    }

    const compared = () =>
      shadow.site.query<{ direction: string; messages: number }>(
        'SELECT direction, messages FROM mapping_coverage ORDER BY direction',
      );

    it('compares what crosses, once, and sends nothing by the candidate', async () => {
      const { site } = shadow;
      await startNow('renamed', RENAMED);
      const other = await site.start();
      await exchange();
      const rows = await site.until(compared, (found) => found.length === 2);
      await other.stop();
      expect(rows).to.deep.equal([
        { direction: 'incoming', messages: 1 },
        { direction: 'outgoing', messages: 1 },
      ]);
      expect(site.faults).to.deep.equal([]);
      for (const { body } of site.state('OR').arrivals) {
        expect(body.toString()).to.not.include('municipality');
      }
      const status = await shadow.run('status', DIALECT);
      expect(status.text).to.include('fails FIELD_UNKNOWN');
      await nothingIsKept(status.text, JSON.stringify(site.faults));
    });

    it('compares nothing that crossed before it began', async () => {
      await exchange();
      shadow.site.clock.advance(1_000);
      await startNow('renamed', RENAMED);
      const hub = await shadow.site.start();
      const request = activity('transfer-request', { from: 'OR', to: 'TX' });
      await shadow.submitNative(hub, request);
      const rows = await shadow.site.until(compared, (found) => found.length > 0);
      expect(rows).to.deep.equal([{ direction: 'incoming', messages: 1 }]);
    });
  });
});
