import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { DeliveryOutcome, StateAdapter } from '../../adapters/adapter.ts';
import { TRANSPORTS } from '../../adapters/registry.ts';
import { addSystemKey, connectState } from '../../hub/flows/administer.ts';
import { PROJECT_ROOT } from '../../hub/project-root.ts';
import type { ReceiveFault } from '../../simulation/fault-plan.ts';
import type { GenerateOptions } from '../../simulation/generator/generate-activity.ts';
import type { Meaning } from '../../simulation/native/meaning.ts';
import { findDialect } from '../../simulation/native/find-dialect.ts';
import { type StateSystem, startStateSystem } from '../../simulation/state-system.ts';
import { again, parcelOf } from '../adapters/adapter-contract.ts';
import { type TestSite, openTestSite } from '../support/test-hub.ts';
import { withoutNock } from '../support/without-nock.ts';
import { meaningOf } from './meaning-of.ts';

const REPORT = meaningOf('compact.progress-report.v1', 'state', { sending: 'TX', receiving: 'OR' });
const CAPABILITIES = {
  acknowledgement: 'synchronous',
  sizeLimitBytes: 1_000_000,
  concurrency: 4,
  listMaximum: 1,
} as const;
const signal = new AbortController().signal;

describe('a simulated state on SOAP', () => {
  withoutNock();
  let folder: string;
  let state: StateSystem;
  let adapter: StateAdapter;

  async function open(dialect: string, totalMs = 20_000): Promise<void> {
    state = await startStateSystem(
      {
        member: 'OR',
        dialect,
        dataDirectory: folder,
        channel: { kind: 'soap' },
        pushKey: 'push & key',
        seed: 'soap',
      },
      () => undefined,
    );
    const { endpoint, credential, transport } = state.channel;
    const { kind, ...options } = transport;
    expect(kind).to.equal('soap');
    adapter = TRANSPORTS.get('soap')!.create({
      member: 'OR',
      endpoint,
      credential,
      hostKeys: [],
      options: { ...options, deadlines: { connectMs: totalMs, headersMs: totalMs, totalMs } },
      capabilities: CAPABILITIES,
      timeZone: 'America/Los_Angeles',
      allowedNetworks: ['127.0.0.0/8'],
      now: () => new Date(),
      contentType: findDialect(dialect).contentType,
      joinDocuments: ([first]: readonly Buffer[]) => first!,
    });
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'state-'));
  });
  afterEach(async () => {
    await adapter.close();
    await state.close();
    await rm(folder, { recursive: true });
  });

  for (const dialect of ['nested-json', 'flat-json', 'element-xml']) {
    it(`keeps a document of ${dialect} as it was sent, once`, async () => {
      await open(dialect);
      const native = findDialect(dialect);
      const parcel = parcelOf({ body: native.write(REPORT), contentType: native.contentType });
      const [first] = await adapter.deliver([parcel], signal);
      const [second] = await adapter.deliver([again(parcel)], signal);
      expect(first).to.have.nested.property('acknowledgement.reference');
      expect(second).to.deep.equal(first);
      expect(state.status().counts).to.include({ effect: 1, repeat: 1, unreadable: 0 });
      const [kept] = await storedIn(folder);
      expect(findDialect(dialect).read(kept!)).to.deep.equal(
        findDialect(dialect).read(parcel.body),
      );
      expect(await adapter.probe!(parcel.deliveryId, signal)).to.equal('held');
      expect(await adapter.probe!('another', signal)).to.equal('not-held');
    });
  }

  it('says that another document is held under an id', async () => {
    await open('nested-json');
    const native = findDialect('nested-json');
    const parcel = parcelOf({ body: native.write(REPORT), contentType: native.contentType });
    await adapter.deliver([parcel], signal);
    const other = { ...parcel, body: native.write({ ...REPORT, id: 'another' }) };
    const [outcome] = await adapter.deliver([other], signal);
    expect(outcome).to.include({ kind: 'failed', code: 'ID_CONFLICT' });
  });

  const faults: readonly { kind: ReceiveFault; expected: string; effects: number }[] = [
    { kind: 'slow', expected: 'handed-over', effects: 1 },
    { kind: 'unavailable', expected: 'REMOTE_BUSY', effects: 0 },
    { kind: 'error-before-storing', expected: 'REMOTE_ERROR', effects: 0 },
    { kind: 'error-after-storing', expected: 'REMOTE_ERROR', effects: 1 },
    { kind: 'hang-before-storing', expected: 'NO_ANSWER', effects: 0 },
    { kind: 'hang-after-storing', expected: 'NO_ANSWER', effects: 1 },
    { kind: 'close-before-storing', expected: 'NO_ANSWER', effects: 0 },
    { kind: 'close-after-storing', expected: 'NO_ANSWER', effects: 1 },
    { kind: 'close-midway', expected: 'ANSWER_UNREADABLE', effects: 1 },
    { kind: 'garbage-answer', expected: 'ANSWER_UNREADABLE', effects: 1 },
    { kind: 'wrong-answer', expected: 'ANSWER_UNREADABLE', effects: 1 },
    { kind: 'refuse', expected: 'DOCUMENT_REFUSED', effects: 0 },
    { kind: 'refuse-credentials', expected: 'CREDENTIALS_REFUSED', effects: 0 },
    { kind: 'forget', expected: 'handed-over', effects: 0 },
    { kind: 'store-twice', expected: 'handed-over', effects: 1 },
  ];
  for (const { kind, expected, effects } of faults) {
    it(`plays ${kind}`, async () => {
      await open('nested-json', kind.startsWith('hang') ? 500 : 20_000);
      state.setFaults([{ kind, next: 1, ms: 20 }]);
      const native = findDialect('nested-json');
      const parcel = parcelOf({ body: native.write(REPORT), contentType: native.contentType });
      const [outcome] = await adapter.deliver([parcel], signal);
      expect(wordOf(outcome!)).to.equal(expected);
      expect(state.status().counts.effect).to.equal(effects);
    });
  }
});

