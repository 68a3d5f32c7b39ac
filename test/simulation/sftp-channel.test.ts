import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type {
  DeliveryOutcome,
  Incoming,
  IncomingVerdict,
  Parcel,
  RecordVerdict,
  StateAdapter,
} from '../../adapters/adapter.ts';
import { TRANSPORTS } from '../../adapters/registry.ts';
import { openChannel } from '../../simulation/channel.ts';
import type { ChannelAddress, ChannelParts, StateChannel } from '../../simulation/channel.ts';
import { createFaultPlan } from '../../simulation/fault-plan.ts';
import type { FaultKind } from '../../simulation/fault-plan.ts';
import { readJournal } from '../../simulation/journal.ts';
import type { ReceivedLine } from '../../simulation/journal-lines.ts';
import { findDialect } from '../../simulation/native/find-dialect.ts';
import { startStateSystem } from '../../simulation/state-system.ts';
import type { StateSystem } from '../../simulation/state-system.ts';
import { meaningOf } from './meaning-of.ts';

const NEVER = new AbortController().signal;
const MEANING = meaningOf('compact.progress-report.v1', 'state', {
  sending: 'TX',
  receiving: 'OR',
});
const DOCUMENT = findDialect('nested-json').write(MEANING);
const RECEIPT = { transmissionId: 'T-1', status: 'transmitted', caseId: 'C-1' };

/** The hub's side: the adapter of the state's profile. */
function adapterTo({ endpoint, credential, transport, hostKeys }: ChannelAddress): StateAdapter {
  const { kind, ...options } = transport;
  const sftp = TRANSPORTS.get('sftp')!;
  expect(kind).to.equal('sftp');
  return sftp.create({
    member: 'OR',
    endpoint,
    credential,
    hostKeys,
    options,
    capabilities: {
      acknowledgement: 'asynchronous',
      sizeLimitBytes: 8_000_000,
      concurrency: 4,
      listMaximum: 500,
    },
    timeZone: 'America/Los_Angeles',
    allowedNetworks: ['127.0.0.0/8'],
    now: () => new Date(),
    contentType: 'application/json',
    joinDocuments: (documents) => Buffer.from(documents.map(String).join('\n')),
  });
}

function parcelOf(deliveryId: string, body: Buffer = DOCUMENT, attempt = 1): Parcel {
  return {
    deliveryId,
    transmissionId: `T-${deliveryId}`,
    destination: 'OR',
    caseId: 'C-1',
    caseSequence: 1,
    attempt,
    possibleDuplicate: attempt > 1,
    activityType: MEANING.type,
    contentType: 'application/json',
    body,
  };
}

const kindOf = (outcome: DeliveryOutcome | undefined): string =>
  outcome?.kind === 'failed' ? outcome.code : (outcome?.kind ?? 'none');

/** What the hub says to the next so many things that the state left. */
async function receive(
  adapter: StateAdapter,
  count: number,
  verdict: IncomingVerdict,
): Promise<Incoming[]> {
  const stop = new AbortController();
  const seen: Incoming[] = [];
  for await (const incoming of adapter.receive!(stop.signal)) {
    seen.push(incoming);
    if (incoming.kind !== 'fault') await incoming.settle(verdict);
    if (seen.length === count) stop.abort();
  }
  return seen;
}
const receiptFor = (transmissionId: string): RecordVerdict => ({
  kind: 'accepted',
  receipt: JSON.stringify({ ...RECEIPT, transmissionId }),
});

