import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ChannelModel, type ConfirmChannel, type GetMessage, connect } from 'amqplib';
import { expect } from 'chai';
import type { FaultKind } from '../../simulation/fault-plan.ts';
import { readJournal } from '../../simulation/journal.ts';
import type { ReceivedLine } from '../../simulation/journal-lines.ts';
import { findDialect } from '../../simulation/native/find-dialect.ts';
import { startStateSystem } from '../../simulation/state-system.ts';
import type { StateSystem } from '../../simulation/state-system.ts';
import { testBroker } from '../support/rabbitmq.ts';
import { meaningOf } from './meaning-of.ts';

const DIALECT = findDialect('nested-json');
const DOCUMENT = DIALECT.write(
  meaningOf('compact.progress-report.v1', 'state', { sending: 'TX', receiving: 'OR' }),
);
const RECEIPT = JSON.stringify({ transmissionId: 'T', status: 'transmitted', caseId: 'C-1' });

describe('a simulated state system on queues', () => {
  let broker: string;
  let folder: string;
  let model: ChannelModel;
  let hub: ConfirmChannel;
  let state: StateSystem;

  const start = (timeoutMs = 20_000): Promise<StateSystem> =>
    startStateSystem(
      {
        member: 'OR',
        dialect: 'nested-json',
        dataDirectory: folder,
        channel: { kind: 'queue', broker },
        pushKey: 'not used',
        hub: { url: 'not used', key: 'not used' },
        seed: 'state test',
        timeoutMs,
      },
      () => undefined,
    );
  const queue = (part: string): string => `compact.OR.${part}`;

  before(async function () {
    this.timeout(120_000);
    const { port, vhost, credentials } = await testBroker();
    broker = `amqp://${credentials.full}@127.0.0.1:${port}/${vhost}`;
    model = await connect(broker);
  });
  after(() => model.close());
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'state-'));
    hub = await model.createConfirmChannel();
    state = await start();
  });
  afterEach(async () => {
    await state.close();
    for (const part of ['deliveries', 'submissions', 'answers', 'receipts', 'errors', 'dead']) {
      await hub.purgeQueue(queue(part));
    }
    await hub.close();
    await rm(folder, { recursive: true });
  });

  async function push(deliveryId: string, document = DOCUMENT): Promise<void> {
    hub.sendToQueue(queue('deliveries'), document, {
      persistent: true,
      messageId: deliveryId,
      contentType: 'application/json',
      headers: {
        'x-delivery-id': deliveryId,
        'x-attempt': 1,
        'x-case-id': 'C-1',
        'x-case-sequence': 1,
      },
    });
    await hub.waitForConfirms();
  }

  async function next(part: string): Promise<GetMessage> {
    for (;;) {
      const message = await hub.get(queue(part), { noAck: true });
      if (message !== false) return message;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async function answer(): Promise<Record<string, unknown>> {
    return JSON.parse((await next('answers')).content.toString()) as Record<string, unknown>;
  }

  async function reply(part: 'receipts' | 'errors', to: GetMessage, body: string): Promise<void> {
    const correlationId = String(to.properties.messageId);
    hub.sendToQueue(queue(part), Buffer.from(body), { correlationId });
    await hub.waitForConfirms();
  }

  const events = async (): Promise<string[]> => {
    const lines: string[] = [];
    for await (const { event } of readJournal<ReceivedLine>(folder, 'received')) lines.push(event);
    return lines;
  };
  const files = async (): Promise<string[]> =>
    (await readdir(join(folder, 'received'), { recursive: true }).catch(() => [])).filter((name) =>
      name.includes('.'),
    );

  it('says where it is reached without its password', () => {
    const { endpoint, credential, transport } = state.channel;
    expect(endpoint).to.match(/^amqp:\/\/127\.0\.0\.1:\d+\/compact$/);
    expect(credential).to.match(/^full:./);
    expect(transport).to.deep.equal({ kind: 'queue', authentication: { scheme: 'password' } });
  });

  it('holds a delivery before it acknowledges it, and a repeat alike without effect', async () => {
    await push('D-1');
    const first = await answer();
    expect(first).to.include({ deliveryId: 'D-1', verdict: 'acknowledged' });
    expect(await files()).to.have.length(1);
    await push('D-1');
    expect(await answer()).to.deep.equal(first);
    expect(await events()).to.deep.equal(['effect', 'repeat']);
  });

  it('refuses other content under a known id, and what it cannot read', async () => {
    await push('D-1');
    await answer();
    await push('D-1', Buffer.concat([DOCUMENT, Buffer.from(' ')]));
    expect(await answer()).to.include({ deliveryId: 'D-1', verdict: 'refused' });
    await push('D-2', Buffer.from('{}'));
    expect(await answer()).to.include({ deliveryId: 'D-2', verdict: 'refused' });
    expect(await events()).to.deep.equal(['effect', 'conflict', 'unreadable']);
  });

  const faults: readonly [FaultKind, readonly string[]][] = [
    ['unavailable', ['effect']],
    ['error-before-storing', ['effect']],
    ['error-after-storing', ['effect', 'repeat']],
    ['hang-before-storing', ['effect']],
    ['hang-after-storing', ['effect', 'repeat']],
    ['close-before-storing', ['effect']],
    ['close-after-storing', ['effect', 'repeat']],
    ['close-midway', ['effect', 'repeat']],
    ['slow', ['effect']],
    ['refuse-credentials', ['effect']],
  ];
  for (const [kind, expected] of faults) {
    it(`can ${kind} once, and the broker hands it out until it is acknowledged`, async () => {
      state.setFaults([{ kind, next: 1, ms: 50 }]);
      await push('D-1');
      expect(await answer()).to.include({ deliveryId: 'D-1', verdict: 'acknowledged' });
      expect(await events()).to.deep.equal(expected);
    });
  }

  const lies: readonly [FaultKind, RegExp, readonly string[]][] = [
    ['garbage-answer', /^<html>/, ['effect']],
    ['wrong-answer', /"another"/, ['effect']],
    ['refuse', /"refused"/, []],
    ['forget', /"acknowledged"/, []],
  ];
  for (const [kind, said, expected] of lies) {
    it(`can ${kind}`, async () => {
      state.setFaults([{ kind, next: 1 }]);
      await push('D-1');
      expect((await next('answers')).content.toString()).to.match(said);
      expect(await events()).to.deep.equal(expected);
    });
  }

  const meaning = meaningOf('compact.transfer-request.v1', 'state');

  it('submits and takes the receipt for its message', async () => {
    const submitting = state.submit('one', meaning);
    const message = await next('submissions');
    expect(message.properties).to.include({
      messageId: meaning.id,
      contentType: DIALECT.contentType,
    });
    expect(DIALECT.read(message.content).id).to.equal(meaning.id);
    await reply('receipts', message, RECEIPT);
    expect((await submitting).kind).to.equal('receipt');
  });

  it('gives up when the hub refuses for good', async () => {
    const submitting = state.submit('one', meaning);
    await reply('errors', await next('submissions'), JSON.stringify({ status: 422, code: 'TOLD' }));
    expect(await submitting).to.include({ kind: 'refused', status: 422 });
  });

  it('submits the same again when no word comes', async () => {
    await state.close();
    state = await start(200);
    const submitting = state.submit('one', meaning);
    const [first, second] = [await next('submissions'), await next('submissions')];
    expect(second.content.equals(first.content)).to.equal(true);
    await reply('receipts', second, RECEIPT);
    expect((await submitting).kind).to.equal('receipt');
  });

  for (const kind of ['submit-twice', 'submit-again', 'abandon-answer'] as const) {
    it(`can ${kind}, and still has one receipt in the end`, async () => {
      state.setFaults([{ kind, next: 1 }]);
      const submitting = state.submit('one', meaning);
      for (let time = 0; time < 2; time += 1) {
        await reply('receipts', await next('submissions'), RECEIPT);
      }
      expect((await submitting).kind).to.equal('receipt');
    });
  }

  it('takes nothing while it is down, and all of it when it comes back', async () => {
    await state.goDown();
    await push('D-1');
    expect((await hub.checkQueue(queue('deliveries'))).consumerCount).to.equal(0);
    await state.comeUp();
    expect(await answer()).to.include({ deliveryId: 'D-1', verdict: 'acknowledged' });
  });
});
