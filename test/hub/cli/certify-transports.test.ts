import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { stateCertify } from '../../../hub/cli/state-certify.ts';
import { type JsonObject, isJsonObject } from '../../../hub/message/json.ts';
import { PROJECT_ROOT } from '../../../hub/project-root.ts';
import type { ChannelConfig } from '../../../simulation/channel.ts';
import { type StateSystem, startStateSystem } from '../../../simulation/state-system.ts';
import { commandContext } from '../../support/command-context.ts';
import { testBroker } from '../../support/rabbitmq.ts';
import { type TestDatabase, createTestDatabase } from '../../support/template-database.ts';

/** A state of the project on each way, and what its profile lets a certificate claim. */
const STATES: readonly (readonly [member: string, kind: ChannelConfig['kind'], verdict: string])[] =
  [
    ['TX', 'rest', 'certified, class A'],
    ['FL', 'soap', 'certified, class A'],
    ['NY', 'soap', 'certified, class A'],
    ['OH', 'sftp', 'certified, class A'],
    ['IL', 'queue', 'certified, class A'],
  ];

/** Each document waits for its own answer, and there are some hundred and fifty. */
function lookingOften(transport: Readonly<Record<string, unknown>>): JsonObject {
  const { pickUp, ...others } = transport as JsonObject;
  if (!isJsonObject(pickUp)) return others;
  return { ...others, pickUp: { ...pickUp, intervalMs: LOOK_MS } };
}

const LOOK_MS = 100;

describe('the certification of a state that is reached', function () {
  this.timeout(240_000);

  let folder: string;
  let database: TestDatabase;
  let system: StateSystem | undefined;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'compact-hub-certify-'));
    database = await createTestDatabase();
  });
  afterEach(async () => {
    await system?.close();
    system = undefined;
    await database.drop();
    await rm(folder, { recursive: true });
  });

  for (const [member, kind, verdict] of STATES) {
    it(`by ${kind} is of the pack of ${member}: ${verdict}`, async () => {
      const profile = packOf(member);
      system = await startStateSystem(
        {
          member,
          dialect: profile['dialect'] as string,
          dataDirectory: join(folder, 'system'),
          channel: await channelOf(kind),
          pushKey: 'hub-key',
          seed: 'certify',
          fsync: false,
        },
        () => undefined,
      );
      writePack(member, { ...profile, transport: lookingOften(system.channel.transport) });
      const { code, printed } = await certify(member, system);
      expect(printed.at(-1), printed.join('\n')).to.equal(`${member} is ${verdict}`);
      expect(code).to.equal(0);
    });
  }

  function packOf(member: string): JsonObject {
    const file = join(PROJECT_ROOT, 'mappings', member, 'profile.json');
    return JSON.parse(readFileSync(file, 'utf8')) as JsonObject;
  }

  /** The pack as it is, but for what is told by its simulated system of the way to it. */
  function writePack(member: string, profile: JsonObject): void {
    const dialect = join('dialects', profile['dialect'] as string);
    const mappings = join(folder, 'mappings');
    cpSync(join(PROJECT_ROOT, 'mappings', dialect), join(mappings, dialect), { recursive: true });
    mkdirSync(join(mappings, member));
    writeFileSync(join(mappings, member, 'profile.json'), JSON.stringify(profile));
  }

  async function channelOf(kind: ChannelConfig['kind']): Promise<ChannelConfig> {
    if (kind !== 'queue') return { kind };
    const { port, vhost, credentials } = await testBroker();
    return { kind, broker: `amqp://${credentials.full}@127.0.0.1:${port}/${vhost}` };
  }

  async function certify(
    member: string,
    { channel }: StateSystem,
  ): Promise<{ code: number; printed: string[] }> {
    const credential = join(folder, 'credential');
    writeFileSync(credential, channel.credential);
    const printed: string[] = [];
    const code = await stateCertify.run(
      [
        member,
        ...['--endpoint', channel.endpoint, '--credential-file', credential],
        ...channel.hostKeys.flatMap((key) => ['--host-key', key]),
        ...['--repeats', '2', '--restart', 'true', '--report', join(folder, 'reports')],
      ],
      commandContext(folder, database.url, (line) => void printed.push(line)),
    );
    return { code, printed };
  }
});