describe('a simulated state that hosts an SFTP server', () => {
  let folder: string;
  let state: StateSystem;
  let adapter: StateAdapter;

  async function start(): Promise<void> {
    state = await startStateSystem(
      {
        member: 'OR',
        dialect: 'nested-json',
        dataDirectory: folder,
        channel: { kind: 'sftp' },
        pushKey: '',
        hub: { url: 'unused', key: 'unused' },
        seed: 'state test',
      },
      () => undefined,
    );
    adapter = adapterTo(state.channel);
  }
  async function end(): Promise<void> {
    await adapter.close();
    await state.close();
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sftp-state-'));
    await start();
  });
  afterEach(async () => {
    await end();
    await rm(folder, { recursive: true });
  });

  const deliver = async (parcel: Parcel): Promise<string> =>
    kindOf((await adapter.deliver([parcel], NEVER))[0]);
  const filesIn = async (name: string): Promise<string[]> =>
    (await readdir(join(folder, 'channel/files', name), { withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => entry.name);
  const events = async (): Promise<string[]> => {
    const lines: string[] = [];
    for await (const { event } of readJournal<ReceivedLine>(folder, 'received')) lines.push(event);
    return lines;
  };

  it('takes a file, holds its bytes and acknowledges it with its own number', async () => {
    expect(await deliver(parcelOf('D-1'))).to.equal('handed-over');
    expect(await events()).to.deep.equal(['effect']);
    expect(await filesIn('processed')).to.deep.equal(['1-D-1.json']);
    const [answer] = await receive(adapter, 1, {
      kind: 'decided',
      records: [{ kind: 'accepted' }],
    });
    if (answer?.kind !== 'answer') throw new Error('expected an answer');
    expect(answer.deliveryId).to.equal('D-1');
    expect(answer.said.kind === 'acknowledged' && answer.said.reference).to.match(/^OR-\d+$/);
    expect(await adapter.probe?.('D-1', NEVER)).to.equal('held');
  });

  it('refuses what it cannot read', async () => {
    expect(await deliver(parcelOf('D-1', Buffer.from('{}')))).to.equal('handed-over');
    const [answer] = await receive(adapter, 1, {
      kind: 'decided',
      records: [{ kind: 'accepted' }],
    });
    expect(answer?.kind === 'answer' && answer.said.kind).to.equal('refused');
    expect(await events()).to.deep.equal(['unreadable']);
  });

  it('sends a document and reads its receipt', async () => {
    const settled = state.submit('lane', MEANING);
    const [document] = await receive(adapter, 1, {
      kind: 'decided',
      records: [{ kind: 'accepted', receipt: JSON.stringify(RECEIPT) }],
    });
    expect(document?.kind === 'document' && document.body.equals(DOCUMENT)).to.equal(true);
    expect(await settled).to.deep.equal({ kind: 'receipt', receipt: RECEIPT });
  });

  it('reads why a document was refused', async () => {
    const settled = state.submit('lane', MEANING);
    const problem = JSON.stringify({
      code: 'SCHEMA_INVALID',
      title: 'Schema invalid',
      status: 422,
    });
    await receive(adapter, 1, { kind: 'decided', records: [{ kind: 'refused', problem }] });
    const settlement = await settled;
    expect(settlement).to.include({ kind: 'refused', status: 422 });
    expect(settlement.kind === 'refused' && settlement.problem).to.contain('SCHEMA_INVALID');
  });

  const faults: readonly [FaultKind, string, boolean][] = [
    ['slow', 'handed-over', true],
    ['unavailable', 'REMOTE_ERROR', false],
    ['error-before-storing', 'REMOTE_ERROR', false],
    ['error-after-storing', 'handed-over', true],
    ['close-before-storing', 'NO_ANSWER', false],
    ['close-after-storing', 'NO_ANSWER', true],
    ['close-midway', 'NO_ANSWER', true],
    ['refuse', 'handed-over', false],
    ['forget', 'handed-over', false],
  ];
  for (const [kind, outcome, stored] of faults) {
    it(`can ${kind} once, and the next attempt has no second effect`, async () => {
      state.setFaults([{ kind, next: 1, ms: 20 }]);
      expect(await deliver(parcelOf('D-1'))).to.equal(outcome);
      expect(await events()).to.deep.equal(stored ? ['effect'] : []);
      expect(await deliver(parcelOf('D-1', DOCUMENT, 2))).to.equal('handed-over');
      const never = kind === 'refuse' || kind === 'forget';
      expect(await events()).to.deep.equal(never ? [] : ['effect']);
    });
  }

  it('refuses connections while it is down, and comes back at the same place', async () => {
    await state.goDown();
    expect(await deliver(parcelOf('D-1'))).to.equal('CONNECTION_FAILED');
    await state.comeUp();
    expect(await deliver(parcelOf('D-1', DOCUMENT, 2))).to.equal('handed-over');
  });

  it('is the same to the hub after a restart, and takes what lay there', async () => {
    const { credential, transport, hostKeys } = state.channel;
    await end();
    await writeFile(join(folder, 'channel/files/in/2-D-2.json'), DOCUMENT);
    await start();
    expect(state.channel).to.include({ credential });
    expect(state.channel.transport).to.deep.equal(transport);
    expect(state.channel.hostKeys).to.deep.equal(hostKeys);
    expect(await events()).to.deep.equal(['effect']);
    expect(await filesIn('out')).to.deep.equal(['D-2.ack']);
  });
});

describe('a simulated state with batch files', () => {
  let folder: string;
  let channel: StateChannel;
  let adapter: StateAdapter;
  let taken: string[];

  /** A line for each activity; the hub's lines begin with delivery id and sequence. */
  const dialect: ChannelParts['dialect'] = {
    ...findDialect('nested-json'),
    name: 'lines',
    batch: {
      join: (documents) => Buffer.from(documents.map(String).join('\n')),
      cut: (document) =>
        String(document)
          .split('\n')
          .map((line) => ({
            document: Buffer.from(line),
            deliveryId: line.split(' ')[0] ?? '',
            caseSequence: Number(line.split(' ')[1]),
          })),
    },
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sftp-batch-'));
    taken = [];
    channel = await openChannel({
      member: 'OR',
      config: { kind: 'sftp' },
      dialect,
      folder,
      pushKey: '',
      port: 0,
      faults: createFaultPlan('batch'),
      timeoutMs: 5_000,
      concurrency: 8,
      take: ({ deliveryId, caseSequence }) => {
        taken.push(`${deliveryId} ${caseSequence}`);
        return Promise.resolve({ kind: 'stored', sha256: '', meaning: undefined });
      },
      held: () => Promise.resolve(undefined),
      referenceOf: (deliveryId) => `OR-${deliveryId}`,
    });
    adapter = adapterTo(channel);
  });
  afterEach(async () => {
    await adapter.close();
    await channel.close();
    await rm(folder, { recursive: true });
  });

  it('cuts a batch, and acknowledges all of it in one list', async () => {
    const parcels = ['D-1', 'D-2'].map((id, index) =>
      parcelOf(id, Buffer.from(`${id} ${index + 1}`)),
    );
    const outcomes = await adapter.deliver(parcels, NEVER);
    expect(outcomes.map(kindOf)).to.deep.equal(['handed-over', 'handed-over']);
    expect(taken).to.deep.equal(['D-1 1', 'D-2 2']);
    const answers = await receive(adapter, 2, { kind: 'decided', records: [{ kind: 'accepted' }] });
    expect(answers.map((one) => one.kind === 'answer' && [one.deliveryId, one.said])).to.deep.equal(
      [
        ['D-1', { kind: 'acknowledged', reference: 'OR-D-1' }],
        ['D-2', { kind: 'acknowledged', reference: 'OR-D-2' }],
      ],
    );
  });

  it('sends what is submitted together in one file, and reads a receipt for each', async () => {
    const hub = { url: 'unused', key: 'unused' };
    const submitted = ['a', 'b', 'c'].map((messageId) =>
      channel.submit({ hub, messageId, document: Buffer.from(messageId) }),
    );
    const records = [
      receiptFor('T-1'),
      receiptFor('T-2'),
      { kind: 'refused', problem: JSON.stringify({ code: 'ID_REUSE', status: 409 }) } as const,
    ];
    const [document] = await receive(adapter, 1, { kind: 'decided', records });
    expect(document?.kind === 'document' && String(document.body)).to.equal('a\nb\nc');
    const answers = await Promise.all(submitted);
    expect(answers.map((one) => one.kind === 'answered' && one.status)).to.deep.equal([
      202, 202, 409,
    ]);
    const [name] = await readdir(join(folder, 'files/receipts'));
    expect(await readFile(join(folder, 'files/receipts', name!), 'utf8')).to.contain('"T-2"');
  });
});
