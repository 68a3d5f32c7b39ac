import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { GetMessage } from 'amqplib';
import { expect } from 'chai';
import type { Incoming, IncomingVerdict, StateAdapter } from '../../adapters/adapter.ts';
import { backOff } from '../../adapters/queue-consume.ts';
import { type QueueOptions, createQueueAdapter } from '../../adapters/queue.ts';
import { makeFullQueue, startFakeQueueState } from '../support/fake-queue-state.ts';
import type { FakeQueueState } from '../support/fake-queue-state.ts';
import { putWithNestedHeaders } from '../support/raw-message.ts';
import { type TestBroker, testBroker } from '../support/rabbitmq.ts';
import { until } from './adapter-contract.ts';
import { loginOf, queueOptions } from './queue-options.ts';

const RECEIPT = '{"transmissionId":"T-1"}';
const PROBLEM = '{"code":"SCHEMA_INVALID"}';
const ACCEPTED: IncomingVerdict = {
  kind: 'decided',
  records: [{ kind: 'accepted', receipt: RECEIPT }],
};
const DONE: IncomingVerdict = { kind: 'decided', records: [{ kind: 'accepted' }] };

type Item = Exclude<Incoming, { kind: 'fault' }>;

describe('queue: what a state leaves for the hub', () => {
  let broker: TestBroker;
  let state: FakeQueueState;
  let adapter: StateAdapter;
  let stop: AbortController;
  let items: AsyncIterator<Incoming, undefined>;
  let faults: string[];

  before(async function () {
    this.timeout(120_000);
    broker = await testBroker();
  });
  beforeEach(async () => {
    state = await startFakeQueueState(broker);
    await begin();
  });
  afterEach(async () => {
    stop.abort();
    await adapter.close();
    await state.stop();
  });

  async function begin(others: Partial<QueueOptions> = {}): Promise<void> {
    const login = loginOf(broker.credentials.full);
    adapter = createQueueAdapter(queueOptions(state, { login, ...others }));
    stop = new AbortController();
    faults = [];
    items = adapter.receive!(stop.signal)[Symbol.asyncIterator]() as typeof items;
    pending = undefined;
    const first = next();
    void first.catch(() => undefined); // the test may end before
    pending = first;
    await queuesAreThere();
  }

  let pending: Promise<Item> | undefined;

  /** The next item that is no fault. */
  async function next(): Promise<Item> {
    if (pending !== undefined) {
      const waiting = pending;
      pending = undefined;
      return waiting;
    }
    for (;;) {
      const result = await items.next();
      if (result.done === true) throw new Error('the receiving has ended');
      const item = result.value;
      if (item.kind !== 'fault') return item;
      faults.push(item.code);
    }
  }

  /** The connection that declares goes on to consume when the last queue is there. */
  async function queuesAreThere(): Promise<void> {
    const probe = `compact.${state.member}.submissions`;
    for (;;) {
      if (await state.consumersOf(probe)) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  const json = ({ content }: GetMessage): Record<string, unknown> =>
    JSON.parse(content.toString()) as Record<string, unknown>;

  it('takes a document as it is and answers with its receipt', async () => {
    state.put('submissions', Buffer.from([0xff, 0]), { messageId: 'M-1', contentType: 'text/csv' });
    const item = await next();
    expect(item).to.deep.include({
      kind: 'document',
      contentType: 'text/csv',
      body: Buffer.from([0xff, 0]),
    });
    await item.settle(ACCEPTED);
    const receipt = await state.take('receipts');
    expect(receipt.content.toString()).to.equal(RECEIPT);
    expect(receipt.properties).to.include({
      correlationId: 'M-1',
      contentType: 'application/json',
      type: 'compact.receipt',
      deliveryMode: 2,
    });
    expect(receipt.properties.headers).to.include({ 'x-record': 1, 'x-records': 1 });
  });

  it("takes a document that says no type for one of the state's format", async () => {
    state.put('submissions', 'x');
    expect(await next()).to.include({ kind: 'document', contentType: 'application/json' });
  });

  it('answers each record of a document on the queue that fits it', async () => {
    state.put('submissions', 'x', { messageId: 'M-1' });
    await (
      await next()
    ).settle({
      kind: 'decided',
      records: [
        { kind: 'accepted', receipt: RECEIPT },
        { kind: 'refused', problem: PROBLEM },
      ],
    });
    const receipt = await state.take('receipts');
    expect(receipt.properties.headers).to.include({ 'x-record': 1, 'x-records': 2 });
    const error = await state.take('errors');
    expect(error.content.toString()).to.equal(PROBLEM);
    expect(error.properties).to.include({
      correlationId: 'M-1',
      contentType: 'application/problem+json',
      type: 'compact.problem',
    });
    expect(error.properties.headers).to.include({ 'x-record': 2, 'x-records': 2 });
  });

  it('takes a file with the name that the state gave it', async () => {
    const sha256 = 'a'.repeat(64);
    state.put('submissions', 'file', {
      type: 'compact.attachment',
      contentType: 'text/plain',
      headers: { sha256 },
    });
    const item = await next();
    expect(item).to.include({ kind: 'attachment', sha256, mediaType: 'text/plain' });
    await item.settle(DONE);
  });

  it('takes answers of both kinds', async () => {
    const answers = [
      { deliveryId: 'D-1', verdict: 'acknowledged', reference: 'R-1' },
      { deliveryId: 'D-2', verdict: 'acknowledged', reference: 'two\nlines' },
      { deliveryId: 'D-3', verdict: 'refused', reason: 'x'.repeat(2_000) },
      { deliveryId: 'D-4', verdict: 'refused', reason: `\u0000a\u001b[2J\ud800b\n` },
      { deliveryId: 'D-5', verdict: 'refused', reason: `${'x'.repeat(999)}\u{1f600}` },
    ];
    for (const answer of answers) state.put('answers', JSON.stringify(answer));
    const taken = [];
    while (taken.length < answers.length) {
      const item = await next();
      taken.push(item.kind === 'answer' ? [item.deliveryId, item.said] : item);
      await item.settle(DONE);
    }
    expect(taken).to.deep.equal([
      ['D-1', { kind: 'acknowledged', reference: 'R-1' }],
      ['D-2', { kind: 'acknowledged' }],
      ['D-3', { kind: 'refused', reason: 'x'.repeat(1_000) }],
      ['D-4', { kind: 'refused', reason: 'a [2J b' }],
      ['D-5', { kind: 'refused', reason: 'x'.repeat(999) }],
    ]);
  });

  it('keeps the order of the queue and offers the next after the one before is settled', async () => {
    for (let place = 0; place < 50; place += 1) state.put('submissions', String(place));
    for (let place = 0; place < 50; place += 1) {
      const item = await next();
      expect(item.kind === 'document' && item.body.toString()).to.equal(String(place));
      await item.settle(DONE);
    }
  });

  it('offers again what the hub cannot decide, more often than the broker would', async () => {
    state.put('submissions', 'first');
    state.put('submissions', 'second');
    for (let time = 0; time < 25; time += 1) {
      const item = await next();
      expect(item.kind === 'document' && item.body.toString()).to.equal('first');
      await item.settle({ kind: 'postponed' });
    }
    await (await next()).settle(DONE);
    const second = await next();
    expect(second.kind === 'document' && second.body.toString()).to.equal('second');
  });

  it('takes answers while a document rests', async () => {
    await restartWith({ postponeMs: 600_000 });
    state.put('submissions', 'x');
    await (await next()).settle({ kind: 'postponed' });
    state.put('answers', JSON.stringify({ deliveryId: 'D-1', verdict: 'acknowledged' }));
    expect((await next()).kind).to.equal('answer');
  });

  it('gives back what was not settled when it ends', async () => {
    state.put('submissions', 'x', { messageId: 'M-1' });
    await next();
    await restartWith({});
    const item = await next();
    await item.settle(ACCEPTED);
    expect((await state.take('receipts')).properties.correlationId).to.equal('M-1');
  });

  it('connects again after the connection broke, with one fault, and repeats what was open', async () => {
    state.put('submissions', 'x', { messageId: 'M-1' });
    const lost = await next();
    state.proxy.cut();
    await lost.settle(ACCEPTED);
    const repeated = await next();
    expect(faults).to.deep.equal(['CONNECTION_FAILED']);
    await repeated.settle(ACCEPTED);
    expect((await state.take('receipts')).properties.correlationId).to.equal('M-1');
  });

  it('says that the queue was deleted, and declares it again', async () => {
    await state.channel.deleteQueue(`compact.${state.member}.submissions`);
    const taking = next();
    await until(() => faults.length > 0);
    await queuesAreThere();
    state.put('submissions', 'x');
    expect((await taking).kind).to.equal('document');
    expect(faults).to.deep.equal(['UNROUTABLE']);
  });

  it('keeps a document whose receipt finds no room, and decides it again', async () => {
    await stopReceiving();
    const full = `full.receipts.${state.member}`;
    await makeFullQueue(state.channel, full);
    const topology = queueOptions(state).topology;
    const names = { ...topology.names, receipts: full };
    await begin({ topology: { names, declares: false, maxLength: undefined } });
    state.put('submissions', 'x');
    await (await next()).settle(ACCEPTED);
    const again = await next();
    await state.channel.purgeQueue(full);
    await again.settle(ACCEPTED);
    await until(() => state.openConnections() > 0);
    expect((await state.takeFrom(full)).content.toString()).to.equal(RECEIPT);
  });

  const hostile: readonly {
    readonly name: string;
    readonly role?: string;
    readonly body: string | Buffer;
    readonly properties?: object;
    readonly code: string;
  }[] = [
    { name: 'a document too large', body: Buffer.alloc(300_001), code: 'DOCUMENT_TOO_LARGE' },
    {
      name: 'a compressed document',
      body: 'x',
      properties: { contentEncoding: 'gzip' },
      code: 'CONTENT_ENCODING_UNSUPPORTED',
    },
    {
      name: 'a content type that is no line of text',
      body: 'x',
      properties: { contentType: 'a\r\nb' },
      code: 'MESSAGE_PROPERTIES_INVALID',
    },
    {
      name: 'a file without a name',
      body: 'x',
      properties: { type: 'compact.attachment', contentType: 'text/plain' },
      code: 'MESSAGE_PROPERTIES_INVALID',
    },
    {
      name: 'a file whose name is a table',
      body: 'x',
      properties: {
        type: 'compact.attachment',
        contentType: 'text/plain',
        headers: { sha256: { sha256: {} } },
      },
      code: 'MESSAGE_PROPERTIES_INVALID',
    },
    {
      name: 'a file too large',
      body: Buffer.alloc(3 * 2 ** 20 + 1),
      properties: { type: 'compact.attachment' },
      code: 'BODY_TOO_LARGE',
    },
    ...[
      'not JSON',
      '[]',
      'null',
      '{}',
      '{"deliveryId":7,"verdict":"acknowledged"}',
      '{"deliveryId":"D","verdict":"perhaps"}',
      '{"deliveryId":"D","verdict":"refused"}',
      '{"deliveryId":"D","verdict":"refused","reason":" \\u0000"}',
      '{"__proto__":{"deliveryId":"D","verdict":"acknowledged"}}',
      '['.repeat(60_000),
      ' '.repeat(65_537),
    ].map((body) => ({
      name: `an answer ${body.slice(0, 60).trim()}`,
      role: 'answers',
      body,
      code: 'ANSWER_UNREADABLE',
    })),
  ];
  for (const { name, role = 'submissions', body, properties = {}, code } of hostile) {
    it(`answers ${name} on the queue of errors, and goes on`, async () => {
      state.put(role, body, { messageId: 'bad', ...properties });
      state.put('submissions', 'good');
      const item = await next();
      expect(item.kind === 'document' && item.body.toString()).to.equal('good');
      await item.settle(DONE);
      const error = await state.take('errors');
      expect(json(error)).to.include({ code });
      expect(error.properties.correlationId).to.equal('bad');
    });
  }

  it('answers a message without an id too', async () => {
    state.put('answers', '{}');
    const taking = next();
    void taking.catch(() => undefined);
    expect((await state.take('errors')).properties.correlationId).to.equal(undefined);
    pending = taking;
  });

  it('takes a document with nested headers as one without', async () => {
    await putWithNestedHeaders(broker, `compact.${state.member}.submissions`, 1_000);
    const item = await next();
    expect(item.kind === 'document' && item.body.toString()).to.equal('nested');
  });

  it('leaves to the dead letters what is nested too deep to be read, and goes on', async function () {
    this.timeout(120_000); // such headers cost the broker itself a while each time
    await putWithNestedHeaders(broker, `compact.${state.member}.submissions`, 5_500);
    state.put('submissions', 'good');
    const item = await next();
    expect(item.kind === 'document' && item.body.toString()).to.equal('good');
    expect(faults.length).to.be.at.least(20);
    expect(await state.channel.checkQueue(`compact.${state.member}.dead`)).to.include({
      messageCount: 1,
    });
  });

  it('leaves what is handed out too often to the dead letters', async () => {
    state.put('submissions', 'poison', { messageId: 'M-1' });
    state.put('submissions', 'good');
    let times = 0;
    for (let item = await next(); ; item = await next()) {
      if (item.kind === 'document' && item.body.toString() === 'good') break;
      times += 1;
      state.proxy.cut();
    }
    expect(times).to.be.within(20, 21);
    const dead = await state.take('dead');
    expect(dead.properties.messageId).to.equal('M-1');
    expect(dead.properties.headers).to.include({ 'x-first-death-reason': 'delivery_limit' });
  });

  it('waits longer after each failure, up to half a minute, spread at random', () => {
    expect([0, 1, 2, 7, 100].map((failures) => backOff(failures, 0))).to.deep.equal([
      125, 250, 500, 15_000, 15_000,
    ]);
    expect(backOff(0, 0.5)).to.equal(187.5);
  });

  it('ends with no connection left when the adapter is closed', async () => {
    const taking = next().catch((error: unknown) => error);
    await adapter.close();
    expect(await taking).to.match(/has ended/);
    await until(() => state.openConnections() === 0);
  });

  it('serves a client of another language', async () => {
    const script = fileURLToPath(new URL('../support/pika_state.py', import.meta.url));
    const client = promisify(execFile)('/usr/bin/python3', [
      script,
      `amqp://${broker.credentials.full}@127.0.0.1:${broker.port}/${broker.vhost}`,
      `compact.${state.member}`,
    ]);
    const document = await next();
    expect(document).to.include({ kind: 'document', contentType: 'application/json' });
    await document.settle(ACCEPTED);
    const refused = await next();
    await refused.settle({ kind: 'decided', records: [{ kind: 'refused', problem: PROBLEM }] });
    const answer = await next();
    expect(answer).to.deep.include({
      kind: 'answer',
      deliveryId: 'D-1',
      said: { kind: 'acknowledged', reference: 'PY-1' },
    });
    await answer.settle(DONE);
    const { stdout } = await client;
    expect(JSON.parse(stdout)).to.deep.equal({
      receipt: JSON.parse(RECEIPT) as unknown,
      problem: JSON.parse(PROBLEM) as unknown,
    });
  });

  async function stopReceiving(): Promise<void> {
    stop.abort();
    await adapter.close();
    await until(() => state.openConnections() === 0);
  }

  async function restartWith(others: Partial<QueueOptions>): Promise<void> {
    await stopReceiving();
    await begin(others);
  }
});
