import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import pg from 'pg';
import type { AdapterSettings } from '../../../adapters/adapter-settings.ts';
import { createMemoryAdapter } from '../../../adapters/memory.ts';
import { createMemoryState } from '../../../adapters/memory-state.ts';
import type { CommandContext } from '../../../hub/cli/command.ts';
import { STATE_COMMANDS } from '../../../hub/cli/state-commands.ts';
import { readConfig } from '../../../hub/config.ts';
import type { Profile } from '../../../hub/compact/profile.ts';
import { createConnections } from '../../../hub/flows/connections.ts';
import { administer } from '../../../hub/cli/administration.ts';
import { type TestDatabase, createTestDatabase } from '../../support/template-database.ts';

const KEY =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f of the server';
const PRINT = `SHA256:${'A'.repeat(43)}`;
const AT = 'sftp://files.example/compact';
const ENDPOINT = STATE_COMMANDS.find(({ name }) => name === 'state endpoint')!;

describe('where a state is reached, as an administrator says it', () => {
  let folder: string;
  let database: TestDatabase;
  let superuser: pg.Pool;
  let context: CommandContext;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'compact-hub-endpoint-'));
    database = await createTestDatabase();
    superuser = new pg.Pool({ connectionString: database.url, max: 1 });
    for (const [member, kind] of Object.entries({ CA: 'sftp', TX: 'rest', NY: 'soap' })) {
      mkdirSync(join(folder, 'mappings', member), { recursive: true });
      const profile = { member, transport: { kind } };
      writeFileSync(join(folder, 'mappings', member, 'profile.json'), JSON.stringify(profile));
    }
    const environment = {
      HUB_DATA_DIR: join(folder, 'data'),
      HUB_MAPPINGS_DIR: join(folder, 'mappings'),
      HUB_DATABASE_URL: database.url,
    };
    const config = readConfig(environment, folder);
    context = {
      config: () => config,
      environment,
      print: () => undefined,
      signal: new AbortController().signal,
      softwareVersion: '0.0.0',
    };
  });
  after(async () => {
    await superuser.end();
    await database.drop();
    await rm(folder, { recursive: true });
  });

  const run = (...args: readonly string[]): Promise<number> => ENDPOINT.run(args, context);

  async function inForce(member: string): Promise<Pick<AdapterSettings, 'endpoint' | 'hostKeys'>> {
    const text = 'SELECT endpoint, host_keys FROM destinations WHERE member = $1';
    const { rows } = await superuser.query<{ endpoint: string; host_keys: string[] }>(text, [
      member,
    ]);
    return { endpoint: rows[0]!.endpoint, hostKeys: rows[0]!.host_keys };
  }

  /** What an adapter of the state would be made from. */
  function settingsOf(member: string): Promise<Partial<AdapterSettings>> {
    return administer(context, async ({ store, memberKeys }) => {
      const made: Partial<AdapterSettings>[] = [];
      const connections = createConnections({
        findDestinations: () => store.findDestinations(store.query),
        memberKeys,
        profiles: new Map([[member, { member } as Profile]]),
        createAdapter: (_profile, settings) => {
          made.push(settings);
          return createMemoryAdapter({ state: createMemoryState() });
        },
        nowMs: () => 0,
      });
      await connections.current();
      await connections.close();
      return made[0]!;
    });
  }

  const refused: readonly [name: string, args: readonly string[], words: string][] = [
    ['an SFTP server without a host key', ['CA', AT], 'is known by its keys: --host-key'],
    [
      'a host key that is none',
      ['CA', AT, '--host-key', 'ssh-ed25519 AAAA'],
      'a host key is a line of a public key',
    ],
    [
      'one of two host keys that is none',
      ['CA', AT, '--host-key', KEY, '--host-key', 'MD5:00:11'],
      'a host key is a line of a public key',
    ],
    ['an address of another transport', ['CA', 'https://a.example/'], 'begins with sftp://'],
    ['SFTP for a state on REST', ['TX', AT, '--host-key', KEY], 'begins with https:// or http://'],
    [
      'a host key of a server that has none',
      ['NY', 'https://a.example/', '--host-key', KEY],
      '--host-key is for SFTP servers',
    ],
    ['an unknown state’s SFTP server without a host key', ['VT', AT], 'is known by its keys'],
    ['no address', ['CA', 'somewhere'], 'a member and an address are needed'],
  ];
  for (const [name, args, words] of refused) {
    it(`refuses ${name}`, async () => {
      const thrown = await run(...args).catch((error: unknown) => error);
      expect(thrown).to.have.property('name', 'UsageError');
      expect((thrown as Error).message).to.include(words);
    });
  }

  it('keeps host keys with the endpoint, old and new side by side, and then the new alone', async () => {
    const file = join(folder, 'credential');
    writeFileSync(file, 'hub\nPRIVATE KEY\n');
    await run('CA', AT, '--credential-file', file, '--host-key', PRINT);
    expect(await inForce('CA')).to.deep.equal({ endpoint: AT, hostKeys: [PRINT] });
    await run('CA', AT, '--host-key', PRINT, '--host-key', KEY);
    const credential = 'hub\nPRIVATE KEY';
    const both = { endpoint: AT, credential, hostKeys: [PRINT, KEY] };
    expect(await settingsOf('CA')).to.deep.equal(both);
    await run('CA', AT, '--host-key', KEY);
    expect(await settingsOf('CA')).to.deep.equal({ ...both, hostKeys: [KEY] });
  });

  it('takes the credential of an address along to no other', async () => {
    await run('TX', 'https://one.example/', '--credential', 'secret');
    await run('TX', 'https://two.example/');
    const settings = { endpoint: 'https://two.example/', credential: undefined, hostKeys: [] };
    expect(await settingsOf('TX')).to.deep.equal(settings);
  });
});
