import { createHash } from 'node:crypto';
import { expect } from 'chai';
import type { DeliveryOutcome, StateAdapter } from '../../adapters/adapter.ts';
import { queueArguments, queueNames } from '../../adapters/queue-topology.ts';
import { type QueueOptions, createQueueAdapter } from '../../adapters/queue.ts';
import { type FakeQueueState, fill, startFakeQueueState } from '../support/fake-queue-state.ts';
import { type TestBroker, testBroker, tlsFixture } from '../support/rabbitmq.ts';
import { again, expectFailure, parcelOf, until } from './adapter-contract.ts';
import { loginOf, queueOptions } from './queue-options.ts';

describe('queue: what becomes of deliveries', function () {
  this.timeout(120_000);
  const signal = new AbortController().signal;
  const adapters: StateAdapter[] = [];
  let broker: TestBroker;
  let state: FakeQueueState;

  before(async () => {
    broker = await testBroker();
  });
  beforeEach(async () => {
    state = await startFakeQueueState(broker);
  });
  afterEach(async () => {
    await Promise.all(adapters.splice(0).map((adapter) => adapter.close()));
    await state.stop();
  });

  function create(others: Partial<QueueOptions> = {}): StateAdapter {
    const login = loginOf(broker.credentials.full);
    const adapter = createQueueAdapter(queueOptions(state, { login, ...others }));
    adapters.push(adapter);
    return adapter;
  }

  async function deliverOne(adapter = create(), parcel = parcelOf()): Promise<DeliveryOutcome> {
    return (await adapter.deliver([parcel], signal))[0]!;
  }

  const deliveries = (): string => `compact.${state.member}.deliveries`;

  it('says of a document what a state needs to file it', async () => {
    const parcel = again(parcelOf({ caseSequence: 3, contentType: 'text/csv' }));
    await deliverOne(create(), parcel);
    const { properties, content } = await state.take('deliveries');
    expect(content.equals(parcel.body)).to.equal(true);
    expect(properties).to.include({
      messageId: parcel.deliveryId,
      contentType: 'text/csv',
      type: 'compact.document',
      deliveryMode: 2,
    });
    expect(properties.headers).to.deep.include({
      'x-delivery-id': parcel.deliveryId,
      'x-case-id': parcel.caseId,
      'x-case-sequence': 3,
      'x-attempt': 2,
      'x-possible-duplicate': true,
      'x-activity-type': parcel.activityType,
      'content-digest': `sha-256=:${createHash('sha256').update(parcel.body).digest('base64')}:`,
    });
  });

  it('sends the files of a document before it', async () => {
    const attachments = ['a', 'b'].map((letter) => ({
      sha256: letter.repeat(64),
      mediaType: 'text/plain',
      body: Buffer.from(letter),
    }));
    const parcel = parcelOf({ attachments });
    await deliverOne(create(), parcel);
    const messages = [await state.take('deliveries'), await state.take('deliveries')];
    expect(messages.map(({ properties }) => properties.type as string)).to.deep.equal(
      Array(2).fill('compact.attachment'),
    );
    expect(messages.map(({ properties }) => properties.messageId as string)).to.deep.equal(
      attachments.map(({ sha256 }) => sha256),
    );
    expect(messages[0]!.properties.headers).to.include({ 'x-delivery-id': parcel.deliveryId });
    expect((await state.take('deliveries')).properties.messageId).to.equal(parcel.deliveryId);
  });

  it('declares quorum queues whose dead letters are kept', async () => {
    await deliverOne();
    const names = queueNames(state.member);
    for (const role of ['deliveries', 'submissions', 'answers', 'receipts', 'errors'] as const) {
      // The broker refuses the same queue with other arguments.
      await state.channel.assertQueue(names[role], {
        arguments: {
          'x-queue-type': 'quorum',
          'x-delivery-limit': 20,
          'x-dead-letter-exchange': names.dead,
          'x-dead-letter-strategy': 'at-least-once',
          'x-overflow': 'reject-publish',
        },
      });
    }
    expect(queueArguments('dead', { names, maxLength: 5 })).to.deep.equal({
      'x-queue-type': 'quorum',
    });
  });

  it('holds the destination when the broker gives a message back', async () => {
    const adapter = create();
    await deliverOne(adapter);
    await state.channel.deleteQueue(deliveries());
    const outcomes = await adapter.deliver(
      [parcelOf({ caseSequence: 1 }), parcelOf({ caseSequence: 2 })],
      signal,
    );
    expectFailure(outcomes[0]!, ['destination'], 'UNROUTABLE');
    expect(outcomes[0]).to.include({ detail: 'returned' });
    expect(outcomes[1]).to.deep.equal({ kind: 'not-sent' });
  });

  it('tries again later when the queue is full', async () => {
    const topology = { names: queueNames(state.member), declares: true, maxLength: 1 };
    const adapter = create({ topology });
    await deliverOne(adapter);
    await fill(state.channel, deliveries());
    expectFailure(await deliverOne(adapter), ['transient'], 'REMOTE_BUSY');
    await state.channel.purgeQueue(deliveries());
    expect((await deliverOne(adapter)).kind).to.equal('handed-over');
  });

  it('claims nothing of what was under way when the connection broke, and connects again', async () => {
    const adapter = create({ concurrency: 20 });
    await deliverOne(adapter);
    state.breakWith('hang');
    const parcels = Array.from({ length: 20 }, (_, place) => parcelOf({ caseId: `C-${place}` }));
    const delivering = adapter.deliver(parcels, signal);
    await until(() => state.arrivals() === 21);
    state.proxy.cut();
    for (const outcome of await delivering) expectFailure(outcome, ['ambiguous'], 'NO_ANSWER');
    state.breakWith('none');
    const repeated = await adapter.deliver(parcels.map(again), signal);
    expect(repeated.map(({ kind }) => kind)).to.deep.equal(Array(20).fill('handed-over'));
  });

  it('leaves a connection that does not answer for another, and lets the old one end', async () => {
    const adapter = create({ confirmMs: 200 });
    state.breakWith('hang');
    expectFailure(await deliverOne(adapter), ['ambiguous'], 'NO_ANSWER');
    state.breakWith('none');
    expect((await deliverOne(adapter)).kind).to.equal('handed-over');
    await until(() => state.openConnections() === 1);
  });

  it('needs no more rights than the docs ask for', async () => {
    const login = loginOf(broker.credentials.narrow);
    expect((await deliverOne(create({ login }))).kind).to.equal('handed-over');
  });

  const destination = [
    {
      name: 'a wrong password',
      login: 'full:wrong',
      code: 'CREDENTIALS_REFUSED',
      detail: 'amqp 403',
    },
    {
      name: 'a user who may not declare queues',
      login: 'powerless',
      code: 'CREDENTIALS_REFUSED',
      detail: 'amqp 403 dead',
    },
    {
      name: 'a user who may not publish',
      login: 'silent',
      code: 'CREDENTIALS_REFUSED',
      detail: 'amqp 403',
    },
    { name: 'a missing vhost', vhost: 'nowhere', code: 'UNROUTABLE', detail: 'vhost refused' },
    { name: 'a vhost of others', vhost: 'closed', code: 'UNROUTABLE', detail: 'vhost refused' },
  ] as const;
  for (const { name, code, detail, ...settings } of destination) {
    it(`holds the destination for ${name}`, async () => {
      const login = 'login' in settings ? settings.login : 'full';
      const credential = login.includes(':')
        ? login
        : broker.credentials[login as keyof TestBroker['credentials']];
      const vhost = 'vhost' in settings ? settings.vhost : broker.vhost;
      const outcome = await deliverOne(
        create({
          login: loginOf(credential),
          endpoint: `amqp://127.0.0.1:${broker.port}/${vhost}`,
        }),
      );
      expectFailure(outcome, ['destination'], code);
      expect(outcome).to.include({ detail });
    });
  }

  it('neither uses nor deletes a queue of other arguments', async () => {
    await state.channel.assertQueue(deliveries(), { durable: true });
    state.channel.sendToQueue(deliveries(), Buffer.from('kept'));
    const outcome = await deliverOne();
    expectFailure(outcome, ['destination'], 'UNROUTABLE');
    expect(outcome).to.include({ detail: 'amqp 406 deliveries' });
    expect((await state.take('deliveries')).content.toString()).to.equal('kept');
  });

  it("takes queues as the state's people made them, where the profile says so", async () => {
    const names = queueNames(state.member);
    const adapter = create({ topology: { names, declares: false, maxLength: undefined } });
    const missing = await deliverOne(adapter);
    expectFailure(missing, ['destination'], 'UNROUTABLE');
    expect(missing).to.include({ detail: 'amqp 404 deliveries' });
    for (const name of Object.values(names)) await state.channel.assertQueue(name);
    expect((await deliverOne(adapter)).kind).to.equal('handed-over');
  });

  const unreachable = [
    {
      name: 'a port where nothing listens',
      endpoint: 'amqp://127.0.0.1:1/x',
      code: 'CONNECTION_FAILED',
    },
    { name: 'an address that is not allowed', endpoint: 'amqps://10.0.0.1/x', code: 'UNROUTABLE' },
    { name: 'another scheme', endpoint: 'https://127.0.0.1/x', code: 'UNROUTABLE' },
    {
      name: 'no TLS outside the allowed networks',
      endpoint: 'amqp://192.0.2.1/x',
      code: 'UNROUTABLE',
    },
  ];
  for (const { name, endpoint, code } of unreachable) {
    it(`sends nothing to ${name}`, async () => {
      const outcome = await deliverOne(create({ endpoint }));
      expectFailure(outcome, ['transient', 'destination'], code);
    });
  }

  it('sends nothing to a name that stands for an address that is not allowed', async () => {
    const adapter = create({
      endpoint: 'amqps://broker.example/x',
      resolve: (_, __, callback) => {
        callback(null, [{ address: '10.0.0.1', family: 4 }]);
      },
    });
    expectFailure(await deliverOne(adapter), ['destination'], 'UNROUTABLE');
  });

  it('gives up on a broker that never speaks, knowing that nothing was sent', async () => {
    const deaf = await startFakeQueueState(broker);
    deaf.proxy.mute();
    const outcome = await deliverOne(create({ endpoint: deaf.endpoint, connectMs: 200 }));
    expect(outcome).to.include({ code: 'CONNECTION_FAILED', detail: 'CONNECT_DEADLINE' });
    await until(() => deaf.openConnections() === 0);
    await deaf.stop();
  });

  describe('over TLS', () => {
    const tlsEndpoint = (host = 'localhost'): string =>
      `amqps://${host}:${broker.tlsPort}/${broker.vhost}`;
    const trusted = tlsFixture('authority.crt');

    it('hands over to a broker of the trusted authority', async () => {
      const adapter = create({ endpoint: tlsEndpoint(), tls: { trusted } });
      expect((await deliverOne(adapter)).kind).to.equal('handed-over');
    });

    it('logs in by its certificate', async () => {
      const pair = {
        certificate: tlsFixture('client.crt'),
        privateKey: tlsFixture('client.key'),
      };
      const adapter = create({
        endpoint: tlsEndpoint(),
        tls: { trusted, ...pair },
        login: { scheme: 'certificate' },
      });
      expect((await deliverOne(adapter)).kind).to.equal('handed-over');
    });

    const unproven = [
      { name: 'an authority that is not public', tls: {} },
      { name: 'another authority', tls: { trusted: tlsFixture('stranger.crt') } },
    ];
    for (const { name, tls } of unproven) {
      it(`sends nothing to a broker of ${name}`, async () => {
        const outcome = await deliverOne(create({ endpoint: tlsEndpoint(), tls }));
        expectFailure(outcome, ['destination'], 'IDENTITY_MISMATCH');
      });
    }

    it('sends nothing where no TLS is spoken', async () => {
      const endpoint = `amqps://127.0.0.1:${broker.port}/${broker.vhost}`;
      const outcome = await deliverOne(create({ endpoint, tls: { trusted } }));
      expectFailure(outcome, ['transient'], 'CONNECTION_FAILED');
    });

    it('holds the destination for a login by certificate without one', async () => {
      const adapter = create({
        endpoint: tlsEndpoint(),
        tls: { trusted },
        login: { scheme: 'certificate' },
      });
      expectFailure(await deliverOne(adapter), ['destination'], 'CREDENTIALS_REFUSED');
    });
  });
});