describe('simulated states on SOAP through a running hub', () => {
  withoutNock();
  const states = new Map<string, StateSystem>();
  let site: TestSite;
  let url: string;

  before(async () => {
    site = await openTestSite({ states: {} });
    const mappings = site.config.mappingsDirectory;
    cpSync(join(PROJECT_ROOT, 'mappings', 'dialects'), join(mappings, 'dialects'), {
      recursive: true,
    });
    for (const [member, dialect] of [
      ['GA', 'element-xml'],
      ['OR', 'nested-json'],
    ] as const) {
      const state = await startStateSystem(
        {
          member,
          dialect,
          dataDirectory: join(site.folder, member),
          channel: { kind: 'soap' },
          pushKey: `key of ${member}`,
          seed: 'soap',
        },
        () => undefined,
      );
      states.set(member, state);
      const { endpoint, credential, transport } = state.channel;
      mkdirSync(join(mappings, member));
      writeFileSync(
        join(mappings, member, 'profile.json'),
        JSON.stringify({
          member,
          name: member,
          timeZone: 'America/New_York',
          dialect,
          transport,
          capabilities: { acknowledgement: 'synchronous', idempotent: true, probe: true },
          attestation: true,
        }),
      );
      await connectState(site.parts.administer, { member, endpoint, credential });
    }
    ({ url } = await site.start({ asServed: true }));
    for (const [member, state] of states) {
      const { secret } = await addSystemKey(site.parts.administer, { member, label: 'SOAP' });
      state.connect({ url, key: secret });
    }
  });
  after(async () => {
    for (const state of states.values()) await state.close();
    await site.close();
  });

  for (const [from, to] of [
    ['GA', 'OR'],
    ['OR', 'GA'],
  ] as const) {
    it(`from ${from} to ${to}`, async () => {
      const between = { sending: from, receiving: to };
      const settlement = await states.get(from)!.submit('lane', openingOf(from, between));
      expect(settlement.kind, JSON.stringify(settlement)).to.equal('receipt');
      await site.until(
        () => Promise.resolve(states.get(to)!.status().counts),
        ({ effect }) => effect === 1,
      );
      expect(states.get(to)!.status().counts).to.include({ unreadable: 0, conflict: 0 });
    });
  }

  it('hears in its own words why a document is refused', async () => {
    const meaning = meaningOf('compact.progress-report.v1', 'state', {
      sending: 'GA',
      receiving: 'OR',
    });
    const settlement = await states.get('GA')!.submit('lane', meaning);
    if (settlement.kind !== 'refused') throw new Error(`not refused: ${settlement.kind}`);
    expect(settlement.status).to.equal(422);
    expect(JSON.parse(settlement.problem)).to.have.property('code');
  });
});

/** Opens a case, and waits for no file. */
function openingOf(seed: string, between: GenerateOptions): Meaning {
  const meaning: { caseReference?: string } & Meaning = {
    ...meaningOf('compact.transfer-request.v1', seed, between),
  };
  delete meaning.caseReference;
  const data: { attachments?: unknown } & Meaning['data'] = { ...meaning.data };
  delete data.attachments;
  return { ...meaning, data };
}

function wordOf(outcome: DeliveryOutcome): string {
  return outcome.kind === 'failed' ? outcome.code : outcome.kind;
}

async function storedIn(folder: string): Promise<Buffer[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && /\.(json|xml)$/.test(entry.name));
  return Promise.all(files.map((file) => readFile(join(file.parentPath, file.name))));
}
