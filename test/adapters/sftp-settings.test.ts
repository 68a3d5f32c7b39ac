import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import type { StateAdapter } from '../../adapters/adapter.ts';
import { TRANSPORTS } from '../../adapters/registry.ts';
import { type FakeSftpState, namesIn, startFakeSftpState } from '../support/fake-sftp-state.ts';
import { parcelOf } from './adapter-contract.ts';

const sftp = TRANSPORTS.get('sftp')!;
const valid = new Ajv2020({ strict: true, allErrors: true }).compile(sftp.optionsSchema);
const NEVER = new AbortController().signal;

describe('registry: options of the SFTP transport', () => {
  const cases = [
    { name: 'nothing', options: {}, ok: true },
    {
      name: 'everything',
      options: {
        manifests: true,
        batch: true,
        pickUp: { intervalMs: 30_000, requireManifests: true, sizeLimitBytes: 8_000_000 },
        deadlines: { connectMs: 5_000, totalMs: 30_000 },
      },
      ok: true,
    },
    { name: 'a host key', options: { hostKeys: [`SHA256:${'A'.repeat(43)}`] }, ok: false },
    { name: 'a password', options: { password: 'x' }, ok: false },
    { name: 'a look every millisecond', options: { pickUp: { intervalMs: 1 } }, ok: false },
  ];
  for (const { name, options, ok } of cases) {
    it(`${ok ? 'takes' : 'refuses'} ${name}`, () => {
      expect(valid(options)).to.equal(ok);
    });
  }
});

describe('registry: the SFTP adapter of a profile', () => {
  let state: FakeSftpState;

  beforeEach(async () => {
    state = await startFakeSftpState();
  });
  afterEach(() => state.stop());

  function open(hostKeys: readonly string[], options: object = {}): StateAdapter {
    expect(valid(options)).to.equal(true);
    return sftp.create({
      member: 'TX',
      endpoint: state.endpoint,
      credential: state.credential,
      hostKeys,
      options,
      capabilities: {
        acknowledgement: 'asynchronous',
        sizeLimitBytes: 1_000,
        concurrency: 4,
        listMaximum: 1,
      },
      timeZone: 'America/Chicago',
      allowedNetworks: ['127.0.0.0/8'],
      now: () => new Date(0),
      contentType: 'application/xml',
      joinDocuments: ([first]) => first!,
    });
  }

  it('hands over, and fetches where the profile says so', async () => {
    const adapter = open([state.hostKey], { pickUp: { intervalMs: 1_000 } });
    expect(adapter).to.have.property('receive');
    const parcel = parcelOf({ contentType: 'application/xml; charset=utf-8' });
    const [outcome] = await adapter.deliver([parcel], NEVER);
    await adapter.close();
    expect(outcome).to.deep.equal({ kind: 'handed-over', bytesIn: 0 });
    expect(await namesIn(state, 'in')).to.deep.equal([`1-${parcel.deliveryId}.xml`]);
  });

  const OTHER = `SHA256:${'A'.repeat(43)}`;
  const pins = [
    { name: 'both keys of a change', keys: () => [OTHER, state.hostKey], takes: true },
    { name: 'no key', keys: () => [], takes: false },
    { name: 'the key of another server', keys: () => [OTHER], takes: false },
    { name: 'a key that cannot be read', keys: () => [state.hostKey, 'MD5:00'], takes: false },
  ];
  for (const { name, keys, takes } of pins) {
    it(`${takes ? 'hands over' : 'hands nothing over'} with ${name}`, async () => {
      const adapter = open(keys());
      const [outcome] = await adapter.deliver([parcelOf()], NEVER);
      await adapter.close();
      if (takes) expect(outcome).to.include({ kind: 'handed-over' });
      else expect(outcome).to.include({ kind: 'failed', code: 'IDENTITY_MISMATCH' });
      expect(await namesIn(state, 'in')).to.have.length(takes ? 1 : 0);
    });
  }
});
