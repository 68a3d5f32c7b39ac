import { once } from 'node:events';
import { type AddressInfo, type Socket, createServer } from 'node:net';
import { expect } from 'chai';
import { createQueueAdapter } from '../../adapters/queue.ts';
import { frame, shortText } from '../support/amqp-frames.ts';
import { expectFailure, parcelOf } from './adapter-contract.ts';
import { loginOf, queueOptions } from './queue-options.ts';

const START = method(10, 10, Buffer.from([0, 9]), long(0), longText('PLAIN'), longText('en_US'));
const TUNE = method(10, 30, short(0), long(131_072), short(0));
const OPEN_OK = method(10, 41, shortText(''));
const CLOSE = method(10, 50, short(541), shortText('bye'), short(0), short(0));
const HTTP = Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n');

describe('queue: a broker that does not keep to the protocol', () => {
  const brokers = [
    { name: 'speaks HTTP', says: [HTTP] },
    { name: 'ends the connection with its first word', says: [CLOSE] },
    { name: 'opens and closes at once', says: [START, TUNE, Buffer.concat([OPEN_OK, CLOSE])] },
    { name: 'goes on in another protocol', says: [START, TUNE, Buffer.concat([OPEN_OK, HTTP])] },
    {
      name: 'does not end its frame',
      says: [START, TUNE, Buffer.concat([OPEN_OK, Buffer.from(CLOSE).fill(0, CLOSE.length - 1)])],
    },
    {
      name: 'speaks on a channel that is not open',
      says: [START, TUNE, Buffer.concat([OPEN_OK, frame(1, 77, Buffer.from([0, 20, 0, 11]))])],
    },
  ];
  for (const { name, says } of brokers) {
    it(`fails the delivery and nothing else: ${name}`, async () => {
      const broker = await startBroker(says);
      const target = { endpoint: `amqp://127.0.0.1:${broker.port}/x`, member: 'TX' };
      const adapter = createQueueAdapter(
        queueOptions(target, { login: loginOf('user:password'), connectMs: 1_000 }),
      );
      const [outcome] = await adapter.deliver([parcelOf()], new AbortController().signal);
      expectFailure(outcome!, ['transient'], 'CONNECTION_FAILED');
      await adapter.close();
      expect(broker.says()).to.equal(says.length);
      await broker.stop();
    });
  }
});

/** Says one thing for each thing that it hears, whatever that is. */
async function startBroker(
  says: readonly Buffer[],
): Promise<{ port: number; says(): number; stop(): Promise<void> }> {
  const sockets = new Set<Socket>();
  let said = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', () => {
      const next = says[said];
      if (next === undefined) return;
      said += 1;
      socket.write(next);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    says: () => said,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await once(server.close(), 'close');
    },
  };
}

function method(classId: number, methodId: number, ...fields: readonly Buffer[]): Buffer {
  return frame(1, 0, Buffer.concat([short(classId), short(methodId), ...fields]));
}

function short(number: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(number);
  return bytes;
}

function long(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(number);
  return bytes;
}

function longText(text: string): Buffer {
  return Buffer.concat([long(text.length), Buffer.from(text)]);
}
